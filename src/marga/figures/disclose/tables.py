"""From counts at the grain of publication to a release: the cells of each table and every sum between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import cast

import numpy as np

from .cubes import Cell, Cube
from .release import DisclosureError, Release

Tied = tuple[Cell, tuple[Cell, ...]]  # a cell and the parts it is the sum of


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of one measure by some dimensions and times, with all margins.

    grains   of "month", "quarter", "year" (those that the months cover in full) and "span" (all months together)
    printed  False for counts that exist but stand nowhere: an attack that must reckon with them is stronger
    """

    measure: str
    by: tuple[str, ...] = ()
    grains: tuple[str, ...] = ("month", "quarter", "year")
    printed: bool = True


def release(name: str, cubes: Iterable[Cube], tables: Iterable[Table]) -> Release:
    """The release of these tables: cells with their counts, shared margins once, and every sum between them.

    What has no row in the cube counts 0. Raises DisclosureError for a table of a measure or dimension that no cube
    has, and where a cube contradicts itself.
    """
    found = {cube.measure: cube for cube in cubes}
    wanted: dict[str, list[Table]] = {}
    for table in tables:
        cube = found.get(table.measure)
        if cube is None or set(table.by) - set(cube.dimensions):
            what = (
                f"the measure {table.measure}" if cube is None else f"all of {', '.join(table.by)} for {cube.measure}"
            )
            raise DisclosureError(f"Release {name}: no cube has {what}. Count it, or take the table out.")
        wanted.setdefault(table.measure, []).append(table)
    counts: dict[Cell, int] = {}
    printed: set[Cell] = set()
    sums: list[Tied] = []
    for measure, asked in wanted.items():
        cells, shown = _cells(found[measure], asked)
        sums += _sums(found[measure], cells)
        counts.update(cells)
        printed |= shown
    return Release.of(name, counts, sums, unprinted=counts.keys() - printed)


def cells_of(made: Release) -> tuple[Cell, ...]:
    """The keys of a release that `release` built: a Release of plain counts may have others."""
    return cast(tuple[Cell, ...], made.cells)


def _cells(cube: Cube, tables: Sequence[Table]) -> tuple[dict[Cell, int], set[Cell]]:
    """Each cell with its count, and those that are printed."""
    asked: dict[tuple[tuple[str, ...], str], bool] = {}
    for table in tables:
        by = tuple(name for name in cube.dimensions if name in table.by)
        for size, grain in product(range(len(by) + 1), table.grains):
            for some in combinations(by, size):
                asked[some, grain] = asked.get((some, grain), False) or table.printed
    cells: dict[Cell, int] = {}
    printed: set[Cell] = set()
    for (by, grain), shown in sorted(asked.items(), key=lambda item: (len(item[0][0]), item[0])):
        made = _counted(cube, by, grain)
        cells.update(made)
        if shown:
            printed.update(cell for cell in made if not cube.is_rest(cell))
    return cells, printed


def _counted(cube: Cube, by: tuple[str, ...], grain: str) -> dict[Cell, int]:
    """The cells of one margin at one grain, zeros included."""
    times = cube.times(grain)
    lines = {name: cube.lines(name) for name in by}
    cells = {
        Cell(cube.measure, time, tuple(zip(by, categories, strict=True))): 0
        for time, *categories in product(dict.fromkeys(times.values()), *(cube.categories(name) for name in by))
    }
    columns = [list(cube.dimensions).index(name) for name in by]
    sums: dict[tuple[str, ...], int] = {}
    for row in np.flatnonzero(cube.rows_of(by)).tolist():
        if (time := times.get(cube.months[row])) is not None:
            key = (time, *cube.codes[row, columns].tolist())
            sums[key] = sums.get(key, 0) + int(cube.counts[row])
    for (time, *codes), count in sums.items():
        for categories in product(*(lines[name][int(code)] for name, code in zip(by, codes, strict=True))):
            cells[Cell(cube.measure, time, tuple(zip(by, categories, strict=True)))] += count
    return cells


def _sums(cube: Cube, cells: dict[Cell, int]) -> list[Tied]:
    """Each sum between cells of one measure: over a dimension, over narrower categories, over time.

    Where parts overlap, they make at least the whole and each at most the whole; the cells for what is over are added
    to `cells`.
    """
    sums: list[Tied] = []
    trees = {name: cube.tree(name) for name in cube.dimensions}
    shorter = {time: list(cube.parts_of_time(time)) for time in dict.fromkeys(cell.time for cell in cells)}
    for cell in list(cells):
        have = dict(cell.where)
        for name, (top, narrower) in trees.items():
            parts = _across(cube, cell, name, narrower.get(have[name], ()) if name in have else top)
            if parts and all(part in cells for part in parts):
                overlap = name in cube.overlapping and name not in have
                sums += _overlapping(cell, parts, cells, name) if overlap else [(cell, parts)]
        for times in shorter[cell.time]:
            parts = tuple(Cell(cell.measure, time, cell.where) for time in times)
            if parts and all(part in cells for part in parts):
                sums += [(cell, parts)] if cube.adds_up else _overlapping(cell, parts, cells, "time")
                break
    return sums


def _across(cube: Cube, cell: Cell, name: str, categories: Iterable[str]) -> tuple[Cell, ...]:
    have = dict(cell.where)
    return tuple(
        Cell(cell.measure, cell.time, tuple((one, {**have, name: category}[one]) for one in cube.dimensions
                                            if one in have or one == name))
        for category in categories
    )  # fmt: skip


def _overlapping(whole: Cell, parts: Sequence[Cell], cells: dict[Cell, int], over: str) -> list[Tied]:
    """whole + repeated = all parts together; whole = part + what is only in other parts. Raises DisclosureError."""
    together = sum(cells[part] for part in parts)
    where = ("parts", f"{over} {whole.time}")
    total, again = (Cell(whole.measure, whole.time, (*whole.where, where, ("", of))) for of in ("together", "repeated"))
    added = {total: together, again: together - cells[whole]}
    sums: list[Tied] = [(total, tuple(parts)), (total, (whole, again))]
    for part in parts:
        other = Cell(part.measure, part.time, (*part.where, where, ("", "elsewhere")))
        added[other] = cells[whole] - cells[part]
        sums.append((whole, (part, other)))
    if min(added.values()) < 0:
        raise DisclosureError(
            f"{whole} is {cells[whole]}, but its parts by {over} are {[cells[part] for part in parts]}: "
            "the whole is at least each part and at most all together. Count both from the same rows."
        )
    cells.update(added)
    return sums
