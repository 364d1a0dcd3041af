"""What a synthetic country is drawn from, read from its file: printed years with their sources, and what is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from marga.country import DataError, Fault, Table, parse_toml, say
from marga.country.loading import FOLDER
from marga.country.sentences import gettext_noop


@dataclass(frozen=True, slots=True)
class Year:
    """One printed year at scale 1. Shares are of 1; `kilograms` by drug; `major` counts the big seizures."""

    cases: float
    people: float
    trafficking_cases: float
    trafficking_people: float
    women: float
    foreign: float
    major: float
    kilograms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Misconduct:
    """The share of units that do a wrong, and the share of their rows that it touches."""

    units: float
    rows: float


@dataclass(frozen=True, slots=True)
class Care:
    """Treatment at scale 1. `residential`: people in centres on given days, in between drawn as a straight line."""

    residential: Mapping[date, float]
    safe_places: float
    known_grow: float
    synthetic_centres: int
    asked_over_places: float
    requests: Mapping[str, float]  # a year, by modality
    sessions: float  # a year
    opens: Mapping[str, date]  # by centre's id


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Everything a generator draws from. Factors of the season are around 1; shares need not sum to 1."""

    years: Mapping[int, Year]
    weekdays: tuple[float, ...]
    months: tuple[float, ...]
    holidays: Mapping[str, float]  # "04-14" -> factor
    day_to_day: float
    provinces: Mapping[str, float]
    units: int
    misses_month: float
    officers: int
    misconduct: Mapping[str, Misconduct]
    drugs: Mapping[str, float]
    first_seen: Mapping[str, date]
    thresholds: tuple[float, ...]  # grams
    back: Mapping[str, float]  # by offence
    half_days: Mapping[str, float]  # by offence
    other_charge: float
    moved_for_work: float
    care: Care

    def year(self, number: int) -> Year:
        """The year, or the nearest one that is known."""
        return self.years[min(self.years, key=lambda known: (abs(known - number), known))]


@cache
def assumptions(country: str) -> Assumptions:
    """Those for the country with this code. Raises DataError when there are none."""
    path, name = FOLDER / country / "example.toml", f"{country}/example.toml"
    if not path.is_file():
        words = gettext_noop("is missing, so there is no synthetic country of this code; write such a file")
        raise DataError(Fault(name, "", say(words)))
    top = parse_toml(path.read_bytes(), name)
    years, season, unit = top.table("year"), top.table("season"), top.table("unit")
    exhibit, people, wrongs = top.table("exhibit"), top.table("people"), top.table("misconduct")
    return Assumptions(
        years={int(number): _year(years.table(number)) for number in years},
        weekdays=tuple(_numbers(season.table("weekdays")).values()),
        months=tuple(_numbers(season.table("months")).values()),
        holidays=_numbers(season.table("holidays")), day_to_day=float(season.number("day_to_day")),
        provinces=_numbers(top.table("province")),
        units=int(unit.number("count")), misses_month=float(unit.number("misses_month")),
        officers=int(unit.number("officers")),
        misconduct={name: _misconduct(wrongs.table(name)) for name in wrongs},
        drugs=_numbers(exhibit.table("drugs")), first_seen=_days(exhibit.table("first_seen")),
        thresholds=tuple(_numbers(exhibit.table("thresholds")).values()),
        back=_numbers(people.table("back")), half_days=_numbers(people.table("half_days")),
        other_charge=float(people.number("other_charge")), moved_for_work=float(people.number("moved_for_work")),
        care=_care(top.table("care")),
    )  # fmt: skip


def _year(table: Table) -> Year:
    trafficking = table.table("trafficking")
    return Year(
        float(table.number("cases")), float(table.number("people")), float(trafficking.number("cases")),
        float(trafficking.number("people")), float(table.number("women")), float(table.number("foreign")),
        float(table.number("major")), _numbers(table.table("kg")),
    )  # fmt: skip


def _misconduct(table: Table) -> Misconduct:
    return Misconduct(float(table.number("units")), float(table.number("rows")))


def _care(table: Table) -> Care:
    points = _numbers(table.table("residential"))
    return Care(
        {date.fromisoformat(day): people for day, people in points.items()},
        float(table.number("safe_places")), float(table.number("known_grow")), int(table.number("synthetic_centres")),
        float(table.number("asked_over_places")), _numbers(table.table("requests")), float(table.number("sessions")),
        _days(table.table("opens")),
    )  # fmt: skip


def _numbers(table: Table) -> dict[str, float]:
    return {name: float(table.number(name)) for name in table}


def _days(table: Table) -> dict[str, date]:
    return {name: day for name in table if (day := table.day(name)) is not None}
