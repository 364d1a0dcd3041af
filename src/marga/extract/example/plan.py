"""What is asked for: which country, days, scale and seed; with what follows from that and is shared by all draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from marga.country import Country, Period

from ..arrow import words
from ..schema import TABLES
from .assumptions import Assumptions, assumptions
from .units import Units, make_units

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """One synthetic country. `utc_offset` is the country's, in seconds, at the period's start (assumed to stay)."""

    country: Country
    period: Period
    scale: float
    seed: int
    given: Assumptions
    units: Units
    utc_offset: int

    def place(self, table: str, column: str, word: str) -> int:
        """The place of a word among the codes of a column."""
        return words(TABLES[table], self.country)[column].index(word)


def make_plan(country: Country, period: Period, scale: float, seed: int) -> Plan:
    """Raises ValueError for a scale or seed that cannot be; DataError when the country has no assumptions."""
    if not 0 < scale <= 100_000:
        raise ValueError(f"The scale is {scale}; write a number above 0, up to 100000.")
    if not 0 <= seed < 2**32:
        raise ValueError(f"The seed is {seed}; write a whole number from 0 to 4294967295.")
    given = assumptions(country.code)
    offset = datetime.combine(period.start, time(), ZoneInfo(country.timezone)).utcoffset()
    assert offset is not None
    return Plan(
        country, period, scale, seed, given, make_units(country, given, period, scale, seed),
        int(offset.total_seconds()),
    )  # fmt: skip


def made(period: Period) -> datetime:
    """When the example says it was made: at the end of its last day, so that the same call gives the same bytes."""
    return datetime.combine(period.next_day, time(), UTC)
