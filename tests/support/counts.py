"""Made-up counts for disclosure control: Hypothesis strategies and small releases by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import strategies as st

from marga.figures.disclose import Cube, Release, Table, release

COUNTS = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 9), st.integers(10, 60), st.integers(100, 400))
DIMENSIONS = {"sex": ("f", "m"), "province": ("a", "b", "c"), "drug": ("opioids", "heroin", "opium", "ice")}
WITHIN = {"drug": {"heroin": "opioids", "opium": "opioids"}}


def crossed(counts: Sequence[Sequence[int]], name: str = "2-D") -> Release:
    """A table with its margins: ("cell", row, column), ("row", row), ("column", column), "all"."""
    rows, columns = range(len(counts)), range(len(counts[0]))
    cells: dict[object, int] = {("cell", i, j): counts[i][j] for i, j in product(rows, columns)}
    cells |= {("row", i): sum(counts[i]) for i in rows} | {
        ("column", j): sum(row[j] for row in counts) for j in columns
    }
    cells["all"] = sum(map(sum, counts))
    sums: list[tuple[object, list[object]]] = [(("row", i), [("cell", i, j) for j in columns]) for i in rows]
    sums += [(("column", j), [("cell", i, j) for i in rows]) for j in columns]
    sums += [("all", [("row", i) for i in rows]), ("all", [("column", j) for j in columns])]
    return Release.of(name, cells, sums)


@st.composite
def tables_2d(draw: st.DrawFn) -> Release:
    columns = draw(st.integers(1, 4))
    return crossed(draw(st.lists(st.lists(COUNTS, min_size=columns, max_size=columns), min_size=1, max_size=4)))


@st.composite
def cubes(draw: st.DrawFn, months: int = 3, most: int = 2) -> tuple[Cube, Table]:
    """Months by up to `most` dimensions, with a category inside another, and the table of all of it."""
    by = draw(st.lists(st.sampled_from(list(DIMENSIONS)), min_size=0, max_size=most, unique=True))
    names = [f"2019-{month:02d}" for month in range(1, months + 1)]
    keys = list(product(names, *(DIMENSIONS[name] for name in by)))
    counts = draw(st.lists(COUNTS, min_size=len(keys), max_size=len(keys)))
    within = {name: WITHIN[name] for name in by if name in WITHIN}
    cube = Cube.of(
        "cases", {name: DIMENSIONS[name] for name in by}, dict(zip(keys, counts, strict=True)), within=within
    )
    return cube, Table("cases", tuple(by), ("month", "quarter", "year", "span"))


def until(cube: Cube, month: int, changes: dict[int, int] | None = None) -> Cube:
    """The cube of the first months, as a release of that month counts it; `changes`: row -> another count."""
    keep = [row for row, name in enumerate(cube.months) if int(name[5:7]) <= month]
    counts = cube.counts[keep].copy()
    for row, count in (changes or {}).items():
        if row < len(counts):
            counts[row] = count
    return Cube(
        cube.measure, cube.dimensions, [cube.months[row] for row in keep], cube.codes[keep], counts, cube.within
    )


def releases_of(cube: Cube, table: Table, changes: dict[int, int]) -> list[Release]:
    """What is printed after one, two and three months; the last with revised counts."""
    return [
        release("1", [until(cube, 1)], [table]),
        release("2", [until(cube, 2)], [table]),
        release("3", [until(cube, 3, changes)], [table]),
    ]
