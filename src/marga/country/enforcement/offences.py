"""Offences, their penalties, the limits of quantity on which penalties turn, and who must agree to another charge."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from marga.country.basis import Basis, amount, basis, label, sections, whole
from marga.country.model import Category
from marga.country.reading import Table
from marga.country.sentences import Text, gettext_noop

#: How a new charge stands to the one before it; a country says for each who must agree.
DIRECTIONS = ("raises", "lowers", "same", "mixed", "drops")


@dataclass(frozen=True, slots=True)
class Penalty:
    """A range of prison. Months, both ends included; `most_months` None is prison for life.

    fine      a fine comes with it
    or_fine   a fine can stand instead of prison
    """

    least_months: int
    most_months: int | None
    fine: bool
    or_fine: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Offence:
    """What a person can be charged with.

    counts_as     category of the dimension "offence"
    penalty       where no quantity decides
    by_quantity   quantity table -> band -> penalty
    """

    name: str
    label: Text
    article: str
    counts_as: str
    penalty: Penalty
    by_quantity: Mapping[str, Mapping[str, Penalty]]
    basis: Basis

    def penalty_of(self, quantity: str = "", band: str = "") -> Penalty:
        """The range for a weight in this band; the offence's own where none is set for it."""
        return self.by_quantity.get(quantity, {}).get(band, self.penalty)


@dataclass(frozen=True, slots=True)
class Band:
    """Weights up to a limit, in grams; None has no limit. `including`: a weight exactly at the limit is in it."""

    name: str
    label: Text
    up_to: Decimal | None
    including: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Quantity:
    """The bands of a group of drugs, from the lightest to the one without a limit."""

    name: str
    label: Text
    drugs: tuple[str, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class OffenceClass:
    """Felony, misdemeanour…: by the longest prison that the law allows. None has no limit."""

    name: str
    label: Text
    up_to_months: int | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who must be the second to agree to another charge.

    rank           the least rank of the second officer
    outside_case   the second officer has no part in the case
    prosecutor     a prosecutor's written decision must be named too
    """

    rank: str
    outside_case: bool
    prosecutor: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Offences:
    """All of offences.toml. `by_drug` finds the quantity table of every drug that has one, those inside others too."""

    offences: Mapping[str, Offence]
    quantities: Mapping[str, Quantity]
    classes: tuple[OffenceClass, ...]
    changes: Mapping[str, Agreement]
    by_drug: Mapping[str, Quantity]

    def class_of(self, penalty: Penalty) -> OffenceClass:
        """Felony or less, by the longest prison."""
        for one in self.classes:
            if one.up_to_months is None:
                return one
            if penalty.most_months is not None and penalty.most_months <= one.up_to_months:
                return one
        raise ValueError("the last class has a limit")  # the reader refuses such a file


def read_offences(
    file: Table, categories: Mapping[str, Category], drugs: Mapping[str, Category], ranks: Collection[str]
) -> Offences:
    """offences.toml: `categories` of the dimension "offence", `drugs` of "drug". Raises DataError."""
    quantities = {name: _quantity(name, table, drugs) for name, table in sections(file, "quantity")}
    offences = {name: _offence(name, table, categories, quantities) for name, table in sections(file, "offence")}
    read = Offences(offences, quantities, _classes(file), _changes(file.table("change"), ranks),
                    _by_drug(file, quantities, drugs))  # fmt: skip
    file.finish()
    return read


def _quantity(name: str, table: Table, drugs: Collection[str]) -> Quantity:
    named = table.texts("drugs")
    if unknown := [drug for drug in named if drug not in drugs]:
        table.fail("drugs", gettext_noop("names {drug}, which is not in dimensions.toml"), drug=unknown[0])
    read = Quantity(name, label(table), named, tuple(_band(one) for one in table.tables("band")))
    limits = [band.up_to for band in read.bands]
    if not limits or limits[-1] is not None or None in limits[:-1]:
        table.fail("band", gettext_noop("should end with one band without `up_to`, and only with one"))
    rising = [limit for limit in limits if limit is not None]
    if rising != sorted(set(rising)):
        table.fail("band", gettext_noop("should go from the lightest to the heaviest, each `up_to` above the last"))
    if len({band.name for band in read.bands}) < len(read.bands):
        table.fail("band", gettext_noop("has two bands of one name; give each its own"))
    table.finish()
    return read


def _band(table: Table) -> Band:
    limit = amount(table, "up_to") if "up_to" in table else None
    if limit == 0:
        table.fail("up_to", gettext_noop("should be above 0"))
    band = Band(table.text("name"), label(table), limit, table.flag("including", True), basis(table))
    table.finish()
    return band


def _offence(
    name: str, table: Table, categories: Collection[str], quantities: Mapping[str, Quantity]
) -> Offence:  # fmt: skip
    by_quantity = {}
    for quantity, inner in sections(table, "by_quantity") if "by_quantity" in table else ():
        if quantity not in quantities:
            table.fail("by_quantity", gettext_noop("names {name}, which has no [quantity.{name}]"), name=quantity)
        names = [band.name for band in quantities[quantity].bands]
        if unknown := [band for band in inner if band not in names]:
            inner.fail(unknown[0], gettext_noop("is no band of this quantity; write {options}"),
                       options=" / ".join(names))  # fmt: skip
        by_quantity[quantity] = {band: _penalty(inner.table(band)) for band in inner}
    read = Offence(
        name, label(table), table.text("article", ""), table.choice("counts_as", categories),
        _penalty(table.table("penalty")), by_quantity, basis(table),
    )  # fmt: skip
    table.finish()
    return read


def _penalty(table: Table) -> Penalty:
    life = table.flag("life", False)
    least, most = whole(table, "least_months"), None if life else whole(table, "most_months")
    if most is not None and most < least:
        table.fail("most_months", gettext_noop("is less than `least_months`; swap or correct them"))
    read = Penalty(least, most, table.flag("fine", False), table.flag("or_fine", False), basis(table))
    table.finish()
    return read


def _classes(file: Table) -> tuple[OffenceClass, ...]:
    read = []
    for name, table in sections(file, "class"):
        limit = whole(table, "up_to_months") if "up_to_months" in table else None
        read.append(OffenceClass(name, label(table), limit, basis(table)))
        table.finish()
    limits = [one.up_to_months for one in read]
    rising = [limit for limit in limits if limit is not None]
    if not limits or limits[-1] is not None or None in limits[:-1] or rising != sorted(set(rising)):
        file.fail("class", gettext_noop("should go from the least to the gravest, and only the last has no limit"))
    return tuple(read)


def _changes(section: Table, ranks: Collection[str]) -> dict[str, Agreement]:
    read = {}
    for direction in DIRECTIONS:
        table = section.table(direction)
        read[direction] = Agreement(
            table.choice("rank", ranks), table.flag("outside_case", False), table.flag("prosecutor", False),
            basis(table),
        )  # fmt: skip
        table.finish()
    section.finish()
    return read


def _by_drug(file: Table, quantities: Mapping[str, Quantity], drugs: Mapping[str, Category]) -> dict[str, Quantity]:
    named: dict[str, Quantity] = {}
    for quantity in quantities.values():
        for drug in quantity.drugs:
            if drug in named:
                file.fail("quantity", gettext_noop("has {drug} in two tables; keep it in one"), drug=drug)
            named[drug] = quantity
    found = dict(named)
    for drug in drugs:
        inside = drug
        while inside and inside not in named:
            inside = drugs[inside].within
        if inside:
            found[drug] = named[inside]
    return found
