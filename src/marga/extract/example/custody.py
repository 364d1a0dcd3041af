"""Custody: arrest, arrival, first record, end and how. The clock runs from arrival (48 hours, CPC article 96)."""

from __future__ import annotations

from functools import cache

import numpy as np

from ..arrow import Array, Missing, Values
from ..schema import CUSTODY_ENDS
from .calendar import number
from .cases import Cases
from .draws import bits, exponential, happens, lognormal, pick, shares, stream
from .plan import MILLION, Plan

DAY = 86_400  # seconds
#: How custody ends, in the order of the schema, by last charge (use, trafficking): assumed.
ENDS = shares((0.48, 0.17, 0.30, 0.05), (0.07, 0.86, 0.01, 0.06))
#: Arrivals by hour of the country's day, from midnight: assumed, most in the evening.
HOURS = shares((5, 4, 2, 1, 1, 2, 3, 5, 7, 8, 9, 8, 7, 8, 9, 10, 11, 12, 13, 14, 15, 14, 11, 8))
RELEASED, COURT = CUSTODY_ENDS.index("released"), CUSTODY_ENDS.index("court")
OVERRUN = 0.02  # beyond 48 hours, with or without a written extension: assumed


@cache
def _held() -> Array:
    """(4, 65536) seconds in custody by how it ends: medians 8, 40, 20 and 12 hours; assumed."""
    released, diverted = lognormal(8 * 3600, 0.7, 47 * 3600), lognormal(20 * 3600, 0.35, 47.5 * 3600)
    return np.stack([released, lognormal(40 * 3600, 0.1, 47.8 * 3600), diverted, lognormal(12 * 3600, 0.5, 47 * 3600)])


@cache
def _travel() -> Array:
    """(65536,) seconds from arrest to arrival: median 40 minutes; assumed."""
    return lognormal(2400, 0.7, 8 * 3600)


@cache
def _gap() -> Array:
    """(65536,) seconds from arrival to the first record: median 20 minutes; assumed."""
    return lognormal(1200, 0.8, 4 * 3600)


@cache
def _over() -> Array:
    """(65536,) seconds more for those who are held too long: 8 to 31 hours; assumed."""
    return (np.minimum(exponential(10 * 3600), 23 * 3600) + 8 * 3600).astype(np.int64)


def custody_rows(plan: Plan, cases: Cases, first_party: int, first_custody: int) -> dict[str, Values]:
    """The columns of the table `custodies`: one stay for each person who was arrested."""
    rng = stream(plan.seed, "custody", *cases.block.place)
    party = np.flatnonzero(cases.arrested)
    case = cases.case[party]
    midnight = cases.opened[case].astype(np.int64) * DAY - plan.utc_offset
    late = plan.units.wrong["late_records"][cases.unit[case]]
    late &= happens(rng, len(case), plan.given.misconduct["late_records"].rows)
    arrested, arrived, recorded = _begin(midnight, late, rng)
    ended, how = _end(cases, party, midnight, arrived, rng)
    running = ended >= (number(plan.period.end) + 1) * DAY - plan.utc_offset
    unit = cases.unit[case]
    return {
        "custody": np.arange(len(party)) + first_custody + 1, "party": party + first_party + 1,
        "unit": plan.units.key[unit], "province": plan.units.province[unit], "day": cases.opened[case],
        "arrested": arrested * MILLION, "arrived": arrived * MILLION, "recorded": recorded * MILLION,
        "ended": Missing(ended * MILLION, running), "how": Missing(how, running),
    }  # fmt: skip


def _begin(midnight: Array, late: Array, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Arrest, arrival and first record, seconds since 1970 in UTC. The record is of the day the case was opened.

    A unit that is late brings people in up to 10 hours after the arrest, and writes 3 to 14 hours after that.
    """
    rows = len(midnight)
    of_day = pick(HOURS, 0, bits(rng, rows)).astype(np.int64) * 3600 + (bits(rng, rows).astype(np.int64) * 3600 >> 16)
    travel, gap = _travel()[bits(rng, rows)], _gap()[bits(rng, rows)]
    slow = bits(rng, rows).astype(np.int64)
    travel = np.where(late, 3600 + (slow * 9 * 3600 >> 16), travel).astype(np.int64)
    gap = np.where(late, 3 * 3600 + (slow * 11 * 3600 >> 16), gap).astype(np.int64)
    of_day = np.where(late, of_day // 3, of_day)  # early enough for the record to be of the same day
    recorded = np.minimum(of_day + gap, DAY - 1)
    return midnight + of_day - travel, midnight + of_day, midnight + recorded


def _end(cases: Cases, party: Array, midnight: Array, arrived: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """End (seconds since 1970 in UTC) and how it ended; (N,) each."""
    case, rows = cases.case[party], len(party)
    how = pick(ENDS, cases.charged[party].view(np.int8), bits(rng, rows))
    how = np.where((how == COURT) & ~cases.court_file[case], RELEASED, how).astype(np.int8)
    held = pick(_held(), how, bits(rng, rows)).astype(np.int64)
    over = (how == COURT) & happens(rng, rows, OVERRUN)
    held += np.where(over, _over()[bits(rng, rows)], 0)
    by_night = cases.by_night[case]  # out the night after, between 22 and 4 o'clock
    night = midnight + 22 * 3600 + (bits(rng, rows).astype(np.int64) * 6 * 3600 >> 16)
    night += np.where(night <= arrived, DAY, 0)
    return np.where(by_night, night, arrived + held), np.where(by_night, RELEASED, how).astype(np.int8)
