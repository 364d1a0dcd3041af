"""A bulletin as data: every number that is published, with its unit, and all that a reader needs to trust it. This, and
nothing else, is frozen, compared, checked and rendered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marga.country import Period
from marga.figures.disclose import Cell

Number = int | Decimal
#: (dimension, category) pairs; empty for all.
Where = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: a group, and a number for each time; None where it is not shown, so that it stays safe."""

    where: Where
    values: tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One figure by some splits over some times, all margins included.

    figure   the counted figure, or a derived one
    times    names of times, as in `times.py`; `before` of them, at the end, are of the year before
    bounds   of an estimate: (low, high) beside each value of `lines`, in the same places
    """

    name: str
    figure: str
    by: tuple[str, ...]
    unit: str
    times: tuple[str, ...]
    lines: tuple[Line, ...]
    derived: bool = False
    bounds: tuple[tuple[tuple[Number, Number] | None, ...], ...] = ()

    def value(self, where: Where, time: str) -> Number | None:
        """A number, or None where it is not shown. Raises KeyError for a group or time that is not in the table."""
        if time not in self.times:
            raise KeyError(time)
        line = next((one for one in self.lines if one.where == where), None)
        if line is None:
            raise KeyError(where)
        return line.values[self.times.index(time)]

    @property
    def hidden(self) -> int:
        return sum(value is None for line in self.lines for value in line.values)


@dataclass(frozen=True, slots=True)
class Missing:
    """Units that did not report in a month (its name), by the pseudonyms under which they are known."""

    month: str
    expected: int
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One cube that was counted: whose, of what, and who did not report. `sha256` names its file."""

    side: str
    body: str
    made: str
    sha256: str
    key: str  # who signed it; "" for one that was counted here and now
    period: Period
    expected: int  # units times months of the bulletin's period
    missing: tuple[Missing, ...]
    synthetic: bool = False  # its records were made up

    @property
    def reported(self) -> int:
        return self.expected - sum(len(one.units) for one in self.missing)


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """A drug, or a way of hiding, first seized in this month of all that the records hold."""

    split: str
    category: str
    month: str


@dataclass(frozen=True, slots=True)
class Change:
    """A number that was published before and is another one now. None: it was, or is, not shown."""

    figure: str
    where: Where
    time: str
    was: Number | None
    now: Number | None


@dataclass(frozen=True, slots=True)
class Loss:
    """What protection costs: of `cells` counts, `small` hidden for themselves and `more` to protect those.

    more_percent  of what is counted in all of them but person-days and attendances, which outnumber all else
    table         the name of the table that loses most, with how many of its counts are hidden; "" if none does
    """

    cells: int
    small: int
    more: int
    more_percent: Decimal
    method: str
    table: str = ""
    table_cells: int = 0
    table_hidden: int = 0


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What is published of one period, once. A revision is another bulletin of the same id.

    changes   against what was published before, of the same numbers; `reason` says why
    findings  of the figure check, with all that was published before; `remark` is the statistician's word on them
    """

    id: str
    revision: int
    country: str
    authority: str
    period: Period
    published: date
    definitions: str
    marga: str
    run: str
    sources: tuple[Source, ...]
    tables: tuple[Table, ...]
    loss: Loss
    first_seen: tuple[FirstSeen, ...] = ()
    changes: tuple[Change, ...] = ()
    reason: str = ""
    findings: tuple[Mapping[str, object], ...] = ()
    remark: str = ""

    def table(self, name: str) -> Table:
        """The table of this name. Raises KeyError."""
        for one in self.tables:
            if one.name == name:
                return one
        raise KeyError(name)

    @property
    def synthetic(self) -> bool:
        """Whether any of it was counted from records that were made up."""
        return any(source.synthetic for source in self.sources)

    def source(self, side: str) -> Source | None:
        return next((one for one in self.sources if one.side == side), None)

    def numbers(self) -> Iterator[tuple[Table, Line, str, Number | None]]:
        """Every number of every table with its line and time."""
        for table in self.tables:
            for line in table.lines:
                for time, value in zip(table.times, line.values, strict=True):
                    yield table, line, time, value

    def counts(self) -> dict[Cell, Number | None]:
        """Every counted (not derived) number by its cell; None where it is not shown."""
        return {
            Cell(table.figure, time, line.where): value
            for table, line, time, value in self.numbers() if not table.derived
        }  # fmt: skip


def slug(period_name: str) -> str:
    """The id of a bulletin of a time: "2019", "2019-q1", "2019-09", "2019-01-to-09"."""
    first, _, last = period_name.partition("..")
    return f"{first}-to-{last[5:]}" if last else first.lower()
