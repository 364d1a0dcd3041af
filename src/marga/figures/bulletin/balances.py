"""What ties the counts of different figures together: whoever reads all of them can add and subtract across tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from marga.figures.counting import PART_OF
from marga.figures.counting.cube import Cube
from marga.figures.counting.engine import MONTH
from marga.figures.disclose import Cell

from .contents import NOTHING_WITHOUT
from .times import period_of

WAITING = "still_waiting"
Tied = tuple[Cell, tuple[Cell, ...]]


@dataclass(slots=True)
class Counts:
    """The counts of a bulletin with every sum among them: what disclosure control looks at.

    counts   every cell's true count
    sums     which cells are sums of which
    printed  cells that stand in the bulletin
    left     what is left of one printed figure without another: who subtracts has it
    known    what readers know without being told: that nothing was counted where nothing was held, and by how much the
             records of two figures that should balance do not, as where centres did not report
    """

    counts: dict[Cell, int] = field(default_factory=dict)
    sums: dict[Tied, None] = field(default_factory=dict)
    printed: set[Cell] = field(default_factory=set)
    left: set[Cell] = field(default_factory=set)
    known: set[Cell] = field(default_factory=set)

    def tie(self, cube: Cube, open_figures: Collection[str]) -> None:
        """Enter all ties between figures. open_figures: those that are never hidden."""
        self._leave()
        self._tie_waiting()
        self._tie_care(cube)
        self._tie_starts()
        self._tie_completed()
        self._see_nothing(open_figures)

    def _leave(self) -> None:
        """What is left of a printed figure without another that is a part of it."""
        for cell in list(self.printed):
            whole = Cell(PART_OF.get(cell.measure, ""), cell.time, cell.where)
            if whole in self.printed:
                rest = Cell(f"{whole.measure} without {cell.measure}", cell.time, cell.where)
                self.counts[rest] = self.counts[whole] - self.counts[cell]
                self.sums[whole, (cell, rest)] = None
                self.left.add(rest)

    def _tie_waiting(self) -> None:
        """Who waits at the end of a time waited before it or asked in it, and neither started nor gave up."""
        for gave_up in self._of("gave_up"):
            if gave_up.where:
                continue
            before, after = _ends(WAITING, gave_up)
            came, started = (Cell(measure, gave_up.time) for measure in ("requests", "starts"))
            if {came, started, after} <= self.counts.keys():
                still = self.counts[after] + self.counts[started] + self.counts[gave_up] - self.counts[came]
                self.counts.setdefault(before, still)
                self._balance(f"{WAITING} or asked", gave_up, (before, came), (after, started, gave_up))

    def _tie_care(self, cube: Cube) -> None:
        """Who is in care at the end of a time was there before it or began in it, and has not ended."""
        held = [one.period for one in cube.said if one.side == "care"]
        present = cube.figure("in_care", (MONTH, "modality")) if held else {}
        for ended in self._of("episodes_ended"):
            came = Cell("admissions", ended.time, ended.where)
            before, after = _ends("in_care", ended)
            day_before = period_of(before.time)
            if not {came, after} <= self.counts.keys() or not any(one.holds(day_before) for one in held):
                continue
            kinds = [value for _split, value in ended.where] or [kind for _month, kind in present]
            there = sum(present.get((day_before.start, kind), 0) for kind in set(kinds))
            self.counts.setdefault(before, int(there))
            self._balance("in_care or began", ended, (before, came), (after, ended))

    def _tie_starts(self) -> None:
        """Every request that started began an episode, by route or by kind of care."""
        for begun in self._of("admissions"):
            started = Cell("starts", begun.time, begun.where)
            if started in self.counts:
                self._balance("starts or admissions", begun, (started,), (begun,))

    def _tie_completed(self) -> None:
        """Completed episodes stand among the ways of ending, too."""
        for done in self._of("completed"):
            among = Cell("episodes_ended", done.time, (("reason", "completed"),))
            if not done.where and among in self.counts:
                self._balance("completed, both ways", done, (done,), (among,))

    def _see_nothing(self, open_figures: Collection[str]) -> None:
        """No session, nobody in one: the zero says nothing of people, and hiding it would deceive only the hider."""
        for cell in self.printed:
            held = Cell(NOTHING_WITHOUT.get(cell.measure, ""), cell.time, cell.where)
            if held.measure in open_figures and held in self.printed and self.counts[held] == self.counts[cell] == 0:
                self.known.add(cell)

    def _of(self, measure: str) -> list[Cell]:
        return [cell for cell in self.counts if cell.measure == measure]

    def _balance(self, name: str, like: Cell, left: Sequence[Cell], right: Sequence[Cell]) -> None:
        """The cells of both sides count the same, but for a difference that readers may know."""
        both = Cell(name, like.time, like.where)
        difference = sum(self.counts[cell] for cell in left) - sum(self.counts[cell] for cell in right)
        if difference:
            missing = Cell(f"{name}: not reported", like.time, like.where)
            self.counts[missing] = abs(difference)
            self.known.add(missing)
            left, right = ((*left, missing), right) if difference < 0 else (left, (*right, missing))
        self.counts[both] = sum(self.counts[cell] for cell in left)
        self.sums[both, tuple(left)] = None
        self.sums[both, tuple(right)] = None


def _ends(measure: str, like: Cell) -> tuple[Cell, Cell]:
    """The stock at the end of the month before a cell's time, and at the end of that time."""
    days = period_of(like.time)
    day_before = date.fromordinal(days.start.toordinal() - 1)
    before, after = (Cell(measure, f"{day:%Y-%m}", like.where) for day in (day_before, days.end))
    return before, after
