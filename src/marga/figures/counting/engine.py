"""Where figures are worked out: DuckDB by default, Spark for what is too large for one machine. Both speak Ibis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from marga.country import Period, Table, gettext_noop
from marga.extract import TABLES

from .definition import Definition, Splits

ENGINES = ("duckdb", "spark")
MONTH, SET = "month", "of_set"
#: Age bands of the Treatment Demand Indicator 3.0, by the first age of each; those at both ends are open.
AGES = (15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65)


def connect(engine: str = "duckdb") -> Any:
    """An Ibis backend. Raises DataError when Spark is asked for and cannot start."""
    import ibis  # slow to import, and only counting needs it

    if engine == "duckdb":
        return ibis.duckdb.connect()
    from . import spark

    return spark.connect()


@contextmanager
def connected(engine: str = "duckdb") -> Iterator[Any]:
    """An Ibis backend that is closed at the end. Raises DataError as `connect`."""
    backend = connect(engine)
    try:
        yield backend
    finally:
        backend.disconnect()


def table(backend: Any, folder: Path, name: str) -> Any:
    """One table of an extract as an Ibis table, with the columns that figures are counted by worked out."""
    import ibis

    opened = backend.read_parquet(str(folder / f"{name}.parquet"), table_name=f"extract_{name}")
    columns = {column.name for column in TABLES[name].columns}
    added = {}
    if name == "census":
        added["is_month_end"] = (opened.day + ibis.interval(days=1)).day() == 1
    if {"asked", "started"} <= columns:
        added["waited_days"] = opened.started.delta(opened.asked, unit="day") - opened.paused_days
    return opened.mutate(**added) if added else opened


def within(t: Any, day: str, period: Period | None) -> Any:
    """The rows whose day is in the period; those without that day are in none."""
    if period is None:
        return t.filter(t[day].notnull())
    return t.filter(t[day].between(period.start, period.end))


# Two splits are worked out. Rows are grouped by a number, which is quick, and the few groups are given their words.


def _month_number(t: Any, day: str) -> Any:
    return t[day].year() * 12 + t[day].month()


def _month(number: Any) -> Any:
    """The first day of a month, as a day on every engine (truncating gives a moment on some)."""
    import ibis

    return ibis.date((number - 1) // 12, (number - 1) % 12 + 1, 1)


def _five_years(t: Any, _day: str) -> Any:
    return (t.age.clip(AGES[0] - 5, AGES[-1]) // 5).cast("int8")


def _age_band(number: Any) -> Any:
    """The band of an age, or null where the age is not known."""
    import ibis

    ends = [(number < end // 5, band) for end, band in zip(AGES, bands(), strict=False)]
    return ibis.cases(*ends, (number >= AGES[-1] // 5, bands()[-1]))


def bands() -> tuple[str, ...]:
    """The names of the age bands, from the youngest."""
    return (f"<{AGES[0]}", *(f"{start}-{end - 1}" for start, end in pairwise(AGES)), f">={AGES[-1]}")


NUMBER: Mapping[str, Callable[[Any, str], Any]] = {MONTH: _month_number, "age_band": _five_years}
WORDS: Mapping[str, Callable[[Any], Any]] = {MONTH: _month, "age_band": _age_band}


def _numbered(t: Any, day: str, by: Iterable[str]) -> Any:
    """The rows, with splits that are worked out as numbers."""
    return t.mutate(**{split: NUMBER[split](t, day) for split in by if split in NUMBER})


def _grouped(numbered: Any, by: Sequence[str], figures: Sequence[Definition]) -> Any:
    """The figures by group; where there was nothing to add up they are 0, which engines say in several ways."""
    counted = {one.name: one.of(numbered).fill_null(0) for one in figures}
    return numbered.group_by(list(by)).aggregate(**counted) if by else numbered.aggregate(**counted)


def _in_words(counted: Any, by: Iterable[str]) -> Any:
    """Groups, with the words of the splits that were numbers."""
    return counted.mutate(**{split: WORDS[split](counted[split]) for split in by if split in WORDS})


def run(
    backend: Any, folder: Path, definition: Definition, by: Sequence[str] = (), period: Period | None = None
) -> pa.Table:
    """One figure alone, straight from the records: a pyarrow table with a column for each of `by`, and the figure.

    Raises DataError for a split that the figure does not have.
    """
    for column in by:
        if column != MONTH and column not in definition.splits:
            Table("figure", definition.name, {}).fail(
                "by", gettext_noop("is “{column}”, by which this figure cannot be split; write {options}"),
                column=column, options=" / ".join((MONTH, *definition.splits)),
            )  # fmt: skip
    t = _numbered(within(table(backend, folder, definition.table), definition.day, period), definition.day, by)
    counted = _in_words(_grouped(t, by, [definition]), by)
    return fetch(backend, backend.compile(counted.order_by(list(by)) if by else counted))


class Sets(NamedTuple):
    """A question put to an engine: figures of one table by month and by several sets of splits, in one read of it.

    query    in the engine's own words
    columns  of the outcome of each set: month, its splits, the figures
    """

    query: str
    columns: tuple[tuple[str, ...], ...]


def by_sets(backend: Any, t: Any, day: str, sets: Sequence[Splits], figures: Sequence[Definition]) -> Sets:
    """Put the question: the rows of an opened table, each counted once by each set."""
    import ibis

    every = list(dict.fromkeys((MONTH, *(split for one in sets for split in one))))
    numbered = _numbered(within(t, day, None), day, every)
    counted = [_grouped(numbered, (MONTH, *one), figures) for one in sets]
    types = {column: one[column].type() for one in counted for column in one.columns}
    # One query over rows that are worked out once, so that they are read once. What a set lacks is null there.
    alike = [
        one.select(
            ibis.literal(number).name(SET),
            *(one[split] if split in one.columns else ibis.null(types[split]).name(split) for split in every),
            *(figure.name for figure in figures),
        )
        for number, one in enumerate(counted)
    ]
    return Sets(backend.compile(_in_words(ibis.union(*alike), every)), tuple(one.columns for one in counted))


def answer(backend: Any, asked: Sets) -> list[pa.Table]:
    """Work it out: a pyarrow table for each set, in no order."""
    found = fetch(backend, asked.query)
    return [found.filter(pc.field(SET) == number).select(columns) for number, columns in enumerate(asked.columns)]


def fetch(backend: Any, query: str) -> pa.Table:
    """What a query gives as a pyarrow table, in types that are the same for every engine.

    Not by Ibis's own way, which asks DuckDB for pandas.
    """
    found: pa.Table = (
        backend.con.sql(query).to_arrow_table() if backend.name == "duckdb" else backend.raw_sql(query).toArrow()
    )
    return found.cast(pa.schema([pa.field(field.name, _same_type(field.type)) for field in found.schema]))


def _same_type(found: pa.DataType) -> pa.DataType:
    """Whole numbers as int64, whatever the engine adds them up in; grams with all the digits a decimal has."""
    if pa.types.is_integer(found) or (pa.types.is_decimal(found) and found.scale == 0):
        return pa.int64()
    if pa.types.is_decimal(found):
        return pa.decimal128(38, found.scale)
    return found


def months(period: Period) -> list[date]:
    """The first day of each month that the period touches."""
    first = period.start.replace(day=1)
    found = []
    while first <= period.end:
        found.append(first)
        first = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return found
