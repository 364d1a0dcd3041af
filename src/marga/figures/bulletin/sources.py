"""Where a bulletin is counted from: cubes that sides have signed, or extracts on the same machine."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from marga.country import Country, Period
from marga.extract.reading import open_extract
from marga.figures.counting import connect, cube
from marga.figures.counting.cube import About, Cube
from marga.figures.counting.signing import verify

from .bulletin import Missing, Source


def open_sources(
    paths: Sequence[Path], country: Country, period: Period, trusted: Collection[str] | None = None
) -> tuple[Cube, list[Source]]:
    """Open cubes (files) and extracts (folders) as one cube, and say of each what it covers of the period.

    trusted  keys by which a cube may be signed; None: any, as the reader sees which
    Raises DataError for what cannot be read, is not signed, was changed, or is signed by another key.
    """
    cubes, extracts = [path for path in paths if not path.is_dir()], [path for path in paths if path.is_dir()]
    keys = [verify(path, trusted) for path in cubes]
    tables: list[pa.Table] = []
    said: list[About] = []
    if cubes:
        opened = cube.read(cubes)
        tables, said = list(opened.tables), list(opened.said)
    digests = [_digest(path) for path in cubes]
    for path in extracts:
        made, about = _counted(path, country)
        tables.append(made)
        said.append(about)
        digests.append(about.extract)
        keys.append("")
    sources = [
        _source(about, digest, key, period) for about, digest, key in zip(said, digests, keys, strict=True)
    ]  # fmt: skip
    return Cube(tables, said), sources


def _counted(folder: Path, country: Country) -> tuple[pa.Table, About]:
    extract = open_extract(folder, country)
    return cube.build(connect(), extract.folder, extract.manifest.side), cube.about(extract.manifest)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _source(about: About, digest: str, key: str, period: Period) -> Source:
    days = Period(date.fromisoformat(about.start), date.fromisoformat(about.end))
    months = [one for one in about.coverage if period.start <= date.fromisoformat(one["month"]) <= period.end]
    missing = tuple(_missing(one) for one in months if one["missing"])
    expected = sum(int(one["expected"]) for one in months)
    return Source(about.side, about.body, about.made, digest, key, days, expected, missing)


def _missing(month: Any) -> Missing:
    return Missing(str(month["month"])[:7], int(month["expected"]), tuple(month["missing"]))
