"""All the figures under check, laid out by what they count, so that each rule finds its neighbours at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from marga.country import Country, Dimension, Period, Text

from .intervals import Interval
from .reports import Figure, Report

Where = frozenset[tuple[str, str]]
Time = Period | date | None
#: The split by named places: "national centre" is one of an unknown number, so its parts never make up the whole.
PLACE = "place"


@dataclass(frozen=True, slots=True)
class Cell:
    """One true number: how many of a measure there were, of a kind of unit, at a time, in a group.

    `report` is the report's name where it gives no time: two reports without one may speak of two times.
    """

    measure: str
    of: str
    time: Time
    where: Where
    report: str = ""

    def without(self, dimension: str) -> Cell:
        """The wider cell that is not split by `dimension`."""
        return replace(self, where=frozenset(pair for pair in self.where if pair[0] != dimension))

    def category(self, dimension: str) -> str:
        return next((category for name, category in self.where if name == dimension), "")


@dataclass(frozen=True, slots=True)
class Split:
    """The counts that one report prints of one cell, by one dimension: category -> figure."""

    whole: Cell
    dimension: str
    parts: dict[str, Figure] = field(default_factory=dict)


class Book:
    """The reports, and where each figure belongs. Everything is in the base unit of its kind (grams, not kilograms)."""

    def __init__(self, reports: Sequence[Report], country: Country) -> None:
        self.reports, self.country = tuple(reports), country
        self.by_id = {report.id: report for report in reports}
        self.dimensions: dict[str, Dimension] = dict(country.dimensions)
        self.figures: dict[str, Figure] = {}
        self.cell_of: dict[str, Cell] = {}
        self.base_of: dict[str, Cell] = {}
        self.counts: dict[Cell, list[Figure]] = defaultdict(list)
        self.relative: dict[Cell, list[Figure]] = defaultdict(list)
        self.steps: dict[Cell, list[Figure]] = defaultdict(list)  # absolute changes, by the cell before and after
        self.splits: dict[tuple[str, Cell, str], Split] = {}
        for report in reports:
            for figure in report.figures:
                self._place(figure, report)

    def _place(self, figure: Figure, report: Report) -> None:
        cell = self._cell(figure, report, figure.where, figure.as_of or figure.period)
        self.figures[figure.ref] = figure
        self.cell_of[figure.ref] = cell
        if figure.change_on is not None:
            self.base_of[figure.ref] = replace(cell, time=figure.change_on)
        elif figure.share_of is not None:
            self.base_of[figure.ref] = self._cell(figure, report, figure.share_of, cell.time)
        if figure.kind == "change" and figure.unit.name != "percent":
            self.steps[cell].append(figure)
            self.steps[self.base_of[figure.ref]].append(figure)
        if figure.kind != "count":
            self.relative[cell].append(figure)
            return
        self.counts[cell].append(figure)
        for dimension, category in cell.where:
            whole = cell.without(dimension)
            split = self.splits.setdefault((report.id, whole, dimension), Split(whole, dimension))
            split.parts.setdefault(category, figure)

    def _cell(self, figure: Figure, report: Report, where: Mapping[str, str], time: Time) -> Cell:
        scoped = frozenset((self._scoped(name, report), category) for name, category in where.items())
        return Cell(figure.measure.name, figure.counted.of, time, scoped, "" if time else report.id)

    def _scoped(self, name: str, report: Report) -> str:
        """A report's own dimension is told apart by its categories, so that equal ones of two reports are one."""
        own = report.dimensions.get(name)
        if own is None:
            return name
        if (known := self.country.dimensions.get(name)) and set(own.categories) == set(known.categories):
            return name
        key = f"{name}: {', '.join(sorted(own.categories))}"
        self.dimensions[key] = own
        return key

    def label(self, dimension: str, category: str) -> Text:
        """The name of a category, for sentences."""
        if dimension == PLACE:
            return Text(category)
        return self.dimensions[dimension].categories[category].label

    def makes_whole(self, split: Split) -> bool:
        """Whether the parts printed are all there are, none twice."""
        dimension = self.dimensions.get(split.dimension)
        return (
            dimension is not None
            and dimension.exhaustive
            and self.is_exclusive(split.dimension, split.whole.measure)
            and dimension.top() <= set(split.parts)
        )

    def is_exclusive(self, dimension: str, measure: str) -> bool:
        """Whether one unit of the measure is in at most one category."""
        return dimension != PLACE and measure not in self.dimensions[dimension].overlapping_for

    def widened(self, cell: Cell) -> list[Cell]:
        """The cells one step wider: one dimension dropped, or a category replaced by the one it is within."""
        wider = []
        for dimension, category in cell.where:
            rest = cell.without(dimension)
            within = "" if dimension == PLACE else self.dimensions[dimension].categories[category].within
            wider.append(replace(rest, where=rest.where | {(dimension, within)}) if within else rest)
        return wider

    def holders(self, cell: Cell) -> set[Cell]:
        """Every wider cell, however many steps."""
        found: set[Cell] = set()
        edge = [cell]
        while edge:
            for wider in self.widened(edge.pop()):
                if wider not in found:
                    found.add(wider)
                    edge.append(wider)
        return found


def allowed(figure: Figure) -> Interval:
    """The true values that a printed count allows, in the base unit of its kind."""
    return figure.reading.allows.times(figure.unit.factor)
