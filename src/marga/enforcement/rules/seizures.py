"""What was seized, in grams, drug by drug: each exhibit once, with the weight that counts.

A gram of one drug is not a gram of another, and no sum of them says anything: there is none here. The weight that
counts is the laboratory's, or else the second, blind one of the last round that was opened (`weighing.counted`); rounds
before it, and rounds that were cancelled, are not added to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .bands import EXACT

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Weighed:
    """One exhibit of a case, and the net grams that count. `laboratory`: it is the laboratory that weighed them."""

    case: str
    drug: str
    net: Decimal
    laboratory: bool


@dataclass(frozen=True, slots=True)
class OfDrug:
    """One drug: the grams of so many exhibits, of which the laboratory weighed some, and the people charged in their
    cases."""

    drug: str
    grams: Decimal
    exhibits: int
    laboratory: int
    charged: int

    @property
    def each(self) -> Decimal | None:
        """Grams for each person charged in these cases, to a hundredth; None where nobody is."""
        return None if not self.charged else (self.grams / self.charged).quantize(HUNDREDTH)


def by_drug(found: Iterable[Weighed], charged: Mapping[str, int]) -> list[OfDrug]:
    """Each drug by its name. `charged`: people charged, by case; a case with two exhibits of a drug counts once."""
    drugs: dict[str, list[Weighed]] = {}
    for one in found:
        drugs.setdefault(one.drug, []).append(one)
    return [_of(drug, drugs[drug], charged) for drug in sorted(drugs)]


def _of(drug: str, found: list[Weighed], charged: Mapping[str, int]) -> OfDrug:
    grams = Decimal(0)
    for one in found:
        grams = EXACT.add(grams, one.net)
    people = sum(charged.get(case, 0) for case in {one.case for one in found})
    return OfDrug(drug, grams, len(found), sum(one.laboratory for one in found), people)
