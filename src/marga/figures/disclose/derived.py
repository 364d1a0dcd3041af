"""Means, medians, rates, shares, ratios and changes: which may stand beside hidden counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .attack import Relation, attack
from .history import Protected
from .release import Key, Published


@dataclass(frozen=True, slots=True, eq=False)
class Derived:
    """A number worked out from counts.

    figure  what it is called
    cells   keys of every count it is computed from or about: of a mean or median the count of the group, of a rate its
            numerator, of a share or ratio both, of a change the counts of both periods
    says    what the number, as printed with its rounding, says of counts; empty if nothing
    """

    figure: str
    cells: tuple[Key, ...]
    says: tuple[Relation, ...] = ()


def ratio(part: Key, whole: Key, value: float, half: float) -> tuple[Relation, Relation]:
    """What "part / whole is `value`", printed to plus or minus `half`, says of the two counts."""
    return (
        Relation({part: 1.0, whole: -(value - half)}, 0.0, np.inf),
        Relation({part: 1.0, whole: -(value + half)}, -np.inf, 0.0),
    )


def may_show(derived: Derived, hidden: Protected, earlier: Sequence[Protected] = ()) -> bool:
    """Whether a derived number gives nothing away: see `withheld`."""
    return not withheld([derived], hidden, earlier)


def withheld(derived: Iterable[Derived], hidden: Protected, earlier: Sequence[Protected] = ()) -> dict[str, str]:
    """figure -> why it must not be printed, for those that must not.

    A number is withheld if any count it comes from is hidden, or printed nowhere, in its last release; and if what it
    says, with the ones allowed before it and everything printed, narrows a hidden count that had its room.
    """
    open_: set[Key] = set()
    for made in (*earlier, hidden):
        bare = made.release.printed & (made.low == made.high)
        for cell, is_open in zip(made.release.cells, bare, strict=True):
            (open_.add if is_open else open_.discard)(cell)
    released = [made.published() for made in (*earlier, hidden)]
    up_to = hidden.policy.up_to
    why: dict[str, str] = {}
    said: list[Relation] = []
    known: int | None = None
    for one in derived:
        if closed := [cell for cell in one.cells if cell not in open_]:
            why[one.figure] = f"{closed[0]} is not printed"
        elif one.says:
            known = _narrowed(released, (), up_to) if known is None else known
            if _narrowed(released, (*said, *one.says), up_to) > known:
                why[one.figure] = "it would narrow a hidden count"
            else:
                said += one.says
    return why


def _narrowed(released: Sequence[Published], said: Sequence[Relation], up_to: int) -> int:
    return len(attack(released, up_to=up_to, relations=said).narrow(up_to))
