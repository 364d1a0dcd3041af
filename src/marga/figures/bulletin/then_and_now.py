"""The printed reports of other years beside what the records give today: "printed then, counted now"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marga.country import Period
from marga.figures.checking.reports import Figure, Report
from marga.figures.counting import DEFINITIONS

from .bulletin import Bulletin, Number, Where
from .report import PLACED
from .sentences import Reader
from .times import name_of, period_of

#: What was printed as people in cases may be either: everybody once a case, or everybody once a year.
ALSO = {"persons": ("parties", "persons_in_year")}
#: People and places "in rehabilitation centres" are those of residential care.
CENTRES: Where = (("modality", "residential"),)


@dataclass(frozen=True, slots=True)
class Beside:
    """One printed number and what is counted now.

    low, high  what is counted now, in the unit of the figure's definition; they differ where the printed period cuts a
               month: the whole months within it, and the whole months it touches
    """

    report: Report
    printed: Figure
    figure: str
    unit: str
    low: Number
    high: Number

    @property
    def off_percent(self) -> Decimal | None:
        """How far what is printed is from what is counted now, in percent of that; 0 where both can be true.

        "Over 9,000" allows all from 9,000 on; a period that cuts a month allows what is counted for either end.
        """
        allowed = self.printed.reading.allows.times(self.printed.unit.factor)
        low, high = Decimal(self.low), Decimal(self.high)
        if allowed.high is not None and allowed.high < low:
            return _percent(allowed.high, low)
        if allowed.low is not None and allowed.low > high:
            return _percent(allowed.low, high)
        return Decimal(0)


def _percent(printed: Decimal, counted: Decimal) -> Decimal | None:
    return None if not counted else round(100 * (printed - counted) / counted, 1)


def beside(bulletin: Bulletin, reports: Sequence[Report]) -> list[Beside]:
    """Every printed count that the bulletin has a number for, in the order of the reports."""
    reader = Reader(bulletin)
    return [
        one for report in reports for printed in report.figures
        if printed.kind == "count" for one in _found(reader, report, printed)
    ]  # fmt: skip


def _found(reader: Reader, report: Report, printed: Figure) -> Iterator[Beside]:
    names = ALSO.get(printed.measure.name) or tuple(
        name for name, one in DEFINITIONS.items() if one.measure == printed.measure.name
    )
    where = tuple(sorted(printed.where.items()))
    if printed.measure.name in PLACED and not where:
        where = CENTRES
    for name in names:
        unit = DEFINITIONS[name].unit
        ends = _ends(reader, name, where, printed) if _alike(unit, printed) else None
        if ends is not None:
            yield Beside(report, printed, name, unit, *ends)


def _alike(unit: str, printed: Figure) -> bool:
    """Whether the two count the same kind of thing."""
    kind = "person" if unit == "person in a case" else unit
    return kind == printed.counted.name or (kind == "g" and printed.counted.of == "mass")


def _ends(reader: Reader, figure: str, where: Where, printed: Figure) -> tuple[Number, Number] | None:
    """The least and the most that is counted for the printed time; None where the bulletin does not say."""
    day = printed.as_of or (printed.period.end if printed.period else None)
    if DEFINITIONS[figure].stock:
        return None if day is None else _on_day(reader, figure, where, day)
    if printed.period is None or printed.period.start.day != 1:
        return None
    if printed.period.next_day.day == 1:
        value = _of(reader, figure, where, printed.period)
        return None if value is None else (value, value)
    last = printed.period.end.replace(day=1)
    if last <= printed.period.start:
        return None
    whole = Period(printed.period.start, date.fromordinal(last.toordinal() - 1))
    low, more = _of(reader, figure, where, whole), _of(reader, figure, where, period_of(f"{last:%Y-%m}"))
    return None if low is None or more is None else (low, low + more)


def _on_day(reader: Reader, figure: str, where: Where, day: date) -> tuple[Number, Number] | None:
    """What there was at the ends of the months before and of the day."""
    last = date.fromordinal(day.replace(day=1).toordinal() - 1)
    ends = [_at(reader, figure, where, f"{one:%Y-%m}") for one in (last, day)]
    known = [one for one in ends if one is not None]
    return (min(known), max(known)) if len(known) == 2 else None


def _of(reader: Reader, figure: str, where: Where, period: Period) -> Number | None:
    """A count of a period of whole months: as shown, or added up from its months."""
    if period.start.year != period.end.year:
        return None
    value = _at(reader, figure, where, name_of(period))
    if value is not None:
        return value
    months = [f"{period.start.year}-{month:02d}" for month in range(period.start.month, period.end.month + 1)]
    found = [_at(reader, figure, where, month) for month in months]
    known = [one for one in found if one is not None]
    return sum(known) if len(known) == len(months) else None


def _at(reader: Reader, figure: str, where: Where, time: str) -> Number | None:
    for table in reader.bulletin.tables:
        if table.figure == figure and time in table.times and any(line.where == where for line in table.lines):
            return table.value(where, time)
    return None
