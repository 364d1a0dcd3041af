"""What was seized: many small weights from the street, and a few large ones up to each drug's printed weight."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ..arrow import Array, Missing, Values
from ..schema import CONCEALMENTS, FORMS
from .calendar import number
from .cases import Cases, offences
from .draws import bits, even_bits, happens, lognormal, pick, shares, stream
from .plan import MILLION, Plan

#: Exhibits in a case, 0 to 3, by offence (use, trafficking): assumed.
HOW_MANY = shares((0.45, 0.50, 0.05, 0.0), (0.08, 0.50, 0.28, 0.14))
#: Ways of hiding, in the order of the schema, by offence: assumed.
HIDDEN = shares((0.62, 0.08, 0.10, 0.0, 0.18, 0.0, 0.02), (0.34, 0.14, 0.20, 0.04, 0.20, 0.05, 0.03))
HIDDEN_LARGE = shares((0.02, 0.14, 0.30, 0.12, 0.22, 0.18, 0.02))
#: A drug's form and how heavy its street weights are against those of ice: assumed.
SHAPES = {
    "ice": ("crystal", 1.0), "tablets": ("tablet", 1.3), "ecstasy": ("tablet", 1.5), "ketamine": ("powder", 1.5),
    "heroin": ("powder", 0.6), "cocaine": ("powder", 0.6), "cannabis": ("plant", 6.0), "sedatives": ("tablet", 0.8),
}  # fmt: skip
SECOND_MISSING = 0.05  # small exhibits that were not weighed again: assumed
BELOW = 0.75  # of a threshold: from here on a keeper who cheats writes a weight above it


@cache
def _street() -> Array:
    """(2, 65536) milligrams of one exhibit, by offence: medians 0.25 and 1.2 g, assumed; the smallest is 0.01 g."""
    return np.stack([np.maximum(lognormal(250, 0.9), 10), np.maximum(lognormal(1200, 1.5), 10)])


@dataclass(slots=True)
class Exhibits:
    """E exhibits of a block, (E,) each: places of case and drug (in `plan.given.drugs`), milligrams, large or not."""

    case: Array
    drug: Array
    milligrams: Array
    large: Array


def draw_exhibits(plan: Plan, cases: Cases) -> Exhibits:
    """The block's exhibits, their true weights included."""
    rng = stream(plan.seed, "exhibits", *cases.block.place)
    kind = cases.trafficking.view(np.int8)
    case = np.repeat(np.arange(len(kind)), pick(HOW_MANY, kind, even_bits(rng, len(kind))))
    drug = pick(_drugs(plan, cases), 0, bits(rng, len(case)))
    heavier = np.array([SHAPES.get(name, ("other", 1.0))[1] for name in plan.given.drugs])[drug]
    street = pick(_street(), kind[case], bits(rng, len(case))) * heavier
    jitter = 1 + (bits(rng, len(case)).astype(np.float64) - 32768) / 655360  # 5 % either way
    found = Exhibits(case, drug, np.rint(street * jitter).astype(np.int64), np.zeros(len(case), bool))
    _make_large(plan, cases, found, rng)
    return found


def _drugs(plan: Plan, cases: Cases) -> Array:
    """(1, 65536) drugs by their shares, those that are not seen yet left out."""
    given, last = plan.given, int(cases.block.days[-1])
    begun = [name not in given.first_seen or number(given.first_seen[name]) <= last for name in given.drugs]
    return shares([share * known for share, known in zip(given.drugs.values(), begun, strict=True)])


def _make_large(plan: Plan, cases: Cases, found: Exhibits, rng: np.random.Generator) -> None:
    """Make some exhibits of trafficking cases large, so that each drug comes to its weight of the year."""
    year, share = plan.given.year(cases.block.place[0]), cases.block.share
    names, spread = list(plan.given.drugs), sum(kg**0.5 for kg in year.kilograms.values())
    candidates = rng.permutation(np.flatnonzero(cases.trafficking[found.case]))
    street = np.bincount(found.drug, found.milligrams, len(names))
    used = 0
    for name, kilograms in year.kilograms.items():
        drug, lasting = names.index(name), kilograms * plan.scale * share * MILLION
        count = max(1, round(year.major * plan.scale * share * kilograms**0.5 / spread))
        chosen = candidates[used : used + count]
        used += len(chosen)
        if not len(chosen) or lasting <= street[drug]:
            continue
        parts = rng.gamma(0.7, 1.0, len(chosen)) + 0.02
        found.drug[chosen], found.large[chosen] = drug, True
        found.milligrams[chosen] = np.rint((lasting - street[drug]) * parts / parts.sum())


def exhibit_rows(plan: Plan, cases: Cases, found: Exhibits, first_exhibit: int) -> dict[str, Values]:
    """The columns of the table `exhibits`, with what was written of the weights."""
    rng = stream(plan.seed, "weights", *cases.block.place)
    unit, rows = cases.unit[found.case], len(found.case)
    codes = np.array([plan.place("exhibits", "drug", name) for name in plan.given.drugs], np.int8)
    forms = np.array([FORMS.index(SHAPES.get(name, ("other", 1.0))[0]) for name in plan.given.drugs], np.int8)
    trafficking = cases.trafficking[found.case].view(np.int8)
    hidden = pick(HIDDEN, trafficking, bits(rng, rows))
    hidden[found.large] = pick(HIDDEN_LARGE, 0, bits(rng, int(found.large.sum())))
    first, second, missing = _weighed(plan, found, unit, rng)
    return {
        "exhibit": np.arange(rows) + first_exhibit + 1, "case": found.case + cases.block.first_case + 1,
        "unit": plan.units.key[unit], "province": plan.units.province[unit], "seized": cases.opened[found.case],
        "offence": offences(plan)[trafficking], "drug": codes[found.drug], "form": forms[found.drug],
        "concealment": hidden, "first_grams": first, "second_grams": Missing(second, missing),
    }  # fmt: skip


def _weighed(plan: Plan, found: Exhibits, unit: Array, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """First and second weight in milligrams (E,), and where the second is missing.

    Honest: the first is true to 0.01 g, the second true but for drying of up to 1 %. In some units a weight just
    below a threshold of the law is first written just above it; the second, blind, is true.
    """
    rows, true = len(found.case), found.milligrams
    first = np.maximum(true + (bits(rng, rows).astype(np.int64) % 21) - 10, 1)
    second = np.maximum(true - np.where(found.large, 0, true * bits(rng, rows).astype(np.int64) // 6553600), 1)
    pushed = plan.units.wrong["weights_above_thresholds"][unit] & ~found.large
    pushed &= happens(rng, rows, plan.given.misconduct["weights_above_thresholds"].rows)
    over = 1 + bits(rng, rows).astype(np.float64) / (65536 * 25)  # up to 4 % above
    for threshold in plan.given.thresholds:
        limit = threshold * 1000
        near = pushed & (true >= BELOW * limit) & (true < limit)
        first = np.where(near, np.rint(limit * over).astype(np.int64) + 10, first)
    return first, second, happens(rng, rows, SECOND_MISSING) & ~found.large


assert (len(CONCEALMENTS), len(FORMS)) == (7, 6)
