"""Disclosure control: what of the counts may be printed, so that nobody's small group can be worked out.

protected = protect(release("2019-03", cubes, tables), country.disclosure.of("cases"), earlier)
protected.shown()        # {Cell: count, or None for the mark}
attack([*(before.published() for before in earlier), protected.published()], up_to=8).narrow(8)   # []
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from marga.country import Policy

from .attack import Attacked, Interval, Relation, attack, ratio
from .cubes import Cell, Cube
from .hide import CannotProtect, hide
from .history import Protected, versions
from .loss import Loss, loss_of
from .release import DisclosureError, Published, Release, Sum
from .rounding import CannotRound, round_to_base
from .tables import Table, cells_of, release

__all__ = [
    "Attacked",
    "CannotProtect",
    "CannotRound",
    "Cell",
    "Cube",
    "DisclosureError",
    "Interval",
    "Loss",
    "Protected",
    "Published",
    "Relation",
    "Release",
    "Sum",
    "Table",
    "attack",
    "cells_of",
    "hide",
    "loss_of",
    "protect",
    "ratio",
    "release",
    "round_to_base",
]  # fmt: skip


def protect(made: Release, policy: Policy, earlier: Sequence[Protected] = ()) -> Protected:
    """Protect a release as its policy says. `earlier`: all releases of the same counts before, the oldest first.

    Raises CannotProtect or CannotRound if what was printed before leaves no way.
    """
    if policy.method == "hide":
        return hide(made, policy, earlier)
    if policy.method == "round":
        return round_to_base(made, policy, earlier)
    size = len(made.cells)
    nothing = np.zeros(size, dtype=np.bool_)
    bare = np.where(made.printed, made.counts, 0)
    high = np.where(made.printed, made.counts.astype(np.float64), np.inf)
    same = versions(made, nothing, earlier)
    return Protected(made, policy, bare.astype(np.float64), high, nothing, nothing, bare, same, "open", nothing)
