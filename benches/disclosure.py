"""A bulletin's release of some 11,000 counts is protected in under 30 seconds: ./bench disclosure

Prints the cells, how many are hidden for being small and how many to protect those, what share of all that is counted
is lost to it, the least interval that the attack leaves, and the seconds. Counts are made from a seed, skewed as in the
example country: the capital has half, most provinces a few a month.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np

from marga.country import load
from marga.figures.disclose import (
    Attacked,
    Cube,
    Protected,
    Release,
    Table,
    attack,
    hide,
    loss_of,
    release,
    round_to_base,
)

T = TypeVar("T")
LIMIT_SECONDS = 30.0
MONTHS = [f"2019-{month:02d}" for month in range(1, 13)]
AGES = ("0-14", "15-17", "18-24", "25-34", "35-44", "45-54", "55+")
DRUGS = ("ice", "tablets", "heroin", "cannabis", "ecstasy", "ketamine", "cocaine", "other")
ROUTES = ("self", "family", "community", "arrest", "court", "emergency")


def main() -> int:
    made = bulletin()
    policy = load().disclosure.default
    print(f"{int(made.printed.sum())} printed cells, {len(made.sums)} sums")
    fine = True
    for room in ("all", "small"):
        protected, spent = timed(partial(hide, made, replace(policy, room=room)))
        attacked, checked = timed(partial(attack, [protected.published()], up_to=policy.up_to))
        fine &= said(room, protected, attacked, policy.up_to)
        print(f"  protect {spent[0]:6.1f} s of the processor, {spent[1]:6.1f} s on the clock;"
              f" limit {LIMIT_SECONDS:.0f} s; attack alone {checked[0]:.1f} s")  # fmt: skip
        fine &= spent[0] < LIMIT_SECONDS
    rounded, spent = timed(lambda: round_to_base(made, policy))
    lost = loss_of(rounded)
    print(f"{rounded.method}: deviation {lost.deviation_mean:.2f} on average, {lost.deviation_max} at most")
    print(f"  round   {spent[0]:6.1f} s of the processor, {spent[1]:6.1f} s on the clock")
    return 0 if fine else 1


def said(room: str, protected: Protected, attacked: Attacked, up_to: int) -> bool:
    """Print what was hidden and what the attack found; whether it found nothing."""
    lost = loss_of(protected)
    small = {cell for cell, hide in zip(protected.release.cells, protected.small, strict=True) if hide}
    narrow = [cell for cell, _ in attacked.narrow(up_to) if room == "all" or cell in small]
    width = attacked.least_width()
    print(f"room = {room}: {protected.method}")
    print(f"  hidden: {lost.small_cells} small cells with {lost.small_count} counted, {lost.more_cells} more "
          f"({lost.more_percent:.1f} %) with {lost.more_count} counted "
          f"({lost.more_count_percent:.1f} % of all)")  # fmt: skip
    print(f"  attack: {len(attacked.intervals)} hidden counts, {len(narrow)} narrowed, least width {width:.0f}")
    return not narrow and width >= up_to - 1e-6


def timed(work: Callable[[], T]) -> tuple[T, tuple[float, float]]:
    """The result, and the seconds of the process and of the clock."""
    wall, process = perf_counter(), process_time()
    result = work()
    return result, (process_time() - process, perf_counter() - wall)


def bulletin(seed: int = 11) -> Release:
    """The release of one year: cases, arrests and people in cases, seizures, requests."""
    provinces = tuple(load().dimensions["province"].categories)
    random = np.random.default_rng(seed)
    weights = random.pareto(1.2, len(provinces)) + 0.15
    weights[provinces.index("KH-12")] = weights.sum()
    where = {"province": provinces, "offence": ("trafficking", "use"), "sex": ("female", "male")}
    who = {"age": AGES, "sex": ("female", "male"), "citizenship": ("national", "foreign")}
    ages = np.array([0.002, 0.04, 0.3, 0.38, 0.18, 0.07, 0.028])
    cases = {"province": provinces, "offence": ("trafficking", "use")}
    cubes = [
        cube(random, "cases", cases, 9000, [weights, [0.55, 0.45]]),
        cube(random, "arrests", where, 19000, [weights, [0.5, 0.5], [0.09, 0.91]]),
        cube(random, "persons", who, 18500, [ages, [0.09, 0.91], [0.96, 0.04]]),
        cube(random, "seizures", {"province": provinces, "drug": DRUGS}, 9500,
             [weights, [0.6, 0.2, 0.02, 0.1, 0.03, 0.03, 0.01, 0.01]]),
        cube(random, "requests", {"route": ROUTES, "province": provinces}, 12000,
             [[0.2, 0.3, 0.1, 0.3, 0.08, 0.02], weights]),
    ]  # fmt: skip
    all_times = ("month", "quarter", "year")
    return release("2019", cubes, [
        Table("cases", ("province", "offence"), all_times),
        Table("arrests", ("province", "offence"), all_times),
        Table("arrests", ("province", "offence", "sex"), ("quarter", "year")),
        Table("persons", ("age", "sex"), all_times), Table("persons", ("age", "sex", "citizenship"), ("year",)),
        Table("seizures", ("province", "drug"), all_times),
        Table("requests", ("route", "province"), all_times),
    ])  # fmt: skip


def cube(random: np.random.Generator, measure: str, dimensions: dict[str, tuple[str, ...]], total: int,
         shares: list[object]) -> Cube:  # fmt: skip
    """Poisson counts around a product of shares, with some interaction."""
    mean = np.ones(len(MONTHS)) / len(MONTHS)
    for share in shares:
        mean = np.multiply.outer(mean, np.asarray(share) / np.sum(share))
    mean = mean * random.lognormal(0.0, 0.35, mean.shape)
    counts = random.poisson(total * mean / mean.sum())
    rows = np.argwhere(counts > 0)
    return Cube(measure, dimensions, [MONTHS[row] for row in rows[:, 0]], rows[:, 1:], counts[counts > 0])


if __name__ == "__main__":
    sys.exit(main())
