"""The published figures of one measure in the order of time: what a page, a chart or a download shows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marga.country import Country, Period
from marga.figures import Figure, Report
from marga.figures.poisson import RateRatio, rate_ratio

LONG_GAP = 5 * 365  # days


@dataclass(frozen=True, slots=True)
class Entry:
    """One printed figure with its report. `per_day` is the count over its days, None where it is no count over time."""

    figure: Figure
    report: Report
    per_day: Decimal | None

    @property
    def is_total(self) -> bool:
        """Whether it is about the whole country, not a part of it."""
        return not self.figure.where

    @property
    def time(self) -> Period | date | None:
        return time_of(self.figure)

    @property
    def start(self) -> date:
        """The first day it is about; what has no time comes first."""
        if isinstance(self.time, Period):
            return self.time.start
        return self.time or date.min


@dataclass(frozen=True, slots=True)
class Change:
    """The latest total and an earlier one; `ratio` where both are counts of events exact enough to compare."""

    now: Entry
    before: Entry | None
    ratio: RateRatio | None


def entries(reports: Sequence[Report], measure: str) -> list[Entry]:
    """Every figure of a measure, earliest first; the longer period first where two begin together."""
    found = [
        Entry(figure, report, per_day(figure))
        for report in reports
        for figure in report.figures
        if figure.measure.name == measure
    ]
    return sorted(found, key=lambda entry: (entry.start, -_days(entry.time), entry.report.id, entry.figure.id))


def time_of(figure: Figure) -> Period | date | None:
    """When a figure was true, as far as it was printed: a stock has a day of its own or none."""
    if figure.measure.time == "stock" and not figure.time_given:
        return None
    return figure.as_of or figure.period


def _days(time: Period | date | None) -> int:
    return time.days if isinstance(time, Period) else 0


def per_day(figure: Figure) -> Decimal | None:
    """A count over the days of its period, or a printed rate; None for what is neither."""
    if figure.kind == "rate":
        return figure.value
    if figure.kind == "count" and figure.measure.time == "flow" and figure.period is not None:
        return figure.value / figure.period.days
    return None


def drawn(found: Sequence[Entry], country: Country) -> list[Entry]:
    """The entries that one chart can show on one scale: totals, in one kind of unit, with a time."""
    totals = [
        entry for entry in found
        if entry.is_total and entry.figure.kind in ("count", "rate") and entry.time is not None
    ]  # fmt: skip
    if not totals:
        return []
    of = country.units[totals[0].figure.measure.units[0]].of
    return [entry for entry in totals if entry.figure.unit.of == of]


def recent(shown: Sequence[Entry]) -> list[Entry]:
    """Those after the last gap of more than 5 years: a chart with an empty decade says little about the rest."""
    kept: list[Entry] = []
    for entry in shown:
        if kept and (entry.start - kept[-1].start).days > LONG_GAP:
            kept = []
        kept.append(entry)
    return kept


def latest_change(found: Sequence[Entry]) -> Change | None:
    """The last total of a measure, and how it compares with the last exact one of a whole year before it.

    Of what is counted over time only whole years count, the exact one where a year is printed twice; of what there was
    on a day, the last that was printed. Numbers that nobody printed are left out.
    """
    totals = [entry for entry in found if entry.is_total and entry.figure.kind == "count" and not entry.figure.derived]
    if totals and totals[0].figure.measure.time == "stock":
        return Change(totals[-1], None, None)
    years = [entry for entry in totals if isinstance(entry.time, Period) and entry.time.is_year]
    if not years:
        return None
    now = max(years, key=lambda entry: (entry.start, entry.figure.reading.hedge == ""))
    earlier = [entry for entry in years if entry.start < now.start and entry.figure.reading.hedge == ""]
    before = earlier[-1] if earlier else None
    if before is None or now.figure.reading.hedge or not now.figure.unit.exact:
        return Change(now, before, None)
    ratio = rate_ratio(float(before.figure.value), _days(before.time), float(now.figure.value), _days(now.time))
    return Change(now, before, ratio)
