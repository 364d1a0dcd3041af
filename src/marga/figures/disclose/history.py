"""What was printed before: which counts are still the same, which are known, and which must stay hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from marga.country import Policy

from .release import Bools, Floats, Ints, Key, Matrix, Published, Release, Stack, rows, stack


@dataclass(frozen=True, slots=True, eq=False)
class Protected:
    """A release with its protection. It holds the true counts: give readers `published` and `shown` only.

    policy    how it was protected
    low,high  (n,) what is printed of each cell: equal where open, 0 and inf where hidden or unprinted, else rounded
    hidden    (n,) printed without its exact count
    small     (n,) hidden for itself; the other hidden ones are hidden to protect them. Not for readers
    values    (n,) what stands in an open or rounded cell; 0 where hidden
    versions  (n,) counts of one key with the same version are the same count
    method    how it was worked out, for the statistician
    told      (n,) hidden, not small, and readers can tell, from this release and those before
    """

    release: Release
    policy: Policy
    low: Floats
    high: Floats
    hidden: Bools
    small: Bools
    values: Ints
    versions: tuple[int, ...]
    method: str
    told: Bools

    def published(self) -> Published:
        """What readers have, for `attack`."""
        made = self.release
        return Published(made.name, made.cells, self.versions, self.low, self.high, self.hidden, made.sums)

    def shown(self) -> dict[Key, int | None]:
        """What to print in each cell; None for the one mark of hidden counts, whatever they are hidden for."""
        marked = self.hidden & np.isinf(self.high)
        return {
            cell: None if hide else int(value)
            for cell, value, hide, printed in zip(
                self.release.cells, self.values, marked, self.release.printed, strict=True
            )
            if printed
        }


def versions(release: Release, small: Bools, earlier: Sequence[Protected]) -> tuple[int, ...]:
    """(n,) Which counts of this release are the same as before.

    A changed count gets a new version. So do all hidden counts of a block that hangs together through sums if one of
    them changed: readers see that a total changed, not which of its hidden parts. (Whoever knows that from elsewhere
    learns the difference; no hiding can undo it once both totals are printed.)
    """
    last: dict[Key, tuple[int, int, bool]] = {}
    for before in earlier:
        for cell, count, version, hidden in zip(
            before.release.cells, before.release.counts, before.versions, np.isinf(before.high), strict=True
        ):
            last[cell] = (int(count), version, bool(hidden))
    found = [last.get(cell) for cell in release.cells]
    changed = np.array(
        [was is not None and was[0] != count for was, count in zip(found, release.counts, strict=True)], dtype=np.bool_
    )
    unseen = np.array([was is not None and was[2] for was in found], dtype=np.bool_)
    fresh = changed | (unseen & _beside(release, changed, unseen | small))
    return tuple(0 if was is None else was[1] + int(new) for was, new in zip(found, fresh, strict=True))


def _beside(release: Release, changed: Bools, unseen: Bools) -> Bools:
    """(n,) Unseen cells in a block of unseen cells of which one changed."""
    matrix = rows([(tied.total, tied.parts) for tied in release.sums], len(release.cells))
    inside = abs(matrix) @ sparse.diags_array(unseen.astype(np.float64))
    block = sparse.csgraph.connected_components(inside.T @ inside, directed=False)[1]
    return unseen & np.isin(block, block[changed & unseen])


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """All that was and will be printed, with the true counts.

    counts   (n,) true counts of the stack's cells
    known    (n,) printed openly before, or known anyway: cannot be taken back
    before   (n,) hidden before, so it stays hidden
    place    (k,) position in the stack of each cell of the release
    """

    stack: Stack
    counts: Ints
    known: Bools
    before: Bools
    place: Ints

    @property
    def matrix(self) -> Matrix:
        return self.stack.matrix


def problem(release: Release, same: tuple[int, ...], earlier: Sequence[Protected]) -> Problem:
    """The release with nothing open yet but what is known anyway, on top of everything printed before."""
    size = len(release.cells)
    unseen = np.zeros(size, dtype=np.bool_)
    low = np.where(release.known, release.counts, 0).astype(np.float64)
    high = np.where(release.known, release.counts, np.inf)
    ahead = Published(release.name, release.cells, same, low, high, unseen, release.sums)
    everything = stack([*(before.published() for before in earlier), ahead])
    counts = np.zeros(len(everything.cells), dtype=np.int64)
    for counted, numbers in [*((before.release, before.versions) for before in earlier), (release, same)]:
        where = [everything.at[cell] for cell in zip(counted.cells, numbers, strict=True)]
        counts[where] = counted.counts
    known = everything.low == everything.high
    place = np.array([everything.at[cell] for cell in zip(release.cells, same, strict=True)], dtype=np.int64)
    return Problem(everything, counts, known, everything.hidden & ~known, place)
