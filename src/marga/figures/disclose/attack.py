"""The attack: what a reader who holds everything printed, and can solve equations, knows of each hidden count.

It shares nothing with the code that protects but the equations among cells, so that it is a check of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from ..solver import quiet_solver
from .release import Bools, DisclosureError, Floats, Ints, Key, Matrix, Published, Stack, blocks, stack

NEAR = 1e-6
CONTRADICTION = "No counts fit everything printed: the releases contradict each other. Count both from the same rows."
#: Shared questions asked of one block before its cells are asked one by one.
ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Interval:
    """What can be worked out: the count is between the two, both possible."""

    low: float
    high: float

    def spans(self, up_to: float) -> bool:
        return self.low <= NEAR and self.high >= up_to - NEAR


@dataclass(frozen=True, slots=True)
class Attacked:
    """What everything printed says about each hidden count.

    intervals  (key, version) -> interval. With `up_to` given, one that is `up_to` wide or more may go on further up
    up_to      how far the search went; None for to the end
    """

    intervals: Mapping[tuple[Key, int], Interval]
    up_to: float | None

    def narrow(self, up_to: float) -> list[tuple[Key, int]]:
        """The hidden counts of which more is known than that they are from 0 to `up_to`."""
        return [cell for cell, interval in self.intervals.items() if not interval.spans(up_to)]

    def tight(self, width: float) -> list[tuple[Key, int]]:
        """The hidden counts with an interval narrower than this."""
        return [cell for cell, one in self.intervals.items() if one.high - one.low < width - NEAR]

    def least_width(self) -> float:
        return min((interval.high - interval.low for interval in self.intervals.values()), default=np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """What another printed number says of counts: low <= sum of weight * count <= high, by key of the last release."""

    weights: Mapping[Key, float]
    low: float
    high: float


def ratio(part: Key, whole: Key, value: float, half: float) -> tuple[Relation, Relation]:
    """What "part / whole is `value`", printed to plus or minus `half`, says of the two counts."""
    return (
        Relation({part: 1.0, whole: -(value - half)}, 0.0, np.inf),
        Relation({part: 1.0, whole: -(value + half)}, -np.inf, 0.0),
    )


def attack(
    releases: Sequence[Published], *, up_to: float | None = None, whole: bool = False,
    relations: Iterable[Relation] = (),
) -> Attacked:  # fmt: skip
    """The interval of every hidden count, from all releases together, by linear programs; `whole`: by integer ones.

    Linear programs allow fractions, so they can leave an interval wider than whole counts do. With `whole` each end
    is reached by a table of whole counts; use it for small releases. `up_to` stops each search that far above the
    least, which makes it quick: many cells are answered by one solution. Raises DisclosureError if what is printed
    contradicts itself.
    """
    everything = stack(releases)
    said = _said(everything, releases, list(relations))
    still = everything.low >= everything.high
    _fits(everything, said, still)
    intervals = {
        everything.cells[cell]: Interval(everything.low[cell], everything.high[cell])
        for cell in np.flatnonzero(everything.hidden & still)
    }
    for cells in blocks(said.matrix, ~still):
        asked = everything.hidden[cells]
        if asked.any():
            low, high = _Block(everything, said, cells, whole).ends(asked, up_to)
            for cell, least, most in zip(cells[asked], low[asked], high[asked], strict=True):
                intervals[everything.cells[cell]] = Interval(float(least), float(most))
    return Attacked(intervals, up_to)


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """All rows low <= matrix @ counts <= high: (m, n), (m,), (m,)."""

    matrix: Matrix
    low: Floats
    high: Floats


def _said(everything: Stack, releases: Sequence[Published], relations: Sequence[Relation]) -> _Said:
    sums = np.zeros(everything.matrix.shape[0])
    if not relations:
        return _Said(everything.matrix, sums, sums)
    last = {cell: everything.at[cell, version] for release in releases
            for cell, version in zip(release.cells, release.versions, strict=True)}  # fmt: skip
    more = sparse.lil_array((len(relations), len(everything.cells)))
    for row, relation in enumerate(relations):
        for key, weight in relation.weights.items():
            more[row, last[key]] = weight
    return _Said(
        sparse.vstack([everything.matrix, more]).tocsr(),
        np.concatenate([sums, [one.low for one in relations]]),
        np.concatenate([sums, [one.high for one in relations]]),
    )


def _fits(everything: Stack, said: _Said, still: Bools) -> None:
    """Raises DisclosureError if what is open contradicts itself."""
    known = np.where(still, everything.low, 0.0)
    settled = np.asarray(abs(said.matrix) @ (~still).astype(np.float64)) == 0
    total = said.matrix @ known
    wrong = settled & ((total < said.low - NEAR) | (total > said.high + NEAR))
    if wrong.any() or (everything.low > everything.high + NEAR).any():
        raise DisclosureError(CONTRADICTION)


class _Block:
    """Unknown counts that hang together: a column x for each, and one for as much of x as the search cares for."""

    def __init__(self, everything: Stack, said: _Said, cells: Ints, whole: bool) -> None:
        self.size = len(cells)
        still = everything.low >= everything.high
        touching = np.flatnonzero(np.diff(said.matrix[:, cells].indptr))
        inside = said.matrix[touching]
        side = inside[:, np.flatnonzero(still)] @ everything.low[still]
        self.low, self.high = everything.low[cells], everything.high[cells]
        each = sparse.eye_array(self.size)
        matrix = sparse.block_array([[inside[:, cells], None], [each, -each]], format="csc")
        nothing = np.zeros(self.size)
        self.solver = _solver(
            matrix, (np.concatenate([said.low[touching] - side, nothing]),
                     np.concatenate([said.high[touching] - side, np.full(self.size, np.inf)])),
            (np.concatenate([self.low, nothing]), np.concatenate([self.high, nothing])), whole,
        )  # fmt: skip

    def ends(self, asked: Bools, up_to: float | None) -> tuple[Floats, Floats]:
        """(size,) the least and the most of each cell asked about; without an answer inf and -inf."""
        least, most = np.full(self.size, np.inf), np.full(self.size, -np.inf)
        for most_of in (False, True):
            end = np.full(self.size, np.inf) if up_to is None else np.where(asked, least, 0.0) + up_to
            self._care(end if most_of and up_to is not None else np.zeros(self.size))
            shared = ROUNDS if up_to is not None else 0
            pending = asked & ~_reached(least, most, self.low, end, most_of)
            while pending.any():
                ask = pending if shared > 0 else _first(pending)
                found = self._counts(ask, most_of, up_to)
                if found is None:
                    most[ask] = np.inf
                else:
                    least, most = np.minimum(least, found), np.maximum(most, found)
                left = pending & ~_reached(least, most, self.low, end, most_of)
                shared = shared - 1 if left.sum() < 0.9 * pending.sum() else 0
                pending = left & ~ask if ask.sum() == 1 else left
        return least, most

    def _care(self, held: Floats) -> None:
        """Let the second columns hold as much as the search goes to; nothing when it asks for the least."""
        columns = np.arange(self.size, 2 * self.size, dtype=np.int32)
        self.solver.changeColsBounds(self.size, columns, np.zeros(self.size), held)

    def _counts(self, cells: Bools, most_of: bool, up_to: float | None) -> Floats | None:
        """(size,) Counts that fit all that is printed, those of `cells` together as small or as large as can be.

        None if there is no end to them. Raises DisclosureError if nothing fits.
        """
        cost = np.zeros(2 * self.size)
        first = self.size if most_of and up_to is not None else 0
        cost[first : first + self.size][cells] = -1.0 if most_of else 1.0
        self.solver.changeColsCost(2 * self.size, np.arange(2 * self.size, dtype=np.int32), cost)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise DisclosureError(CONTRADICTION)
        return np.array(self.solver.getSolution().col_value)[: self.size]


def _reached(least: Floats, most: Floats, low: Floats, end: Floats, most_of: bool) -> Bools:
    return most >= end - NEAR if most_of else least <= low + NEAR


def _first(pending: Bools) -> Bools:
    one = np.zeros(len(pending), dtype=np.bool_)
    one[pending.argmax()] = True
    return one


def _solver(matrix: Matrix, rows: tuple[Floats, Floats], columns: tuple[Floats, Floats], whole: bool) -> highspy.Highs:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.zeros(matrix.shape[1])
    model.row_lower_, model.row_upper_ = rows
    model.col_lower_, model.col_upper_ = columns
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * matrix.shape[1]
    solver = quiet_solver()
    solver.passModel(model)
    return solver
