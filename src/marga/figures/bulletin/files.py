"""A bulletin as its file, bulletin.json: the same bulletin gives the same bytes, and those bytes are what is frozen.

Beside it, for the statistician only, counts.json: the counts behind the marks, which protect the bulletins to come.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from marga.country import DataError, Fault, Period, Policy, gettext_noop, say
from marga.figures.disclose import Cell, Protected, Release, Sum, cells_of

from .bulletin import Bulletin, Change, FirstSeen, Line, Loss, Missing, Number, Source, Table, Where
from .times import period_of

SCHEMA = 1
NO_BULLETIN = gettext_noop("is not a bulletin of this version: fetch it again, or make it again with marga bulletin")


def to_json(made: Bulletin) -> bytes:
    """The bulletin as its file."""
    data = {
        "schema": SCHEMA, "id": made.id, "revision": made.revision, "country": made.country,
        "authority": made.authority, "period": _period(made.period), "published": made.published.isoformat(),
        "definitions": made.definitions, "marga": made.marga, "run": made.run,
        "sources": [_source(one) for one in made.sources],
        "tables": [_table(one) for one in made.tables],
        "first_seen": [{"split": one.split, "category": one.category, "month": one.month} for one in made.first_seen],
        "protection": {
            "counts": made.loss.cells, "small": made.loss.small, "more": made.loss.more,
            "more_percent": _number(made.loss.more_percent), "method": made.loss.method,
            "most_hidden": {"table": made.loss.table, "counts": made.loss.table_cells,
                            "hidden": made.loss.table_hidden},
        },
        "changes": [
            {"figure": one.figure, "where": dict(one.where), "time": one.time, "was": _number(one.was),
             "now": _number(one.now)}
            for one in made.changes
        ],
        "reason": made.reason, "findings": [dict(one) for one in made.findings], "remark": made.remark,
    }  # fmt: skip
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def digest(file: bytes) -> str:
    """SHA-256 of a bulletin's file in hexadecimal: its name for good."""
    return hashlib.sha256(file).hexdigest()


def _period(period: Period) -> dict[str, str]:
    return {"from": period.start.isoformat(), "to": period.end.isoformat()}


def _number(value: Number | None) -> int | float | None:
    """A JSON number; 3 digits after the point at most, so that it reads back as exactly the same decimal."""
    return float(value) if isinstance(value, Decimal) else value


def _source(one: Source) -> dict[str, Any]:
    return {
        "side": one.side, "body": one.body, "made": one.made, "cube": one.sha256, "key": one.key,
        "period": _period(one.period), "expected": one.expected, "reported": one.reported,
        "missing": [{"month": gap.month, "expected": gap.expected, "units": list(gap.units)} for gap in one.missing],
        "synthetic": one.synthetic,
    }  # fmt: skip


def _table(one: Table) -> dict[str, Any]:
    lines: list[dict[str, Any]] = [
        {"where": dict(line.where), "values": [_number(value) for value in line.values]} for line in one.lines
    ]
    for line, bounds in zip(lines, one.bounds, strict=False):
        line["bounds"] = [None if pair is None else [_number(end) for end in pair] for pair in bounds]
    return {
        "name": one.name, "figure": one.figure, "by": list(one.by), "unit": one.unit, "derived": one.derived,
        "times": [{"name": time, **_period(period_of(time))} for time in one.times], "lines": lines,
    }  # fmt: skip


