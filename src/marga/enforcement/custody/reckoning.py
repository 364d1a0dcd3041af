"""Custodies as their clocks see them: from the rows to the values that rules take, for one or for a board of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from marga.country import load
from marga.country.enforcement import Custody as Law
from marga.country.instants import Clock, day_of, utc
from marga.enforcement.cases.models import Charge, Party
from marga.enforcement.rules.custody import Permission, Stay, classes_of
from marga.enforcement.rules.deadlines import Standing, deadlines, next_due
from marga.enforcement.rules.rights import all_told
from marga.identity.ages import Born, age

from .models import Custody, Step

#: The steps that move a clock. An interview, which is long, is not read for it.
CLOCKED = ("prosecutor_told", "guardian_told", "rights_told", "reviewed", "extended")


def law() -> Law:
    """The country's rules of custody."""
    return load(settings.MARGA_COUNTRY).enforcement.custody


def zone() -> ZoneInfo:
    """The country's time, in which days are counted."""
    return ZoneInfo(settings.TIME_ZONE)


def stays(custodies: Sequence[Custody], more: Sequence[str] = ()) -> list[tuple[Stay, list[Step]]]:
    """Each custody as rules take it, with its steps: two queries, however many. Custodies come with their party.

    Where a person was transferred, what was done before at the other unit counts. `more`: further steps to bring.
    """
    parties = {custody.party_id for custody in custodies}
    steps: dict[str, list[Step]] = defaultdict(list)
    rows = Step.objects.filter(custody__party__in=parties, what__in=(*CLOCKED, *more)).select_related("custody")
    for step in rows.order_by("done", "pk"):
        steps[step.custody.party_id].append(step)
    charges: dict[str, list[Charge]] = defaultdict(list)
    for charge in Charge.objects.filter(party__in=parties).order_by("version"):
        charges[charge.party_id].append(charge)
    found = []
    for custody in custodies:
        own = [step for step in steps[custody.party_id] if counts(step.custody, custody)]
        found.append((_stay(custody, own, charges[custody.party_id]), own))
    return found


def counts(earlier: Custody, custody: Custody) -> bool:
    """Whether what was done in one custody counts in another: it is the same, or the clock went on from it."""
    return earlier.arrived == custody.arrived and earlier.began_here <= custody.began_here


def _stay(custody: Custody, steps: Iterable[Step], charges: Iterable[Charge]) -> Stay:
    by = defaultdict(list)
    for step in steps:
        by[step.what].append(step)
    arrived = utc(custody.arrived)

    def first(what: str) -> datetime | None:
        """Who was told on the way to the unit was told in time."""
        return max(arrived, min(utc(step.done) for step in by[what])) if by[what] else None

    def entries(subject: str, what: str) -> list[tuple[str, datetime, datetime]]:
        """Told more than once, it was known from the first time that it was written down."""
        done = first(what)
        return [] if done is None else [(subject, done, min(utc(step.recorded) for step in by[what]))]

    told = all_told(((step.done, step.said["rights"]) for step in by["rights_told"]), law())
    return Stay(
        arrived, offence_class_of(charges), youngest(custody.party, arrived), custody.party.minor,
        reviews=tuple(utc(step.done) for step in by["reviewed"]), prosecutor_told=first("prosecutor_told"),
        guardian_told=first("guardian_told"), rights_told=None if told is None else max(arrived, told),
        permissions=tuple(_permission(step) for step in by["extended"]), ended=custody.ended,
        entered=(
            *(("review", utc(step.done), utc(step.recorded)) for step in by["reviewed"]),
            *entries("prosecutor", "prosecutor_told"), *entries("guardian", "guardian_told"),
        ),
    )  # fmt: skip


def _permission(step: Step) -> Permission:
    said = step.said
    return Permission(said["number"], said["prosecutor"], said["motive"], step.done)


def youngest(party: Party, on: datetime) -> int | None:
    """The least age that a person may have, in years; None where nothing is known."""
    if party.born_from is None or party.born_to is None:
        return None
    return age(Born(party.born_from, party.born_to), day_of(on, zone())).least


def offence_class_of(charges: Iterable[Charge]) -> str:
    """The class of the gravest charge that stands. `charges`: all versions, the first first."""
    known = load(settings.MARGA_COUNTRY).enforcement.offences
    last = {charge.line: charge for charge in charges}
    penalties = [
        replace(known.offences[charge.offence].penalty, least_months=charge.least_months,
                most_months=charge.most_months)
        for charge in last.values() if charge.offence
    ]  # fmt: skip
    return classes_of([known.class_of(one).name for one in penalties], [one.name for one in known.classes])


def first_due(party: Party, arrived: datetime, at: datetime, charges: Iterable[Charge]) -> datetime | None:
    """The earliest open deadline of a custody in which nothing was done yet, at the time of its record. `charges`: the
    first ones, by whose class a country's limit may differ."""
    stay = Stay(utc(arrived), offence_class_of(charges), youngest(party, arrived), party.minor)
    return due_after(stay, at)


def due_after(stay: Stay, at: datetime) -> datetime | None:
    """The earliest open deadline of a stay at a time."""
    found = next_due(deadlines(stay, law(), Clock(at)))
    return None if found is None else found.due


def reckon_anew(party: str, at: datetime) -> None:
    """Write down what is due next of a person who is held, after an act on which a clock may depend: something was done
    in the custody, another charge stands, or another age."""
    for one in Custody.objects.filter(party=party, ended=None).select_related("party"):
        stay, _steps = stays([one])[0]
        late = sum(one.standing is Standing.WRITTEN_LATE for one in deadlines(stay, law(), Clock(at)))
        Custody.objects.filter(pk=one.pk).update(next_due=due_after(stay, at), written_late=late)
