"""Who the people in cases are: some are new, some come back. What is known of their past is exact within the period.

A party that comes back is someone drawn from the parties of an earlier day; so whoever was in more cases comes back
more often. The parties of the whole period take 5 bytes each, persons 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from ..arrow import Array, Missing, Values
from .calendar import EPOCH, day, number
from .cases import Cases, offences
from .draws import bits, exponential, mixed, part, pick, shares, stream
from .plan import Plan

#: Age at the first record, by years from 12: assumed; most are between 18 and 35.
AGES = shares([max(0.0, (age - 11) ** 2.2 * 2.718 ** (-(age - 11) / 5.2)) for age in range(12, 76)])
WOMAN, FOREIGN, MOVED = 1, 2, 4
UNBORN = -(2**31)  # a person whose birth was not drawn yet
SEX_MISSING, AGE_MISSING, CITIZENSHIP_MISSING, MOVED_MISSING = 0.004, 0.012, 0.003, 0.08  # assumed


@dataclass(slots=True)
class Past:
    """What the block's people had behind them: (P,) each. `since` is 0 for nobody seen before."""

    person: Array  # places of persons
    since: Array  # days since the last record
    last_charge: Array  # true for trafficking
    birth: Array  # days since 1970
    traits: Array  # WOMAN, FOREIGN and MOVED, added up


