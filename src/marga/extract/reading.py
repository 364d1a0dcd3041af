"""Opens an extract: nothing is counted from a folder that is not whole, as declared, and made of known words.

All faults of a folder are told at once. Rows stay in the files: DuckDB looks through
them, no table becomes Python objects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from marga.country import Country, DataError, Fault, Period, Value, say
from marga.country.reading import shown
from marga.country.sentences import gettext_noop

from .arrow import schema, words_of
from .manifest import NAME, File, Manifest, from_json
from .schema import SIDES, TABLES, Column, Table

NO_PARQUET = gettext_noop("cannot be read as Parquet: it was changed or cut; fetch the extract again")
CHANGED = gettext_noop("is not the file that the manifest tells of: it was changed or cut; fetch the extract again")
ROWS = gettext_noop("has {found} rows, and the manifest tells of {rows}; fetch the extract again")
OUTSIDE = gettext_noop("holds {day}, outside {period}; leave such rows out, or correct the period")


@dataclass(frozen=True, slots=True)
class Extract:
    """A folder that was checked."""

    folder: Path
    manifest: Manifest

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of its side."""
        return tuple(table for table in TABLES.values() if table.side == self.manifest.side)

    def path(self, table: str) -> Path:
        """The file of a table. Raises KeyError for a table of another side."""
        if table not in self.manifest.files:
            raise KeyError(f"an extract of {self.manifest.side} has no table {table}")
        return self.folder / f"{table}.parquet"


def open_extract(folder: Path, country: Country, *, side: str = "", rehash: bool = True, rows: bool = True) -> Extract:
    """The extract in a folder, checked. Raises DataError with every fault that was found.

    side     refuse any other side
    rehash   read every byte again to compare the SHA-256; leave out only for a folder that was just checked
    rows     look through the rows too: known codes, nothing missing that may not, days in the period, nothing below 0
    """
    manifest = read_manifest(folder, country, side=side)
    faults: list[Fault] = []
    for name, file in manifest.files.items():
        path, table = folder / f"{name}.parquet", TABLES[name]
        found = list(_file_faults(path, table, file, rehash))
        if not found and rows:
            found = list(_row_faults(path, table, manifest.period, country))
        faults += found
    if faults:
        raise DataError(*faults)
    return Extract(folder, manifest)


def read_manifest(folder: Path, country: Country, *, side: str = "") -> Manifest:
    """What the folder says of itself, for this country. Raises DataError."""
    path = folder / NAME
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        words = gettext_noop("is missing, so this is no finished extract; make it again, or name another folder")
        raise DataError(_fault(path, "", words)) from None
    except OSError as error:
        raise DataError(
            _fault(path, "", gettext_noop("cannot be read: {reason}"), reason=str(error.strerror))
        ) from None
    manifest = from_json(text, str(path))
    if manifest.country != country.code:
        words = gettext_noop("is “{found}”, and “{wanted}” is asked for; name the country of the extract")
        raise DataError(_fault(path, "`country`", words, found=shown(manifest.country), wanted=country.code))
    if side in SIDES and manifest.side != side:
        words = gettext_noop("is {found}, and an extract of {wanted} is needed here; name that folder")
        raise DataError(_fault(path, "`side`", words, found=manifest.side, wanted=side))
    return manifest


def _fault(path: Path, place: str, words: str, **values: Value) -> Fault:
    return Fault(str(path), place, say(words, **values))


