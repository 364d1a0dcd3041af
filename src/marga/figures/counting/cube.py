"""The cube: every figure at the grain of publication, counted in one pass a table where the rows are. It is all that
leaves a side: counts by month and group, with no key of a case or a person in it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from marga import __version__
from marga.country import Period, Table, gettext_noop
from marga.extract import TABLES
from marga.extract.manifest import Manifest, to_json

from .definition import DEFINITIONS, VERSION, Definition, ordered
from .engine import fetch, month_of, table, within

MONTH, PART = "month", "part"
ABOUT = b"marga.cube"
#: Days waited, of those who started: a count for each number of days, from which a median is exact.
WAITS = "waits"


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


def parts(side: str) -> dict[tuple[str, str], list[Definition]]:
    """The figures that one pass counts together: those of one table that a period takes in by the same day."""
    found: dict[tuple[str, str], list[Definition]] = defaultdict(list)
    for one in ordered():
        if TABLES[one.table].side == side:
            found[one.table, one.day].append(one)
    return dict(found)


def build(backend: Any, folder: Path, side: str, progress: Callable[[str], None] = lambda _part: None) -> pa.Table:
    """Count every figure of a side's extract by month and all its splits.

    Returns an Arrow table: `part`, `month`, a column for each split and one for each figure; what a part does not have
    is null there.
    """
    made = []
    for (name, day), definitions in parts(side).items():
        progress(f"{name} by {day}")
        t = within(table(backend, folder, name), day, None)
        made.append(
            _count(backend, t, f"{name}.{day}", day, _splits(definitions), {one.name: one.of(t) for one in definitions})
        )
    if side == "care":
        progress("days waited")
        t = within(table(backend, folder, "requests"), "started", None)
        made.append(_count(backend, t, WAITS, "started", ("route", "waited_days"), {"waits": t.count()}))
    return pa.concat_tables(made, promote_options="permissive")


def _splits(definitions: Sequence[Definition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(split for one in definitions for split in one.splits))


def _count(backend: Any, t: Any, part: str, day: str, splits: Sequence[str], figures: Mapping[str, Any]) -> pa.Table:
    keys = {MONTH: month_of(t[day]), **{split: t[split] for split in splits}}
    counted = fetch(backend, t.group_by(**keys).aggregate(**figures).order_by([MONTH, *splits]))
    return counted.add_column(0, PART, pa.array([part] * len(counted), pa.string()))


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
        self._data = pa.concat_tables(tables, promote_options="permissive")
        self._base = duckdb.connect()
        self._base.register("cube", self._data)

    def figure(self, name: str, by: Sequence[str] = (), period: Period | None = None) -> dict[tuple[Any, ...], Any]:
        """A figure for whole months of a period, by month or splits: group -> number, only groups that have a row.

        A stock is what there was at the end of the period's last month. Raises DataError for a split it does not have,
        or a period that cuts a month.
        """
        definition = DEFINITIONS[name]
        _check(definition, by, period)
        where, values = [f"part = '{definition.table}.{definition.day}'"], []
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
        rows = self._base.execute(
            "SELECT route, waited_days, sum(waits) FROM cube WHERE part = ? AND month BETWEEN ? AND ? GROUP BY ALL",
            [WAITS, period.start, period.end],
        ).fetchall()
        return {(route, waited): count for route, waited, count in rows}


def _check(definition: Definition, by: Sequence[str], period: Period | None) -> None:
    place = Table("cube", definition.name, {})
    for column in by:
        if column != MONTH and column not in definition.splits:
            place.fail("by", gettext_noop("is “{column}”, by which this figure cannot be split; write {options}"),
                       column=column, options=" / ".join((MONTH, *definition.splits)))  # fmt: skip
    if period and (period.start.day != 1 or period.next_day.day != 1):
        place.fail("period", gettext_noop("cuts a month; a cube holds whole months: begin on a first, end on a last"))


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
    if inside is None:
        place.fail("", gettext_noop("is a Parquet file but not a cube; make one with marga cube"))
    found = About(**json.loads(inside))
    if found.definitions != VERSION:
        place.fail("", gettext_noop("was counted by definitions {theirs}; these are {ours}: make it again"),
                   theirs=found.definitions, ours=VERSION)  # fmt: skip
    return opened, found


def columns() -> Iterator[str]:
    """Every column that a cube may have besides its figures: the test that no key is among them walks these."""
    yield from (PART, MONTH, "waited_days")
    yield from dict.fromkeys(split for one in ordered() for split in one.splits)
