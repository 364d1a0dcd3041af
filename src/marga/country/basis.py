"""What a rule rests on, and the readers that files of rules share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from marga.country.reading import Table
from marga.country.sentences import Text, gettext_noop

#: Minutes in the longest time a rule may set: ten years. More is a slip of the pen.
LONGEST = 10 * 366 * 24 * 60


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule is from. `unverified`: nobody has compared it with the law, and every page that shows it says so."""

    source: str = ""
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One word of a list. `counts_as` is its code in the extract; "" for what is recorded and not counted."""

    name: str
    label: Text
    counts_as: str = ""


def basis(table: Table) -> Basis:
    """The keys `source` and `unverified` of a rule; one of them must be there, so that nothing is law by accident."""
    found = Basis(table.text("source", ""), table.flag("unverified", False))
    if not (found.source or found.unverified):
        table.fail("source", gettext_noop("is missing; write source = \"…\" with the law's name and article, or "
                                          "unverified = true while nobody has compared it with the law"))  # fmt: skip
    return found


def label(table: Table, key: str = "label") -> Text:
    """A name in the country's languages."""
    inner = table.table(key)
    text = Text(inner.text("en"), inner.text("km", ""), inner.text("en_plural", ""))
    inner.finish()
    return text


def whole(table: Table, key: str, *, least: int = 0, default: int | None = None) -> int:
    """A whole number of `least` or more."""
    number = table.number(key, None if default is None else Decimal(default))
    if number != int(number) or not least <= number <= LONGEST:
        table.fail(key, gettext_noop("should be a whole number, {least} or more, not {value}"),
                   least=least, value=str(number))  # fmt: skip
    return int(number)


def amount(table: Table, key: str) -> Decimal:
    """An exact number of 0 or more."""
    number = table.number(key)
    if number < 0:
        table.fail(key, gettext_noop("should be 0 or more, not {value}"), value=str(number))
    return number


def sections(file: Table, key: str) -> Iterator[tuple[str, Table]]:
    """Each table of [key.NAME] with its name, in the order of the file. The section must be there."""
    outer = file.table(key)
    for name in outer:
        yield name, outer.table(name)


def kinds(file: Table, key: str, *, counted: bool = True) -> dict[str, Kind]:
    """The words of [key.NAME]. With `counted` each may say `counts_as`."""
    found = {}
    for name, table in sections(file, key):
        found[name] = Kind(name, label(table), table.text("counts_as", "") if counted else "")
        table.finish()
    return found
