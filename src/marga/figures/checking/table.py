"""The outcome of a check as a table in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .check import Checked
from .findings import Repair
from .localise import Localised
from .result import number

MARKS = {"error": ("■ error", "bold red"), "warning": ("▲ warning", "yellow"), "note": ("· note", "dim")}
MOST_SETS_SHOWN = 6


def print_table(checked: Checked, console: Console | None = None) -> None:
    """Findings by report, then which figures must be wrong and what would mend them."""
    console = console or Console()
    counts = f"{len(checked.reports)} {_plural(checked.reports, 'report')}, {checked.figure_count} figures"
    if not checked.findings:
        console.print(f"{counts}: nothing found. What is printed can all be true.")
        return
    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for heading in ("", "rule", "figures", "what is wrong"):
        table.add_column(heading, overflow="fold")
    for finding in checked.findings:
        mark, style = MARKS[finding.severity]
        table.add_row(Text(mark, style), finding.rule, Text("\n".join(finding.figures)), Text(str(finding.message)))
        table.add_row()
    console.print(table)
    for group in checked.localised:
        _print_group(group, console)
    console.print(f"{counts}: {_tally(checked)}. marga check --explain RULE says what a rule means.")


def _print_group(group: Localised, console: Console) -> None:
    size = len(group.suspects[0].figures) if group.suspects else 0
    console.print(Text(f"At least {size} of these {'is' if size == 1 else 'are'} wrong, any line would do:", "bold"))
    for one in group.suspects[:MOST_SETS_SHOWN]:
        console.print(Text("  " + "  and  ".join(_mended(repair) for repair in one.repairs)), soft_wrap=True)
    more = len(group.suspects) - MOST_SETS_SHOWN
    if more > 0 or group.capped:
        console.print(f"  … and {'at least ' if group.capped else ''}{max(more, 0)} more; --format json lists them.")
    console.print()


def _mended(one: Repair) -> str:
    low, high = number(one.would_be.low), number(one.would_be.high)
    if low is not None and low == high:
        would_be = f"{low:,}"
    elif high is None:
        would_be = f"{low or 0:,} or more"
    else:
        would_be = f"{low or 0:,} to {high:,}"
    return f"{one.figure}: {number(one.printed):,} would be {would_be}"


def _plural(things: tuple[object, ...], noun: str) -> str:
    return noun if len(things) == 1 else noun + "s"


def _tally(checked: Checked) -> str:
    counts = {severity: sum(finding.severity == severity for finding in checked.findings) for severity in MARKS}
    return ", ".join(f"{count} {severity}{'' if count == 1 else 's'}" for severity, count in counts.items() if count)
