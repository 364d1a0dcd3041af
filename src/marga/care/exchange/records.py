"""Care as rows of an extract, streamed: at any time some thousands of rows are held, however many there are.

Of what is sealed only codes go into it, and only those that are published: age in years, how the main drug is taken,
whether somebody was treated before, use at the exit beside the beginning. An extract lies open on the disk while it is
counted, so it holds nothing that a figure does not need.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from marga.care.assessments.models import Assessment
from marga.care.assessments.services import answers_of
from marga.care.centres.models import Census
from marga.care.clients.births import birth_of
from marga.care.clients.models import Client, ClientMerge
from marga.care.episodes.models import EpisodeReview
from marga.care.episodes.services import outcomes_of
from marga.care.requests.models import Request
from marga.care.rules.episodes import starting, use_at_exit
from marga.care.rules.tdi import treated_before
from marga.care.stays.models import Stay, Wait
from marga.country import Country, Period
from marga.country.instants import day_of
from marga.identity.ages import counted_age
from marga.identity.merging import persons
from marga.site.cubes.pseudonyms import Keys

from .asking import PLACED, Past

HELD = 2000
Row = dict[str, Any]
#: Code of the indicator's item `route` -> the extract's word.
ADMINISTRATIONS = {"1": "inject", "2": "smoke", "3": "eat", "4": "sniff", "5": "other"}


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
    """Requests for treatment by the day of asking, each person's once (`asking`): everybody who was put on a waiting
    list, asked on the public pages, or came in without either."""
    rows = merge(_by_waiting(register), _by_asking(register), _by_coming(register), key=itemgetter("asked"))
    while several := list(islice(rows, HELD)):
        yield several


def _by_waiting(register: Register) -> Iterator[Row]:
    found = Wait.objects.filter(**_in("since", register.period)).select_related("client", "centre")
    for several in _chunks(found, "since", "key"):
        pasts = _pasts(register, {one.client_id for one in several})
        for one in several:
            past = pasts[register.person(one.client_id)]
            if past.asked_by_waiting(one):
                yield _wait(register, one, past.stays)


def _by_asking(register: Register) -> Iterator[Row]:
    for several in _chunks(Request.objects.filter(**_in("since", register.period)), "since", "number"):
        pasts = _pasts(register, {one.client for one in several if one.client})
        clients = Client.objects.in_bulk([one.client for one in several if one.client])
        for one in several:
            past = pasts[register.person(one.client)] if one.client else Past(register.zone)
            if not one.client or past.asked(one):
                yield _request(register, one, clients.get(one.client), past.leads_to(one))


def _by_coming(register: Register) -> Iterator[Row]:
    found = Stay.objects.filter(**_in("began", register.period)).select_related("client", "centre")
    for several in _chunks(found, "began", "key"):
        pasts = _pasts(register, {one.client_id for one in several})
        for one in several:
            if pasts[register.person(one.client_id)].asked_by_coming(one):
                yield {**_asked_by(register, one.client, one.key, one.route, one.began), "offered": None,
                       "started": one.began, "gave_up": None, "paused_days": 0}  # fmt: skip


def _wait(register: Register, one: Wait, stays: list[Stay]) -> Row:
    began = next((stay.began for stay in stays if stay.began_at == one.ended), None)
    started = max(began, one.since) if began is not None and one.ended_why == PLACED else None
    gave_up = None if one.ended_why == PLACED else register.day(one.ended)
    return {
        **_asked_by(register, one.client, one.key, one.route, one.since),
        "offered": register.within(register.day(one.offered)), "started": register.within(started),
        "gave_up": register.within(gave_up), "paused_days": (one.counts_from - one.since).days,
    }  # fmt: skip


def _request(register: Register, one: Request, client: Client | None, stay: Stay | None) -> Row:
    """A request that no wait came of; of who is no client yet is known what they said themselves."""
    if client is not None:
        said = _asked_by(register, client, one.number, one.route, one.since)
    else:
        said = {"request": register.keys("request", one.number), "client": register.keys("request", one.number),
                "route": one.route, "province": one.province, "sex": one.sex or None, "age": one.age,
                "citizenship": None, "moved_for_work": None, "asked": one.since}  # fmt: skip
    started = None if stay is None else register.within(max(stay.began, one.since))
    gave_up = register.within(register.day(one.closed)) if stay is None else None
    return {**said, "offered": None, "started": started, "gave_up": gave_up, "paused_days": 0}


def _asked_by(register: Register, client: Client, key: str, route: str, day: date) -> Row:
    return {"request": register.keys("request", key), "client": register.person(client.pk), "route": route,
            "province": client.province, **_person(client, day), "asked": day}  # fmt: skip


def _pasts(register: Register, clients: set[str]) -> dict[int, Past]:
    """What is known of the persons that these clients are, by the key of the person."""
    same = _same_people(register, clients)
    found = {person: Past(register.zone, stays=stays) for person, stays in _stays_of(register, clients).items()}
    for wait in Wait.objects.filter(client__in=same).order_by("since", "key"):
        found[register.person(wait.client_id)].waits.append(wait)
    for request in Request.objects.filter(client__in=same).order_by("asked", "number"):
        found[register.person(request.client)].requests.append(request)
    return found


def episodes(register: Register) -> Iterator[list[Row]]:
    """Episodes by their first day. What is said of earlier ones is reckoned over all, also from before the period."""
    reasons = register.country.care.reasons
    for several in _chunks(Stay.objects.filter(**_in("began", register.period)).select_related("client", "centre"),
                           "began", "key"):  # fmt: skip
        clients = {one.client_id for one in several}
        past, assessed, exits = _stays_of(register, clients), _assessed(register, clients), _exits(register, several)
        rows = []
        for one in several:
            person = register.person(one.client_id)
            before = [stay for stay in past[person] if (stay.began, stay.key) < (one.began, one.key)]
            start = _at_start(one, before, assessed.get(person, []))
            rows.append(_episode(register, one, before, start, exits.get(one.key, {}), reasons))
        yield rows


def _episode(
    register: Register, one: Stay, before: list[Stay], start: Mapping[str, str], end: Mapping[str, str], reasons: Any
) -> Row:  # fmt: skip
    gone = [stay.ended for stay in before if stay.ended is not None and stay.ended <= one.began]
    ended = register.within(one.ended)
    return {
        "episode": register.keys("episode", one.key), "client": register.person(one.client_id),
        "centre": register.keys("centre", one.centre_id), "route": one.route, "province": one.centre.province,
        **_person(one.client, one.began), "drug": one.drug or None,
        "administration": ADMINISTRATIONS.get(start.get("route", "")), "modality": one.modality,
        "started": one.began, "ended": ended, "reason": reasons[one.ended_why].counts_as if ended else None,
        "use_at_exit": use_at_exit(start, end) if ended else None,
        "first_in_year": not any(stay.began.year == one.began.year for stay in before),
        "treated_before": True if before else treated_before(start),
        "days_since_last": (one.began - max(gone)).days if len(gone) == len(before) and gone else None,
    }  # fmt: skip


def census(register: Register) -> Iterator[list[Row]]:
    """Each centre at each midnight."""
    rows = Census.objects.filter(**_in("day", register.period)).select_related("centre")
    for several in _chunks(rows, "day", "centre"):
        yield [
            {"centre": register.keys("centre", one.centre_id), "province": one.centre.province,
             "modality": one.centre.modality, "day": one.day, "present": one.present, "official_places": one.official,
             "operational_places": one.operational, "emergency_places": one.emergency, "safe_places": one.safe,
             "past_basis": one.past_basis, "reviews_overdue": one.reviews_overdue, "gaps_overdue": one.gaps_overdue}
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
        for model, column in ((Wait, "since"), (Request, "since"), (Stay, "began"), (Census, "day"))
    ]  # fmt: skip
    return min((day for day in found if day is not None), default=None)


def _person(client: Client, day: date) -> Row:
    return {"sex": client.sex or None, "age": counted_age(birth_of(client), day),
            "citizenship": client.citizenship or None, "moved_for_work": client.moved_for_work}  # fmt: skip


def _stays_of(register: Register, clients: set[str]) -> dict[int, list[Stay]]:
    """All stays of the persons that these clients are, in their order; by the key of the person."""
    found: dict[int, list[Stay]] = {register.person(client): [] for client in clients}
    for stay in Stay.objects.filter(client__in=_same_people(register, clients)).order_by("began", "key"):
        found[register.person(stay.client_id)].append(stay)
    return found


def _assessed(register: Register, clients: set[str]) -> dict[int, list[Assessment]]:
    """All assessments up to the end of the period of the persons that these clients are, by the key of the person."""
    found: dict[int, list[Assessment]] = defaultdict(list)
    own = Assessment.objects.filter(client__in=_same_people(register, clients), day__lte=register.period.end)
    for one in own.order_by("day", "key"):
        found[register.person(one.client_id)].append(one)
    return found


def _at_start(one: Stay, before: list[Stay], assessed: list[Assessment]) -> Mapping[str, str]:
    """What was answered when an episode began; an assessment from an earlier episode says how that one did."""
    since = max((stay.ended or stay.began for stay in before), default=date.min)
    own = [(each.day, each) for each in assessed if since <= each.day and (one.ended is None or each.day <= one.ended)]
    start = starting(own, one.began)
    return {} if start is None else answers_of(start)


def _exits(register: Register, stays: list[Stay]) -> dict[str, Mapping[str, str]]:
    """What was measured at the exit, by the key of the stay."""
    own = EpisodeReview.objects.filter(stay__in=stays, at_exit=True, day__lte=register.period.end)
    return {one.stay_id: outcomes_of(one) for one in own}


def _same_people(register: Register, clients: set[str]) -> set[str]:
    """These clients, and all others that are held to be one of them."""
    least = {register.merged.get(one) for one in clients}
    return clients | {other for other, first in register.merged.items() if first in least}


def _in(column: str, period: Period) -> dict[str, date]:
    return {f"{column}__gte": period.start, f"{column}__lte": period.end}


def _chunks(found: QuerySet[Any], *order: str) -> Iterator[list[Any]]:
    """The rows of a question, some thousands at a time."""
    rows = found.order_by(*order).iterator(chunk_size=HELD)
    while several := list(islice(rows, HELD)):
        yield several
