"""The order of rows within a row group: like ones together. A group-by then meets each group in runs, which takes it a
quarter less time (docs/extract.md); and nobody can read from a file in which order a day's records were made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from .arrow import Array
from .schema import Column, Table

#: A row's place by all keys is one number of so many bits; beside it is room for the row's own place.
BITS = 44
Sorting = Sequence[tuple[Column, tuple[str, ...]]]


def sorting(table: Table, words: Mapping[str, tuple[str, ...]]) -> Sorting:
    """The columns that rows are sorted by, with their words: codes, flags, and for others whether a value is missing.

    Those of fewest values come first, so that most columns run on; what the number has no room for is left out.
    """
    columns = [column for column in table.columns if column.kind in ("code", "flag") or column.may_miss]
    keys = sorted(((column, words.get(column.name, ())) for column in columns), key=lambda key: _values(*key))
    room = np.cumsum([np.log2(_values(*key)) for key in keys])
    return [key for key, used in zip(keys, room, strict=True) if used < BITS]


def _values(column: Column, words: tuple[str, ...]) -> int:
    """How many numbers `_numbers` may give."""
    return {"code": len(words) + 1, "flag": 3}.get(column.kind, 2)


def like_together(rows: pa.Table, by: Sorting) -> pa.Table:
    """The rows of a row group (fewer than 2**19) in that order; equal ones as they came."""
    place = np.zeros(len(rows), np.int64)
    for column, words in by:
        place = place * _values(column, words) + _numbers(rows[column.name].combine_chunks(), column, words)
    bits = len(rows).bit_length()
    order = np.sort(place << bits | np.arange(len(rows))) & ((1 << bits) - 1)  # much quicker than an argsort
    return rows.combine_chunks().take(pa.array(order))


def _numbers(values: pa.Array, column: Column, words: tuple[str, ...]) -> Array:
    """(N,) what each row has in a column as a number; 0 where it is missing."""
    if column.kind == "code":
        numbers = {word: number for number, word in enumerate(words, 1)}
        own = np.array([*(numbers.get(word, 0) for word in values.dictionary.to_pylist()), 0])
        return own.take(np.asarray(values.indices.fill_null(-1)))
    if column.kind == "flag":
        return np.asarray(values.cast(pa.int8()).fill_null(-1)) + 1
    return np.asarray(values.is_valid()).astype(np.int8)
