"""The least loss, for small blocks: an integer program that learns which sets of hidden counts are not enough.

Source    Fischetti and Salazar 2001: capacity constraints from the dual of the attack's program, one at a time.
"""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from ..solver import quiet_solver
from .release import Bools, Floats, Ints
from .shifts import NEAR, Shifts

#: Integer programs solved for one block before it is left to linear programs.
ROUNDS = 80


def least_loss(part: Shifts, hidden: Bools, free: Bools, loss: Floats) -> Bools | None:
    """(n,) What to hide, `hidden` included, at the least sum of losses; None if it takes too long or cannot be.

    free  (n,) counts that are printed nowhere: they move without being hidden
    """
    master = _Master(hidden | free, np.where(free, 0.0, loss))
    room = _Room(part)
    for _ in range(ROUNDS):
        chosen = master.solve()
        if chosen is None:
            return None
        found = False
        for side in (0, 1):
            for cell in np.flatnonzero(chosen & ~free & (part.need[side] > 0)):
                weights = room.missing(int(cell), side, chosen)
                if weights is not None:
                    if hidden[cell] and not weights.any():
                        return None
                    master.add(int(cell), weights, float(part.need[side, cell]))
                    found = True
        if not found:
            return chosen & ~free
    return None


class _Master:
    """Chooses what to hide among what it has not learned to be too little."""

    def __init__(self, fixed: Bools, loss: Floats) -> None:
        self.size = len(fixed)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.size, 0
        model.col_cost_, model.col_lower_, model.col_upper_ = loss, fixed.astype(np.float64), np.ones(self.size)
        model.integrality_ = [highspy.HighsVarType.kInteger] * self.size
        self.solver = quiet_solver()
        self.solver.setOptionValue("mip_rel_gap", 1e-6)
        self.solver.setOptionValue("mip_max_nodes", 5000)
        self.solver.passModel(model)

    def add(self, cell: int, weights: Floats, need: float) -> None:
        """sum of weights over hidden counts >= need, if the cell is hidden."""
        row = np.minimum(weights, need)
        row[cell] = -need
        columns = np.flatnonzero(row).astype(np.int32)
        self.solver.addRow(0.0, highspy.kHighsInf, len(columns), columns, row[columns])

    def solve(self) -> Bools | None:
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self.solver.getSolution().col_value) > 0.5


class _Room:
    """How far one count can go when only hidden counts move."""

    def __init__(self, part: Shifts) -> None:
        self.part, self.far = part, 10.0 * (float(part.counts.sum()) + part.up_to)
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = part.matrix.shape
        model.col_cost_ = model.col_lower_ = model.col_upper_ = np.zeros(part.size)
        model.row_lower_ = model.row_upper_ = np.zeros(part.matrix.shape[0])
        matrix = sparse.csc_array(part.matrix)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data
        self.solver = quiet_solver()
        self.solver.passModel(model)
        self.columns: Ints = np.arange(part.size, dtype=np.int32)

    def missing(self, cell: int, side: int, hidden: Bools) -> Floats | None:
        """None if the count has its room; else (n,) weights w: whatever is hidden, its room is at most w @ hidden.

        By duality: a shift x with matrix @ x = 0 changes the cell by d @ x for the reduced costs d, so by no more than
        each hidden count's own bounds allow.
        """
        down, up = self.part.counts, np.full(self.part.size, self.far)
        low, high = np.where(hidden, -down, 0.0), np.where(hidden, up, 0.0)
        low[cell] = high[cell] = 0.0
        if side == 0:
            low[cell] = -self.part.need[0, cell]
        else:
            high[cell] = self.part.need[1, cell]
        cost = np.zeros(self.part.size)
        cost[cell] = 1.0 if side == 0 else -1.0
        self.solver.changeColsBounds(self.part.size, self.columns, low, high)
        self.solver.changeColsCost(self.part.size, self.columns, cost)
        self.solver.run()
        solution = self.solver.getSolution()
        if abs(solution.col_value[cell]) >= self.part.need[side, cell] - NEAR:
            return None
        dual = np.array(solution.col_dual)
        dual[cell] = 0.0
        dual[np.abs(dual) < 1e-9] = 0.0
        return np.asarray(np.maximum(dual, 0.0) * down + np.maximum(-dual, 0.0) * up)
