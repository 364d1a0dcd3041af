"""Ways to change counts that leave every sum true: the room that hidden counts have, and how to give them more.

A hidden count is safe if the hidden counts can be shifted, each staying 0 or more and every sum holding, so that it
becomes 0, and so that it becomes `up_to`. Where they cannot, the cheapest shift through open counts says what to hide.
"""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from ..solver import quiet_solver
from .release import Bools, Floats, Ints, Matrix

NEAR = 1e-6
FREE = 1e-3  # what a unit shifted through a hidden count costs: little, but shifts stay small
REWARD = 1e5  # what a unit of room for a count in need is worth
DEAREST = 300.0  # a unit through the dearest count: numbers further apart would drown in the solver's tolerance
MOST_AT_ONCE = 4096
FIRST_CAP = 32.0  # losses above this are not allowed at first
#: Work on one block, in programs solved times cells: bounded by work, not seconds, so that every machine agrees.
WORK = 40_000


class Shifts:
    """The linear program of shifts among cells that hang together. Arrays have a place for each of the n cells.

    counts  (n,) true counts
    need    (2, n) how far each must be able to go down and up if it is hidden
    matrix  (m, n) one row a sum
    solved  programs solved so far: what work is limited by, so that a slow machine gives the same answer
    """

    def __init__(self, matrix: Matrix, counts: Ints, to_zero: Bools, up: Bools, up_to: int) -> None:
        """`matrix` (any, n) of all sums. If hidden, counts of `to_zero` (n,) must be able to become 0 and `up_to`,
        those of `up` (n,) to become `up_to` more; the others have their room from being moved along."""
        self.size, self.up_to, self.solved = len(counts), up_to, 0
        self.counts = counts.astype(np.float64)
        self.to_zero = to_zero
        self.need = np.stack([
            np.where(to_zero, self.counts, 0.0),
            np.where(to_zero, np.maximum(up_to - self.counts, 0.0), np.where(up, float(up_to), 0.0)),
        ])  # fmt: skip
        self.matrix = matrix[np.flatnonzero(np.diff(matrix.indptr))].tocsc()
        self.solver = quiet_solver()
        self.solver.passModel(self._model())
        self._columns = np.arange(2 * self.size, dtype=np.int32)

    def _model(self) -> highspy.HighsLp:
        """Two columns a cell: by how much it goes down, and up."""
        both = sparse.hstack([-self.matrix, self.matrix], format="csc")
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = both.shape
        model.col_cost_ = np.zeros(2 * self.size)
        model.row_lower_ = model.row_upper_ = np.zeros(both.shape[0])
        model.col_lower_, model.col_upper_ = np.zeros(2 * self.size), np.zeros(2 * self.size)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = both.indptr, both.indices, both.data
        return model

    def best(self, asked: Bools, price: Floats) -> Floats:
        """(n,) The shift that gives the cells asked for, (2, n) down and up, most of their room at the least price.

        price  (n,) of a unit shifted through each count; infinite for counts that must stand still
        """
        still = np.isinf(price)
        high = np.tile(np.where(still, 0.0, np.inf), 2)
        high[: self.size] = np.minimum(high[: self.size], self.counts)
        cost = np.tile(np.where(still, 0.0, price), 2)
        cost[asked.ravel()] = -REWARD
        high[asked.ravel()] = self.need.ravel()[asked.ravel()]
        high[asked[::-1].ravel()] = 0.0
        self.solver.changeColsBounds(2 * self.size, self._columns, np.zeros(2 * self.size), high)
        self.solver.changeColsCost(2 * self.size, self._columns, cost)
        self.solver.clearSolver()  # a warm start is slower: bounds and prices change together
        self.solver.run()
        self.solved += 1
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.zeros(self.size)
        found = np.array(self.solver.getSolution().col_value)
        return np.asarray(found[self.size :] - found[: self.size])

    def met(self, shift: Floats) -> Bools:
        """(2, n) Whose need this shift meets, down and up."""
        return np.stack([-shift, shift]) >= self.need - NEAR


def widen(part: Shifts, hidden: Bools, free: Bools, loss: Floats, yielding: Bools) -> tuple[Bools, bool]:
    """(n,) `hidden` and what else to hide so that each hidden count has its room, and whether it had the work for it.

    free      (n,) counts that are printed nowhere, so they need not be hidden
    yielding  (n,) counts whose need may be given up when twice the work is spent

    A round asks for the room of many counts that still need it, in one program; what the shift goes through is hidden
    and may need room in turn. Counts that compete for room are asked apart. Only small losses are allowed at first,
    dearer ones when those do not do: a total that is hidden too early takes its whole table with it. When the work is
    spent, everything is allowed at once: then more is hidden than need be.
    """
    hidden = hidden.copy()
    met = part.need == 0
    random = np.random.default_rng(part.size)
    cap, batch, side, stuck = FIRST_CAP, MOST_AT_ONCE, 1, 0
    end = part.solved + WORK // max(part.size, 1)
    while (left := ~met & hidden).any():
        spent = part.solved >= end
        if part.solved >= end + WORK // max(part.size, 1):
            met |= yielding
            left &= ~yielding
            if not left.any():
                break
        last = spent or cap >= loss.max()
        side = side if left[side].any() else 1 - side
        at = np.flatnonzero(left[side])
        asked = np.zeros((2, part.size), dtype=np.bool_)
        asked[side, at if batch >= at.size else random.choice(at, batch, replace=False)] = True
        price = np.where(last | (loss <= cap), np.clip(loss, 1.0, DEAREST), np.inf)
        shift = _sparse(part, asked, np.where(hidden | free, FREE, price))
        met |= part.met(shift)
        answered, count = int((asked & met).sum()), int(asked.sum())
        if count == 1 and last and not answered:
            met |= asked  # nothing can: the attack will say so
        else:
            hidden |= (np.abs(shift) > NEAR) & ~free
        stuck = stuck + 1 if 10 * answered < count else 0
        if stuck == 2 and not last:
            cap, batch, stuck = 4 * cap, MOST_AT_ONCE, 0
        else:
            batch = min(2 * batch, MOST_AT_ONCE) if 3 * answered >= count else max(count // 4, 1)
        side = 1 - side
    return hidden, part.solved < end


def _sparse(part: Shifts, asked: Bools, price: Floats) -> Floats:
    """(n,) A shift for these that goes through few open counts.

    The price is set again by what the first answer used (Candès, Wakin and Boyd 2008): else a shift would go a little
    through many counts, and each would have to be hidden.
    """
    shift = part.best(asked, price)
    if not ((np.abs(shift) > NEAR) & (price > FREE)).any():
        return shift
    return part.best(asked, np.where(price > FREE, price * 4.0 / (np.abs(shift) + 0.5), price))
