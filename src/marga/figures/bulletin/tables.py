"""From protected counts to the tables of a bulletin, and the numbers that are worked out from what they show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations, product

from marga.country import Country, Period
from marga.figures.counting.cube import Cube
from marga.figures.counting.waiting import middle
from marga.figures.disclose import Cell

from .bulletin import Line, Number, Table, Where
from .contents import SPAN, Layout
from .counted import SCALE, categories, unit_of
from .derived import COMPARED, DERIVED, Look, change_a_day, worked_out
from .times import months_of, name_of, period_of, year_before


def counted_tables(
    wanted: Sequence[Layout], shown: Mapping[Cell, int | None], period: Period, country: Country
) -> list[Table]:
    """The table of each layout that has a time in the period. `shown`: whole counts; None where not to be shown."""
    made = []
    for layout in wanted:
        times = _times(layout, period)
        scale = SCALE.get(unit_of(layout.figure), 1)
        lines = []
        for where in _wheres(layout, country):
            values = [shown.get(Cell(layout.figure, time, where)) for time in times]
            lines.append(Line(where, tuple(None if one is None else _scaled(one, scale) for one in values)))
        if "drug" in layout.by:  # what was not seized at all in the period is left out; nothing is hidden here
            lines = [line for line in lines if any(value != 0 for value in line.values)]
        if times:
            unit = unit_of(layout.figure)
            made.append(Table(layout.name, layout.figure, layout.by, unit, times, tuple(lines)))
    return made


def _scaled(value: int, scale: int) -> Number:
    return value if scale == 1 else Decimal(value) / scale


def _times(layout: Layout, period: Period) -> tuple[str, ...]:
    """The times of a table, in order: months with each quarter after its last, then the year or whole span."""
    months = [f"{month:%Y-%m}" for month in months_of(period)] if "month" in layout.grains else []
    quarters = [f"{period.start.year}-Q{quarter}" for quarter in range(1, 5)]
    whole = [name for name in quarters if period.holds(period_of(name))] if "quarter" in layout.grains else []
    total = []
    if ("year" in layout.grains and period.is_year) or (SPAN in layout.grains and ".." in name_of(period)):
        total = [name_of(period)]
    before = [name_of(year_before(period))] if layout.before else []
    return tuple(sorted([*months, *whole], key=_ends)) + tuple(total) + tuple(before)


def _ends(time: str) -> tuple[date, int]:
    days = period_of(time)
    return days.end, days.days


def _wheres(layout: Layout, country: Country) -> Iterator[Where]:
    """Every group of a table: all, each margin, each combination, with what is inside a group after it."""
    known = {split: categories(layout.figure, split, country) for split in layout.by}
    found = [
        tuple(zip(some, chosen, strict=True))
        for size in range(len(layout.by) + 1)
        for some in combinations(layout.by, size)
        for chosen in product(*(known[split] for split in some))
    ]
    place = {split: {name: index for index, name in enumerate(names)} for split, names in known.items()}
    order = [[place[split].get(dict(where).get(split, ""), -1) for split in layout.by] for where in found]
    yield from (where for _, where in sorted(zip(order, found, strict=True)))


def worked_out_tables(tables: Sequence[Table], period: Period, shown: Mapping[Cell, int | None]) -> list[Table]:
    """The tables of all derived numbers, and the changes on the year before."""
    by_name = {table.name: table for table in tables}
    look = look_in(shown)
    made = [table for one in DERIVED.values() if (table := worked_out(one, by_name, look)) is not None]
    for figure in COMPARED:
        base = next((one for one in tables if one.figure == figure and _has_before(one, period)), None)
        if base is not None:
            made.append(change_a_day(base, look, name_of(period), name_of(year_before(period))))
    return made


def _has_before(table: Table, period: Period) -> bool:
    return name_of(year_before(period)) in table.times


def look_in(shown: Mapping[Cell, int | None]) -> Look:
    """Numbers as they are printed, in their own units."""

    def look(figure: str, where: Where, time: str) -> Number | None:
        value = shown.get(Cell(figure, time, where))
        return None if value is None else _scaled(value, SCALE.get(unit_of(figure), 1))

    return look


#: Of those who started: the middle one, and the one that nine in ten did not wait longer than.
WAITS = {"median_wait": (1, 2), "wait_of_nine_in_ten": (9, 10)}


def waits(cube: Cube, tables: Mapping[str, Table]) -> list[Table]:
    """Days waited, by route: only where the numbers of those who started, and who did within 21 days, are printed. A
    middle on one side of 21 days says that half of them waited no longer, or as long."""
    within = tables.get("starts-within-21-days-by-route")
    starts = tables.get("starts-by-route")
    if within is None or starts is None:
        return []
    by_time = {time: _by_route(cube.waits(period_of(time))) for time in within.times}

    def shown(where: Where, time: str) -> bool:
        return within.value(where, time) is not None and starts.value(where, time) is not None

    made = []
    for name, share in WAITS.items():
        lines = tuple(
            Line(line.where, tuple(
                _wait(by_time[time][line.where], share) if shown(line.where, time) else None for time in within.times
            )) for line in within.lines
        )  # fmt: skip
        made.append(Table(name, name, within.by, "day", within.times, lines, derived=True))
    return made


def _by_route(waits: Mapping[tuple[str, int], int]) -> Mapping[Where, dict[int, int]]:
    found: dict[Where, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (route, days), number in waits.items():
        found[(("route", route),)][days] += number
        found[()][days] += number
    return found


def _wait(counts: Mapping[int, int], share: tuple[int, int]) -> int | None:
    return middle(counts, share) if counts else None
