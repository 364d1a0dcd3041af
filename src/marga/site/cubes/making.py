"""The cube of a side: made anew from its records, in place of the one before."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings

from marga.country import Period
from marga.figures.counting.alone import make_cube
from marga.figures.counting.signing import key_at, public_name, signature_file
from marga.site.secret_files import secret_in, word_in

from .pseudonyms import SECRET_BYTES

Extract = Callable[[Period, Path, datetime], object]


def cube_name() -> str:
    """The name of this side's cube, as a file and at its address."""
    return f"{settings.MARGA_SIDE}.cube"


def folder() -> Path:
    """Where the side keeps its cube, its keys and the secret of its address; its owner's alone."""
    made = Path(settings.MARGA_FOLDER) / "cube"
    made.mkdir(mode=0o700, exist_ok=True)
    return made


def secret() -> bytes:
    """From which the pseudonyms of extracts are made."""
    return secret_in(folder() / "extract.secret", lambda: secrets.token_bytes(SECRET_BYTES))


def finished(first: date | None, today: date) -> Period | None:
    """From the month of the first record to the last month that is over; None before there is one."""
    end = today.replace(day=1) - timedelta(days=1)
    return Period(first.replace(day=1), end) if first and first.replace(day=1) <= end else None


def write_cube(period: Period, extract: Extract, now: datetime) -> Path:
    """Count a period into the side's signed cube, in place of the one before. Its rows are gone again when this
    returns. `extract` writes them to a new folder."""
    home, name = folder(), cube_name()
    work = Path(mkdtemp(prefix=".making-", dir=home))
    try:
        extract(period, work / "extract", now)
        made = work / name
        make_cube(work / "extract", made, home / "cube.key", "duckdb", settings.MARGA_COUNTRY)
        signature_file(made).replace(signature_file(home / name))
        made.replace(home / name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return home / name


def public_key() -> str:
    """The key by which the authority knows the side's cube."""
    return public_name(key_at(folder() / "cube.key").public_key())


def token() -> str:
    """The part of the cube's address that nobody guesses; made on first use. Small counts are not for everybody."""
    return word_in(folder() / "address.secret")
