"""Figures and their numbers as tables in a terminal, and as the page of the docs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from marga.country import Country

from .definition import VERSION, Definition, Splits


def print_list(definitions: Iterable[Definition]) -> None:
    """Every figure with its unit, what counts, its splits, and which of them a cube holds together: below each other,
    so that no name that must be typed is broken on a narrow screen."""
    console = Console(highlight=False)
    for one in definitions:
        console.print(Text.assemble((one.name, "bold"), f"  {one.unit}"))
        for line in (
            " ".join(one.meaning.split()), f"by: {', '.join(('month', *one.splits))}",
            f"in a cube by month and: {', or '.join(map(_together, one.margins))}",
        ):  # fmt: skip
            console.print(Padding(Text(line), (0, 0, 0, 2)))
        console.print()
    console.print(f"Definitions {VERSION}.")


def _together(margin: Splits) -> str:
    return " × ".join(margin)


def print_rows(rows: Sequence[dict[str, Any]], country: Country) -> None:
    """What a figure came to: a line for each group, with the names of the country's codes."""
    table = Table(box=None, pad_edge=False)
    for index, heading in enumerate(rows[0] if rows else ["nothing was counted"]):
        table.add_column(heading, justify="right" if rows and index == len(rows[0]) - 1 else "left")
    for row in rows:
        table.add_row(*(_shown(name, value, country) for name, value in row.items()))
    Console().print(table)


def _shown(name: str, value: Any, country: Country) -> str:
    if value is None:
        return "not known"
    dimension = country.dimensions.get(name.removesuffix("_last_time"))
    if dimension and value in dimension.categories and (label := dimension.categories[value].label.en) != value:
        return f"{value}  {label}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


INTRODUCTION = """# The figures that are counted

What every published number counts, and what it does not. This page is made from the definitions themselves
(`marga figures --page docs/counting.md`), so it cannot say something else; a test holds the two together.

`marga figures` lists them. `marga figure NAME EXTRACT --by month,province --from DAY --to DAY` counts one straight from
the records of an [extract](extract.md), by any of its splits together: where the rows are.

`marga cube EXTRACT --out FILE` counts all of them and signs the outcome, and nothing else leaves a side. A cube holds
each figure by month and the few splits of a **margin** jointly, as they are published, and by no others: all splits at
once would nearly be the rows. Each margin adds up to the same whole. There is no key of a case or a person in it.

Both commands take `--engine spark`, which gives equal numbers ([engines](operators.md#engines)).
"""


def page(definitions: Iterable[Definition]) -> str:
    """The page of the docs: every figure with what it counts, its unit, where from, its splits and its margins."""
    lines = [INTRODUCTION, f"Definitions {VERSION}."]
    for one in definitions:
        lines += ["", f"## {one.name}", "", one.meaning, "", _facts(one)]
    return "\n".join(lines) + "\n"


def _facts(one: Definition) -> str:
    stock = " It is what there was at the end of a month, so months do not add up." if one.stock else ""
    published = f" Published as `{one.measure}`." if one.measure else ""
    splits = ", ".join(("month", *one.splits))
    cube = ", ".join(f"`{_together(margin)}`" for margin in one.margins)
    return (
        f"Unit: {one.unit}. Counted from `{one.table}`, by `{one.day}`. May be split by {splits}. "
        f"In a cube by month and {cube}.{stock}{published}"
    )
