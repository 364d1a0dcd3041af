"""Days and blocks: when how many cases are opened. A year's cases are fixed before any period is cut from it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from marga.country import Period

from ..arrow import Array
from .assumptions import Assumptions
from .draws import stream

EPOCH = date(1970, 1, 1)
#: About so many people in the cases of a block: small enough to stay in the processor's cache.
BLOCK_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class Block:
    """Some days of a month whose rows are drawn together. `place` names it the same whatever period is asked for."""

    place: tuple[int, int, int]  # year, month, part of the month
    days: Array  # (D,) days since 1970
    cases: Array  # (D,) cases a day
    share: float  # its cases, of the year's at this scale
    first_case: int  # cases of the period before this block


def number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def day(number: int) -> date:
    return EPOCH + timedelta(days=number)


def months(period: Period) -> list[date]:
    """The first day of each month that the period touches."""
    count = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    first = period.start.year * 12 + period.start.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(first, first + count)]


def season(year: int, given: Assumptions) -> Array:
    """(365 or 366,) factors around 1: weekday, month and holidays."""
    days = np.arange(number(date(year, 1, 1)), number(date(year + 1, 1, 1)))
    dates = [day(one) for one in days.tolist()]
    return np.array([
        given.weekdays[one.weekday()] * given.months[one.month - 1] * given.holidays.get(f"{one:%m-%d}", 1.0)
        for one in dates
    ])  # fmt: skip


def cases_of_year(year: int, given: Assumptions, scale: float, seed: int) -> Array:
    """(365 or 366,) cases a day; their sum is the printed year's, times the scale."""
    rng = stream(seed, "days", year)
    factors = season(year, given)
    steady = 1 / given.day_to_day**2
    factors = factors * rng.gamma(steady, 1 / steady, len(factors))
    return rng.multinomial(round(given.year(year).cases * scale), factors / factors.sum()).astype(np.int64)


def blocks(period: Period, given: Assumptions, scale: float, seed: int) -> Iterator[Block]:
    """The period's blocks in the order of time."""
    before = 0
    for year in range(period.start.year, period.end.year + 1):
        cases = cases_of_year(year, given, scale, seed)
        first, total = number(date(year, 1, 1)), max(int(cases.sum()), 1)
        for month, part, days in _parts(year, math.ceil(given.year(year).people * scale / 12 / BLOCK_PEOPLE)):
            days = days[(days >= number(period.start)) & (days <= number(period.end))]
            if len(days) and (count := int((here := cases[days - first]).sum())):
                yield Block((year, month, part), days, here, count / total, before)
                before += count


def _parts(year: int, parts: int) -> Iterator[tuple[int, int, Array]]:
    """Each month's days (D,), cut into so many parts, at most one a day."""
    for month in months(Period(date(year, 1, 1), date(year, 12, 31))):
        last = date(year + month.month // 12, month.month % 12 + 1, 1)
        days = np.arange(number(month), number(last))
        for part, some in enumerate(np.array_split(days, min(max(parts, 1), len(days)))):
            yield month.month, part, some
