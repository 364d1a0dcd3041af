"""The best places for who waits, by the rule of `marga.placement`, from the safe places that are free now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.conf import settings

from marga.care.centres.models import Centre, Ward
from marga.care.clients.births import birth_of
from marga.care.clients.models import Client
from marga.care.days import today
from marga.care.rules.capacity import coming
from marga.care.rules.waiting import Pause, waited
from marga.country import load
from marga.country.instants import Clock
from marga.placement import Choice, Group, Place, Point, Seeker, choose
from marga.placement.choosing import BEST

from .models import Stay, Wait
from .room import rooms

#: A place is expected only as far ahead: further off plans change.
EXPECTED = timedelta(days=60)


def proposals(wait: Wait, clock: Clock) -> Choice:
    """The three best places for somebody, with reasons, and what was ruled out and why. If something is free now, one
    of them is: who cannot wait is not shown expected places alone."""
    country = load(settings.MARGA_COUNTRY)
    names = {name: one.label for name, one in country.care.needs.items()}
    day = today(clock)
    who, there = seeker(wait, day), places(clock)
    choice = choose(who, there, needs=names)
    if any(option.days == 0 for option in choice.best):
        return choice
    free = choose(who, [place for place in there if place.free > 0], needs=names)
    return replace(choice, best=(*choice.best[: BEST - 1], *free.best[:1]))


def seeker(wait: Wait, day: date) -> Seeker:
    """Who waits, as the rule of placement sees them."""
    client: Client = wait.client
    pauses = [Pause(one.begun, one.ended) for one in wait.pauses.all()]
    return Seeker(
        key=wait.key, kinds=tuple(wait.kinds), sex=client.sex, age=age_on(client, day), priority=wait.urgency,
        waiting=float(waited(wait.since, day, pauses).available), needs=frozenset(wait.needs),
        languages=frozenset(client.languages), at=_middle_of(client.province), refused=frozenset(wait.refused),
    )  # fmt: skip


def places(clock: Clock) -> list[Place]:
    """Every open ward of an open centre that is not about to close, with its free safe places and those expected. Where
    a centre lies is, if nobody wrote it down, the middle of its province."""
    day = today(clock)
    open_wards = Ward.objects.filter(open=True, centre__closed=None).exclude(centre__closes__lte=day)
    wards = list(open_wards.select_related("centre").order_by("key"))
    room, leaving = rooms(wards), _leaving(day)
    return [
        Place(
            key=ward.pk, kind=ward.centre.modality, sexes=frozenset(ward.sexes), age_from=ward.age_from,
            age_to=ward.age_to, free=room[ward.pk].free, languages=frozenset(ward.centre.languages),
            offers=frozenset(ward.centre.offers), at=_where(ward.centre),
            coming=coming(room[ward.pk].balance, leaving.get(ward.pk, ())),
            group=Group(ward.centre_id, room[ward.pk].together),
        )
        for ward in wards
    ]  # fmt: skip


def _leaving(day: date) -> dict[str, list[int]]:
    """The days until each planned end within `EXPECTED`, by ward."""
    rows = Stay.objects.filter(ended=None, planned_end__gt=day, planned_end__lte=day + EXPECTED)
    found: dict[str, list[int]] = {}
    for ward, end in rows.values_list("ward", "planned_end"):
        assert end is not None
        found.setdefault(ward, []).append((end - day).days)
    return found


def age_on(client: Client, day: date) -> int:
    """Whole years of the youngest that the client may be: whoever may be a minor is placed as one. Nobody waits whose
    age is not known even about (`services.begin_wait`)."""
    born = birth_of(client)
    if born is None:
        return 0
    last = born.latest
    return max(0, day.year - last.year - ((day.month, day.day) < (last.month, last.day)))


def _where(centre: Centre) -> Point | None:
    """Where a centre is; if nobody wrote it down, the middle of its province."""
    if centre.latitude is None or centre.longitude is None:
        return _middle_of(centre.province)
    return Point(centre.latitude, centre.longitude)


def _middle_of(province: str) -> Point | None:
    """The middle of a province, as the way from home is reckoned."""
    middle = load(settings.MARGA_COUNTRY).middles.get(province)
    return None if middle is None else Point(*middle)
