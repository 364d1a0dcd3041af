"""Where figures are worked out: DuckDB by default, Spark for what is too large for one machine. Both speak Ibis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from marga.country import Period, Table, gettext_noop
from marga.extract import TABLES

from .definition import Definition

ENGINES = ("duckdb", "spark")
#: Age bands of the Treatment Demand Indicator 3.0, by the first age of each; those at both ends are open.
AGES = (15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65)


def connect(engine: str = "duckdb") -> Any:
    """An Ibis backend. Raises DataError when Spark is asked for and not installed."""
    import ibis  # slow to import, and only counting needs it

    if engine == "duckdb":
        return ibis.duckdb.connect()
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        Table("--engine spark", "", {}).fail(
            "", gettext_noop("needs Spark, which is not installed; install marga[spark] and Java 17")
        )
    builder = SparkSession.builder.master("local[*]").appName("marga")
    settings = {
        "spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC", "spark.sql.shuffle.partitions": "4",
        "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
    }  # fmt: skip
    for key, value in settings.items():
        builder = builder.config(key, value)
    return ibis.pyspark.connect(builder.getOrCreate())


def table(backend: Any, folder: Path, name: str) -> Any:
    """One table of an extract as an Ibis table, with the columns that figures are split by worked out."""
    import ibis

    opened = backend.read_parquet(str(folder / f"{name}.parquet"), table_name=f"extract_{name}")
    columns = {column.name for column in TABLES[name].columns}
    added = {}
    if "age" in columns:
        added["age_band"] = age_band(opened.age)
    if name == "census":
        added["is_month_end"] = (opened.day + ibis.interval(days=1)).day() == 1
    if {"asked", "started"} <= columns:
        added["waited_days"] = opened.started.delta(opened.asked, unit="day") - opened.paused_days
    return opened.mutate(**added) if added else opened


def bands() -> tuple[str, ...]:
    """The names of the age bands, from the youngest."""
    return (f"<{AGES[0]}", *(f"{start}-{end - 1}" for start, end in pairwise(AGES)), f">={AGES[-1]}")


def age_band(age: Any) -> Any:
    """The band of an age, as "15-19"; "<15", ">=65", or null where the age is not known."""
    import ibis

    ends = [(age < end, name) for end, name in zip(AGES, bands(), strict=False)]
    return ibis.cases(*ends, (age >= AGES[-1], bands()[-1]))


def month_of(day: Any) -> Any:
    """The first day of a day's month, as a day on every engine (truncating gives a moment on some)."""
    import ibis

    return ibis.date(day.year(), day.month(), 1)


def within(t: Any, day: str, period: Period | None) -> Any:
    """The rows whose day is in the period; those without that day are in none."""
    if period is None:
        return t.filter(t[day].notnull())
    return t.filter(t[day].between(period.start, period.end))


def run(
    backend: Any, folder: Path, definition: Definition, by: Sequence[str] = (), period: Period | None = None
) -> Any:
    """One figure alone, straight from the records: a pyarrow table with a column for each of `by`, and the figure.

    Raises DataError for a split that the figure does not have.
    """
    for column in by:
        if column != "month" and column not in definition.splits:
            Table("figure", definition.name, {}).fail(
                "by", gettext_noop("is “{column}”, by which this figure cannot be split; write {options}"),
                column=column, options=" / ".join(("month", *definition.splits)),
            )  # fmt: skip
    t = within(table(backend, folder, definition.table), definition.day, period)
    counted = {definition.name: definition.of(t)}
    if not by:
        return fetch(backend, t.aggregate(**counted))
    keys = {column: month_of(t[definition.day]) if column == "month" else t[column] for column in by}
    return fetch(backend, t.group_by(**keys).aggregate(**counted).order_by(list(by)))


def fetch(backend: Any, expression: Any) -> Any:
    """The result of an Ibis expression as a pyarrow table. On DuckDB without pandas, which Ibis would ask for."""
    if backend.name == "duckdb":
        return backend.con.sql(backend.compile(expression)).to_arrow_table()
    return expression.to_pyarrow()


def months(period: Period) -> list[date]:
    """The first day of each month that the period touches."""
    first = period.start.replace(day=1)
    found = []
    while first <= period.end:
        found.append(first)
        first = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return found
