"""What a jurisdiction decides, typed: the vocabulary in which every other part counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from .disclosure import Disclosure
from .sentences import Text

if TYPE_CHECKING:
    from .care import Care
    from .clinical import Clinical
    from .consents import Consents
    from .enforcement import Enforcement


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of counting or measuring. `of` is what it measures; `factor` turns it into the first unit of its kind."""

    name: str
    of: str
    factor: Decimal
    exact: bool  # a number printed in it without a hedge is exactly that number
    label: Text


@dataclass(frozen=True, slots=True)
class Measure:
    """What may be counted. `time` is "flow" (over a period), "stock" (on a date) or "none" (either)."""

    name: str
    time: str
    units: tuple[str, ...]  # the first is the usual one
    adds_up: bool  # months add up to the year
    label: Text
    counts: Text


@dataclass(frozen=True, slots=True)
class Category:
    name: str
    label: Text
    within: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to split a measure. `overlapping_for` names measures of which one unit can be in two categories."""

    name: str
    label: Text
    categories: Mapping[str, Category]
    exhaustive: bool
    overlapping_for: frozenset[str] = frozenset()

    def top(self) -> frozenset[str]:
        """The categories that are not inside another one."""
        return frozenset(name for name, category in self.categories.items() if not category.within)


@dataclass(frozen=True, slots=True)
class Room:
    """How far a true value may lie from a hedged number: digits of its last significant one, plus percent of it."""

    digits: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words that make a printed number vague. None for a side that is open."""

    name: str
    words: tuple[str, ...]
    below: Room | None
    above: Room | None


@dataclass(frozen=True, slots=True)
class Words:
    """The country's reading of printed words: hedges, "largely", "steady", and nouns that narrow a group."""

    hedges: tuple[Hedge, ...]
    beyond_percent: Mapping[str, Decimal]  # qualifier -> percent
    steady_percent: Decimal
    nouns: Mapping[str, Mapping[str, str]]  # noun -> dimension -> category
    scales: Mapping[str, Decimal]  # "million" -> 1000000


@dataclass(frozen=True, slots=True)
class Centre:
    """A treatment centre and what is published of it. None where nothing is."""

    id: str
    name: Text
    province: str
    operator: str
    places: int | None
    places_as_of: date | None
    source: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Country:
    """One jurisdiction's data, loaded once and never changed."""

    code: str
    name: Text
    authority: Text
    timezone: str
    currency: str
    units: Mapping[str, Unit]
    measures: Mapping[str, Measure]
    dimensions: Mapping[str, Dimension]
    middles: Mapping[str, tuple[float, float]]  # of provinces: latitude and longitude in degrees
    words: Words
    centres: tuple[Centre, ...]
    disclosure: Disclosure
    enforcement: Enforcement
    care: Care
    consents: Consents
    clinical: Clinical
    report_files: tuple[Path, ...]
    digest: str  # SHA-256 of every file it was read from
