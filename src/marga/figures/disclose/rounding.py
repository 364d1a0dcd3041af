"""Rounding: every count becomes a multiple of a base near it, and every sum still holds.

Source    controlled rounding: Cox and Ernst 1982.
"""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np
from scipy import sparse

from marga.country import Policy

from ..solver import quiet_solver
from .history import Problem, Protected, problem, versions
from .release import DisclosureError, Floats, Ints, Matrix, Release, blocks

#: Steps beyond the neighbouring multiples that are tried, each only where fewer do not do.
STEPS = (0, 1, 2, 4, 16)
NODES = 2000  # of branch and bound, for one block: bounded by work, so that every machine agrees
GAP = 0.01  # of the least sum of deviations at which a block is good enough


class CannotRound(DisclosureError):
    """No multiples near the counts fit what was printed before."""


def round_to_base(release: Release, policy: Policy, earlier: Sequence[Protected] = ()) -> Protected:
    """Round all counts to multiples of `policy.base`, the sum of deviations as small as can be.

    What is known anyway must be a multiple of it where it is printed.

    A count goes to one of the two multiples beside it, and stays if it is one, unless no such choice adds up. What was
    printed before stays as printed, if its count did not change. Raises CannotRound if that leaves no choice.
    """
    nothing = np.zeros(len(release.cells), dtype=np.bool_)
    same = versions(release, nothing, earlier)
    whole = problem(release, same, earlier)
    before = np.full(len(whole.counts), -1, dtype=np.int64)
    for made in earlier:
        if made.method.startswith("rounded"):
            at = [whole.stack.at[cell] for cell in zip(made.release.cells, made.versions, strict=True)]
            before[at] = np.where(made.release.printed, made.values, -1)
    nobody = release.known & release.printed  # zeros, which are multiples of every base
    before[whole.place[nobody]] = release.counts[nobody]
    values = np.zeros(len(whole.counts), dtype=np.int64)
    steps = 0
    for cells in blocks(whole.matrix, np.ones(len(whole.counts), dtype=np.bool_)):
        values[cells], used = _rounded(whole, cells, before[cells], policy.base, release.name)
        steps = max(steps, used)
    return _printed(release, values[whole.place], policy, steps, same)


def _printed(release: Release, values: Ints, policy: Policy, steps: int, same: tuple[int, ...]) -> Protected:
    base = policy.base
    reach = base * (steps + 1) - 1  # readers know how far a value may be from its count
    low = np.where(release.printed, np.maximum(values - reach, 0), 0).astype(np.float64)
    high = np.where(release.printed, values + reach, np.inf)
    low, high = np.where(release.known, release.counts, low), np.where(release.known, release.counts, high)
    how = f"rounded to {base}" + (f", up to {steps} steps further" if steps else "")
    nobody = np.zeros(len(values), dtype=np.bool_)
    return Protected(release, policy, low, high, release.printed & ~release.known, nobody, values, same, how, nobody)


def _rounded(whole: Problem, cells: Ints, before: Ints, base: int, name: str) -> tuple[Ints, int]:
    """(n,) The rounded values of a block, and the steps beyond the neighbouring multiples that it took."""
    counts = whole.counts[cells]
    matrix = whole.matrix[:, cells]
    matrix = matrix[np.flatnonzero(np.diff(matrix.indptr))].tocsc()
    for steps in STEPS:
        found = _fit(matrix, counts, before, base, steps)
        if found is not None:
            return found * base, steps
    raise CannotRound(
        f"Release {name}: no multiples of {base} near the counts of {whole.stack.cells[int(cells[0])][0]} and what "
        "hangs together with it fit what was printed before. Print the change as a revision of the totals, too."
    )


def _fit(matrix: Matrix, counts: Ints, before: Ints, base: int, steps: int) -> Ints | None:
    """(n,) Multiples, in units of the base: the lower neighbour, plus 0 or 1, plus or minus dearer whole steps."""
    size = len(counts)
    floor, rest = np.divmod(counts, base)
    fixed = before >= 0
    up = np.where(fixed | (rest == 0), 0, 1)
    start = np.where(fixed, before // base, floor)
    far = np.where(fixed, 0, steps)
    cost = np.concatenate([base - 2.0 * rest, np.full(2 * size, 3.0 * base)])
    lower = np.zeros(3 * size)
    upper = np.concatenate([up, far, np.minimum(far, start)]).astype(np.float64)
    found = _solved(matrix, -(matrix @ start), cost, (lower, upper))
    if found is None:
        return None
    moved = np.rint(found).astype(np.int64).reshape(3, size)
    return np.asarray(start + moved[0] + moved[1] - moved[2], dtype=np.int64)


def _solved(matrix: Matrix, side: Floats, cost: Floats, bounds: tuple[Floats, Floats]) -> Floats | None:
    wide = sparse.hstack([matrix, matrix, -matrix], format="csc")
    used = np.flatnonzero(bounds[1] > bounds[0])
    if not used.size:
        return None if np.abs(side).max(initial=0.0) > 0 else np.zeros(len(cost))
    wide = wide[:, used].tocsc()
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = wide.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = cost[used], bounds[0][used], bounds[1][used]
    model.row_lower_ = model.row_upper_ = np.asarray(side, dtype=np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = wide.indptr, wide.indices, wide.data
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(used)
    solver = quiet_solver()
    solver.setOptionValue("mip_rel_gap", GAP)
    solver.setOptionValue("mip_max_nodes", NODES)
    solver.passModel(model)
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != 2:  # no whole numbers found that fit
        return None
    found = np.zeros(len(cost))
    found[used] = np.array(solver.getSolution().col_value)
    return found
