"""Counting from an extract on disk: one figure alone, or all of them into a signed cube."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from marga.country import Period, Table, gettext_noop, load
from marga.extract.reading import open_extract

from . import cube
from .definition import DEFINITIONS
from .engine import ENGINES, connected, run
from .signing import key_at, sign


def count_alone(
    name: str, folder: Path, by: str, since: datetime | None, until: datetime | None, engine: str, country: str
) -> list[dict[str, Any]]:
    """One figure by the splits named, for a period (the extract's own where an end is left out).

    Returns a row a group. Raises DataError for a name, split, engine, period or folder that cannot be used.
    """
    if name not in DEFINITIONS:
        close = get_close_matches(name, DEFINITIONS, n=1)
        Table("figure", "", {}).fail(
            "", gettext_noop("“{name}” is not known; {hint}"), name=name,
            hint=f"did you mean {close[0]}?" if close else "see marga figures",
        )  # fmt: skip
    extract = open_extract(folder, load(country))
    start = since.date() if since else extract.manifest.period.start
    end = until.date() if until else extract.manifest.period.end
    if end < start:
        Table("figure", "", {}).fail("--to", gettext_noop("is before --from; swap them"))
    splits = [split.strip() for split in by.split(",") if split.strip()]
    with _engine(engine) as backend:
        made = run(backend, extract.folder, DEFINITIONS[name], splits, Period(start, end))
    rows: list[dict[str, Any]] = made.to_pylist()
    return rows


def make_cube(folder: Path, out: Path, key: Path, engine: str, country: str) -> str:
    """Count every figure of an extract into a signed cube. Returns a line that says what was made."""
    extract = open_extract(folder, load(country))
    manifest = extract.manifest
    with _engine(engine) as backend:
        made = cube.build(backend, extract.folder, manifest.side)
    cube.write(made, cube.about(manifest), out)
    beside = sign(out, key_at(key))
    span = f"{manifest.period.start} to {manifest.period.end}"
    return f"{out}: {len(made):,} groups of {manifest.side}, {span}; signed in {beside.name}."


def _engine(name: str) -> AbstractContextManager[Any]:
    if name not in ENGINES:
        Table("--engine", "", {}).fail("", gettext_noop("is “{engine}”; write duckdb or spark"), engine=name)
    return connected(name)
