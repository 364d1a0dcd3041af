"""Police units under pseudonyms: where they are, how busy, which months they miss, and which of them do wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from marga.country import Country, Period

from ..arrow import Array
from ..manifest import Month
from .assumptions import Assumptions
from .calendar import months
from .draws import stream

KINDS = ("charges_lowered", "weights_above_thresholds", "late_records", "night_releases")
MOST_COPIES = 20  # more scale means more units or centres up to here, then busier ones


@dataclass(frozen=True, slots=True)
class Units:
    """U units. `wrong` maps each kind of misconduct to (U,) flags; `missing` each month to (U,) flags."""

    key: Array  # (U,) pseudonyms
    province: Array  # (U,) places in the country's list
    busy: Array  # (U,) shares of all cases
    first_officer: Array  # (U,)
    officers: Array  # (U,)
    wrong: dict[str, Array]
    missing: dict[tuple[int, int], Array]  # (year, month) -> (U,)
    ends: dict[tuple[int, int], Array]  # (year, month) -> (U,) running sum of `busy` of those that report

    def coverage(self) -> list[Month]:
        """Who was to report and did not, by month."""
        return [
            Month(date(*month, 1), len(self.key), tuple(sorted(self.key[flags].tolist())))
            for month, flags in self.missing.items()
        ]


def copies(scale: float) -> int:
    """How many times the units and centres of scale 1 there are."""
    return max(1, min(MOST_COPIES, round(scale)))


def make_units(country: Country, given: Assumptions, period: Period, scale: float, seed: int) -> Units:
    """The country's units for this seed."""
    rng = stream(seed, "units")
    shares = np.array([given.provinces.get(code, 0.0) for code in country.dimensions["province"].categories])
    shares /= shares.sum()
    many = np.maximum(1, np.rint(shares * given.units * copies(scale))).astype(int)
    province = np.repeat(np.arange(len(shares)), many)
    busy = rng.lognormal(0.0, 0.7, len(province))
    busy *= shares[province] / np.bincount(province, busy)[province]
    officers = np.maximum(2, rng.poisson(given.officers, len(province)))
    missing = _missing(busy, given, period, seed)
    return Units(
        key=rng.permutation(len(province)) + 1, province=province.astype(np.int8), busy=busy,
        first_officer=np.cumsum(officers) - officers + 1, officers=officers,
        wrong=_wrong(busy, given, seed), missing=missing,
        ends={month: np.cumsum(np.where(flags, 0.0, busy)) for month, flags in missing.items()},
    )  # fmt: skip


def _missing(busy: Array, given: Assumptions, period: Period, seed: int) -> dict[tuple[int, int], Array]:
    """Which months each unit misses. The busiest half always reports: its silence would be noticed."""
    quiet = busy < np.median(busy)
    share = min(1.0, given.misses_month * 2)
    return {
        (month.year, month.month): quiet & (stream(seed, "reports", month.year, month.month).random(len(busy)) < share)
        for month in months(period)
    }


def _wrong(busy: Array, given: Assumptions, seed: int) -> dict[str, Array]:
    """Units that do wrong, among the busier half, so that there is something to be found; no unit does two wrongs."""
    rng = stream(seed, "misconduct")
    candidates = rng.permutation(np.flatnonzero(busy >= np.median(busy)))
    flags, used = {}, 0
    for kind in KINDS:
        count = max(1, round(given.misconduct[kind].units * len(busy)))
        flags[kind] = np.isin(np.arange(len(busy)), candidates[used : used + count])
        used += count
    return flags
