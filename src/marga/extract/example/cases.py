"""Cases and the people in them, but for who they are: unit, day, charges, parts, how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ..arrow import Array, Values
from ..schema import OPERATIONS, ROLES, SUPPLY_ROLES
from .assumptions import Year
from .calendar import Block
from .draws import bits, even_bits, geometric, happens, pick, shares, stream
from .plan import Plan

#: Of people in a trafficking case after the first, those who are charged with use in the end: assumed.
USERS_AMONG = 0.12
#: How cases come about, by offence (use, trafficking): assumed; 510 warrants were printed for 2020.
HOW = shares((0.36, 0.26, 0.10, 0.02, 0.26), (0.16, 0.34, 0.16, 0.08, 0.26))
#: Parts in supply, by last charge (use, trafficking): assumed; few organisers, as printed for 2019.
SUPPLY = shares((0.0, 0.02, 0.01, 0.97), (0.02, 0.55, 0.25, 0.18))
COURT_FILE = (0.45, 0.92)  # by offence: assumed
ARRESTED = (0.88, 0.97)  # by last charge: assumed
MOVED = 0.015  # first charges that an honest unit changes, either way: assumed


@dataclass(slots=True)
class Cases:
    """C cases of a block and the P people in them, in the order of time. Flags: (C,) or (P,) true for trafficking."""

    block: Block
    unit: Array  # (C,) places among the units
    opened: Array  # (C,) days since 1970
    trafficking: Array  # (C,)
    operation: Array  # (C,)
    court_file: Array  # (C,)
    by_night: Array  # (C,) released at night by a unit that does so
    case: Array  # (P,) places among the C cases
    officer: Array  # (P,) keys
    charged: Array  # (P,) last charge
    charged_first: Array  # (P,)
    supply_role: Array  # (P,)
    role: Array  # (P,)
    arrested: Array  # (P,)

    @property
    def people(self) -> int:
        return len(self.case)


def draw_cases(plan: Plan, block: Block) -> Cases:
    """The block's cases: the same whenever and wherever it is drawn."""
    year, rng = plan.given.year(block.place[0]), stream(plan.seed, "cases", *block.place)
    opened = np.repeat(block.days, block.cases)
    count = len(opened)
    ends = plan.units.ends[block.place[:2]]
    unit = np.minimum(np.searchsorted(ends, rng.random(count) * ends[-1], side="right"), len(ends) - 1)
    trafficking = even_bits(rng, count) < round(year.trafficking_cases * 65536)
    kind = trafficking.view(np.int8)
    others = pick(_others(year), kind, even_bits(rng, count))
    by_night = plan.units.wrong["night_releases"][unit] & happens(
        rng, count, plan.given.misconduct["night_releases"].rows
    )
    court_file = (bits(rng, count) < _share(COURT_FILE)[kind]) & ~by_night
    case = np.repeat(np.arange(count, dtype=np.int32), others + 1)
    officer = _officers(plan, unit, rng)[case]
    first = np.ones(len(case), bool)
    first[1:] = case[1:] != case[:-1]
    charged = trafficking[case] & (first | ~happens(rng, len(case), USERS_AMONG))
    part = charged.view(np.int8)
    return Cases(
        block=block, unit=unit, opened=opened, trafficking=trafficking, operation=pick(HOW, kind, bits(rng, count)),
        court_file=court_file, by_night=by_night, case=case, officer=officer, charged=charged,
        charged_first=_first_charge(plan, charged, unit[case], rng),
        supply_role=pick(SUPPLY, part, bits(rng, len(case))),
        role=np.where(charged | happens(rng, len(case), 0.15), ROLES.index("suspect"), ROLES.index("found_using")),
        arrested=bits(rng, len(case)) < _share(ARRESTED)[part],
    )  # fmt: skip


def _share(by_kind: tuple[float, ...]) -> Array:
    return np.array([round(share * 65536) for share in by_kind])


@cache
def _table(use: float, trafficking: float) -> Array:
    return np.stack([geometric(use), geometric(trafficking)])


def _others(year: Year) -> Array:
    """(2, 65536) people besides the first, by offence: so many that the year's people come out by last charge."""
    people, cases = year.people, year.cases
    trafficking, use = cases * year.trafficking_cases, cases * (1 - year.trafficking_cases)
    others = (people * year.trafficking_people - trafficking) / (1 - USERS_AMONG)
    users = people * (1 - year.trafficking_people) - others * USERS_AMONG
    return _table(max(users / use - 1, 0.01), max(others / trafficking, 0.01))


def _officers(plan: Plan, unit: Array, rng: np.random.Generator) -> Array:
    """(C,) keys of the officers who made the first charge."""
    many = plan.units.officers[unit]
    first: Array = plan.units.first_officer[unit]
    drawn: Array = first + (bits(rng, len(unit)) * many >> 16)
    return drawn


def _first_charge(plan: Plan, charged: Array, unit: Array, rng: np.random.Generator) -> Array:
    """(P,) the first charge: mostly the last one; in some units too high, to be lowered later."""
    lowered = plan.units.wrong["charges_lowered"][unit] & ~charged
    changed = happens(rng, len(charged), MOVED)
    changed |= lowered & happens(rng, len(charged), plan.given.misconduct["charges_lowered"].rows)
    return charged ^ changed


def case_rows(plan: Plan, cases: Cases) -> dict[str, Values]:
    """The columns of the table `cases`."""
    return {
        "case": np.arange(len(cases.unit)) + cases.block.first_case + 1, "unit": plan.units.key[cases.unit],
        "province": plan.units.province[cases.unit], "opened": cases.opened, "operation": cases.operation,
        "offence": offences(plan)[cases.trafficking.view(np.int8)], "court_file": cases.court_file,
    }  # fmt: skip


def offences(plan: Plan) -> Array:
    """(2,) places of use and trafficking among the codes."""
    return np.array([plan.place("cases", "offence", word) for word in ("use", "trafficking")], np.int8)


assert (len(OPERATIONS), len(SUPPLY_ROLES)) == (5, 4)
