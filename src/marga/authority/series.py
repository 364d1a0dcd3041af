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
        return self.figure.as_of or self.figure.period

    @property
    def start(self) -> date:
        """The first day it is about; what has no time comes first."""
        if isinstance(self.time, Period):
            return self.time.start
        return self.time or date.min


@dataclass(frozen=True, slots=True)
class Change:
    """The latest whole year printed exactly against the one before it."""

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
    """The last whole year with an exact total, and how it compares with the last one before that has one."""
    years = [
        entry for entry in found
        if entry.is_total and entry.figure.kind == "count" and isinstance(entry.time, Period) and entry.time.is_year
        and not entry.figure.derived
    ]  # fmt: skip
    if not years:
        return None
    exact = [entry for entry in years if entry.figure.reading.hedge == ""]
    now = (exact or years)[-1]
    earlier = [entry for entry in exact if entry.start < now.start]
    if not earlier or not now.figure.unit.exact:
        return Change(now, earlier[-1] if earlier else None, None)
    before = earlier[-1]
    ratio = rate_ratio(float(before.figure.value), _days(before.time), float(now.figure.value), _days(now.time))
    return Change(now, before, ratio)
