"""The times of a bulletin, by name: "2019-03", "2019-Q1", "2019", "2019-01..2019-09"."""

from __future__ import annotations

from datetime import date

from marga.country import DataError, Fault, Period, gettext_noop, say
from marga.figures.counting.engine import months


def months_of(period: Period) -> list[date]:
    """The first day of each month of the period."""
    return months(period)


def check_period(period: Period) -> None:
    """Raises DataError unless it is of whole months within one calendar year: in that persons are counted once."""
    if period.start.day != 1 or period.next_day.day != 1:
        words = gettext_noop("{period} cuts a month; a bulletin is of whole months: begin on a first, end on a last")
        raise DataError(Fault("--from, --to", "", say(words, period=period)))
    if period.start.year != period.end.year:
        words = gettext_noop(
            "{period} is in two years; a bulletin lies within one, as persons are counted once a year: make two"
        )
        raise DataError(Fault("--from, --to", "", say(words, period=period)))


def name_of(period: Period) -> str:
    """The shortest name of a period of whole months within one year."""
    year, first, last = period.start.year, period.start.month, period.end.month
    if (first, last) == (1, 12):
        return f"{year}"
    if first == last:
        return f"{year}-{first:02d}"
    if first % 3 == 1 and last == first + 2:
        return f"{year}-Q{last // 3}"
    return f"{year}-{first:02d}..{year}-{last:02d}"


def period_of(name: str) -> Period:
    """The days of a time by its name."""
    first, _, last = name.partition("..")
    if last:
        return Period(period_of(first).start, period_of(last).end)
    if len(name) == 4:
        return Period(date(int(name), 1, 1), date(int(name), 12, 31))
    year = int(name[:4])
    if "Q" in name:
        quarter = int(name[-1])
        return Period(date(year, 3 * quarter - 2, 1), _last_day(year, 3 * quarter))
    return Period(date(year, int(name[5:]), 1), _last_day(year, int(name[5:])))


def _last_day(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def year_before(period: Period) -> Period:
    """The same months of the year before."""
    year = period.start.year - 1
    return Period(period.start.replace(year=year), _last_day(year, period.end.month))
