"""What is printed: counts, the sums among them, and all that a reader can lay side by side."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Key = Hashable
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Matrix = Any  # scipy.sparse.csr_array of floats; the package has no types


class DisclosureError(ValueError):
    """A release cannot be built, protected or printed. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The count of cell `total` is the sum of those of `parts`; each is a position in the release's cells."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """The true counts behind one release. It holds secrets: it stays with the statistician.

    cells    the key of each cell, printed or not; unique
    counts   (n,) true whole counts, 0 or more
    sums     which cells are sums of which, for every cell that a reader could add up
    printed  (n,) whether the cell stands in the release; others only hold tables together
    left     (n,) whether it is what is left of one printed figure without another (arrests, of the people in cases):
             it stands nowhere, but who subtracts has it, so a small one is protected as if it did
    known    (n,) whether readers know it anyway: that nobody was counted where nothing was held, or how much of the
             records is missing. Hiding it would protect nothing
    """

    name: str
    cells: tuple[Key, ...]
    counts: Ints
    sums: tuple[Sum, ...]
    printed: Bools
    left: Bools
    known: Bools

    @classmethod
    def of(
        cls, name: str, counts: Mapping[Any, int], sums: Iterable[tuple[Key, Iterable[Key]]] = (),
        unprinted: Iterable[Key] = (), left: Iterable[Key] = (), known: Iterable[Key] = (),
    ) -> Release:  # fmt: skip
        """A release from plain counts and (total, parts) pairs. Raises DisclosureError if they disagree."""
        at = {key: index for index, key in enumerate(counts)}
        over, told = set(left), set(known)
        apart = set(unprinted) | over
        try:
            tied = tuple(Sum(at[total], tuple(at[part] for part in parts)) for total, parts in sums)
        except KeyError as error:
            raise DisclosureError(
                f"Release {name}: a sum names {error.args[0]!r}, which has no count. Add it."
            ) from None
        printed = np.array([key not in apart for key in counts], dtype=np.bool_)
        subtracted = np.array([key in over for key in counts], dtype=np.bool_)
        given = np.array([key in told for key in counts], dtype=np.bool_)
        numbers = np.array(list(counts.values()), dtype=np.int64)
        return cls(name, tuple(counts), numbers, tied, printed, subtracted, given).checked()

    def checked(self) -> Release:
        """This release. Raises DisclosureError if a count is below 0 or a sum does not hold."""
        if (self.counts < 0).any():
            cell = self.cells[int((self.counts < 0).argmax())]
            raise DisclosureError(f"Release {self.name}: the count of {cell} is below 0. Count again.")
        for tied in self.sums:
            parts = int(self.counts[list(tied.parts)].sum())
            if parts != self.counts[tied.total]:
                raise DisclosureError(
                    f"Release {self.name}: {self.cells[tied.total]} is {self.counts[tied.total]}, "
                    f"but its {len(tied.parts)} parts make {parts}. Count both from the same rows."
                )
        return self


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """One release as a reader has it: no secrets.

    cells     the key of each cell
    versions  which counts a reader may take for the same as in other releases: those with the same key and version
    low,high  (n,) what is printed of each: equal for an open count, 0 and inf for a hidden or unprinted one
    hidden    (n,) whether it stands there without its exact count: with the mark, or rounded
    sums      as in Release
    """

    name: str
    cells: tuple[Key, ...]
    versions: tuple[int, ...]
    low: Floats
    high: Floats
    hidden: Bools
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Several releases as one system of equations over cells that are the same in all.

    cells     (key, version) of each of the n cells; `at` finds its position
    low,high  (n,) the narrowest bounds that any release prints
    hidden    (n,) whether some release prints it without its exact count
    matrix    (m, n) one row a sum: 1 for the total, -1 for each part; every row is 0 on true counts
    """

    cells: tuple[tuple[Key, int], ...]
    at: Mapping[tuple[Key, int], int]
    low: Floats
    high: Floats
    hidden: Bools
    matrix: Matrix


def stack(releases: Sequence[Published]) -> Stack:
    """Lay releases side by side: a cell with the same key and version is one unknown, a repeated sum one row."""
    at: dict[tuple[Key, int], int] = {}
    sums: dict[tuple[int, tuple[int, ...]], None] = {}
    where = []
    for release in releases:
        place = [at.setdefault(cell, len(at)) for cell in zip(release.cells, release.versions, strict=True)]
        for tied in release.sums:
            sums[place[tied.total], tuple(sorted(place[part] for part in tied.parts))] = None
        where.append(np.array(place, dtype=np.int64))
    low, high, hidden = np.zeros(len(at)), np.full(len(at), np.inf), np.zeros(len(at), dtype=np.bool_)
    for release, place_of in zip(releases, where, strict=True):
        np.maximum.at(low, place_of, release.low)
        np.minimum.at(high, place_of, release.high)
        np.logical_or.at(hidden, place_of, release.hidden)
    return Stack(tuple(at), at, low, high, hidden, rows(sums, len(at)))


def rows(sums: Iterable[tuple[int, tuple[int, ...]]], size: int) -> Matrix:
    """(m, size): total minus parts, a row a sum."""
    tied = list(sums)
    lengths = [1 + len(parts) for _, parts in tied]
    columns = np.array([cell for total, parts in tied for cell in (total, *parts)], dtype=np.int64)
    values = np.array([sign for _, parts in tied for sign in (1.0, *(-1.0 for _ in parts))])
    start = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]) if tied else np.zeros(1, dtype=np.int64)
    return sparse.csr_array((values, columns, start), shape=(len(tied), size))


def blocks(matrix: Matrix, free: Bools) -> list[Ints]:
    """The cells that hang together through sums, as arrays of positions; `free` cells only, the others stand still."""
    inside = matrix[:, np.flatnonzero(free)]
    linked = sparse.csgraph.connected_components(inside.T @ inside, directed=False)[1]
    order = np.argsort(linked, kind="stable")
    cells = np.flatnonzero(free)[order]
    return np.split(cells, np.flatnonzero(np.diff(linked[order])) + 1) if cells.size else []
