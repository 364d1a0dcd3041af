"""The cube: every figure by the margins that are published, counted in one pass a table where the rows are. It is all
that leaves a side: counts by month and a few splits jointly, never by all of them, which would nearly be the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from math import prod
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from marga.country import Period, Table, gettext_noop
from marga.extract import TABLES

from .about import About, read_about, write_about
from .definition import DEFINITIONS, Definition, Splits, ordered
from .engine import MONTH as MONTH
from .engine import answer, by_sets, table
from .whole import MARGIN, PART, check_size, check_whole, column_of, margin_name

ABOUT = b"marga.cube"
#: About how many values of a split are common, where it is not three or so. Only speed depends on it.
VALUES = {"province": 25, "age_band": 12, "route": 6, "reason": 5, "drug": 4, "concealment": 4, "form": 2,
          "waited_days": 500}  # fmt: skip
#: Groups of a month that a core's cache holds while rows are added to them; more are slower than a second grouping.
MOST_GROUPS = 2_500


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
    tables = {name: table(backend, folder, name) for name in {name for name, _day in parts}}
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
    for column, text in ((MARGIN, margin_name(margin)), (PART, part)):
        sums = sums.add_column(0, column, pa.repeat(text, len(sums)))
    return sums


def write(made: pa.Table, about: About, file: Path) -> None:
    """Write a cube with what it is of; a half-written one never has the name of a whole one."""
    half = file.with_name(file.name + ".part")
    pq.write_table(made.replace_schema_metadata({ABOUT: write_about(about)}), half, compression="zstd")
    half.replace(file)


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
        where = [f"part = '{definition.table}.{definition.day}' AND margin = '{margin_name(margin)}'"]
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
            splits=", ".join(by), margins=" / ".join(map(margin_name, definition.margins)),
        )  # fmt: skip
    return min(holding, key=len)


def _check_months(definition: Definition, period: Period | None) -> None:
    if period and (period.start.day != 1 or period.next_day.day != 1):
        Table("cube", definition.name, {}).fail(
            "period", gettext_noop("cuts a month; a cube holds whole months: begin on a first, end on a last")
        )


def read(files: Sequence[Path], country: str) -> Cube:
    """Cubes from their files. Raises DataError for a file that is no cube or larger than one, for one of other
    definitions or another country (its code), and for one whose groups cannot be what was counted."""
    tables, said = [], []
    for file in files:
        opened, found = _read(file, country)
        tables.append(opened)
        said.append(found)
    return Cube(tables, said)


def _read(file: Path, country: str) -> tuple[pa.Table, About]:
    place = Table(str(file), "", {})
    with _opened(place, file) as opened:
        rows = opened.metadata
        check_size(place, rows.num_rows, sum(rows.row_group(at).total_byte_size for at in range(rows.num_row_groups)))
        inside = (opened.schema_arrow.metadata or {}).get(ABOUT)
        if inside is None:
            place.fail("", gettext_noop("is a Parquet file but not a cube; make one with marga cube"))
        found = read_about(inside, str(file))
        if found.country != country:
            place.fail("country", gettext_noop("is “{theirs}”, and this is “{ours}”; take a cube of this country"),
                       theirs=found.country, ours=country)  # fmt: skip
        _check_columns(place, opened.schema_arrow, found.side)
        texts = [field.name for field in opened.schema_arrow if pa.types.is_string(field.type)]
    with _opened(place, file, texts) as opened:
        return check_whole(place, opened.read(), found), found


@contextmanager
def _opened(place: Table, file: Path, texts: Sequence[str] = ()) -> Iterator[pq.ParquetFile]:
    """The file, and what it says of itself; each of these columns of `texts` is read as numbers of a dictionary, so
    that a long text which stands a million times takes no more room than once."""
    try:
        with pq.ParquetFile(file, read_dictionary=list(texts)) as opened:
            yield opened
    except (OSError, pa.ArrowException):
        place.fail("", gettext_noop("cannot be read as a cube; make it again with marga cube"))


def _check_columns(place: Table, found: pa.Schema, side: str) -> None:
    """Every figure of the side with every split of theirs, and nothing else."""
    own = [one for one in ordered() if TABLES[one.table].side == side]
    kinds: dict[str, Callable[[pa.DataType], bool]] = {PART: _is_text, MARGIN: _is_text}
    kinds |= {
        MONTH: pa.types.is_date,
        **{one.name: _is_weight if one.unit == "g" else _is_count for one in own},
    }
    kinds |= {split: _kind(split) for one in own for margin in one.margins for split in margin}
    for name in sorted(kinds.keys() ^ set(found.names)):
        words = gettext_noop("is missing; make the cube again") if name in kinds else gettext_noop(
            "is no column of a cube of {side}; make it again with marga cube")  # fmt: skip
        place.fail(name, words, side=side)
    for name in kinds:
        if found.names.count(name) > 1:
            place.fail(name, gettext_noop("stands twice; make it again with marga cube"))
        if not kinds[name](found.field(name).type):
            place.fail(name, gettext_noop("holds another kind of value than a cube's; make it again with marga cube"))


def _is_weight(kind: pa.DataType) -> bool:
    """Grams: exact, in thousandths at most."""
    return bool(pa.types.is_integer(kind) or (pa.types.is_decimal(kind) and kind.scale <= 3))


def _kind(split: str) -> Callable[[pa.DataType], bool]:
    """Of which type the groups of a split are."""
    column = column_of(split)
    kind = column.kind if column else "code" if split == "age_band" else "count"
    return {"code": _is_text, "flag": _is_flag, "count": _is_count}[kind]


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind))


def _is_flag(kind: pa.DataType) -> bool:
    return bool(pa.types.is_boolean(kind))


def _is_count(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind))
