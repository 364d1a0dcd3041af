"""From cubes to the cells of a bulletin: the counts of every table, and all that ties them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from marga.country import Country, Period, Policy
from marga.extract import TABLES
from marga.extract.arrow import words_of
from marga.figures.counting import DEFINITIONS
from marga.figures.counting.cube import Cube
from marga.figures.counting.engine import bands
from marga.figures.counting.waiting import still_waiting
from marga.figures.disclose import Cell, DisclosureError, Release, Table, cells_of, release
from marga.figures.disclose import Cube as Counted

from .balances import WAITING, Counts, Tied
from .bulletin import FirstSeen
from .contents import SPAN, Layout
from .times import months_of, name_of, year_before

UNKNOWN = "unknown"
#: Columns in which "not known" is a category of its own, as records may miss them.
MAY_MISS = frozenset({
    "sex", "age_band", "citizenship", "moved_for_work", "treated_before", "administration", "use_at_exit",
})  # fmt: skip
#: Grams are counted in thousandths, so that they are whole numbers and sums are exact.
SCALE = {"g": 1000}


@dataclass(frozen=True, slots=True)
class Group:
    """The cells that one policy protects together: figures that are parts of each other are always in one group."""

    policy: Policy
    release: Release


def unit_of(figure: str) -> str:
    """What one of a figure is: case, person, g …"""
    return "request" if figure == WAITING else DEFINITIONS[figure].unit


def count(name: str, cube: Cube, country: Country, period: Period, layouts: Sequence[Layout]) -> list[Group]:
    """Every cell of these tables, grouped by the policy that protects it.

    Raises DataError for a period that cuts a month or figures that the cube does not have; DisclosureError where a
    figure and one that it is a part of are to be protected in different ways.
    """
    made = Counts()
    for layout in layouts:
        for table in _releases(layout, cube, country, period):
            made.counts.update(zip(cells_of(table), table.counts.tolist(), strict=True))
            made.sums.update(dict.fromkeys(_ties(table)))
            made.printed |= {cell for cell, stands in zip(cells_of(table), table.printed, strict=True) if stands}
    made.tie(cube, {layout.figure for layout in layouts if country.disclosure.of(layout.figure).method == "open"})
    groups: dict[Policy, list[Cell]] = defaultdict(list)
    for cell in made.counts:
        groups[_policy(cell, country)].append(cell)
    return [Group(policy, _release(name, cells, made)) for policy, cells in groups.items()]


def first_seen(cube: Cube, period: Period) -> Iterator[FirstSeen]:
    """Drugs and ways of hiding first seized in the period, of all that the cube holds before it, too."""
    for split in ("drug", "concealment"):
        first: dict[str, date] = {}
        for (month, category), number in cube.figure("seizures", ("month", split)).items():
            if number and category is not None:
                first[category] = min(first.get(category, month), month)
        begun = min(first.values(), default=date.max)
        for category, month in sorted(first.items(), key=lambda one: (one[1], one[0])):
            if period.start <= month <= period.end and month > begun:  # in the records' first month all are new
                yield FirstSeen(split, category, f"{month:%Y-%m}")


def _policy(cell: Cell, country: Country) -> Policy:
    return country.disclosure.of(cell.measure.split(" ", 1)[0])


def _release(name: str, cells: Sequence[Cell], made: Counts) -> Release:
    inside = set(cells)
    tied = []
    for total, parts in made.sums:
        if (within := len({total, *parts} & inside)) == 0:
            continue
        if within < 1 + len(parts):
            raise DisclosureError(
                f"{total.measure} and {parts[0].measure} hang together, but disclosure.toml protects them differently. "
                "Give both the same policy."
            )
        tied.append((total, parts))
    return Release.of(
        name, {cell: made.counts[cell] for cell in cells}, tied,
        unprinted=inside - made.printed - made.left, left=made.left & inside, known=made.known & inside,
    )  # fmt: skip


def _ties(made: Release) -> Iterator[Tied]:
    cells = cells_of(made)
    for tied in made.sums:
        yield cells[tied.total], tuple(cells[part] for part in tied.parts)


def _releases(layout: Layout, cube: Cube, country: Country, period: Period) -> Iterator[Release]:
    """The cells of one table, and the total of the same period a year before where it stands beside it."""
    counts = _counts(layout, cube, country, period)
    grains = tuple(grain for grain in layout.grains if grain != SPAN or name_of(period).count("..") == 1)
    yield release(layout.name, [counts], [Table(layout.figure, layout.by, grains)])
    if layout.before:
        earlier = year_before(period)
        total, parts = whole_grains(earlier)
        counts = _counts(layout, cube, country, earlier)
        tables = [Table(layout.figure, layout.by, total), Table(layout.figure, layout.by, parts, printed=False)]
        yield release(layout.name, [counts], tables)


def whole_grains(period: Period) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The grain in which a whole period is one time, and the shorter ones that make it up."""
    name = name_of(period)
    if ".." in name:
        return (SPAN,), ("month", "quarter")
    if "Q" in name:
        return ("quarter",), ("month",)
    return (("year",), ("month", "quarter")) if len(name) == 4 else (("month",), ())


