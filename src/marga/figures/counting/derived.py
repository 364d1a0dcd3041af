"""Figures worked out from counted ones: averages, shares, medians, first times. Each says what it stands on, so that
one that stands on a hidden count can be held back with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from inspect import getdoc
from typing import Any

from marga.country import Period
from marga.figures.poisson import RateRatio, rate_ratio

from .cube import MONTH, Cube

Group = tuple[Any, ...]
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure that is a relation of counted ones. `stands_on` names them; `of` works it out for a period."""

    name: str
    unit: str
    stands_on: tuple[str, ...]
    of: Callable[[Cube, Period], Mapping[Group, Decimal]]

    @property
    def meaning(self) -> str:
        """What it says, and what it does not."""
        return getdoc(self.of) or ""


DERIVED: dict[str, Derived] = {}


def derived(unit: str, *stands_on: str) -> Callable[[Any], Any]:
    """Enter a function into the list of derived figures under its own name."""

    def enter(of: Callable[[Cube, Period], Mapping[Group, Decimal]]) -> Any:
        DERIVED[of.__name__] = Derived(of.__name__, unit, stands_on, of)
        return of

    return enter


def _ratio(part: Mapping[Group, Any], whole: Mapping[Group, Any]) -> dict[Group, Decimal]:
    """Part over whole for each group of the whole that is not empty."""
    return {group: Decimal(part.get(group, 0)) / Decimal(count) for group, count in whole.items() if count}


@derived("case a day", "cases")
def cases_a_day(cube: Cube, period: Period) -> Mapping[Group, Decimal]:
    """Cases over the days of the period, both ends counted, by offence and altogether (the empty group)."""
    by_offence = cube.figure("cases", ("offence",), period)
    counts = {(): sum(by_offence.values()), **by_offence}
    return {group: Decimal(count) / period.days for group, count in counts.items()}


def change_a_day(cube: Cube, name: str, before: Period, now: Period) -> RateRatio | None:
    """A count of events a day in one period over the same in an earlier one, with its exact 95 % interval.

    None where nothing was counted in either.
    """
    first, second = (cube.figure(name, period=period)[()] for period in (before, now))
    if not first and not second:
        return None
    return rate_ratio(float(first), before.days, float(second), now.days)


@derived("g a person in a case", "grams_seized", "parties")
def grams_per_accused(cube: Cube, period: Period) -> Mapping[Group, Decimal]:
    """Grams seized over the people in the cases, by offence. Not what one person carried."""
    return _ratio(cube.figure("grams_seized", ("offence",), period), cube.figure("parties", ("offence",), period))


@derived("share", "parties")
def share_by_part_in_supply(cube: Cube, period: Period) -> Mapping[Group, Decimal]:
    """Organisers, sellers, carriers and users as shares of the people in cases."""
    counts = cube.figure("parties", ("supply_role",), period)
    return _ratio(counts, dict.fromkeys(counts, sum(counts.values())))


@derived("share", "seen_within_a_year", "parties")
def share_seen_again(cube: Cube, period: Period) -> Mapping[Group, Decimal]:
    """People in cases who had been in another one within the 365 days before, as a share of all, by present offence.

    Records begin somewhere: in their first year fewer can have been seen before.
    """
    return _ratio(cube.figure("seen_within_a_year", ("offence",), period), cube.figure("parties", ("offence",), period))


@derived("share", "starts_within_21_days", "starts")
def share_within_21_days(cube: Cube, period: Period) -> Mapping[Group, Decimal]:
    """Of the requests whose treatment started in the period, the share that began within 21 days, by route."""
    return _ratio(cube.figure("starts_within_21_days", ("route",), period), cube.figure("starts", ("route",), period))


@derived("day", "starts")
def median_wait(cube: Cube, period: Period) -> Mapping[Group, Decimal]:
    """Days waited by those whose treatment started in the period: the middle one, by route and for all.

    The lower of the two middle ones where their number is even. Those still waiting are not in it: see `still_waiting`.
    """
    by_route: dict[Group, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (route, waited), count in cube.waits(period).items():
        by_route[(route,)][waited] += count
        by_route[()][waited] += count
    return {group: Decimal(middle(counts)) for group, counts in by_route.items()}


def middle(counts: Mapping[int, int]) -> int:
    """The lower median of values given with how often each came. Raises ValueError where there are none."""
    half = (sum(counts.values()) + 1) // 2
    for value in sorted(counts):
        half -= counts[value]
        if half <= 0:
            return value
    raise ValueError("there is no middle of nothing")


@derived("request", "requests", "starts", "gave_up")
def still_waiting(cube: Cube, period: Period) -> Mapping[Group, Decimal]:
    """Requests received by the period's last day that had neither started nor been given up by then, by route.

    Worked out from all that the cube holds up to that day: every request came once and leaves once.
    """
    until = Period(date(1, 1, 1), period.end)
    came = cube.figure("requests", ("route",), until)
    left = (cube.figure(name, ("route",), until) for name in ("starts", "gave_up"))
    waiting = {group: Decimal(count) for group, count in came.items()}
    for leaving in left:
        for group, count in leaving.items():
            waiting[group] = waiting.get(group, ZERO) - count
    return waiting


@derived("share", "person_days", "safe_place_days")
def occupancy_of_safe(cube: Cube, period: Period) -> Mapping[Group, Decimal]:
    """People present over safe places, both added up over centres and days, by kind of care: 1 is full."""
    return _ratio(
        cube.figure("person_days", ("modality",), period), cube.figure("safe_place_days", ("modality",), period)
    )


@derived("share", "returned_within_six_months", "admissions")
def share_returned(cube: Cube, period: Period) -> Mapping[Group, Decimal]:
    """Of the episodes begun in the period, the share that began within 182 days after the client's last one ended."""
    returned = cube.figure("returned_within_six_months", ("modality",), period)
    return _ratio(returned, cube.figure("admissions", ("modality",), period))


def first_seen(cube: Cube, split: str, period: Period) -> list[Any]:
    """Drugs, forms or ways of hiding (`split` of seizures) first seized in the period, in all that the cube holds."""
    first: dict[Any, date] = {}
    for (month, value), count in cube.figure("seizures", (MONTH, split)).items():
        if count and value is not None:
            first[value] = min(first.get(value, month), month)
    return sorted(value for value, month in first.items() if period.start <= month <= period.end)
