"""The solver of linear and integer programs, as every part of the figures uses it: silent, exact, one thread."""

from __future__ import annotations

import highspy


def quiet_solver() -> highspy.Highs:
    """HiGHS with nothing printed and tight tolerances; one thread, so that every machine gives the same answer."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the package types this one call loosely
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
    return solver