def _counts(layout: Layout, cube: Cube, country: Country, period: Period) -> Counted:
    """One table's counts by month, with a row of nothing where a month has none, so that no month is missing."""
    dimensions = {name: categories(layout.figure, name, country) for name in layout.by}
    counts: dict[tuple[str, ...], int] = {}
    for month in months_of(period):
        counts[(f"{month:%Y-%m}", *(known[0] for known in dimensions.values()))] = 0
    scale = SCALE.get(unit_of(layout.figure), 1)
    for (month, *groups), number in _numbers(layout, cube, period).items():
        if number:
            counts[(f"{month:%Y-%m}", *(word(one) for one in groups))] = int(number * scale)
    stock = layout.figure == WAITING or DEFINITIONS[layout.figure].stock
    return Counted.of(layout.figure, dimensions, counts, within=_within(layout, country), adds_up=not stock)


def _within(layout: Layout, country: Country) -> dict[str, dict[str, str]]:
    """Drugs that are a kind of another: heroin counts among opioids, too."""
    if "drug" not in layout.by:
        return {}
    drugs = country.dimensions["drug"].categories.values()
    return {"drug": {one.name: one.within for one in drugs if one.within}}


def _numbers(layout: Layout, cube: Cube, period: Period) -> Mapping[tuple[Any, ...], Any]:
    if layout.figure != WAITING:
        return cube.figure(layout.figure, ("month", *layout.by), period)
    return {(month,): waiting for month, waiting in still_waiting(cube, months_of(period)).items()}


def word(category: Any) -> str:
    """A category as it is written in cells: flags as yes and no, what is not recorded as unknown."""
    if category is None:
        return UNKNOWN
    if isinstance(category, bool):
        return "yes" if category else "no"
    return str(category)


def categories(figure: str, split: str, country: Country) -> tuple[str, ...]:
    """Every category that a split may have, in the order in which a table shows them."""
    if split == "age_band":
        return (*bands(), UNKNOWN)
    column = TABLES[_table_of(figure)].column(split)
    rest = (UNKNOWN,) if split in MAY_MISS or (split == "drug" and column.may_miss) else ()  # of an item it is known
    known = ("yes", "no") if column.kind == "flag" else words_of(column, country)
    if isinstance(column.codes, str) and column.kind == "code":
        dimension = country.dimensions[split.removesuffix("_last_time")]
        known = tuple(name for name in known if not dimension.categories[name].within or split == "drug")
    return (*known, *rest)


def _table_of(figure: str) -> str:
    return "requests" if figure == WAITING else DEFINITIONS[figure].table
