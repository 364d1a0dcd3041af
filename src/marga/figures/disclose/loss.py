"""How much is lost to protection, beside what hiding the small counts alone would lose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .history import Protected


@dataclass(frozen=True, slots=True)
class Loss:
    """Of the printed cells: how many are hidden, and how much is counted in them.

    A unit counts in every cell that it is part of, so the sums are over all tables and margins.
    deviation_mean, deviation_max  of rounded cells, in counts; 0 where nothing is rounded
    """

    cells: int
    small_cells: int
    more_cells: int
    counted: int
    small_count: int
    more_count: int
    deviation_mean: float
    deviation_max: int
    method: str

    @property
    def more_percent(self) -> float:
        """Cells hidden to protect others, in percent of all."""
        return 100.0 * self.more_cells / max(self.cells, 1)

    @property
    def more_count_percent(self) -> float:
        """What is counted in them, in percent of all that is counted."""
        return 100.0 * self.more_count / max(self.counted, 1)


def loss_of(made: Protected) -> Loss:
    """What the protection of a release costs."""
    printed, counts = made.release.printed, made.release.counts
    marked = made.hidden & np.isinf(made.high) & printed
    more = marked & ~made.small
    rounded = made.hidden & printed & ~marked
    off = np.abs(made.values - counts)[rounded]
    return Loss(
        int(printed.sum()), int((marked & made.small).sum()), int(more.sum()), int(counts[printed].sum()),
        int(counts[marked & made.small].sum()), int(counts[more].sum()),
        float(off.mean()) if off.size else 0.0, int(off.max(initial=0)), made.method,
    )  # fmt: skip
