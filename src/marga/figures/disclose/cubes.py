"""The fixed month-quarter-year cube of counts that every table of a release is cut from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .release import Bools, Ints

MONTH, QUARTER, YEAR, SPAN = "month", "quarter", "year", "span"
#: Rows of a category that has narrower ones, but are in none of them.
REST = " (no narrower one)"
ALL = -1


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One count: of a measure, over a time ("2019-03", "2019-Q1", "2019", "2019-01..2019-09"), where its dimensions
    have these categories; a dimension that is left out means all."""

    measure: str
    time: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Cube:
    """The counts of one measure, a row a combination that occurs.

    dimensions   name -> its categories, which make up the whole
    months       (r,) "2019-03"; every month from the first to the last is in the span. Where `adds_up` is False, any
                 time: the counts of quarters and years have their own rows
    codes        (r, d) position of each row's category in its dimension; -1 for "all" in an overlapping one
    counts       (r,) whole counts, 0 or more
    within       dimension -> category -> the wider category that its rows count in, too
    adds_up      whether months add up to quarters and years; people who come back do not
    overlapping  dimensions in two categories of which one unit can be: their totals have their own rows
    """

    measure: str
    dimensions: Mapping[str, tuple[str, ...]]
    months: Sequence[str]
    codes: Ints
    counts: Ints
    within: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    adds_up: bool = True
    overlapping: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, measure: str, dimensions: Mapping[str, Iterable[str]], counts: Mapping[tuple[str, ...], int], *,
        within: Mapping[str, Mapping[str, str]] | None = None, adds_up: bool = True, overlapping: Iterable[str] = (),
    ) -> Cube:  # fmt: skip
        """From {(time, category, …): count}, in the order of `dimensions`; "" for all of an overlapping one."""
        named = {name: tuple(categories) for name, categories in dimensions.items()}
        codes = [
            [named[name].index(one) if one else ALL for name, one in zip(named, key[1:], strict=True)] for key in counts
        ]
        return cls(
            measure, named, [key[0] for key in counts],
            np.array(codes, dtype=np.int64).reshape(len(counts), len(named)),
            np.array(list(counts.values()), dtype=np.int64), within or {}, adds_up, frozenset(overlapping),
        )  # fmt: skip

    def times(self, grain: str) -> dict[str, str]:
        """Time of a row -> the time of this grain it counts in; times that are not complete are left out."""
        if not self.adds_up:
            return {time: time for time in sorted(set(self.months)) if _grain(time) == grain}
        return times(_span(self.months), grain)

    def rows_of(self, by: Sequence[str]) -> Bools:
        """(r,) The rows that make up a margin by these dimensions."""
        use = np.ones(len(self.counts), dtype=np.bool_)
        for column, name in enumerate(self.dimensions):
            if name in self.overlapping:
                use &= (self.codes[:, column] != ALL) == (name in by)
        return use

    def is_rest(self, cell: Cell) -> bool:
        return any(category.endswith(REST) for _, category in cell.where)

    def lines(self, name: str) -> list[list[str]]:
        """For each category, the names that its rows count in: itself or its rest, and the wider ones."""
        within, wide = self.within.get(name, {}), self._with_rest(name)
        found = []
        for category in self.dimensions[name]:
            line = [category + REST, category] if category in wide else [category]
            while line[-1] in within:
                line.append(within[line[-1]])
            found.append(line)
        return found

    def categories(self, name: str) -> list[str]:
        """Every category of a dimension and the rests that have rows."""
        return list(self.dimensions[name]) + [category + REST for category in self._with_rest(name)]

    def tree(self, name: str) -> tuple[list[str], dict[str, list[str]]]:
        """The widest categories, and the narrower ones, with the rest, of each wide one."""
        within = self.within.get(name, {})
        narrower: dict[str, list[str]] = {}
        for category in self.dimensions[name]:
            if category in within:
                narrower.setdefault(within[category], []).append(category)
        for category in self._with_rest(name):
            narrower[category].append(category + REST)
        return [category for category in self.dimensions[name] if category not in within], narrower

    def _with_rest(self, name: str) -> list[str]:
        column = list(self.dimensions).index(name)
        own = {self.dimensions[name][code] for code in np.unique(self.codes[:, column]).tolist() if code != ALL}
        wide = set(self.within.get(name, {}).values())
        return [category for category in self.dimensions[name] if category in own & wide]

    def parts_of_time(self, time: str) -> Iterator[list[str]]:
        """Ways to make a time up of shorter ones, the coarsest first; none for a month."""
        span = _span([month for month in self.months if _grain(month) == MONTH])
        if ".." in time:
            first, last = time.split("..")
            months = [month for month in span if first <= month <= last]
            years, quarters = times(months, YEAR), times(months, QUARTER)
            yield list(dict.fromkeys(years.get(month) or quarters.get(month) or month for month in months))
            yield list(dict.fromkeys(quarters.get(month, month) for month in months))
            yield months
        elif "Q" in time:
            yield [month for month in span if time_of(month, QUARTER) == time]
        elif len(time) == 4:
            yield [f"{time}-Q{quarter}" for quarter in range(1, 5)]
            yield [month for month in span if month.startswith(f"{time}-")]


def times(span: Sequence[str], grain: str) -> dict[str, str]:
    """Month -> the time of this grain that it is in; months of a quarter or year that is not complete are left out."""
    if grain == SPAN:
        return dict.fromkeys(span, f"{span[0]}..{span[-1]}") if span else {}
    months: dict[str, list[str]] = {}
    for month in span:
        months.setdefault(time_of(month, grain), []).append(month)
    full = {MONTH: 1, QUARTER: 3, YEAR: 12}[grain]
    return {month: time for time, inside in months.items() if len(inside) == full for month in inside}


def time_of(month: str, grain: str) -> str:
    """The quarter ("2019-Q1") or year ("2019") of a month ("2019-03")."""
    if grain == MONTH:
        return month
    return month[:4] if grain == YEAR else f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def _grain(time: str) -> str:
    if ".." in time:
        return SPAN
    return YEAR if len(time) == 4 else QUARTER if "Q" in time else MONTH


def _span(months: Sequence[str]) -> list[str]:
    """Every month from the first to the last."""
    if not len(months):
        return []
    first, last = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (min(months), max(months)))
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1)]
