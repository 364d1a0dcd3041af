"""The side's extract, and the cube that the authority collects: counts of all months that are over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.conf import settings

from marga.care.centres.models import Centre
from marga.country import Period, load
from marga.country.instants import day_of
from marga.extract import TABLES as SCHEMA
from marga.extract.arrow import schema
from marga.extract.manifest import Manifest, Month
from marga.extract.writing import ExtractWriter, Header
from marga.figures.counting.engine import months
from marga.site.cubes import making
from marga.site.cubes.pseudonyms import Keys
from marga.site.ledgers.auditing import one_moment

from . import records


def extract(
    period: Period, out: Path, made: datetime, progress: Callable[[str, int], None] = lambda _table, _rows: None
) -> Manifest:  # fmt: skip
    """Write the extract of a period to a new folder, as of one moment and without holding it in memory.

    made       when, which is also what its keys are made from
    progress   told the table and how many of its rows are written
    Raises FileExistsError, OSError.
    """
    country, made = load(settings.MARGA_COUNTRY), made.replace(microsecond=0)
    header = Header("care", settings.LEDGER_NAME, made, period)
    with one_moment(), ExtractWriter(out, header, country) as writer:
        register = records.Register(country, ZoneInfo(settings.TIME_ZONE), Keys(making.secret(), period, made), period,
                                    records.merged())  # fmt: skip
        for name, rows_of in records.TABLES.items():
            written = 0
            for rows in rows_of(register):
                if rows:
                    writer.write_batch(name, pa.RecordBatch.from_pylist(rows, schema(SCHEMA[name])))
                progress(name, written := written + len(rows))
        return writer.finish([Month(month, Centre.objects.count(), ()) for month in months(period)])


def finished(now: datetime) -> Period | None:
    """From the month of the first record to the last month that is over; None before there is one."""
    return making.finished(records.first_day(), day_of(now, ZoneInfo(settings.TIME_ZONE)))


def write_cube(now: datetime) -> Path | None:
    """Count all finished months into the side's signed cube. None: no month with a record is over yet."""
    period = finished(now)
    return None if period is None else making.write_cube(period, extract, now)
