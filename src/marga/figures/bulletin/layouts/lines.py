"""A bulletin as CSV: one line a number, each with its unit, definition, coverage and revision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from ..bulletin import Bulletin, Table, Where
from ..contents import side_of
from ..times import period_of

#: What a spreadsheet takes for the beginning of a formula, full-width signs included.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
COLUMNS = (
    "bulletin", "revision", "published", "table", "figure", "where", "from", "to", "value", "low", "high", "shown",
    "unit", "derived", "definitions", "body", "units_expected", "units_reported", "run",
)  # fmt: skip


def as_csv(bulletin: Bulletin, tables: tuple[Table, ...] | None = None) -> str:
    """All tables of a bulletin, or those given, under a line of headings. An empty value is not shown."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    lines = [line for table in (bulletin.tables if tables is None else tables) for line in _lines(bulletin, table)]
    if tables is None:
        lines += _first_seen(bulletin)
    for line in lines:
        writer.writerow({name: _safe(value) for name, value in line.items()})
    return out.getvalue()


def _lines(bulletin: Bulletin, table: Table) -> Iterator[dict[str, Any]]:
    whole = _of_all(bulletin, side_of(table.name))
    for place, line in enumerate(table.lines):
        for at, time in enumerate(table.times):
            days, value = period_of(time), line.values[at]
            low, high = _bounds(table, place, at)
            yield whole | {
                "table": table.name, "figure": table.figure, "where": _where(line.where), "from": days.start,
                "to": days.end, "value": "" if value is None else value, "low": low, "high": high,
                "shown": "no" if value is None else "yes", "unit": table.unit,
                "derived": "yes" if table.derived else "no",
            }  # fmt: skip


def _first_seen(bulletin: Bulletin) -> Iterator[dict[str, Any]]:
    """A line for each drug and way of hiding that was seen first: the month it was, and no number."""
    for one in bulletin.first_seen:
        days = period_of(one.month)
        yield _of_all(bulletin, side_of("first_seen")) | {
            "table": "first-seen", "figure": "first_seen", "where": _where(((one.split, one.category),)),
            "from": days.start, "to": days.end, "derived": "yes",
        }  # fmt: skip


def _of_all(bulletin: Bulletin, side: str) -> dict[str, Any]:
    """What every line of a side says: which bulletin, who reported, and an empty place for the rest."""
    source = bulletin.source(side)
    return dict.fromkeys(COLUMNS, "") | {
        "bulletin": bulletin.id, "revision": bulletin.revision, "published": bulletin.published,
        "definitions": bulletin.definitions, "body": source.body if source else "",
        "units_expected": source.expected if source else "", "units_reported": source.reported if source else "",
        "run": bulletin.run,
    }  # fmt: skip


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is given as text; a number below 0 stays one."""
    return f"'{value}" if isinstance(value, str) and value.lstrip().startswith(FORMULA) else value


def _bounds(table: Table, place: int, at: int) -> tuple[Any, Any]:
    pair = table.bounds[place][at] if table.bounds else None
    return ("", "") if pair is None else pair


def _where(where: Where) -> str:
    return " ".join(f"{split}={category}" for split, category in where)
