"""Where a bulletin is counted from: cubes that sides have signed, or extracts on the same machine."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import UTC
from pathlib import Path

import pyarrow as pa

from marga.country import Country, Period
from marga.extract import Month
from marga.extract.reading import open_extract
from marga.figures.counting import connect, cube
from marga.figures.counting.about import About, about
from marga.figures.counting.cube import Cube
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
        opened = cube.read(cubes, country.code)
        tables, said = list(opened.tables), list(opened.said)
    digests = [_digest(path) for path in cubes]
    for path in extracts:
        made, found = _counted(path, country)
        tables.append(made)
        said.append(found)
        digests.append(found.extract)
        keys.append("")
    sources = [
        _source(one, digest, key, period) for one, digest, key in zip(said, digests, keys, strict=True)
    ]  # fmt: skip
    return Cube(tables, said), sources


def _counted(folder: Path, country: Country) -> tuple[pa.Table, About]:
    extract = open_extract(folder, country)
    return cube.build(connect(), extract.folder, extract.manifest.side), about(extract.manifest)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _source(said: About, digest: str, key: str, period: Period) -> Source:
    months = [one for one in said.coverage if period.start <= one.month <= period.end]
    missing = tuple(_missing(one) for one in months if one.missing)
    expected = sum(one.expected for one in months)
    made = said.made.astimezone(UTC).isoformat(timespec="seconds")
    return Source(said.side, said.body, made, digest, key, said.period, expected, missing, said.synthetic)


def _missing(one: Month) -> Missing:
    return Missing(f"{one.month:%Y-%m}", one.expected, tuple(str(key) for key in one.missing))
