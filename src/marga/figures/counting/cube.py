"""The cube: every figure by the margins that are published, counted in one pass a table where the rows are. It is all
that leaves a side: counts by month and a few splits jointly, never by all of them, which would nearly be the rows.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from math import prod
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from marga import __version__
from marga.country import Period, Table, gettext_noop
from marga.extract import TABLES
from marga.extract.manifest import Manifest, to_json

from .definition import DEFINITIONS, VERSION, Definition, Splits, ordered
from .engine import MONTH as MONTH
from .engine import answer, by_sets, table

PART, MARGIN = "part", "margin"
ABOUT = b"marga.cube"
#: About how many values of a split are common, where it is not three or so. Only speed depends on it.
VALUES = {"province": 25, "age_band": 12, "route": 6, "reason": 5, "drug": 4, "concealment": 4, "form": 2,
          "waited_days": 500}  # fmt: skip
#: Groups of a month that a core's cache holds while rows are added to them; more are slower than a second grouping.
MOST_GROUPS = 2_500


@dataclass(frozen=True, slots=True)
class About:
    """What a cube is of: kept inside the file, and signed with it."""

    side: str
    body: str
    country: str
    start: str
    end: str
    made: str
    extract: str  # SHA-256 of the extract's manifest
    definitions: str
    marga: str
    coverage: Sequence[Mapping[str, Any]]  # by month: units expected, that reported, and the pseudonyms of the others


Parts = Mapping[tuple[str, str], Sequence[Definition]]


def parts(side: str) -> Parts:
    """The figures that one pass counts together: those of one table that a period takes in by the same day."""
    found: dict[tuple[str, str], list[Definition]] = defaultdict(list)
    for one in ordered():
        if TABLES[one.table].side == side:
            found[one.table, one.day].append(one)
    return dict(found)


def build(backend: Any, folder: Path, side: str, progress: Callable[[str], None] = lambda _part: None) -> pa.Table:
    """Count every figure of a side's extract by month and each of its margins.

    Returns a pyarrow table: `part` (table and day), `margin` (its splits), `month`, a column for each split and one for
    each figure; what a margin does not have is null there. The same extract gives the same rows in the same order.
    """
    return count(backend, folder, parts(side), progress)


def count(backend: Any, folder: Path, parts: Parts, progress: Callable[[str], None] = lambda _part: None) -> pa.Table:
    """Count these parts alone."""
    tables = {name: table(backend, folder, name) for name, _day in parts}
    made: list[pa.Table] = []
    with ThreadPoolExecutor(1) as engine:  # it works on one part while the next is put to it and the last added up
        asked = []
        for (name, day), figures in parts.items():
            together = counted_together(figures[0].margins)
            question = by_sets(backend, tables[name], day, list(together), figures)
            asked.append((f"{name}.{day}", figures, together, engine.submit(answer, backend, question)))
        for part, figures, together, answered in asked:
            progress(part)
            for rows, margins in zip(answered.result(), together.values(), strict=True):
                made += [_margin(rows, margin, part, [one.name for one in figures]) for margin in margins]
    return pa.concat_tables(made, promote_options="default")


def counted_together(margins: Sequence[Splits]) -> dict[Splits, list[Splits]]:
    """The few sets of splits by which rows are grouped, each with the margins that are then added up from its groups:
    grouping millions of rows is dear, adding up thousands of groups is not."""
    sets: dict[Splits, list[Splits]] = {}
    for margin in margins:
        wider = {one: tuple(dict.fromkeys((*one, *margin))) for one in sets}
        fits = [one for one in sets if prod(VALUES.get(split, 3) for split in wider[one]) <= MOST_GROUPS]
        if fits:
            sets[wider[fits[0]]] = [*sets.pop(fits[0]), margin]
        else:
            sets[margin] = [margin]
    return sets


def _margin(rows: pa.Table, margin: Splits, part: str, figures: Sequence[str]) -> pa.Table:
    """The groups of one margin, in order, added up from finer ones."""
    keys = [MONTH, *margin]
    sums = rows.group_by(keys, use_threads=False).aggregate([(name, "sum") for name in figures])
    sums = sums.rename_columns({f"{name}_sum": name for name in figures}).select([*keys, *figures])
    sums = sums.sort_by([(key, "ascending") for key in keys])
    for column, text in ((MARGIN, _name(margin)), (PART, part)):
        sums = sums.add_column(0, column, pa.repeat(text, len(sums)))
    return sums


def _name(margin: Splits) -> str:
    return ", ".join(margin)


def write(made: pa.Table, about: About, file: Path) -> None:
    """Write a cube with what it is of; a half-written one never has the name of a whole one."""
    said = json.dumps(asdict(about), ensure_ascii=False, sort_keys=True).encode()
    half = file.with_name(file.name + ".part")
    pq.write_table(made.replace_schema_metadata({ABOUT: said}), half, compression="zstd")
    half.replace(file)


def about(manifest: Manifest) -> About:
    """What a cube made from this extract is of."""
    return About(
        side=manifest.side, body=manifest.body, country=manifest.country,
        start=str(manifest.period.start), end=str(manifest.period.end), made=manifest.made.isoformat(),
        extract=hashlib.sha256(to_json(manifest)).hexdigest(), definitions=VERSION, marga=__version__,
        coverage=[
            {
                "month": str(month.month), "expected": month.expected, "reported": month.reported,
                "missing": [str(key) for key in month.missing],
            }
            for month in manifest.coverage
        ],
    )  # fmt: skip


class Cube:
    """One or more cubes read together: the figures of every side, as sums over months and groups."""

    def __init__(self, tables: Sequence[pa.Table], said: Sequence[About]) -> None:
        import duckdb

        self.said, self.tables = tuple(said), tuple(tables)
        together = pa.concat_tables(tables, promote_options="permissive")
        self._base = duckdb.connect()
        self._base.register("read", together)
        self._base.execute("CREATE TABLE cube AS FROM read")  # in the order of parts: a question skips the rest
        self._base.unregister("read")

    def figure(self, name: str, by: Sequence[str] = (), period: Period | None = None) -> dict[tuple[Any, ...], Any]:
        """A figure for whole months of a period, by month or splits: group -> number, only groups that have a row.

        A stock is what there was at the end of the period's last month. Raises DataError for splits that no margin
        holds together, or a period that cuts a month.
        """
        definition = DEFINITIONS[name]
        margin = narrowest(definition, by)
        _check_months(definition, period)
        where = [f"part = '{definition.table}.{definition.day}' AND margin = '{_name(margin)}'"]
        values = []
        if period is not None:
            start = period.end.replace(day=1) if definition.stock and MONTH not in by else period.start
            where.append("month BETWEEN ? AND ?")
            values = [start, period.end]
        keys = ", ".join(by)
        sql = f"SELECT {keys + ', ' if by else ''}sum({name}) FROM cube WHERE {' AND '.join(where)}"  # noqa: S608
        rows = self._base.execute(sql + (f" GROUP BY {keys} ORDER BY {keys}" if by else ""), values).fetchall()
        return {tuple(row[:-1]): row[-1] or 0 for row in rows}

    def waits(self, period: Period) -> dict[tuple[str, int], int]:
        """Of those who started in the period: (route, days waited) -> requests."""
        return self.figure("starts", ("route", "waited_days"), period)


def narrowest(definition: Definition, by: Sequence[str]) -> Splits:
    """The margin of fewest splits that holds all of `by`. Raises DataError where none does."""
    wanted = set(by) - {MONTH}
    holding = [margin for margin in definition.margins if wanted <= set(margin)]
    if not holding:
        Table("cube", definition.name, {}).fail(
            "by", gettext_noop("is “{splits}”, which a cube does not hold together; write splits of one of {margins}"),
            splits=", ".join(by), margins=" / ".join(map(_name, definition.margins)),
        )  # fmt: skip
    return min(holding, key=len)


def _check_months(definition: Definition, period: Period | None) -> None:
    if period and (period.start.day != 1 or period.next_day.day != 1):
        Table("cube", definition.name, {}).fail(
            "period", gettext_noop("cuts a month; a cube holds whole months: begin on a first, end on a last")
        )


def read(files: Sequence[Path]) -> Cube:
    """Cubes from their files. Raises DataError for a file that is no cube, or one of other definitions."""
    tables, said = [], []
    for file in files:
        opened, found = _read(file)
        tables.append(opened)
        said.append(found)
    return Cube(tables, said)


def _read(file: Path) -> tuple[pa.Table, About]:
    place = Table(str(file), "", {})
    try:
        opened = pq.read_table(file)
    except (OSError, pa.ArrowException):
        place.fail("", gettext_noop("cannot be read as a cube; make it again with marga cube"))
    inside = (opened.schema.metadata or {}).get(ABOUT)
    if inside is None or MARGIN not in opened.column_names:
        place.fail("", gettext_noop("is a Parquet file but not a cube; make one with marga cube"))
    found = About(**json.loads(inside))
    if found.definitions != VERSION:
        place.fail("", gettext_noop("was counted by definitions {theirs}; these are {ours}: make it again"),
                   theirs=found.definitions, ours=VERSION)  # fmt: skip
    return opened, found
