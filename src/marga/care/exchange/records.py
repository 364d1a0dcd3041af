"""Care as rows of an extract, streamed: at any time some thousands of rows are held, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from marga.care.centres.models import Census
from marga.care.clients.models import Client, ClientMerge
from marga.care.stays.models import Stay, Wait
from marga.country import Country, Period
from marga.country.instants import day_of
from marga.identity.ages import Born, counted_age
from marga.identity.merging import persons
from marga.site.cubes.pseudonyms import Keys

HELD = 2000
Row = dict[str, Any]
#: What a wait that ended without a place counts as in `gave_up`: the person does not want it, or was not reached.
GAVE_UP = ("gave_up", "unreachable")


@dataclass(frozen=True, slots=True)
class Register:
    """What rows are made with: the country's words, where days are counted, and the pseudonyms of this extract.

    person   of a client's number, the number that stands for the person: merges are one person
    """

    country: Country
    zone: ZoneInfo
    keys: Keys
    period: Period
    merged: dict[str, str]

    def person(self, client: str) -> int:
        return self.keys("client", self.merged.get(client, client))

    def day(self, at: datetime | None) -> date | None:
        return None if at is None else day_of(at, self.zone)

    def within(self, day: date | None) -> date | None:
        """A day if it is not behind the period: what came later is not known to this extract."""
        return day if day is not None and day <= self.period.end else None


def merged() -> dict[str, str]:
    """The person that each merged client stands for."""
    pairs = ClientMerge.objects.filter(undone=None).values_list("one", "other")
    return dict(persons((), pairs))


def requests(register: Register) -> Iterator[list[Row]]:
    """Requests for treatment by the day of asking: everybody who was put on a waiting list, or came in without one."""
    for several in _chunks(Wait.objects.filter(**_in("since", register.period)).select_related("client", "centre"),
                           "since", "key"):  # fmt: skip
        stays = _stays_of(register, {one.client_id for one in several})
        yield [_request(register, one, stays[register.person(one.client_id)]) for one in several]


def _request(register: Register, one: Wait, stays: list[Stay]) -> Row:
    started = (
        next((stay.began for stay in stays if stay.began >= one.since), None) if one.ended_why == "placed" else None
    )
    gave_up = register.day(one.ended) if one.ended_why in GAVE_UP else None
    return {
        "request": register.keys("request", one.key), "client": register.person(one.client_id), "route": one.route,
        "province": one.client.province, **_person(one.client, one.since), "asked": one.since,
        "offered": register.within(register.day(one.offered)), "started": register.within(started),
        "gave_up": register.within(gave_up), "paused_days": one.paused_days,
    }  # fmt: skip


def episodes(register: Register) -> Iterator[list[Row]]:
    """Episodes by their first day. What is said of earlier ones is reckoned over all, also from before the period."""
    reasons = register.country.care.reasons
    for several in _chunks(Stay.objects.filter(**_in("began", register.period)).select_related("client", "centre"),
                           "began", "key"):  # fmt: skip
        past = _stays_of(register, {one.client_id for one in several})
        yield [_episode(register, one, past[register.person(one.client_id)], reasons) for one in several]


def _episode(register: Register, one: Stay, all_of: list[Stay], reasons: Any) -> Row:
    before = [stay for stay in all_of if (stay.began, stay.key) < (one.began, one.key)]
    gone = [stay.ended for stay in before if stay.ended is not None and stay.ended <= one.began]
    ended = register.within(one.ended)
    return {
        "episode": register.keys("episode", one.key), "client": register.person(one.client_id),
        "centre": register.keys("centre", one.centre_id), "route": one.route, "province": one.centre.province,
        **_person(one.client, one.began), "drug": one.drug or "other", "modality": one.modality,
        "started": one.began, "ended": ended, "reason": reasons[one.ended_why].counts_as if ended else None,
        "first_in_year": not any(stay.began.year == one.began.year for stay in before), "treated_before": bool(before),
        "days_since_last": (one.began - max(gone)).days if len(gone) == len(before) and gone else None,
    }  # fmt: skip


def census(register: Register) -> Iterator[list[Row]]:
    """Each centre at each midnight."""
    rows = Census.objects.filter(**_in("day", register.period)).select_related("centre")
    for several in _chunks(rows, "day", "centre"):
        yield [
            {"centre": register.keys("centre", one.centre_id), "province": one.centre.province,
             "modality": one.centre.modality, "day": one.day, "present": one.present, "official_places": one.official,
             "operational_places": one.operational, "emergency_places": one.emergency, "safe_places": one.safe}
            for one in several
        ]  # fmt: skip


def sessions(_register: Register) -> Iterator[list[Row]]:
    """Sessions of prevention in schools and communities: nobody records them on this side yet."""
    yield from ()


TABLES = {"requests": requests, "episodes": episodes, "census": census, "sessions": sessions}


def first_day() -> date | None:
    """The first day of which there is anything to count."""
    found = [
        model._base_manager.order_by(column).values_list(column, flat=True).first()
        for model, column in ((Wait, "since"), (Stay, "began"), (Census, "day"))
    ]  # fmt: skip
    return min((day for day in found if day is not None), default=None)


def _person(client: Client, day: date) -> Row:
    born = Born(client.born_from, client.born_to) if client.born_from and client.born_to else None
    return {"sex": client.sex or None, "age": counted_age(born, day), "citizenship": client.citizenship or None,
            "moved_for_work": client.moved_for_work}  # fmt: skip


def _stays_of(register: Register, clients: set[str]) -> dict[int, list[Stay]]:
    """All stays of the persons that these clients are, in their order; by the key of the person."""
    same = {other for other, least in register.merged.items() if least in {register.merged.get(one) for one in clients}}
    found: dict[int, list[Stay]] = {register.person(client): [] for client in clients}
    for stay in Stay.objects.filter(client__in=clients | same).order_by("began", "key"):
        found[register.person(stay.client_id)].append(stay)
    return found


def _in(column: str, period: Period) -> dict[str, date]:
    return {f"{column}__gte": period.start, f"{column}__lte": period.end}


def _chunks(found: QuerySet[Any], *order: str) -> Iterator[list[Any]]:
    """The rows of a question, some thousands at a time."""
    rows = found.order_by(*order).iterator(chunk_size=HELD)
    while several := list(islice(rows, HELD)):
        yield several
