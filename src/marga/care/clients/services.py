"""Acts with clients. What is said of who they are is sealed before it is recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from marga.care.access import client_for, request_for
from marga.care.acts.services import Acting, record
from marga.care.days import today
from marga.care.numbering import new_number
from marga.care.requests import contents as requests
from marga.care.sealing import UNREADABLE, blind, opened, seal
from marga.care.stays.waits import reckon_wait
from marga.country import gettext_noop, load, say
from marga.country.care import FLAGS
from marga.identity.ages import Born
from marga.identity.names import sounds
from marga.site.faults import Fault, all_of, refuse, too_long
from marga.site.refusals import WrongState
from marga.site.roles import check_may

from . import contents
from .births import birth_of, sealed_birth
from .models import Client, ClientMerge

SEALED = ("name", "other_names", "guardian", "contact", "rule", "waits_at_home", "moved_from")
MOST_LETTERS = 1000


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, as a worker types it: all in the clear, and only here."""

    province: str
    name: str = ""
    other_names: str = ""
    guardian: str = ""
    contact: str = ""
    rule: str = ""
    waits_at_home: str = ""
    sex: str = ""
    born: Born | None = None
    citizenship: str = ""
    languages: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    moved_for_work: bool | None = None
    moved_from: str = ""
    moved_since: date | None = None


def open_client(person: Person, who: Acting, request: str = "", found_by: tuple[str, ...] = ()) -> Client:
    """Write down a client of the centre. Raises Faulty, WrongState, NotFound, NotAllowed.

    request    the one they came with
    found_by   further blind words by which they are found again, such as of a number in the centre's own list
    """
    check_may(who, "care.clients")
    refuse(person_faults(person, today(who)))
    with transaction.atomic():
        asked = request_for(who, request, lock=True) if request else None
        if asked is not None and asked.client:
            raise WrongState(_("This request is a client’s already."))
        number = new_number(Client)
        record("client.opened", who, _told(person, number, found_by), about=number)
        if asked is not None:
            record("request.opened", who, requests.RequestOpened(client=number), about=request)
        return Client.objects.get(pk=number)


def correct_client(number: str, person: Person, who: Acting) -> Client:
    """Change what is written of a client. Raises Faulty, NotFound, NotAllowed."""
    check_may(who, "care.clients")
    refuse(person_faults(person, today(who)))
    with transaction.atomic():
        client = client_for(who, number, lock=True)
        _correct(client, person, who)
        reckon_wait(client, who)
        return client


def set_flags(number: str, flags: frozenset[str], who: Acting, needs: tuple[str, ...] = ()) -> Client:
    """What of a client decides who comes first, as an assessment found it; the class of their wait follows, with its
    reasons, and `needs` are added to it. Raises Faulty, NotFound, NotAllowed."""
    check_may(who, "care.treat")
    with transaction.atomic():
        client = client_for(who, number, lock=True)
        before = person_of(client)
        person = replace(before, flags=tuple(flag for flag in FLAGS if flag in flags))
        if set(person.flags) != set(before.flags):
            _correct(client, person, who)
        reckon_wait(client, who, needs)
        return client


def merge(one: str, other: str, reason: str, who: Acting) -> None:
    """Hold two records to be one person's. Raises Faulty without a reason, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.clients")
    _check_reason(reason)
    if one == other:
        raise WrongState(_("This is one and the same record."))
    with transaction.atomic():
        for number in sorted((one, other)):
            client_for(who, number, lock=True)
        if _merges(one, other).exists():
            raise WrongState(_("These two records are held to be one person’s already."))
        told = contents.ClientsMerged(other=other, reason=seal(reason, "merge.reason", one))
        record("client.merged", who, told, about=one)


def part(one: str, other: str, reason: str, who: Acting) -> None:
    """Part two records again. Raises Faulty without a reason, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.clients")
    _check_reason(reason)
    with transaction.atomic():
        for number in sorted((one, other)):
            client_for(who, number, lock=True)
        if not _merges(one, other).exists():
            raise WrongState(_("These two records were not held to be one person’s."))
        told = contents.ClientsParted(other=other, reason=seal(reason, "merge.reason", one))
        record("client.parted", who, told, about=one)


def person_of(client: Client) -> Person:
    """A client in the clear. Whoever calls has checked that the reader may, and logs the read."""
    since = opened(client.moved_since, "client.moved_since", client.number)
    return Person(
        **{name: opened(getattr(client, name), f"client.{name}", client.number) for name in SEALED},
        born=birth_of(client),
        province=client.province, sex=client.sex, citizenship=client.citizenship, languages=tuple(client.languages),
        flags=tuple(client.flags), moved_for_work=client.moved_for_work,
        moved_since=None if since in ("", UNREADABLE) else date.fromisoformat(since),
    )  # fmt: skip


def sound_words(*names: str) -> tuple[str, ...]:
    """The blind words under which names are found again."""
    return tuple(sorted({blind(sound, "client.sound") for name in names for sound in sounds(name)}))


def person_faults(person: Person, day: date) -> list[Fault]:
    """What of a person is not as the country's lists want it, or cannot be."""
    country = load(settings.MARGA_COUNTRY)
    lists = (
        ("province", (person.province,), country.dimensions["province"].categories),
        ("sex", (person.sex,), ("", *country.dimensions["sex"].categories)),
        ("citizenship", (person.citizenship,), ("", *country.dimensions["citizenship"].categories)),
        ("languages", person.languages, country.care.languages), ("flags", person.flags, FLAGS),
    )  # fmt: skip
    faults = [fault for field, values, known in lists for fault in all_of(field, values, known)]
    if person.born is not None and person.born.earliest > day:
        faults.append(Fault("born", say(gettext_noop("The day of birth has not come yet. Correct it."))))
    if person.moved_since is not None and person.moved_since > day:
        faults.append(Fault("moved_since", say(gettext_noop("This day has not come yet. Correct it."))))
    return faults + [one for field in SEALED for one in too_long(field, getattr(person, field), MOST_LETTERS)]


def _told(person: Person, number: str, found_by: tuple[str, ...] = ()) -> contents.ClientSet:
    return contents.ClientSet(
        **{name: seal(getattr(person, name).strip(), f"client.{name}", number) for name in SEALED},
        sounds=(*sound_words(person.name, person.other_names), *found_by), sex=person.sex,
        born=sealed_birth(person.born, number),
        citizenship=person.citizenship, languages=person.languages, province=person.province, flags=person.flags,
        moved_for_work=person.moved_for_work,
        moved_since=seal(str(person.moved_since or ""), "client.moved_since", number),
    )  # fmt: skip


def _correct(client: Client, person: Person, who: Acting) -> None:
    """Record what is written of a client since. The words by which they are found beside their names stay."""
    old, number = person_of(client), client.number
    names = set(sound_words(old.name, old.other_names))
    others = tuple(word for word in client.sounds.values_list("word", flat=True) if word not in names)
    record("client.corrected", who, _told(person, number, others), about=number, old=_told(old, number, others))
    client.refresh_from_db()


def _merges(one: str, other: str) -> QuerySet[ClientMerge]:
    first, second = sorted((one, other))
    return ClientMerge.objects.filter(one=first, other=second, undone=None)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        refuse([Fault("reason", say(gettext_noop("Write the reason; it cannot be left out.")))])
