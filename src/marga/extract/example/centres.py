"""Centres and services under pseudonyms: where, which kind of care, how many places, and how many people they take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from marga.country import Country

from ..arrow import Array
from ..manifest import Month
from .assumptions import Assumptions
from .calendar import day, months, number
from .draws import stream
from .plan import Plan
from .units import copies

FIRST_KEY = 5_000_000_000  # keys of care begin here, so that no key of one side is a key of the other
RESIDENTIAL, COMMUNITY, AFTERCARE, INPATIENT = range(4)
MODALITIES = ("residential", "community", "aftercare", "inpatient")
#: Official, operational and emergency places against safe ones (3.4 m2 a person, staffed): assumed.
PLACES = {"official": 1.25, "operational": 1.1, "emergency": 0.15}


@dataclass(frozen=True, slots=True)
class Centres:
    """S centres and services, and the D days of the simulation, which begin before the period."""

    key: Array  # (S,)
    province: Array  # (S,)
    modality: Array  # (S,) places in MODALITIES
    safe: Array  # (S,) places
    opens: Array  # (S,) days since 1970
    start: int  # first day of the simulation
    taken: Array  # (S, D) people whom a residential centre takes; 0 for the others, which have no such limit
    asked: Array  # (S, D) requests expected


def make_centres(plan: Plan, start: int, mean_stay: Array) -> Centres:
    """The country's centres. mean_stay (4,) days by modality."""
    care, rng, times = plan.given.care, stream(plan.seed, "centres"), copies(plan.scale)
    province, safe, opens = _residential(plan.country, plan.given, rng)
    provinces = np.arange(len(plan.country.dimensions["province"].categories))
    shares = np.array([plan.given.provinces.get(code, 0.0) for code in plan.country.dimensions["province"].categories])
    places = [province, provinces, rng.choice(provinces, 8, replace=False, p=shares / shares.sum()), provinces[11:14]]
    modality = np.tile(np.repeat(range(4), [len(one) for one in places]), times)
    safe, opens = np.tile(safe, times) * plan.scale / times, np.tile(opens, times)
    where = np.tile(np.concatenate(places), times)
    days = np.arange(start, number(plan.period.end) + 1)
    home = modality == RESIDENTIAL
    taken, asked = np.zeros((len(where), len(days)), np.int64), np.zeros((len(where), len(days)))
    taken[home] = _taken(plan, days, safe, opens, rng)
    wanted = care.asked_over_places * rng.lognormal(-0.02, 0.2, len(safe))  # some have no queue
    asked[home] = taken[home] / mean_stay[RESIDENTIAL] * wanted[:, None]
    for kind in (COMMUNITY, AFTERCARE, INPATIENT):
        here, yearly = modality == kind, care.requests[MODALITIES[kind]] * plan.scale
        busy = shares[where[here]] * rng.lognormal(0.0, 0.3, int(here.sum()))
        asked[here] = (yearly / 365.25 * busy / busy.sum())[:, None]
    needed = np.rint(asked.mean(axis=1) * mean_stay[modality]).astype(np.int64) + 3
    all_safe, all_opens = needed, np.full(len(where), start)
    all_safe[home], all_opens[home] = np.rint(safe), opens
    asked *= _weekly(days)
    return Centres(
        rng.permutation(len(where)) + FIRST_KEY, where.astype(np.int8), modality.astype(np.int8), all_safe, all_opens,
        start, taken, asked,
    )  # fmt: skip


def _residential(country: Country, given: Assumptions, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Province, safe places and opening day of each residential centre at scale 1: known ones, then synthetic ones."""
    codes, care = list(country.dimensions["province"].categories), given.care
    known = [centre for centre in country.centres if centre.places is not None]
    later = np.array([centre.id in care.opens for centre in known])
    province = [codes.index(centre.province) for centre in known]
    grow = np.where(later, 0.5, care.known_grow)  # a new centre has half its planned places at first: assumed
    safe = np.array([centre.places or 0 for centre in known]) * grow
    opens = [number(care.opens.get(centre.id, date(2000, 1, 1))) for centre in known]
    others = rng.choice(len(codes), care.synthetic_centres, replace=False)
    parts = rng.lognormal(0.0, 0.45, care.synthetic_centres)
    rest = max(care.safe_places - safe[~later].sum(), 30 * care.synthetic_centres)
    return (
        np.concatenate([province, others]).astype(np.int64), np.concatenate([safe, rest * parts / parts.sum()]),
        np.concatenate([opens, np.full(care.synthetic_centres, number(date(2000, 1, 1)))]).astype(np.int64),
    )  # fmt: skip


def _taken(plan: Plan, days: Array, safe: Array, opens: Array, rng: np.random.Generator) -> Array:
    """(S, D) people whom each residential centre takes on each day: far beyond what is safe in 2019."""
    points = plan.given.care.residential
    people = np.interp(days, [number(one) for one in points], list(points.values())) * plan.scale
    weight = safe * rng.lognormal(0.0, 0.25, len(safe))
    here = np.where(days >= opens[:, None], weight[:, None], 0.0)
    ends = np.cumsum(here / here.sum(axis=0) * people, axis=0)
    return np.diff(np.rint(ends).astype(np.int64), axis=0, prepend=0)


def _weekly(days: Array) -> Array:
    """(D,) factors around 1: few ask on Sundays. 1970-01-01 was a Thursday."""
    drawn: Array = np.array([1.16, 1.14, 1.12, 1.10, 1.08, 0.90, 0.50])[(days + 3) % 7]
    return drawn


def missing_reports(plan: Plan, centres: Centres) -> list[tuple[date, Array]]:
    """Each month of the period, and which centres (S,) sent no census in it: small services only."""
    small = (centres.modality != RESIDENTIAL) & (centres.safe <= np.median(centres.safe))
    share = plan.given.misses_month * 2
    return [
        (month, small & (stream(plan.seed, "census", month.year, month.month).random(len(small)) < share))
        for month in months(plan.period)
    ]


def coverage(plan: Plan, centres: Centres) -> list[Month]:
    """Who was to report and did not, by month."""
    return [
        Month(month, int((centres.opens <= number(_end(month))).sum()), tuple(sorted(centres.key[flags].tolist())))
        for month, flags in missing_reports(plan, centres)
    ]


def _end(month: date) -> date:
    return day(number(date(month.year + month.month // 12, month.month % 12 + 1, 1)) - 1)
