"""Waiting needs more of a cube than one sum: the middle of days waited, and who still waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from marga.country import Period

from .cube import Cube

#: Functions whose docstrings readers see.
PUBLISHED = ("still_waiting",)
Group = tuple[Any, ...]


def middle(counts: Mapping[int, int], share: tuple[int, int] = (1, 2)) -> int:
    """The lower median of values given with how often each came; of another share, the value that so many are at most.

    Raises ValueError where there are none.
    """
    left = -(-sum(counts.values()) * share[0] // share[1])
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0:
            return value
    raise ValueError("there is no middle of nothing")


def still_waiting(cube: Cube, period: Period) -> dict[Group, int]:
    """Requests received by the period's last day that had neither started nor been given up by then, by route.

    Worked out from all that the cube holds up to that day: every request came once and leaves once.
    """
    until = Period(date(1, 1, 1), period.end)
    came = cube.figure("requests", ("route",), until)
    left = (cube.figure(name, ("route",), until) for name in ("starts", "gave_up"))
    waiting = dict(came)
    for leaving in left:
        for group, count in leaving.items():
            waiting[group] = waiting.get(group, 0) - count
    return waiting
