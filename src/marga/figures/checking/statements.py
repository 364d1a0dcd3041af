"""The figures as linear statements about true values, in groups that have nothing to do with each other.

A printed count bounds its own cell; a rate, the cell over its days; a share or a change, one cell against another
(lo * T <= P <= hi * T). What must hold whatever is printed are laws: parts make up the whole, a group is no larger than
the one that holds it. See `rules` for the same statements one by one, in words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marga.country import Period

from .book import Book, Cell, allowed
from .evidence import days
from .intervals import Interval
from .linear import INFINITY, Row
from .reports import Figure

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Group:
    """Cells tied together by figures or laws, and the rows that bound them. `figures` are in the order of the book."""

    cells: tuple[Cell, ...]
    rows: tuple[Row, ...]
    figures: tuple[str, ...]


def groups(book: Book) -> list[Group]:
    """The connected components of figures and laws that hold at least two figures."""
    cells = _all_cells(book)
    number = {cell: index for index, cell in enumerate(cells)}
    rows = [row for figure in book.figures.values() for row in _figure_rows(book, figure, number)]
    rows += list(_split_laws(book, number)) + list(_period_laws(book, number))
    return [group for group in _components(cells, rows) if len(group.figures) > 1]


def _all_cells(book: Book) -> list[Cell]:
    """Every cell that a figure is about, and every wider one: an unprinted total ties its splits together."""
    cells = dict.fromkeys([*book.cell_of.values(), *book.base_of.values()])
    for cell in list(cells):
        cells.update(dict.fromkeys(book.holders(cell)))
    return list(cells)


def _figure_rows(book: Book, figure: Figure, number: dict[Cell, int]) -> Iterator[Row]:
    cell, base = number[book.cell_of[figure.ref]], book.base_of.get(figure.ref)
    percent = figure.unit.name == "percent"
    # A percent that was cut off instead of rounded is a note, not a contradiction.
    bounds = figure.reading.allows.hull(figure.reading.cut_off) if percent else allowed(figure)
    if figure.kind == "rate":
        length = days(book.cell_of[figure.ref].time)
        if length is not None:
            yield _row({cell: 1.0}, bounds.times(length), figure.ref)
    elif base is None:
        yield _row({cell: 1.0}, bounds, figure.ref)
    elif not percent:
        yield _row({cell: 1.0, number[base]: -1.0}, bounds, figure.ref)
    else:
        one = 1 if figure.kind == "change" else 0
        for end, low, high in ((bounds.low, 0.0, INFINITY), (bounds.high, -INFINITY, 0.0)):
            if end is not None:
                yield Row({cell: 1.0, number[base]: -float(one + end / HUNDRED)}, low, high, figure.ref)


def _row(weights: dict[int, float], bounds: Interval, figure: str) -> Row:
    low = -INFINITY if bounds.low is None else float(bounds.low)
    return Row(weights, low, INFINITY if bounds.high is None else float(bounds.high), figure)


def _split_laws(book: Book, number: dict[Cell, int]) -> Iterator[Row]:
    """Parts of each split against its whole, one level of categories at a time."""
    splits: dict[tuple[Cell, str], dict[str, int]] = defaultdict(dict)
    for cell, index in number.items():
        for wider in book.widened(cell):
            (dimension, category) = next(iter(cell.where - wider.where))
            splits[wider, dimension][category] = index
    for (whole, dimension), parts in splits.items():
        all_of_it = number[whole]
        if not book.is_exclusive(dimension, whole.measure):
            for part in parts.values():
                yield Row({all_of_it: 1.0, part: -1.0}, 0.0, INFINITY)
            continue
        known = book.dimensions[dimension]
        complete = known.exhaustive and not whole.category(dimension) and known.top() <= set(parts)
        yield Row({all_of_it: 1.0, **dict.fromkeys(parts.values(), -1.0)}, 0.0, 0.0 if complete else INFINITY)


def _period_laws(book: Book, number: dict[Cell, int]) -> Iterator[Row]:
    """Within a longer period at least as much is counted; periods that follow each other without a gap add up to it."""
    flows: dict[tuple[str, str, object], list[tuple[Period, int]]] = defaultdict(list)
    for cell, index in number.items():
        if isinstance(cell.time, Period) and book.country.measures[cell.measure].time == "flow":
            flows[cell.measure, cell.of, cell.where].append((cell.time, index))
    for (measure, _, _), cells in flows.items():
        cells.sort(key=lambda pair: (pair[0].start, -pair[0].days))
        starts = [period.start for period, _ in cells]
        adds_up = book.country.measures[measure].adds_up
        for period, index in cells:
            near = cells[bisect_left(starts, period.start) : bisect_right(starts, period.end)]
            within = [(other, spot) for other, spot in near if other != period and period.holds(other)]
            yield from (Row({index: 1.0, spot: -1.0}, 0.0, INFINITY) for spot in _largest(within))
            if adds_up and (tiles := tiling(period, [other for other, _ in within])):
                spots = dict(within)
                yield Row({index: 1.0, **{spots[tile]: -1.0 for tile in tiles}}, 0.0, 0.0)


def _largest(cells: list[tuple[Period, int]]) -> Iterator[int]:
    """Those not held by another of the list, which is in the order of its first days, the longest first."""
    last = None
    for period, index in cells:
        if last is None or period.end > last:
            last = period.end
            yield index


def tiling(whole: Period, parts: Iterable[Period]) -> list[Period] | None:
    """Parts that follow each other without a gap and fill the whole, the longest first; None where there are none."""
    by_start: dict[date, list[Period]] = defaultdict(list)
    for part in parts:
        if part != whole and whole.holds(part):
            by_start[part.start].append(part)
    fills: dict[date, list[Period]] = {}  # from a day to the end of the whole, the next period first
    for start in sorted(by_start, reverse=True):
        for part in sorted(by_start[start], key=lambda part: -part.days):
            if part.end == whole.end:
                fills[start] = [part]
            elif (rest := fills.get(part.next_day)) is not None:
                fills[start] = [part, *rest]
            if start in fills:
                break
    return fills.get(whole.start)


def _components(cells: list[Cell], rows: list[Row]) -> Iterator[Group]:
    """Rows that share cells, joined; cells are numbered anew within each group."""
    parent = list(range(len(cells)))

    def top(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for row in rows:
        first, *others = row.weights
        for other in others:
            parent[top(other)] = top(first)
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[top(next(iter(row.weights)))].append(row)
    for members in found.values():
        yield _group(cells, members)


def _group(cells: list[Cell], rows: list[Row]) -> Group:
    local: dict[int, int] = {}
    for row in rows:
        for cell in row.weights:
            local.setdefault(cell, len(local))
    renumbered = tuple(
        Row({local[cell]: weight for cell, weight in row.weights.items()}, row.low, row.high, row.figure)
        for row in rows
    )
    figures = dict.fromkeys(row.figure for row in rows if row.figure)
    return Group(tuple(cells[cell] for cell in local), renumbered, tuple(figures))
