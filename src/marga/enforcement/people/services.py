"""Acts with people; and that somebody read of people, which is no act but is kept as well. One function an act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from marga.country import gettext_noop, load, say
from marga.enforcement.access import case_for, party_for
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.services import Acting, record
from marga.enforcement.cases import contents as cases
from marga.enforcement.cases.checking import may_be_minor, person_faults
from marga.enforcement.cases.models import Case, Merge, Party
from marga.enforcement.cases.services import booked_person, zone
from marga.enforcement.rules.charges import SHORTEST_REASON
from marga.site.faults import Fault, one_of, refuse
from marga.site.refusals import WrongState
from marga.site.roles import check_may, may

from . import contents
from .models import Read

#: What may be corrected of a person. Times of arrest and of arrival are not: the clock of custody runs from them.
CORRECTED = (
    "name", "alias", "sex", "birth", "citizenship", "nationality", "languages", "occupation", "moved_for_work",
    "moved_from", "moved_since", "address_province", "guardian_of",
)  # fmt: skip
MOST_PEOPLE = 99


def log_read(who: Acting, what: str, *, case: str = "", detail: str = "") -> None:
    """Keep that somebody was shown people of a case.

    what     page, search, api, export or receipt
    detail   how many, never who was looked for
    """
    Read.objects.create(at=who.clock.at, officer=who.number, unit=who.unit, case=case, what=what, detail=detail,
                        by_inspector=may(who, "enforcement.inspect"))  # fmt: skip


def add_person(
    case: str, person: cases.PersonToBook, who: Acting, number: int | None = None, unread: Sequence[Fault] = ()
) -> Party:  # fmt: skip
    """Add a person to a case that was booked. Returns the person.

    number   what the person is to be numbered; where it is the same person as was added under it, nothing is done, so
             that a form sent twice adds one. None: the next that is free.
    unread   faults of reading what was typed, in fields "person.…": told with the others
    Raises Faulty with every fault in a field "person.…", NotFound, NotAllowed, WrongState for another's number.
    """
    check_may(who, "enforcement.book")
    with transaction.atomic():
        row = case_for(who, case, lock=True)
        country = load(settings.MARGA_COUNTRY)
        refuse(person_faults(person, country, "person", row.event, who.clock.at, zone(), who.clock), unread)
        told = contents_added(row.people + 1, person, who)
        if number is not None and number != told.number:
            return _added_before(row, number, told)
        refuse(_number_faults(person, row))
        record("person.added", who, told, case=row.number, part=str(told.number))
        return Party.objects.get(case=row, number=told.number)


def contents_added(number: int, person: cases.PersonToBook, who: Acting) -> cases.PersonAdded:
    """A further person as entered."""
    return cases.PersonAdded(number=number, person=booked_person(person, who.clock))


def _added_before(row: Case, number: int, told: cases.PersonAdded) -> Party:
    """The person whom the same form added a moment ago."""
    same = told.model_copy(update={"number": number}).plain()
    act = Act.objects.filter(case=row.number, part=str(number), kind="person.added").first()
    if act is None or act.new != same:
        raise WrongState(_("Somebody else was added to this case meanwhile. Look at it, then add this person again."))
    return Party.objects.get(case=row, number=number)


def _number_faults(person: cases.PersonToBook, row: Case) -> list[Fault]:
    found = []
    if row.people >= MOST_PEOPLE:
        found.append(Fault("person", say(gettext_noop("A case has no more than {most} people. Book another case."),
                                         most=MOST_PEOPLE)))  # fmt: skip
    if person.guardian_of is not None and person.guardian_of > row.people:
        found.append(Fault("person.guardian_of", say(gettext_noop("No person of this case has this number. Choose "
                                                                  "one."))))  # fmt: skip
    return found


def correct_person(
    party: str, field: str, value: contents.Value, reason: str, who: Acting, unread: Sequence[Fault] = ()
) -> Party:  # fmt: skip
    """Correct one particular of a person. How it was stays in the act; what stands already is no act.

    field, value   a name of `CORRECTED`, and what it should be, as `contents.Person` has it
        unread         faults of reading what was typed, in the field "value"
    Raises Faulty, NotFound, NotAllowed, and WrongState for somebody who was erased.
    """
    check_may(who, "enforcement.book")
    refuse(_correction_faults(field, reason), unread)
    with transaction.atomic():
        row = party_for(who, party, lock=True)
        if row.erased is not None:
            raise WrongState(_("The record of this person was erased by law. Nothing is written into it again."))
        stands = said_of(row)
        corrected = _with(stands, field, value)
        old, new = getattr(stands, field), getattr(corrected, field)
        if old == new:
            return row
        country = load(settings.MARGA_COUNTRY)
        faults = person_faults(corrected, country, "", row.case.event, who.clock.at, zone(), who.clock)
        refuse(_guardian_faults(corrected.guardian_of, row))
        refuse(Fault("value", one.says) for one in faults if one.field.lstrip(".") == field)
        minor = may_be_minor(corrected, row.arrested or row.case.recorded, country.enforcement, zone())
        told = contents.PersonCorrected(field=field, value=plain(new), reason=reason, minor=minor)
        record("person.corrected", who, told, case=row.case_id, part=str(row.number), receipt=_hash(row),
               old=contents.Particular(field=field, value=plain(old)))  # fmt: skip
        row.refresh_from_db()
        return row


def said_of(row: Party) -> cases.PersonToBook:
    """What stands of a person, as it would be booked."""
    birth = None if row.born_from is None or row.born_to is None else cases.Birth(
        earliest=row.born_from, latest=row.born_to, known=row.birth_known)  # fmt: skip
    others = {name: getattr(row, name) for name in ("role", *CORRECTED) if name not in ("birth", "guardian_of")}
    return cases.PersonToBook(**others, birth=birth, arrested=row.arrested, arrived=row.arrived,
                              guardian_of=guardian_number(row))  # fmt: skip


def guardian_number(row: Party) -> int | None:
    """The number, in the case, of whose guardian a person is."""
    return int(row.guardian_of.rpartition(".")[2]) if row.guardian_of else None


def plain(value: contents.Value | date) -> contents.Value:
    """A particular as an act has it: days are texts."""
    return value.isoformat() if isinstance(value, date) else value


def _with(person: cases.PersonToBook, field: str, value: contents.Value) -> cases.PersonToBook:
    try:
        return cases.PersonToBook.model_validate({**person.model_dump(), field: value})
    except ValidationError:
        refuse([Fault("value", say(gettext_noop("This cannot be read. Correct it.")))])
        raise


def _guardian_faults(ward: int | None, row: Party) -> list[Fault]:
    if ward is None or (ward <= row.case.people and ward != row.number):
        return []
    return [Fault("value", say(gettext_noop("No person of this case has this number. Choose one.")))]


def _correction_faults(field: str, reason: str) -> list[Fault]:
    return one_of("field", field, CORRECTED) + _reason_faults(reason)


def _reason_faults(reason: str) -> list[Fault]:
    if len(reason.strip()) >= SHORTEST_REASON:
        return []
    return [Fault("reason", say(gettext_noop("Write in a sentence why: what is known now?")))]


def merge(one: str, other: str, reason: str, who: Acting) -> Party:
    """Say that two parties are one person. What is said already is no act. Returns the first of them.

    Raises Faulty without a reason or for one party twice, NotFound unless both may be read, NotAllowed.
    """
    check_may(who, "enforcement.supervise")
    refuse(_reason_faults(reason))
    first, second = sorted((one, other))
    if first == second:
        refuse([Fault("other", say(gettext_noop("This is the same record. Choose another.")))])
    with transaction.atomic():
        row = _locked(first, second, who)
        if not Merge.objects.filter(one=first, other=second).exists():
            told = contents.Merged(other=second, reason=reason)
            record("person.merged", who, told, case=row.case_id, part=str(row.number), receipt=_hash(row))
            row.refresh_from_db()
        return row


def unmerge(one: str, other: str, reason: str, who: Acting) -> Party:
    """Take back that two parties are one person. Raises Faulty, NotFound, NotAllowed, WrongState if nobody said so."""
    check_may(who, "enforcement.supervise")
    refuse(_reason_faults(reason))
    first, second = sorted((one, other))
    with transaction.atomic():
        row = _locked(first, second, who)
        if not Merge.objects.filter(one=first, other=second).exists():
            raise WrongState(_("These two records are not said to be of one person."))
        record("person.unmerged", who, contents.Merged(other=second, reason=reason), case=row.case_id,
               part=str(row.number), receipt=_hash(row))  # fmt: skip
        row.refresh_from_db()
        return row


def _locked(first: str, second: str, who: Acting) -> Party:
    """The first of two parties, everybody locked who is one person with either: their names may all change."""
    row, other = party_for(who, first), party_for(who, second)
    touched = Party.objects.select_for_update().filter(person__in=[row.person, other.person]).order_by("key")
    now = {party.key: party.person for party in touched}
    if (now.get(first), now.get(second)) != (row.person, other.person):
        raise WrongState(_("Somebody else changed who these people are just now. Look again."))
    return row


def _hash(row: Party) -> bytes | None:
    return None if row.receipt is None else bytes(row.receipt)
