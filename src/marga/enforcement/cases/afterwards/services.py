"""Acts with what is found after the booking. Each says when it was found, and why it was not there before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from marga.country import gettext_noop, load, say
from marga.enforcement.access import case_for, party_for
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.services import Acting, record
from marga.enforcement.cases import contents
from marga.enforcement.cases.checking import exhibit_faults, property_faults
from marga.enforcement.cases.models import Case, Party, Property
from marga.enforcement.charges.services import refuse_erased
from marga.enforcement.exhibits.keeping import photograph
from marga.enforcement.exhibits.models import Exhibit
from marga.enforcement.rules.charges import SHORTEST_REASON
from marga.site.faults import Fault, refuse
from marga.site.refusals import WrongState
from marga.site.roles import check_may

MOST = 99  # exhibits of a case, and things of a person
LONGEST_REASON = 600


def add_exhibit(
    case: str, exhibit: contents.Seized, reason: str, who: Acting, picture: bytes | None = None,
    unread: Sequence[Fault] = (),
) -> Exhibit:  # fmt: skip
    """Write down an exhibit that was found after the booking. Whoever does holds it; it is weighed twice like others.

    reason    why it was not there when the case was booked
    picture   a photograph of it, kept as `keeping.photograph` keeps it
    unread    faults of reading what was typed, in fields "exhibit.…": told with the others
    The same sent twice is one. Raises Faulty, NotFound, NotAllowed, WrongState for a person who was erased.
    """
    check_may(who, "enforcement.book")
    with transaction.atomic():
        row = case_for(who, case, lock=True)
        last = row.exhibits.aggregate(last=Max("number"))["last"] or 0
        wrong = list(_reason_faults(reason))
        told = contents.ExhibitFound(number=last + 1, exhibit=exhibit, reason="" if wrong else reason)
        before = None if unread or wrong else _found_before(row, told)
        if before is None:
            refuse([*_exhibit_faults(row, told, who), *wrong], unread)
            person = Party.objects.filter(pk=f"{row.number}.{exhibit.person}").first() if exhibit.person else None
            if person is not None:
                refuse_erased(person)
            record("exhibit.found", who, told, case=row.number, part=f"E{told.number}", receipt=_hash(person))
            before = row.exhibits.get(number=told.number)
        if picture is not None:
            photograph(before.key, picture, who)
        return before


def take_property(
    party: str, things: Sequence[contents.Taken], taken: datetime | None, reason: str, who: Acting,
    first: int | None = None, unread: Sequence[Fault] = (),
) -> list[Property]:  # fmt: skip
    """Write down things that were taken from a person after the booking. Returns them.

    taken    when; reason: why they were not there when the case was booked
    first    what the first is to be numbered; where it is the same as was written down under it, nothing is done, so
             that a form sent twice takes once. None: the next that is free
    unread   faults of reading what was typed, told with the others
    Raises Faulty, NotFound, NotAllowed, WrongState for a person who was erased, or for other things under the number.
    """
    check_may(who, "enforcement.book")
    with transaction.atomic():
        row = party_for(who, party, lock=True)
        refuse_erased(row)
        following = (row.property.aggregate(last=Max("number"))["last"] or 0) + 1
        refuse([*_things_faults(row, things, taken, following, who), *_reason_faults(reason)], unread)
        assert taken is not None
        told = contents.PropertyTaken(first=following, things=tuple(things), taken=taken, reason=reason)
        if first is not None and first != following:
            return _taken_before(row, told.model_copy(update={"first": first}))
        record("property.taken", who, told, case=row.case_id, part=str(row.number), receipt=_hash(row))
        return list(row.property.filter(number__gte=following).order_by("number"))


def _found_before(row: Case, told: contents.ExhibitFound) -> Exhibit | None:
    """The exhibit that the same form wrote down a moment ago."""
    exhibit = row.exhibits.filter(seal=told.exhibit.seal).first()
    if exhibit is None:
        return None
    act = Act.objects.filter(case=row.number, part=f"E{exhibit.number}", kind="exhibit.found").first()
    same = told.model_copy(update={"number": exhibit.number}).plain()
    return exhibit if act is not None and act.new == same else None


def _taken_before(row: Party, told: contents.PropertyTaken) -> list[Property]:
    acts = Act.objects.filter(case=row.case_id, part=str(row.number), kind="property.taken", erasure=None)
    if told.plain() not in [act.new for act in acts]:
        raise WrongState(_("Somebody else wrote down what was taken just now. Look at the case, and begin again."))
    return list(row.property.filter(number__gte=told.first, number__lt=told.first + len(told.things)))


def _exhibit_faults(row: Case, told: contents.ExhibitFound, who: Acting) -> Iterator[Fault]:
    exhibit = told.exhibit
    yield from exhibit_faults(exhibit, row.people, load(settings.MARGA_COUNTRY), "exhibit")
    yield from _time_faults("exhibit.seized", exhibit.seized, row.event, who)
    if Exhibit.objects.filter(seal=exhibit.seal).exists():
        yield Fault("exhibit.seal", say(gettext_noop("The seal {seal} is in the register already. Compare it."),
                                        seal=exhibit.seal))  # fmt: skip
    if exhibit.first_net is not None or exhibit.second_net is not None:
        yield Fault("exhibit.first_net", say(gettext_noop("An exhibit is weighed at the station, twice and by two "
                                                          "people. Leave its weights out.")))  # fmt: skip
    if told.number > MOST:
        yield Fault("exhibit", say(gettext_noop("A case has at most {most} exhibits. Book another case."),
                                   most=MOST))  # fmt: skip


def _things_faults(
    row: Party, things: Sequence[contents.Taken], taken: datetime | None, following: int, who: Acting
) -> Iterator[Fault]:  # fmt: skip
    country = load(settings.MARGA_COUNTRY).enforcement
    if not things:
        yield Fault("property.0.kind", say(gettext_noop("Write what was taken.")))
    for place, thing in enumerate(things):
        yield from property_faults(thing, country, f"property.{place}")
    if taken is None:
        yield Fault("taken", say(gettext_noop("Write when it was taken, such as 14:05.")))
    else:
        yield from _time_faults("taken", taken, row.arrested or row.case.event, who)
    if following + len(things) - 1 > MOST:
        yield Fault("property.0.kind", say(gettext_noop("Of one person at most {most} things are written down."),
                                           most=MOST))  # fmt: skip


def _time_faults(field: str, at: datetime, after: datetime | None, who: Acting) -> Iterator[Fault]:
    if at > who.clock.at:
        yield Fault(field, say(gettext_noop("This time has not come yet. Correct it.")))
    elif after is not None and at < after:
        yield Fault(field, say(gettext_noop("This time is before what it follows. Correct it.")))


def _reason_faults(reason: str) -> Iterator[Fault]:
    if len(reason.strip()) < SHORTEST_REASON:
        yield Fault("reason", say(gettext_noop("Write in a sentence why it was not there when the case was booked.")))
    elif len(reason.strip()) > LONGEST_REASON:
        yield Fault("reason", say(gettext_noop("This is too long: {length} letters. Write {most} at most."),
                                  length=len(reason.strip()), most=LONGEST_REASON))  # fmt: skip


def _hash(row: Party | None) -> bytes | None:
    return None if row is None or row.receipt is None else bytes(row.receipt)
