"""What an extract says of itself: who made it, when, over which period, what is in it, and who did not report."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from marga.country import DataError, Fault, Period, say
from marga.country.reading import Table as Reader
from marga.country.sentences import gettext_noop

from .schema import SIDES, TABLES, VERSION

NAME = "manifest.json"
LARGEST = 64_000_000  # bytes: 4,000 units over 20 years, each with the months it missed, have some 2 million


@dataclass(frozen=True, slots=True)
class File:
    """One table's file: how many rows, and its SHA-256 in hexadecimal."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Month:
    """How many units were to report in a month (its first day), and the keys of those that did not."""

    month: date
    expected: int
    missing: tuple[int, ...]

    @property
    def reported(self) -> int:
        return self.expected - len(self.missing)


@dataclass(frozen=True, slots=True)
class Manifest:
    """`made` is in UTC and was given by who asked for the extract; no clock is read. `synthetic`: the records were made
    up, so nothing that is counted from them may be taken for a country's figure."""

    side: str
    country: str
    body: str
    made: datetime
    period: Period
    program: str
    program_version: str
    files: Mapping[str, File]
    coverage: tuple[Month, ...]
    synthetic: bool = False


def to_json(manifest: Manifest) -> bytes:
    """The manifest as its file: the same manifest gives the same bytes."""
    data = {
        "schema_version": VERSION, "side": manifest.side, "country": manifest.country, "body": manifest.body,
        "made": manifest.made.astimezone(UTC).isoformat(timespec="seconds"),
        "period": {"from": manifest.period.start.isoformat(), "to": manifest.period.end.isoformat()},
        "program": {"name": manifest.program, "version": manifest.program_version},
        "tables": {name: {"rows": file.rows, "sha256": file.sha256} for name, file in manifest.files.items()},
        "coverage": coverage_data(manifest.coverage), "synthetic": manifest.synthetic,
    }  # fmt: skip
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def from_json(text: bytes, file: str) -> Manifest:
    """Reads what `to_json` wrote. Raises DataError that names the place."""
    top = parse_json(text, file)
    if (version := int(top.number("schema_version"))) != VERSION:
        top.fail("schema_version", gettext_noop("is {version}, and this program reads {known}; make the extract again"),
                 version=version, known=VERSION)  # fmt: skip
    program, side = top.table("program"), top.choice("side", SIDES)
    manifest = Manifest(
        side, top.text("country"), top.text("body"), read_made(top), read_period(top),
        program.text("name"), program.text("version"), _files(top.table("tables"), side), read_coverage(top),
        top.flag("synthetic", False),
    )  # fmt: skip
    for table in (program, top):
        table.finish()
    return manifest


def coverage_data(coverage: Sequence[Month]) -> list[dict[str, Any]]:
    """Who reported in each month, as it stands in a file; `read_coverage` reads it."""
    return [
        {
            "month": f"{one.month:%Y-%m}", "units_expected": one.expected, "units_reported": one.reported,
            "missing": [str(key) for key in one.missing],
        }
        for one in coverage
    ]  # fmt: skip


def parse_json(text: bytes, file: str) -> Reader:
    """The top table of what an extract or a cube says of itself. Raises DataError."""
    try:
        data: Any = json.loads(text, parse_float=Decimal) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        words = gettext_noop("does not say whole what it is of: it was cut or changed; fetch it again")
        raise DataError(Fault(file, "", say(words)))
    return Reader(file, "", data)


def _files(tables: Reader, side: str) -> dict[str, File]:
    """The files of all tables of the side: no more, no less."""
    files = {}
    for name in [table.name for table in TABLES.values() if table.side == side]:
        entry = tables.table(name)
        digest = entry.text("sha256")
        if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            entry.fail("sha256", gettext_noop("should be 64 digits from 0 to f"))
        files[name] = File(_count(entry, "rows"), digest)
        entry.finish()
    tables.finish()
    return files


def read_coverage(top: Reader) -> tuple[Month, ...]:
    """What `coverage_data` gave. Raises DataError."""
    months = []
    for table in top.tables("coverage"):
        month, expected = _day(table, "month", "-01"), _count(table, "units_expected")
        missing = table.texts("missing")
        if not all(key.isdecimal() for key in missing):
            table.fail("missing", gettext_noop("should be a list of keys of units between quotes"))
        if (reported := _count(table, "units_reported")) != expected - len(missing):
            words = gettext_noop("is {reported}; {expected} expected less {missing} missing is not")
            table.fail("units_reported", words, reported=reported, expected=expected, missing=len(missing))  # fmt: skip
        months.append(Month(month, expected, tuple(int(key) for key in missing)))
        table.finish()
    return tuple(months)


def _count(table: Reader, key: str) -> int:
    number = table.number(key)
    if number < 0 or number != number.to_integral_value():
        table.fail(key, gettext_noop("should be a whole number, 0 or more"))
    return int(number)


def _day(table: Reader, key: str, rest: str = "") -> date:
    try:
        return date.fromisoformat(table.text(key) + rest)
    except ValueError:
        table.fail(key, gettext_noop("should be a day such as 2019-09-06"))


def read_period(top: Reader) -> Period:
    """The key `period`, both days included. Raises DataError."""
    period = top.table("period")
    start, end = _day(period, "from"), _day(period, "to")
    if end < start:
        period.fail("to", gettext_noop("is before `from`; swap the days or correct one"))
    period.finish()
    return Period(start, end)


def read_made(top: Reader) -> datetime:
    """The key `made`, an aware time. Raises DataError."""
    try:
        made = datetime.fromisoformat(top.text("made"))
    except ValueError:
        made = None
    if made is None or made.tzinfo is None:
        top.fail("made", gettext_noop("should be a time such as 2020-01-06T02:00:00+00:00"))
    return made
