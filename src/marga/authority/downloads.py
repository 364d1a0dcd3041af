"""The series of a measure as files that other programs read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from marga.authority.series import Entry
from marga.country import Period
from marga.figures.checking.result import number

COLUMNS = (
    "report", "figure", "body", "published", "measure", "where", "kind", "value", "unit", "printed", "from", "to",
    "as_of", "least", "most", "per_day", "derived", "source", "url",
)  # fmt: skip

#: What a spreadsheet takes for the beginning of a formula, full-width signs included.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def as_record(entry: Entry) -> dict[str, Any]:
    """One printed figure as a flat record. `least` and `most` are the true values it allows, null where open."""
    figure, report = entry.figure, entry.report
    period = figure.period if isinstance(figure.period, Period) else None
    return {
        "report": report.id, "figure": figure.id, "body": report.body, "published": report.published,
        "measure": figure.measure.name, "where": dict(figure.where), "kind": figure.kind,
        "value": number(figure.value), "unit": figure.unit.name, "printed": figure.printed,
        "from": period.start if period else None, "to": period.end if period else None, "as_of": figure.as_of,
        "least": number(figure.reading.allows.low), "most": number(figure.reading.allows.high),
        "per_day": None if entry.per_day is None else round(float(entry.per_day), 4),
        "derived": figure.derived, "source": report.source, "url": report.url,
    }  # fmt: skip


def as_measure_json(found: Sequence[Entry]) -> str:
    return json.dumps([as_record(entry) for entry in found], ensure_ascii=False, indent=1, default=str)


def as_csv(found: Sequence[Entry]) -> str:
    """The records as CSV with a heading line; the group as "offence=use"."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for entry in found:
        record = as_record(entry)
        record["where"] = " ".join(f"{name}={category}" for name, category in record["where"].items())
        writer.writerow({name: _safe(value) for name, value in record.items()})
    return out.getvalue()


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is given as text."""
    return f"'{value}" if isinstance(value, str) and value.lstrip().startswith(FORMULA) else value
