"""What a side counts: its extract, written from its records, and the cube that is made of it, in place of the last."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow as pa
from django.conf import settings

from marga.country import Country, Period, load
from marga.extract import TABLES, ExtractWriter, Header, Manifest, Month
from marga.extract.arrow import schema
from marga.figures.counting.alone import make_cube
from marga.figures.counting.engine import months
from marga.figures.counting.signing import key_at, public_name, signature_file
from marga.site.accounts.models import Account
from marga.site.ledgers.auditing import one_moment
from marga.site.secret_files import secret_in, word_in

from .pseudonyms import SECRET_BYTES, Keys

Extract = Callable[[Period, Path, datetime], object]
#: Of the country, the pseudonyms and the period: table -> its rows, some thousands at a time, in order of their day.
Rows = Callable[[Country, Keys, Period], Mapping[str, Iterator[list[dict[str, Any]]]]]
Progress = Callable[[str, int], None]  # told the table and how many of its rows are written


def silent(_table: str, _rows: int) -> None:
    """Where nobody watches."""


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


def write_extract(
    rows: Rows, reported: Callable[[date], int], period: Period, out: Path, made: datetime, progress: Progress = silent
) -> Manifest:  # fmt: skip
    """Write the extract of a period to a new folder, as of one moment and without holding it in memory. A side with
    accounts of the example says of its records that they are made up.

    reported   of the first day of a month: how many units, or centres, reported in it
    made       when, which is also what its keys are made from
    Raises FileExistsError, OSError.
    """
    country, made = load(settings.MARGA_COUNTRY), made.replace(microsecond=0)
    made_up = Account.objects.filter(is_example=True).exists()
    header = Header(settings.MARGA_SIDE, settings.LEDGER_NAME, made, period, synthetic=made_up)
    with one_moment(), ExtractWriter(out, header, country) as writer:
        for name, chunks in rows(country, Keys(secret(), period, made), period).items():
            written = 0
            for several in chunks:
                if several:
                    writer.write_batch(name, pa.RecordBatch.from_pylist(several, schema(TABLES[name])))
                progress(name, written := written + len(several))
        return writer.finish([Month(month, reported(month), ()) for month in months(period)])


def write_cube(period: Period, extract: Extract, now: datetime) -> Path:
    """Count a period into the side's signed cube, in place of the one before, and make its address if there is none.
    Its rows are gone again when this returns. `extract` writes them to a new folder."""
    home, name = folder(), cube_name()
    work = Path(mkdtemp(prefix=".making-", dir=home))
    try:
        extract(period, work / "extract", now)
        made = work / name
        make_cube(work / "extract", made, home / "cube.key", "duckdb", settings.MARGA_COUNTRY)
        signature_file(made).replace(signature_file(home / name))
        made.replace(home / name)
        token()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return home / name


def public_key() -> str:
    """The key by which the authority knows the side's cube."""
    return public_name(key_at(folder() / "cube.key").public_key())


def token() -> str:
    """The part of the cube's address that nobody guesses; made on first use. Small counts are not for everybody."""
    return word_in(folder() / "address.secret")
