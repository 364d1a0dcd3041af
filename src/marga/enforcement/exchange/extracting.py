"""The side's extract, and the cube that the authority collects: counts of all months that are over."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pyarrow as pa
from django.conf import settings

from marga.country import Period, load
from marga.country.instants import day_of
from marga.enforcement.cases.models import Case
from marga.enforcement.cases.services import zone
from marga.enforcement.stations.models import Unit
from marga.extract import TABLES as SCHEMA
from marga.extract.arrow import schema
from marga.extract.manifest import Manifest, Month
from marga.extract.writing import ExtractWriter, Header
from marga.figures.counting.alone import make_cube
from marga.figures.counting.engine import months
from marga.figures.counting.signing import key_at, public_name, signature_file
from marga.site.ledgers.auditing import one_moment

from . import records
from .keys import Keys, secret_at

CUBE = "enforcement.cube"


def folder() -> Path:
    """Where the side keeps its cube, its keys and the secret of its address; its owner's alone."""
    made = Path(settings.MARGA_FOLDER) / "cube"
    made.mkdir(mode=0o700, exist_ok=True)
    return made


def extract(period: Period, out: Path, made: datetime, progress: Callable[[str, int], None] = lambda _t, _n: None) -> (
    Manifest
):  # fmt: skip
    """Write the extract of a period to a new folder, as of one moment and without holding it in memory.

    made       when, which is also what its keys are made from
    progress   told the table and how many of its rows are written
    Raises FileExistsError, OSError.
    """
    country = load(settings.MARGA_COUNTRY)
    made = made.replace(microsecond=0)
    register = records.Register(country, zone(), Keys(secret_at(folder() / "extract.secret"), period, made), period)
    header = Header("enforcement", settings.LEDGER_NAME, made, period)
    with one_moment(), ExtractWriter(out, header, country) as writer:
        for name, rows_of in records.TABLES.items():
            written = 0
            for rows in rows_of(register):
                if rows:
                    writer.write_batch(name, pa.RecordBatch.from_pylist(rows, schema(SCHEMA[name])))
                progress(name, written := written + len(rows))
        units = Unit.objects.filter(laboratory=False).count()
        return writer.finish([Month(month, units, ()) for month in months(period)])


def finished(now: datetime) -> Period | None:
    """From the month of the first record to the last month that is over; None before there is one."""
    first = Case.objects.order_by("recorded").values_list("recorded", flat=True).first()
    end = day_of(now, zone()).replace(day=1) - timedelta(days=1)
    start = day_of(first, zone()).replace(day=1) if first else None
    return Period(start, end) if start and start <= end else None


def write_cube(now: datetime) -> Path | None:
    """Count all finished months into the side's signed cube, in place of the one before. Its rows are gone again when
    this returns. None: no month is over yet."""
    period = finished(now)
    if period is None:
        return None
    home = folder()
    work = Path(mkdtemp(prefix=".making-", dir=home))
    try:
        extract(period, work / "extract", now)
        made = work / CUBE
        make_cube(work / "extract", made, home / "cube.key", "duckdb", settings.MARGA_COUNTRY)
        signature_file(made).replace(signature_file(home / CUBE))
        made.replace(home / CUBE)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return home / CUBE


def public_key() -> str:
    """The key by which the authority knows the side's cube."""
    return public_name(key_at(folder() / "cube.key").public_key())


def token() -> str:
    """The part of the cube's address that nobody guesses; made on first use. Small counts are not for everybody."""
    path = folder() / "address.secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    made = secrets.token_urlsafe(24)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{made}\n")
    return made
