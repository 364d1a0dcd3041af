"""Figures and their numbers as tables in a terminal, and as the page of the docs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from .definition import VERSION, Definition


def print_list(definitions: Iterable[Definition]) -> None:
    """Every figure with its unit, what counts, and its splits."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0))
    for heading in ("figure", "unit", "what counts", "by"):
        table.add_column(heading, overflow="fold")
    for one in definitions:
        table.add_row(one.name, one.unit, " ".join(one.meaning.split()), " ".join(("month", *one.splits)))
    console = Console()
    console.print(table)
    console.print(f"Definitions {VERSION}.")


def print_rows(rows: Sequence[dict[str, Any]]) -> None:
    """What a figure came to: a line for each group."""
    table = Table(box=None, pad_edge=False)
    for index, heading in enumerate(rows[0] if rows else ["nothing was counted"]):
        table.add_column(heading, justify="right" if rows and index == len(rows[0]) - 1 else "left")
    for row in rows:
        table.add_row(*(_shown(value) for value in row.values()))
    Console().print(table)


def _shown(value: Any) -> str:
    if value is None:
        return "not known"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


INTRODUCTION = """# The figures that are counted

What every published number counts, and what it does not. This page is made from the definitions themselves
(`marga figures --page docs/counting.md`), so it cannot say something else; a test holds the two together.

`marga figures` lists them. `marga figure NAME EXTRACT --by month,province --from DAY --to DAY` counts one straight from
the records of an [extract](extract.md). `marga cube EXTRACT --out FILE` counts all of them at the grain of publication
and signs the outcome: counts by month and group, with no key of a case or a person in it. Nothing else leaves a side.
"""


def page(definitions: Iterable[Definition]) -> str:
    """The page of the docs: every figure with what it counts, its unit, where it is counted from and its splits."""
    lines = [INTRODUCTION, f"Definitions {VERSION}."]
    for one in definitions:
        lines += ["", f"## {one.name}", "", one.meaning, "", _facts(one)]
    return "\n".join(lines) + "\n"


def _facts(one: Definition) -> str:
    stock = " It is what there was at the end of a month, so months do not add up." if one.stock else ""
    published = f" Published as `{one.measure}`." if one.measure else ""
    splits = ", ".join(("month", *one.splits))
    return f"Unit: {one.unit}. Counted from `{one.table}`, by `{one.day}`. May be split by {splits}.{stock}{published}"
