"""Writes an extract: a folder that appears complete or not at all, with the same bytes for the same rows."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from marga import __version__
from marga.country import Country, Period

from .arrow import Batches, Values
from .manifest import NAME, File, Manifest, Month, to_json
from .order import like_together, sorting
from .schema import TABLES, Table

#: Rows a row group. What is skipped by its statistics, and what one core reads at a time; measured in docs/extract.md.
ROW_GROUP = 1 << 17
#: Kept waiting for one file's thread, so that a quick maker of rows does not fill the memory.
MOST_WAITING = 3
#: Columns whose values repeat, so that a dictionary is smaller; other numbers are written as differences.
REPEATING = {"unit", "officer", "centre", "age", "days_since_last", "paused_days", "people"}


@dataclass(frozen=True, slots=True)
class Header:
    """Who makes an extract, when (given, not the clock), the days it holds, and whether its records are made up."""

    side: str
    body: str
    made: datetime
    period: Period
    synthetic: bool = False


class ExtractWriter:
    """Writes the tables of one side, batch by batch, each in the order of its day; within a row group like rows are put
    together.

    Use it in a `with` and end with `finish`; without that nothing is left at the folder's name.
    """

    def __init__(self, folder: Path, header: Header, country: Country) -> None:
        if folder.exists():
            raise FileExistsError(f"{folder}: is there already, and was left as it is; choose another name.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder, self.header, self.country = folder, header, country
        self._part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
        tables = [table for table in TABLES.values() if table.side == header.side]
        self._files = {table.name: _TableFile(self._part, table, country) for table in tables}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.abandon()
        shutil.rmtree(self._part, ignore_errors=True)

    def write(self, table: str, columns: dict[str, Values]) -> None:
        """Add rows as numpy columns (see `Batches`). Raises ValueError when they are not in the order of their day."""
        file = self._files[table]
        file.add(file.batches.make(columns))

    def write_batch(self, table: str, batch: pa.RecordBatch) -> None:
        """Add rows as an Arrow batch of any layout that Arrow can turn into the table's."""
        file = self._files[table]
        file.add(batch if batch.schema.equals(file.batches.schema) else batch.cast(file.batches.schema))

    def finish(self, coverage: Sequence[Month]) -> Manifest:
        """Close the files, write the manifest last, and give the folder its name."""
        files = {name: future.result() for name, future in [(n, f.close()) for n, f in self._files.items()]}
        header = self.header
        manifest = Manifest(
            header.side, self.country.code, header.body, header.made, header.period, "marga", __version__, files,
            tuple(coverage), header.synthetic,
        )  # fmt: skip
        with (self._part / NAME).open("wb") as out:
            out.write(to_json(manifest))
            out.flush()
            os.fsync(out.fileno())
        self._part.chmod(0o755)
        self._part.rename(self.folder)
        return manifest


class _TableFile:
    """One table's file and the thread that writes it. Row groups are cut at fixed rows, however rows arrive."""

    def __init__(self, folder: Path, table: Table, country: Country) -> None:
        self.table, self.batches, self._path = table, Batches(table, country), folder / f"{table.name}.parquet"
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=table.name)
        self._waiting: list[Future[None]] = []
        self._held: list[pa.RecordBatch] = []
        self._rows, self._held_rows, self._last_day = 0, 0, -(2**62)
        self._sorting = sorting(table, self.batches.words)
        self._out = pq.ParquetWriter(self._path, self.batches.schema, **_settings(table))

    def add(self, batch: pa.RecordBatch) -> None:
        if batch.num_rows:
            self._check_order(batch)
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.pop(0).result()
        self._waiting.append(self._thread.submit(self._take, batch))

    def close(self) -> Future[File]:
        """The rest is written and the file is hashed, in its own thread."""
        for future in self._waiting:
            future.result()
        return self._thread.submit(self._close)

    def abandon(self) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)
        if self._out.is_open:
            self._out.close()

    def _check_order(self, batch: pa.RecordBatch) -> None:
        column = batch.column(self.table.day)
        days = column.view(pa.int32() if pa.types.is_date32(column.type) else pa.int64()).to_numpy()
        if days[0] < self._last_day or np.any(days[1:] < days[:-1]):
            raise ValueError(f"{self.table.name}: rows must come in the order of {self.table.day}")
        self._last_day = int(days[-1])

    def _take(self, batch: pa.RecordBatch) -> None:
        self._held.append(batch)
        self._held_rows += batch.num_rows
        if self._held_rows >= ROW_GROUP:
            whole = pa.Table.from_batches(self._held)
            cut = self._held_rows - self._held_rows % ROW_GROUP
            self._put(whole.slice(0, cut))
            self._held, self._held_rows = whole.slice(cut).to_batches(), self._held_rows - cut

    def _put(self, rows: pa.Table) -> None:
        for start in range(0, rows.num_rows, ROW_GROUP):
            group = like_together(rows.slice(start, ROW_GROUP), self._sorting)
            self._out.write_table(group, row_group_size=ROW_GROUP)
        self._rows += rows.num_rows

    def _close(self) -> File:
        if self._held_rows:
            self._put(pa.Table.from_batches(self._held))
        self._out.close()
        with self._path.open("rb") as file:
            return File(self._rows, hashlib.file_digest(file, "sha256").hexdigest())


def _settings(table: Table) -> dict[str, object]:
    """How the file is packed: chosen by measuring DuckDB's group-by, size and speed of writing (docs/extract.md)."""
    repeats = [column.name for column in table.columns if column.kind in ("code", "day") or column.name in REPEATING]
    numbers = [column.name for column in table.columns
               if column.kind in ("key", "moment", "grams", "count") and column.name not in repeats]  # fmt: skip
    return {
        "compression": "zstd", "compression_level": 1, "use_dictionary": repeats, "store_schema": False,
        "column_encoding": dict.fromkeys(numbers, "DELTA_BINARY_PACKED"), "store_decimal_as_integer": True,
        "write_statistics": True,
    }  # fmt: skip