class People:
    """All persons so far. Blocks must come in the order of time."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.start = plan, number(plan.period.start)
        self.persons, self.parties = 0, 0
        self._person_of, self._charge_of = np.zeros(1024, np.int32), np.zeros(1024, bool)  # by party
        self._last_day, self._last_charge = np.zeros(1024, np.int32), np.zeros(1024, bool)  # by person
        self._birth, self._traits = np.zeros(1024, np.int32), np.zeros(1024, np.uint8)  # by person
        self._first_party = np.zeros(plan.period.days + 1, np.int64)  # by day of the period
        given = plan.given
        self._lags = np.stack([exponential(given.half_days[kind] / 0.693) + 1 for kind in ("use", "trafficking")])
        self._back = np.array([round(given.back[kind] * 65536) for kind in ("use", "trafficking")])

    def meet(self, cases: Cases) -> Past:
        """Who the people of this block are, and what they had behind them."""
        rng = stream(self.plan.seed, "people", *cases.block.place)
        days = cases.opened[cases.case]
        self._open_days(cases, days)
        person = self._identify(cases, days, rng)
        order, same = _in_order(person)
        again = np.flatnonzero(same & (days[order][1:] == days[order][:-1])) + 1
        if len(again):  # nobody is met twice on a day
            person[order[again]] = self._new(len(again))
            order, same = _in_order(person)
        self._be_born(cases, person, days, rng)
        past = self._past(cases, person, days, order, same)
        self.parties += len(person)
        return past

    def _open_days(self, cases: Cases, days: Array) -> None:
        """Make room, and note at which party each day of the block begins."""
        count = self.parties + len(days)
        self._person_of, self._charge_of = _room(self._person_of, count), _room(self._charge_of, count)
        self._charge_of[self.parties : count] = cases.charged
        block = cases.block.days - self.start
        self._first_party[block] = self.parties + np.searchsorted(days, cases.block.days)
        self._first_party[block[-1] + 1 :] = count

    def _identify(self, cases: Cases, days: Array, rng: np.random.Generator) -> Array:
        """(P,) the person of each party: someone met before, or someone new."""
        kind = cases.charged.view(np.int8)
        back = np.flatnonzero(bits(rng, len(kind)) < self._back[kind])
        then = days[back] - self.start - pick(self._lags, kind[back], bits(rng, len(back))).astype(np.int64)
        chance, wanted = bits(rng, len(back)), rng.random(len(back), np.float32)
        known = then >= 0
        back, then, chance, wanted = back[known], then[known], chance[known], wanted[known]
        first, behind = self._first_party[then], self._first_party[then + 1]
        met = np.minimum(first + (wanted * (behind - first)).astype(np.int64), behind - 1)
        fits = (behind > first) & (
            (self._charge_of[np.maximum(met, 0)] == cases.charged[back])
            | (chance < round(self.plan.given.other_charge * 65536))
        )
        return self._resolve(back[fits], met[fits], len(kind))

    def _resolve(self, back: Array, met: Array, count: int) -> Array:
        """Follow who was met to a person: known before the block, or a first party within it."""
        root, person = np.arange(count), np.full(count, -1, np.int32)
        earlier = met < self.parties
        person[back[earlier]] = self._person_of[met[earlier]]
        inside, root[back[~earlier]] = back[~earlier], met[~earlier] - self.parties
        while len(inside):
            further = root[root[inside]]
            if np.array_equal(further, root[inside]):
                break
            root[inside] = further
        new = np.flatnonzero((person < 0) & (root == np.arange(count)))
        person[new] = self._new(len(new))
        person[inside] = person[root[inside]]
        return person

    def _new(self, count: int) -> Array:
        """(count,) persons not met before."""
        self.persons += count
        for name in ("_last_day", "_last_charge", "_birth", "_traits"):
            setattr(self, name, _room(getattr(self, name), self.persons))
        self._last_day[self.persons - count : self.persons] = -1
        self._birth[self.persons - count : self.persons] = UNBORN
        return np.arange(self.persons - count, self.persons, dtype=np.int32)

    def _be_born(self, cases: Cases, person: Array, days: Array, rng: np.random.Generator) -> None:
        """Draw what stays with a person who is met for the first time: birth, sex, citizenship, moved for work."""
        fresh = np.flatnonzero(self._birth[person] == UNBORN)[::-1]  # backwards: a person's first record decides
        year, who = self.plan.given.year(cases.block.place[0]), person[fresh]
        age = pick(AGES, 0, bits(rng, len(fresh))).astype(np.int32) + 12
        self._birth[who] = days[fresh] - age * 36525 // 100 - (bits(rng, len(fresh)).astype(np.int32) * 365 >> 16) - 1
        self._traits[who] = traits(mixed(who, self.plan.seed), year.women, year.foreign, self.plan.given.moved_for_work)

    def _past(self, cases: Cases, person: Array, days: Array, order: Array, same: Array) -> Past:
        """Each party's record before this one; then remember each person's last."""
        before, charge = self._last_day[person], self._last_charge[person]
        later = order[1:][same]
        before[later], charge[later] = days[order[:-1][same]], cases.charged[order[:-1][same]]
        last = order[np.append(~same, True)]
        self._last_day[person[last]], self._last_charge[person[last]] = days[last], cases.charged[last]
        self._person_of[self.parties : self.parties + len(person)] = person
        return Past(person, np.where(before >= 0, days - before, 0), charge, self._birth[person], self._traits[person])


def _in_order(person: Array) -> tuple[Array, Array]:
    """(P,) rows by person, then time; and (P-1,) whether a row is of the same person as the one before it."""
    keys = np.sort((person.astype(np.int64) << 32) | np.arange(len(person)))
    same = (keys[1:] >> 32) == (keys[:-1] >> 32)
    return keys & 0xFFFFFFFF, same


def _room(array: Array, count: int) -> Array:
    """The array, or a larger copy when it is shorter than `count`."""
    if count <= len(array):
        return array
    larger = np.zeros(max(count, len(array) * 3 // 2), array.dtype)
    larger[: len(array)] = array
    return larger


def party_rows(plan: Plan, cases: Cases, past: Past, first_party: int) -> dict[str, Values]:
    """The columns of the table `parties`."""
    case, days = cases.case, cases.opened[cases.case]
    unit, offence = cases.unit[case], offences(plan)
    never = past.since == 0
    before = np.where(never, -1, days - past.since)
    return {
        "party": np.arange(len(case)) + first_party + 1, "case": case.astype(np.int64) + cases.block.first_case + 1,
        "person": past.person, "unit": plan.units.key[unit], "officer": cases.officer,
        "province": plan.units.province[unit], "opened": days, "role": cases.role,
        "offence_first": offence[cases.charged_first.view(np.int8)], "offence": offence[cases.charged.view(np.int8)],
        "supply_role": cases.supply_role, **_person_rows(plan, cases, past, days), "arrested": cases.arrested,
        **_firsts(days, before), "days_since_last": Missing(past.since, never),
        "offence_last_time": Missing(offence[past.last_charge.view(np.int8)], never),
    }  # fmt: skip


def _person_rows(plan: Plan, cases: Cases, past: Past, days: Array) -> dict[str, Values]:
    """Sex, age, citizenship and whether moved for work: the person's own, but not always written down."""
    written = stream(plan.seed, "written", *cases.block.place).integers(0, 2**64, len(days), np.uint64)
    return person_columns(plan, "parties", past.traits, (days - past.birth) * 4 // 1461, written)


def traits(own: Array, women: float, foreign: float, moved: float) -> Array:
    """(N,) what stays with a person, from 64 bits of their own (N,) and the shares of women, foreigners, moved."""
    kinds = ((WOMAN, women), (FOREIGN, foreign), (MOVED, moved))
    drawn = [(part(own, place) < round(share * 65536)) * kind for place, (kind, share) in enumerate(kinds)]
    return sum(drawn, np.zeros(len(own), np.uint8)).astype(np.uint8)


def person_columns(plan: Plan, table: str, traits: Array, age: Array, written: Array) -> dict[str, Values]:
    """The four columns about persons: traits (N,), age (N,) years, written (N,) 64 bits that say what is missing."""
    sex = np.array([plan.place(table, "sex", word) for word in ("male", "female")], np.int8)
    citizenship = np.array([plan.place(table, "citizenship", word) for word in ("national", "foreign")], np.int8)
    shares = (SEX_MISSING, AGE_MISSING, CITIZENSHIP_MISSING, MOVED_MISSING)
    missing = [part(written, place) < round(share * 65536) for place, share in enumerate(shares)]
    return {
        "sex": Missing(sex[traits & WOMAN], missing[0]), "age": Missing(age, missing[1]),
        "citizenship": Missing(citizenship[(traits & FOREIGN) // FOREIGN], missing[2]),
        "moved_for_work": Missing((traits & MOVED) > 0, missing[3]),
    }  # fmt: skip


def _firsts(days: Array, before: Array) -> dict[str, Values]:
    """Whether the record before this one was in another month, quarter, year; (N,) each. `before` is -1 for none."""
    if not len(days):
        return {name: np.zeros(0, bool) for name in ("first_in_month", "first_in_quarter", "first_in_year")}
    now = day(int(days[0]))  # a block lies in one month
    starts = {
        "first_in_month": date(now.year, now.month, 1),
        "first_in_quarter": date(now.year, (now.month - 1) // 3 * 3 + 1, 1),
        "first_in_year": date(now.year, 1, 1),
    }  # fmt: skip
    return {name: before < (start - EPOCH).days for name, start in starts.items()}
