"""Hiding: which counts not to print, so that no small one can be worked out from the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from marga.country import Policy

from .attack import Attacked, attack
from .exact import least_loss
from .history import Problem, Protected, problem, versions
from .opening import clean
from .reach import impossible
from .release import Bools, DisclosureError, Floats, Ints, Release, blocks
from .shifts import Shifts, widen

#: Blocks up to this many cells are solved to the least loss; larger ones by linear programs with cleaning.
EXACT_CELLS = 60
#: Times that what the attack still finds is repaired, before giving up.
REPAIRS = 5


class CannotProtect(DisclosureError):
    """No choice of hidden cells keeps these safe, because of what was printed before. `cells` are their keys."""

    def __init__(self, release: str, cells: Sequence[object]) -> None:
        self.cells = tuple(cells)
        named = ", ".join(str(cell) for cell in self.cells[:3])
        super().__init__(
            f"Release {release}: {len(self.cells)} hidden counts could be worked out together with what was printed "
            f"before, whatever is hidden now: {named}. Leave their table out, or print it at a coarser grain."
        )


def hide(
    release: Release, policy: Policy, earlier: Sequence[Protected] = (), *, exact_cells: int = EXACT_CELLS
) -> Protected:
    """Hide small counts and what would give them away, at little loss. `earlier`: releases before, the oldest first.

    All printed together leaves every hidden count possible from 0 to `policy.up_to`; the attack has confirmed it. Only
    counts that are `told` in the answer may be known to be larger: not small ones; mostly, parts of them were printed.
    Raises CannotProtect when earlier releases rule that out.
    Source    Kelly, Golden and Assad 1992; Fischetti and Salazar 2001: see docs/disclosure.md.
    """
    small = (release.printed | release.left) & ~release.known & (release.counts <= policy.at_most)
    same = versions(release, small, earlier)
    whole = problem(release, same, earlier)
    hidden = whole.before.copy()
    hidden[whole.place[small & ~whole.known[whole.place]]] = True
    plan = _Plan(whole, release, policy)
    methods = {plan.protect(cells, hidden, exact_cells) for cells in blocks(whole.matrix, ~whole.known)}
    made = plan.printed(hidden, small, same, methods)
    for repair in range(REPAIRS + 1):
        found = attack([*(before.published() for before in earlier), made.published()], up_to=policy.up_to)
        narrow = plan.narrowed(found)
        if not narrow.size:
            return replace(made, told=made.hidden & plan.told[whole.place])
        if repair == REPAIRS or not plan.repair(narrow, hidden):
            break
        made = plan.printed(hidden, small, same, {*methods, "repaired"})
    raise CannotProtect(release.name, [whole.stack.cells[cell][0] for cell in narrow])


class _Plan:
    """One problem with its costs."""

    def __init__(self, whole: Problem, release: Release, policy: Policy) -> None:
        self.whole, self.release, self.policy = whole, release, policy
        self.kept = np.ones(len(whole.counts), dtype=np.bool_)  # what is printed nowhere need not be hidden
        self.kept[whole.place[release.printed]] = False
        self.kept |= whole.before
        self.small = whole.counts <= policy.at_most
        self.up = np.zeros(len(whole.counts), dtype=np.bool_)  # other hidden counts that the attack found too narrow
        self.yielding = ~self.small & whole.known.any()  # need not look small, as parts of them may have been printed
        self.told = np.zeros(len(whole.counts), dtype=np.bool_)
        self.loss = losses(whole.counts, policy.loss)

    def protect(self, cells: Ints, hidden: Bools, exact_cells: int) -> str:
        """Add to `hidden`, in these cells that hang together, what protects those hidden; says how."""
        if not hidden[cells].any():
            return ""
        part = self._shifts(cells)
        if self.whole.known.any():
            impossible(part)
        free = self.kept[cells] & ~hidden[cells]
        if len(cells) <= exact_cells:
            found = least_loss(part, hidden[cells], free, self.loss[cells])
            if found is not None:
                hidden[cells] = found
                return "least loss"
        chosen, finished = widen(part, hidden[cells], free, self.loss[cells], self.yielding[cells])
        hidden[cells] = clean(part, chosen, hidden[cells], free, self.loss[cells])
        return "linear programs" if finished else "linear programs in haste"

    def repair(self, narrow: Ints, hidden: Bools) -> bool:
        """Hide more around cells that the attack narrowed; False if there is nothing left to hide."""
        before = hidden.sum()
        self.up[narrow] = True
        for cells in blocks(self.whole.matrix, ~self.whole.known):
            if np.isin(cells, narrow).any():
                free = self.kept[cells] & ~hidden[cells]
                part = self._shifts(cells)
                if self.whole.known.any():
                    impossible(part)
                hidden[cells] = widen(part, hidden[cells], free, self.loss[cells], self.yielding[cells])[0]
        return bool(hidden.sum() > before)

    def narrowed(self, found: Attacked) -> Ints:
        """The cells that are not as safe as the policy asks."""
        at, up_to = self.whole.stack.at, self.policy.up_to
        tight = {at[cell] for cell in found.tight(up_to)}
        short = {at[cell] for cell in found.narrow(up_to)} - tight
        self.told[[cell for cell in short if self.yielding[cell]]] = True
        asked = self.small | (~self.yielding if self.policy.room == "all" else False)
        return np.array(sorted(tight | {cell for cell in short if asked[cell]}), dtype=np.int64)

    def _shifts(self, cells: Ints) -> Shifts:
        to_zero = self.small[cells] | (self.policy.room == "all")
        return Shifts(self.whole.matrix[:, cells], self.whole.counts[cells], to_zero, self.up[cells], self.policy.up_to)

    def printed(self, hidden: Bools, small: Bools, same: tuple[int, ...], methods: set[str]) -> Protected:
        mark = hidden[self.whole.place] & (self.release.printed | self.release.left)
        unseen = mark | ~(self.release.printed | self.release.known)
        counts = self.release.counts
        return Protected(
            self.release, self.policy, np.where(unseen, 0.0, counts), np.where(unseen, np.inf, counts), mark,
            small & mark,
            np.where(unseen, 0, counts), same, ", ".join(sorted(methods - {""})) or "nothing to hide",
            np.zeros(len(mark), dtype=np.bool_),
        )  # fmt: skip


def losses(counts: Ints, loss: str) -> Floats:
    """(n,) What hiding each count costs, above 0."""
    if loss == "value":
        return np.maximum(counts, 1).astype(np.float64)
    return np.ones(len(counts)) if loss == "cells" else np.log2(counts + 2.0)
