"""Small extracts made up by Hypothesis: rows as plain dicts, and the same rows as the Parquet that engines read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from marga.country import load
from marga.extract import TABLES, Column

FIRST, LAST = date(2018, 11, 1), date(2019, 3, 31)
ARROW = {
    "key": pa.int64(), "day": pa.date32(), "moment": pa.timestamp("us", "UTC"), "count": pa.int32(),
    "grams": pa.decimal128(12, 3), "flag": pa.bool_(), "code": pa.string(),
}  # fmt: skip
Row = dict[str, Any]


def codes_of(column: Column) -> list[str]:
    """The words a code column may hold, cut to a few so that groups are met more than once."""
    if isinstance(column.codes, str):
        return list(load("kh").dimensions[column.codes.removeprefix("dimension:")].categories)[:3]
    return list(column.codes)[:3]


def _value(column: Column) -> st.SearchStrategy[Any]:
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "key": st.integers(1, 5),
        "day": st.dates(FIRST, LAST),
        "moment": st.dates(FIRST, LAST).map(lambda day: datetime(day.year, day.month, day.day, 12, tzinfo=UTC)),
        "count": st.integers(0, 400),
        "grams": st.integers(0, 10**6).map(lambda thousandths: Decimal(thousandths) / 1000),
        "flag": st.booleans(),
    }
    made = st.sampled_from(codes_of(column)) if column.kind == "code" else kinds[column.kind]
    return st.none() | made if column.may_miss else made


def rows_of(table: str) -> st.SearchStrategy[list[Row]]:
    """Up to 12 rows of one table, any values that its columns allow."""
    return st.lists(
        st.fixed_dictionaries({column.name: _value(column) for column in TABLES[table].columns}), max_size=12
    )


def write(folder: Path, table: str, rows: list[Row]) -> None:
    schema = pa.schema([(column.name, ARROW[column.kind]) for column in TABLES[table].columns])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{table}.parquet")


def month_of(day: date) -> date:
    return day.replace(day=1)


def is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1
