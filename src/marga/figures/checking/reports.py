"""What a body printed, figure by figure, and how it was printed: the input of the figure check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from marga.country import Dimension, Measure, Period, Unit

from .printed import Reading


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number. `kind` is "count", "rate" (per day), "change" (on `change_on`) or "share" (of `share_of`)."""

    report: str
    id: str
    measure: Measure
    unit: Unit
    counted: Unit  # the unit of the cell: of a percent of cases, the case
    value: Decimal
    printed: str
    reading: Reading
    kind: str
    where: Mapping[str, str]
    period: Period | None
    as_of: date | None
    time_given: bool  # by the figure itself, not only by its report
    change_on: Period | None
    share_of: Mapping[str, str] | None
    unit_given: str  # as written; "" when missing
    called: str
    rounded_to: Decimal
    trust: Decimal
    note: str
    derived: str

    @property
    def ref(self) -> str:
        """The figure's name everywhere outside its report: "kh-2019-09/A1"."""
        return f"{self.report}/{self.id}"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim in words that rests on figures of its report."""

    report: str
    id: str
    says: str
    about: tuple[str, ...]  # ids of figures
    words: str

    @property
    def ref(self) -> str:
        return f"{self.report}/{self.id}"


@dataclass(frozen=True, slots=True)
class Report:
    """What one body published at one time. `dimensions` are those that the report itself declares."""

    id: str
    body: str
    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...] = ()
    published: date | None = None
    period: Period | None = None
    title: str = ""
    source: str = ""
    url: str = ""
    note: str = ""
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
