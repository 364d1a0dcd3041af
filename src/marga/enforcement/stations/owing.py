"""What units owe: paper receipts that are to be typed in by now, and numbers that no case has and nobody explained.

Both are found by the tables that stand, of all units at once or of one; how, rules say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from marga.country import load
from marga.country.instants import Clock, utc
from marga.enforcement.cases.models import Case
from marga.enforcement.rules import numbering, pads

from .models import Counter, Pad, Slip, Unused

SLIPS, NUMBERS = "slips", "numbers"


@dataclass(frozen=True, slots=True)
class Debt:
    """Of what something is owed: slips of a unit, or numbers of a unit's year (0 for slips)."""

    unit: str
    subject: str
    year: int = 0


def owed(clock: Clock, unit: str = "") -> dict[Debt, dict[int, datetime]]:
    """Each slip and number that is owed, and since when. `unit`: of that one only. Six queries, and three more for each
    year of a unit in which numbers are missing."""
    found: dict[Debt, dict[int, datetime]] = defaultdict(dict)
    for of, serial, due in _overdue(clock, unit):
        found[Debt(of, SLIPS)][serial] = due
    for of, year in _with_holes(unit):
        for first, last in gaps_of(of, year).unexplained:
            found[Debt(of, NUMBERS, year)] |= dict.fromkeys(range(first, last + 1), clock.at)
    return dict(found)


def _overdue(clock: Clock, unit: str) -> Iterator[tuple[str, int, datetime]]:
    """(unit, serial, due) of each slip that is overdue. A pad is looked at only where one slip is missing before
    another that was typed in."""
    later = Slip.objects.filter(pad=OuterRef("pad"), serial__gt=OuterRef("serial"), used__isnull=False)
    missing = Slip.objects.filter(Exists(later), typed_in=None, void="")
    wanted = Pad.objects.filter(pk__in=missing.values("pad"))
    within = load(settings.MARGA_COUNTRY).enforcement.register.paper_within
    for pad in (wanted.filter(unit=unit) if unit else wanted).prefetch_related("slips").order_by("number"):
        for line in account(pad, clock):
            if line.standing is pads.Standing.OVERDUE:
                yield pad.unit_id, line.serial, line.due or clock.at - within


def _with_holes(unit: str) -> Iterator[tuple[str, int]]:
    """(unit, year) where fewer numbers have a case or a reason than were given out."""
    cases = Q(unit=unit) if unit else Q()
    has_case = Case.objects.filter(unit=OuterRef("unit"), year=OuterRef("year"), serial=OuterRef("serial"))
    used = _counted(Case.objects.filter(cases))
    explained = _counted(Unused.objects.filter(~Exists(has_case), cases).exclude(reason=""))
    for of, year, last in Counter.objects.filter(cases).order_by("unit", "year").values_list("unit", "year", "last"):
        if used.get((of, year), 0) + explained.get((of, year), 0) < last:
            yield of, year


def _counted(rows: QuerySet[Case] | QuerySet[Unused]) -> dict[tuple[str, int], int]:
    return {(unit, year): count for unit, year, count in
            rows.order_by().values_list("unit", "year").annotate(count=Count("pk"))}  # fmt: skip


def account(pad: Pad, clock: Clock) -> tuple[pads.Line, ...]:
    """How each slip of a pad stands; its slips come with it."""
    known = [pads.Slip(one.serial, one.used, one.typed_in, one.void) for one in pad.slips.all()]
    return pads.account(as_rule(pad), known, clock, load(settings.MARGA_COUNTRY).enforcement.register.paper_within)


def gaps_of(unit: str, year: int) -> numbering.Gaps:
    """The holes in the numbers of a unit's year, by the counter and not by the cases."""
    counter = Counter.objects.filter(unit=unit, year=year).first()
    used = Case.objects.filter(unit=unit, year=year).values_list("serial", flat=True)
    reasons = dict(Unused.objects.filter(unit=unit, year=year).values_list("serial", "reason"))
    return numbering.gaps(used.iterator(), counter.last if counter else 0, reasons)


def as_rule(pad: Pad) -> pads.Pad:
    """A pad as rules take it."""
    return pads.Pad(pad.number, pad.unit_id, pad.first, pad.last, utc(pad.issued))
