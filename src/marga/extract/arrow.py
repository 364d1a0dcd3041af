"""The tables as Arrow knows them, and batches of them made from numpy columns.

Codes are written as text with a dictionary a row group: every engine reads that without being told. Keys are 64
bits wide, as a database's own keys are. Weights are exact decimals, never floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from marga.country import Country

from .schema import Column, Table

TYPES: Mapping[str, pa.DataType] = {
    "key": pa.int64(), "day": pa.date32(), "moment": pa.timestamp("us", tz="UTC"), "count": pa.int32(),
    "grams": pa.decimal128(12, 3), "flag": pa.bool_(), "code": pa.string(),
}  # fmt: skip
Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Missing:
    """A column of N rows of which some are missing: `where` (N,) is true for those; their values do not matter."""

    values: Array
    where: Array


Values = Array | Missing


def schema(table: Table, *, coded: Mapping[str, tuple[str, ...]] | None = None) -> pa.Schema:
    """The table's columns as they stand in its file; with `coded`, as they stand in a batch: codes as small numbers."""
    return pa.schema(
        [
            pa.field(column.name, _type(column, coded), nullable=column.may_miss)
            for column in table.columns
        ]
    )  # fmt: skip


def _type(column: Column, coded: Mapping[str, tuple[str, ...]] | None) -> pa.DataType:
    if coded is None or column.kind != "code":
        return TYPES[column.kind]
    return pa.dictionary(_index(coded[column.name]), pa.string())


def _index(words: tuple[str, ...]) -> pa.DataType:
    return pa.int8() if len(words) < 128 else pa.int16()


def words_of(column: Column, country: Country) -> tuple[str, ...]:
    """What a code column may hold, in the order in which batches number it."""
    if isinstance(column.codes, str):
        return tuple(country.dimensions[column.codes.removeprefix("dimension:")].categories)
    return column.codes


def words(table: Table, country: Country) -> dict[str, tuple[str, ...]]:
    """The words of each code column of a table."""
    return {column.name: words_of(column, country) for column in table.columns if column.kind == "code"}


class Batches:
    """Makes record batches of one table from numpy columns.

    key       (N,) whole numbers                   count  (N,) whole numbers
    day       (N,) days since 1970-01-01           flag   (N,) bool
    moment    (N,) microseconds since 1970 in UTC  code   (N,) places in `words[column]`
    grams     (N,) whole milligrams, 0 or more
    """

    def __init__(self, table: Table, country: Country) -> None:
        self.table, self.words = table, words(table, country)
        self.schema = schema(table, coded=self.words)
        self._dictionaries = {name: pa.array(known, pa.string()) for name, known in self.words.items()}

    def make(self, columns: Mapping[str, Values]) -> pa.RecordBatch:
        """One batch. Raises KeyError for a column that was not given."""
        arrays = [self._array(column, columns[column.name]) for column in self.table.columns]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def _array(self, column: Column, given: Values) -> pa.Array:
        values, where = (given.values, given.where) if isinstance(given, Missing) else (given, None)
        if where is not None and not column.may_miss:
            raise ValueError(f"{self.table.name}.{column.name} may not miss")
        match column.kind:
            case "code":
                places = pa.array(values, _index(self.words[column.name]), mask=where)
                return pa.DictionaryArray.from_arrays(places, self._dictionaries[column.name])
            case "day":
                return pa.array(values, pa.int32(), mask=where).view(pa.date32())
            case "moment":
                return pa.array(values, pa.int64(), mask=where).view(TYPES["moment"])
            case "grams":
                return _decimals(values, where)
            case _:
                return pa.array(values, TYPES[column.kind], mask=where)


def _decimals(milligrams: Array, where: Array | None) -> pa.Array:
    """Milligrams (N,) as grams with three decimals, without a Python object a row."""
    wide = np.zeros((len(milligrams), 2), np.int64)  # a 128-bit number is two halves, the low one first
    wide[:, 0] = milligrams
    valid = None if where is None else pa.array(~where).buffers()[1]
    return pa.Array.from_buffers(TYPES["grams"], len(milligrams), [valid, pa.py_buffer(wide)])
