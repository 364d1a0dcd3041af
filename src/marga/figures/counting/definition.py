"""What a figure is: a readable expression over one table of an extract, with what counts and what does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getdoc
from typing import Any, NamedTuple

from marga.extract import TABLES

#: Raised when the meaning of a figure changes: it is printed under every number.
VERSION = "2026.2"
Splits = tuple[str, ...]


class Grain(NamedTuple):
    """How finely the figures of a table are counted: `splits` may all be combined where the rows are; a cube holds the
    figures by the splits of one of the `margins` jointly, and no finer."""

    splits: Splits
    margins: tuple[Splits, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure. `of` gives an Ibis aggregate over the table; a figure is that, for a period and any group.

    name        what it is called everywhere: page, command, column, file
    table       the table of the extract whose rows are counted
    day         the column by which the period takes a row in
    unit        what one is: case, person, arrest, g, day …
    measure     the measure of the figure check under which it is published, "" for none
    grain       the columns by which it may be broken down, and still be a count that adds up
    stock       whether it is what there was at the end of a month, so that months do not add up
    """

    name: str
    table: str
    day: str
    unit: str
    measure: str
    grain: Grain
    stock: bool
    of: Callable[[Any], Any]

    @property
    def splits(self) -> Splits:
        """What it may be split by where the rows are, freely combined."""
        return self.grain.splits

    @property
    def margins(self) -> tuple[Splits, ...]:
        """The splits that leave together in a cube."""
        return self.grain.margins

    @property
    def meaning(self) -> str:
        """What counts and what does not."""
        return getdoc(self.of) or ""


DEFINITIONS: dict[str, Definition] = {}


def figure(
    table: str, *, unit: str, grain: Grain, measure: str = "", day: str = "", stock: bool = False
) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Enter a function into the list of figures under its own name."""

    def enter(of: Callable[[Any], Any]) -> Callable[[Any], Any]:
        name = of.__name__
        DEFINITIONS[name] = Definition(name, table, day or TABLES[table].day, unit, measure, grain, stock, of)
        return of

    return enter


def ordered() -> list[Definition]:
    """Every figure, in the order of the tables and of the definitions within them."""
    return sorted(DEFINITIONS.values(), key=lambda one: list(TABLES).index(one.table))
