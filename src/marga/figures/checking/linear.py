"""Systems of linear bounds on true values, solved by HiGHS: can they all hold, and what would one value have to be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from ..solver import quiet_solver

INFINITY = highspy.kHighsInf
#: Bounds are let out by this much of their own size, so that rounding in floating point never makes a contradiction.
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum of weight * cell <= high; infinite where open. `figure` printed these bounds; "" for a law."""

    weights: Mapping[int, float]
    low: float
    high: float
    figure: str = ""


class OutOfPatience(Exception):
    """A search took longer than it may."""


class Patience:
    """How long solvers may work together. `left` tells the seconds that are left; the clock is the caller's."""

    def __init__(self, left: Callable[[], float] | None = None) -> None:
        self._left = left

    def run(self, solver: highspy.Highs) -> highspy.HighsModelStatus:
        """Run a solver, but no longer than there is patience. Raises OutOfPatience."""
        if self._left is not None:
            if (seconds := self._left()) <= 0:
                raise OutOfPatience
            solver.setOptionValue("time_limit", solver.getRunTime() + seconds)
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kTimeLimit:
            raise OutOfPatience
        return status


ENDLESS = Patience()


class System:
    """Bounds on `size` true values, none below 0. Figures can be set aside: then their printed bounds do not hold."""

    def __init__(self, size: int, rows: Sequence[Row], patience: Patience = ENDLESS) -> None:
        self.size, self.rows, self.patience = size, list(rows), patience
        self._of: dict[str, list[int]] = {}
        for index, row in enumerate(self.rows):
            if row.figure:
                self._of.setdefault(row.figure, []).append(index)
        self._at: dict[int, list[int]] = {}
        for index, row in enumerate(self.rows):
            for cell in row.weights:
                self._at.setdefault(cell, []).append(index)
        self._solver = _solver(size, self.rows)
        self._aside: frozenset[str] = frozenset()

    @property
    def figures(self) -> list[str]:
        return list(self._of)

    def holds(self, aside: Collection[str] = ()) -> bool:
        """Whether some values meet every bound except those of the figures set aside."""
        self._set_aside(aside)
        self._aim({})
        return self._run() != highspy.HighsModelStatus.kInfeasible

    def reach(self, weights: Mapping[int, float], aside: Collection[str] = ()) -> tuple[float | None, float | None]:
        """The least and the most that a sum of weight * cell can be, these figures set aside; None where unbounded."""
        self._set_aside(aside)
        ends: list[float | None] = []
        for sign in (1.0, -1.0):
            self._aim({cell: sign * weight for cell, weight in weights.items()})
            optimal = self._run() == highspy.HighsModelStatus.kOptimal
            ends.append(sign * self._solver.getObjectiveValue() if optimal else None)
        return ends[0], ends[1]

    def around(
        self, cells: Collection[int], aside: Collection[str] = (), loose: Collection[str] = ()
    ) -> tuple[System, dict[int, int]]:
        """The part of the system that these cells hang together with, and the number of each cell in it.

        Where a figure neither `aside` nor `loose` pins a cell to one value, what lies behind it has no say: if the
        whole system can hold, then what the part can reach, the whole can. So a question about one figure of thousands
        stays small.
        """
        found: dict[int, int] = {cell: index for index, cell in enumerate(cells)}
        rows: dict[int, Row] = {}
        edge = list(found)
        while edge:
            cell = edge.pop()
            active = [index for index in self._at.get(cell, ()) if self.rows[index].figure not in aside]
            pins = [index for index in active if _pins(self.rows[index], loose)]
            for index in active if cell in cells or not pins else pins:
                rows[index] = self.rows[index]
                for other in self.rows[index].weights:
                    if other not in found:
                        found[other] = len(found)
                        edge.append(other)
        near = [
            Row({found[cell]: weight for cell, weight in row.weights.items()}, row.low, row.high, row.figure)
            for row in rows.values()
        ]
        return System(len(found), near, self.patience), found

    def cells_of(self, figures: Iterable[str]) -> list[int]:
        """The cells that these figures bound."""
        rows = (self.rows[index] for figure in figures for index in self._of.get(figure, ()))
        return list(dict.fromkeys(cell for row in rows for cell in row.weights))

    def regions(self, loose: Collection[str]) -> list[int]:
        """For each cell the number of its region: regions have no say in each other, whichever of the loose figures
        are set aside, because every way between them leads through a cell that another figure pins."""
        parent = list(range(self.size))

        def top(cell: int) -> int:
            while parent[cell] != cell:
                parent[cell] = parent[parent[cell]]
                cell = parent[cell]
            return cell

        pinned = {cell for row in self.rows if _pins(row, loose) for cell in row.weights}
        for row in self.rows:
            free = [cell for cell in row.weights if cell not in pinned]
            for cell in free[1:]:
                parent[top(cell)] = top(free[0])
        return [top(cell) for cell in range(self.size)]

    def reach_ratio(
        self, part: int, whole: int, aside: Collection[str] = ()
    ) -> tuple[float | None, float | None] | None:
        """The least and the most that part / whole can be (Charnes and Cooper 1962: scaled so that the whole is 1).

        None when the whole can be nothing but 0.
        """
        scale = self.size
        rows = [Row({whole: 1.0}, 1.0, 1.0)]
        for row in self.rows:
            if row.figure in aside:
                continue
            for end, sign in ((row.low, 1.0), (row.high, -1.0)):
                if abs(end) != INFINITY:
                    tied = {cell: sign * weight for cell, weight in row.weights.items()}
                    rows.append(Row({**tied, scale: -sign * end}, 0.0, INFINITY))
        scaled = System(self.size + 1, rows, self.patience)
        return scaled.reach({part: 1.0}) if scaled.holds() else None

    def _run(self) -> highspy.HighsModelStatus:
        status = self.patience.run(self._solver)
        if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            # Presolve could not tell which; without it the simplex method can.
            self._solver.setOptionValue("presolve", "off")
            status = self.patience.run(self._solver)
            self._solver.setOptionValue("presolve", "choose")
        return status

    def _set_aside(self, aside: Collection[str]) -> None:
        wanted = frozenset(aside)
        for figure in wanted ^ self._aside:
            for index in self._of.get(figure, ()):
                row = self.rows[index]
                low, high = (
                    (-INFINITY, INFINITY) if figure in wanted else (_let_out(row.low, -1), _let_out(row.high, 1))
                )
                self._solver.changeRowBounds(index, low, high)
        self._aside = wanted

    def _aim(self, weights: Mapping[int, float]) -> None:
        costs = np.zeros(self.size)
        for cell, weight in weights.items():
            costs[cell] = weight
        self._solver.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), costs)


def _pins(row: Row, loose: Collection[str]) -> bool:
    """Whether a printed figure that is not loose says what one cell is, exactly."""
    return len(row.weights) == 1 and row.low == row.high and bool(row.figure) and row.figure not in loose


def _let_out(end: float, sign: int) -> float:
    return end if abs(end) == INFINITY else end + sign * SLACK * max(1.0, abs(end))


def _solver(size: int, rows: Sequence[Row]) -> highspy.Highs:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = size, len(rows)
    model.col_cost_ = np.zeros(size)
    model.col_lower_, model.col_upper_ = np.zeros(size), np.full(size, INFINITY)
    model.row_lower_ = np.array([_let_out(row.low, -1) for row in rows])
    model.row_upper_ = np.array([_let_out(row.high, 1) for row in rows])
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(row.weights) for row in rows)], dtype=np.int32)
    matrix.index_ = np.array([cell for row in rows for cell in row.weights], dtype=np.int32)
    matrix.value_ = np.array([weight for row in rows for weight in row.weights.values()], dtype=np.float64)
    solver = quiet_solver()
    solver.passModel(model)
    return solver
