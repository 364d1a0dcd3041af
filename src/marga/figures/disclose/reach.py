"""What no hiding can undo: counts that are known to be large, or small, from what was printed before."""

from __future__ import annotations

import numpy as np

from .release import Bools, Floats, Ints
from .shifts import FREE, MOST_AT_ONCE, NEAR, WORK, Shifts

SWEEPS = 12


def impossible(part: Shifts) -> Bools:
    """(n,) Counts that would not have their room though everything were hidden.

    Their need is set to none: nothing is hidden for it in vain. Most are found by bounds passed from sum to sum, the
    rest by programs, within WORK; one that is not found costs hidden counts, not protection.
    """
    low, high = bounds(part)
    never = np.stack([part.counts - low < part.need[0] - NEAR, high - part.counts < part.need[1] - NEAR])
    met = (part.need == 0) | never
    everything = np.full(part.size, FREE)
    batch, side, end = MOST_AT_ONCE, 0, part.solved + WORK // (4 * part.size)
    while (left := ~met & ~never).any() and part.solved < end:
        side = side if left[side].any() else 1 - side
        asked = np.zeros((2, part.size), dtype=np.bool_)
        asked[side, np.flatnonzero(left[side])[:batch]] = True
        met |= part.met(part.best(asked, everything))
        answered, count = int((asked & met).sum()), int(asked.sum())
        if count == 1 and not answered:
            never |= asked
        batch = MOST_AT_ONCE if 3 * answered >= count and answered > 1 else max(count // 4, 1)
    part.need[never] = 0.0
    return np.asarray(never.any(axis=0))


def bounds(part: Shifts) -> tuple[Floats, Floats]:
    """(n,) and (n,) Bounds that each sum, with the others' bounds, puts on its counts; everything hidden."""
    rows = part.matrix.tocoo()
    line, cell, sign = rows.coords[0], rows.coords[1], rows.data
    side = part.matrix @ part.counts  # the sum of sign * count, over the cells that are not known
    low, high = np.zeros(part.size), np.full(part.size, np.inf)
    for _ in range(SWEEPS):
        before = low.sum(), int(np.isfinite(high).sum())
        least, most = np.where(sign > 0, low[cell], -high[cell]), np.where(sign > 0, high[cell], -low[cell])
        above = side[line] - _others(line, least, len(side))  # sign * count is at most this
        below = side[line] - _others(line, most, len(side))
        np.minimum.at(high, cell, np.where(sign > 0, above, -below))
        np.maximum.at(low, cell, np.where(sign > 0, below, -above))
        if (low.sum(), int(np.isfinite(high).sum())) == before:
            break
    return low, high


def _others(line: Ints, values: Floats, size: int) -> Floats:
    """(e,) For each entry of a row, the sum of the row's other entries; infinite if one of them is."""
    endless = np.isinf(values)
    finite = np.where(endless, 0.0, values)
    total, count = np.bincount(line, finite, size), np.bincount(line, endless, size)
    far = np.sign(values[endless][0]) * np.inf if endless.any() else 0.0
    return np.where(count[line] - endless > 0, far, total[line] - finite)
