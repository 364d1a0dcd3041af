"""The side's extract, and the cube that the authority collects: counts of all months that are over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from marga.country import Country, Period
from marga.country.instants import day_of
from marga.enforcement.cases.models import Case
from marga.enforcement.cases.services import zone
from marga.enforcement.stations.models import Unit
from marga.extract import Manifest
from marga.site.cubes import making
from marga.site.cubes.pseudonyms import Keys

from . import records


def extract(period: Period, out: Path, made: datetime, progress: making.Progress = making.silent) -> Manifest:
    """Write the extract of a period, as `making.write_extract`. Raises FileExistsError, OSError."""
    return making.write_extract(_rows, _reported, period, out, made, progress)


def _rows(country: Country, keys: Keys, period: Period) -> Mapping[str, Iterator[list[records.Row]]]:
    register = records.Register(country, zone(), keys, period)
    return {name: rows_of(register) for name, rows_of in records.TABLES.items()}


def _reported(_month: date) -> int:
    """How many units report in a month: each books in the register itself, but for the laboratories."""
    return Unit.objects.filter(laboratory=False).count()


def finished(now: datetime) -> Period | None:
    """From the month of the first record to the last month that is over; None before there is one."""
    first = Case.objects.order_by("recorded").values_list("recorded", flat=True).first()
    return making.finished(day_of(first, zone()) if first else None, day_of(now, zone()))


def write_cube(now: datetime) -> Path | None:
    """Count all finished months into the side's signed cube. None: no month with a record is over yet."""
    period = finished(now)
    return None if period is None else making.write_cube(period, extract, now)