def _file_faults(path: Path, table: Table, file: File, rehash: bool) -> Iterator[Fault]:
    """Whether the file is there, unchanged, and has the table's columns and rows."""
    try:
        if rehash and _sha256(path) != file.sha256:
            yield _fault(path, "", CHANGED)
            return
        meta = pq.read_metadata(path)
        found = meta.schema.to_arrow_schema()
    except FileNotFoundError:
        yield _fault(path, "", gettext_noop("is missing; fetch the extract again"))
        return
    except (OSError, pa.ArrowException):
        yield _fault(path, "", NO_PARQUET)
        return
    if meta.num_rows != file.rows:
        yield _fault(path, "", ROWS, found=meta.num_rows, rows=file.rows)
    yield from _column_faults(path, table, found)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _column_faults(path: Path, table: Table, found: pa.Schema) -> Iterator[Fault]:
    for field in schema(table):
        place = f"column {field.name}"
        if field.name not in found.names:
            yield _fault(path, place, gettext_noop("is missing; make the extract again with this version"))
        elif (kind := found.field(field.name).type) != field.type:
            yield _fault(path, place, gettext_noop("holds {found}, not {wanted}; write it as {wanted}"),
                         found=str(kind), wanted=str(field.type))  # fmt: skip
    for name in found.names:
        if name not in schema(table).names:
            yield _fault(path, f"column {shown(name)}", gettext_noop("is not a column of this table; take it out"))


def _row_faults(path: Path, table: Table, period: Period, country: Country) -> Iterator[Fault]:
    """What one pass over the rows shows."""
    looks = [look for column in table.columns for look in _looks(column, table, country)]
    query = f"SELECT count(*), {', '.join(look.sql for look in looks)} FROM read_parquet(?)"  # noqa: S608
    values: list[object] = [value for look in looks for value in look.values]
    try:
        with duckdb.connect() as database:
            row = database.execute(query, [*values, str(path)]).fetchone()
    except duckdb.Error:
        yield _fault(path, "", NO_PARQUET)
        return
    assert row is not None
    for look, seen in zip(looks, row[1:], strict=True):
        yield from _seen(path, look, seen, int(row[0]), period, country)


@dataclass(frozen=True, slots=True)
class _Look:
    """One thing asked of a column: `kind` is filled, unknown, least, first or last."""

    column: Column
    kind: str
    sql: str
    values: tuple[object, ...] = ()


def _looks(column: Column, table: Table, country: Country) -> Iterator[_Look]:
    name = f'"{column.name}"'
    if not column.may_miss:
        yield _Look(column, "filled", f"count({name})")
    if column.kind == "code":
        known = words_of(column, country)
        marks = ", ".join("?" * len(known))
        yield _Look(column, "unknown", f"min({name}) FILTER ({name} NOT IN ({marks}))", known)
    if column.kind in ("count", "grams"):
        yield _Look(column, "least", f"min({name})")
    if column.name == table.day:
        zone = "" if column.kind == "day" else "::TIMESTAMPTZ"
        yield _Look(column, "first", f"min({name}{zone})")
        yield _Look(column, "last", f"max({name}{zone})")


def _seen(path: Path, look: _Look, seen: Any, rows: int, period: Period, country: Country) -> Iterator[Fault]:
    place = f"column {look.column.name}"
    if look.kind == "filled" and seen < rows:
        yield _fault(path, place, gettext_noop("is missing in {rows} rows, where it must stand; fill it in"),
                     rows=rows - seen)  # fmt: skip
    elif look.kind == "unknown" and seen is not None:
        known = " / ".join(words_of(look.column, country))
        yield _fault(path, place, gettext_noop("holds “{word}”, which is not known; write {known}"),
                     word=shown(seen), known=known)  # fmt: skip
    elif look.kind == "least" and seen is not None and seen < 0:
        yield _fault(path, place, gettext_noop("holds {number}; write numbers of 0 or more"), number=seen)
    elif look.kind in ("first", "last") and seen is not None:
        first, last = _bounds(look.column, period, country)
        if not first <= seen <= last:
            yield _fault(path, place, OUTSIDE, day=str(seen), period=period)


def _bounds(column: Column, period: Period, country: Country) -> tuple[Any, Any]:
    """The first and last day of the period; as moments for a column of moments."""
    if column.kind == "day":
        return period.start, period.end
    zone = ZoneInfo(country.timezone)
    end = datetime.combine(period.next_day, time(), zone) - timedelta(microseconds=1)
    return datetime.combine(period.start, time(), zone), end
