"""The side's extract, and the cube that the authority collects: counts of all months that are over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from marga.care.centres.models import Census
from marga.country import Country, Period
from marga.country.instants import day_of
from marga.extract import Manifest
from marga.site.cubes import making
from marga.site.cubes.pseudonyms import Keys

from . import records


def extract(period: Period, out: Path, made: datetime, progress: making.Progress = making.silent) -> Manifest:
    """Write the extract of a period, as `making.write_extract`. Raises FileExistsError, OSError."""
    return making.write_extract(_rows, _reported, period, out, made, progress)


def _rows(country: Country, keys: Keys, period: Period) -> Mapping[str, Iterator[list[records.Row]]]:
    register = records.Register(country, ZoneInfo(settings.TIME_ZONE), keys, period, records.merged())
    return {name: rows_of(register) for name, rows_of in records.TABLES.items()}


def _reported(month: date) -> int:
    """How many centres were counted in a month: each that is written down here reports by being counted."""
    days = Census.objects.filter(day__year=month.year, day__month=month.month)
    return days.values("centre").distinct().count()


def finished(now: datetime) -> Period | None:
    """From the month of the first record to the last month that is over; None before there is one."""
    return making.finished(records.first_day(), day_of(now, ZoneInfo(settings.TIME_ZONE)))


def write_cube(now: datetime) -> Path | None:
    """Count all finished months into the side's signed cube. None: no month with a record is over yet."""
    period = finished(now)
    return None if period is None else making.write_cube(period, extract, now)
