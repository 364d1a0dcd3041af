"""Waiting needs more of a cube than one sum: the middle of days waited, and who still waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from .cube import MONTH, Cube

#: Functions whose docstrings readers see.
PUBLISHED = ("still_waiting",)


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


def still_waiting(cube: Cube, months: Sequence[date]) -> dict[date, int]:
    """Requests received by the month's last day that had neither started nor been given up by then.

    Worked out from all that the cube holds up to that day: every request came once and leaves once.
    """
    moves: dict[date, int] = defaultdict(int)
    for figure, sign in (("requests", 1), ("starts", -1), ("gave_up", -1)):
        for (month,), count in cube.figure(figure, (MONTH,)).items():
            moves[month] += sign * count
    return {asked: sum(count for month, count in moves.items() if month <= asked) for asked in months}