def from_json(text: bytes, file: str) -> Bulletin:
    """Reads what `to_json` wrote. Raises DataError."""
    try:
        data = json.loads(text, parse_float=Decimal)
        if data["schema"] != SCHEMA:
            raise ValueError
        return _bulletin(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DataError(Fault(file, "", say(NO_BULLETIN))) from None


def _bulletin(data: Mapping[str, Any]) -> Bulletin:
    protection = data["protection"]
    return Bulletin(
        data["id"], data["revision"], data["country"], data["authority"], _days(data["period"]),
        date.fromisoformat(data["published"]), data["definitions"], data["marga"], data["run"],
        tuple(_read_source(one) for one in data["sources"]), tuple(_read_table(one) for one in data["tables"]),
        Loss(protection["counts"], protection["small"], protection["more"], Decimal(protection["more_percent"]),
             protection["method"], *(protection["most_hidden"][key] for key in ("table", "counts", "hidden"))),
        tuple(FirstSeen(**one) for one in data["first_seen"]),
        tuple(
            Change(one["figure"], _where(one["where"]), one["time"], one["was"], one["now"]) for one in data["changes"]
        ),
        data["reason"], tuple(data["findings"]), data["remark"],
    )  # fmt: skip


def _days(period: Mapping[str, str]) -> Period:
    return Period(date.fromisoformat(period["from"]), date.fromisoformat(period["to"]))


def _where(where: Mapping[str, str]) -> Where:
    return tuple(where.items())


def _read_source(one: Mapping[str, Any]) -> Source:
    missing = tuple(Missing(gap["month"], gap["expected"], tuple(gap["units"])) for gap in one["missing"])
    return Source(one["side"], one["body"], one["made"], one["cube"], one["key"], _days(one["period"]),
                  one["expected"], missing, one["synthetic"])  # fmt: skip


def _read_table(one: Mapping[str, Any]) -> Table:
    lines = tuple(Line(_where(line["where"]), tuple(line["values"])) for line in one["lines"])
    bounds = tuple(
        tuple(None if pair is None else (pair[0], pair[1]) for pair in line["bounds"])
        for line in one["lines"] if "bounds" in line
    )  # fmt: skip
    times = tuple(time["name"] for time in one["times"])
    return Table(one["name"], one["figure"], tuple(one["by"]), one["unit"], times, lines, one["derived"], bounds)


def counts_to_json(protected: Iterable[Protected]) -> bytes:
    """The counts behind the marks, as their file. Not for readers."""
    return (json.dumps([_kept(one) for one in protected], ensure_ascii=False) + "\n").encode()


def _kept(one: Protected) -> dict[str, Any]:
    made, policy = one.release, one.policy
    return {
        "name": made.name,
        "policy": [policy.method, policy.at_most, policy.up_to, policy.base, policy.loss, policy.room],
        "cells": [[cell.measure, cell.time, dict(cell.where)] for cell in cells_of(made)],
        "counts": made.counts.tolist(), "sums": [[tied.total, list(tied.parts)] for tied in made.sums],
        "printed": made.printed.tolist(), "left": made.left.tolist(), "known": made.known.tolist(),
        "hidden": one.hidden.tolist(),
        "small": one.small.tolist(), "values": one.values.tolist(), "versions": list(one.versions),
        "low": one.low.tolist(), "high": [None if np.isinf(end) else end for end in one.high.tolist()],
        "method": one.method, "told": one.told.tolist(),
    }  # fmt: skip


def counts_from_json(text: bytes, file: str) -> tuple[Protected, ...]:
    """Reads what `counts_to_json` wrote. Raises DataError."""
    try:
        return tuple(_read_kept(one) for one in json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DataError(Fault(file, "", say(NO_BULLETIN))) from None


def _read_kept(one: Mapping[str, Any]) -> Protected:
    def flags(name: str) -> Any:
        return np.array(one[name], dtype=np.bool_)

    made = Release(
        one["name"], tuple(Cell(measure, time, _where(where)) for measure, time, where in one["cells"]),
        np.array(one["counts"], dtype=np.int64), tuple(Sum(total, tuple(parts)) for total, parts in one["sums"]),
        flags("printed"), flags("left"), flags("known"),
    )  # fmt: skip
    high = np.array([np.inf if end is None else end for end in one["high"]], dtype=np.float64)
    return Protected(
        made, Policy(*one["policy"]), np.array(one["low"], dtype=np.float64), high, flags("hidden"), flags("small"),
        np.array(one["values"], dtype=np.int64), tuple(one["versions"]), one["method"], flags("told"),
    )  # fmt: skip
