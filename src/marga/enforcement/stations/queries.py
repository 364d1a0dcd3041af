"""How a station stands: its month, its paper receipts, the holes in its numbers, and the lists that look after it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F

from marga.country import load
from marga.country.instants import Clock
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Case, CaseOfficer, Party
from marga.enforcement.exhibits.queries import weighed_of
from marga.enforcement.rules import pads, seizures
from marga.site.roles import check_may, may

from . import models
from .owing import account

MOST_OFFICERS = 40


@dataclass(frozen=True, slots=True)
class Month:
    """What a unit did in a month of the country.

    roles       part in the case -> people arrested
    supply      part in supply -> people, of those it was written down for
    drugs       what was seized, drug by drug: grams of one are never added to those of another
    unweighed   exhibits of which no weight counts, or is not to be known now
    accused     people charged
    officers    number -> cases with a part of theirs, the most first
    to_record   median minutes from arrest to first record; None without an arrest
    late        people first recorded so late after the arrest as the country calls late: `late_after`
    """

    year: int
    month: int
    cases: int
    roles: dict[str, int]
    supply: dict[str, int]
    drugs: list[seizures.OfDrug]
    unweighed: int
    accused: int
    officers: list[tuple[str, int]]
    to_record: int | None
    late: int
    late_after: timedelta


def month_of(who: Acting, unit: str, year: int, month: int) -> Month:
    """A unit's month: one's own, or an inspector any. Eleven queries, whatever it holds. Raises NotAllowed."""
    supervises = unit == who.unit and not may(who, "enforcement.inspect")
    check_may(who, "enforcement.supervise" if supervises else "enforcement.inspect")
    start, end = _span(year, month)
    cases = Case.objects.filter(unit=unit, recorded__gte=start, recorded__lt=end)
    parties = Party.objects.filter(case__in=cases)
    arrested = parties.filter(arrested__isnull=False)
    times = arrested.values_list("case__recorded", "arrested")
    waited = [(recorded - at).total_seconds() for recorded, at in times if at is not None]
    weighed, unweighed = weighed_of(cases)
    charged = Counter(case for _key, case in
                      parties.filter(charges__isnull=False).values_list("key", "case").distinct())  # fmt: skip
    late_after = load(settings.MARGA_COUNTRY).enforcement.register.late_after
    officers = CaseOfficer.objects.filter(case__in=cases).values_list("officer").annotate(cases=Count("pk"))
    return Month(
        year, month, cases.count(), dict(arrested.values_list("role").annotate(Count("pk"))),
        dict(parties.exclude(supply_role="").values_list("supply_role").annotate(Count("pk"))),
        seizures.by_drug(weighed, charged), unweighed, charged.total(),
        list(officers.order_by("-cases", "officer")[:MOST_OFFICERS]),
        int(median(waited) // 60) if waited else None, sum(span > late_after.total_seconds() for span in waited),
        late_after,
    )  # fmt: skip


def _span(year: int, month: int) -> tuple[datetime, datetime]:
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime(year, month, 1, tzinfo=zone), datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)


@dataclass(frozen=True, slots=True)
class PadAccount:
    """A pad, and how many of its slips stand how."""

    pad: models.Pad
    counts: dict[str, int]
    overdue: list[pads.Line]


def pads_of(unit: str, clock: Clock) -> list[PadAccount]:
    """Every pad of a unit with the account of its slips, the newest first."""
    found = []
    for pad in models.Pad.objects.filter(unit=unit).prefetch_related("slips").order_by("-issued")[:50]:
        lines = account(pad, clock)
        counts = {standing.value: number for standing, number in pads.counts(lines).items()}
        found.append(PadAccount(pad, counts, [line for line in lines if line.standing is pads.Standing.OVERDUE]))
    return found


def stations(who: Acting) -> list[models.Unit]:
    """Every unit, with how many officers and instruments it has. Raises NotAllowed."""
    check_may(who, "enforcement.stations")
    counted = models.Unit.objects.annotate(
        serving=Count("officers", distinct=True), scales=Count("instruments", distinct=True)
    )
    return list(counted.order_by("province", "code"))


def officers_of(unit: str) -> list[models.Officer]:
    """The officers of a unit, those who serve first."""
    return list(models.Officer.objects.filter(unit=unit).order_by(F("serving").desc(), "number"))
