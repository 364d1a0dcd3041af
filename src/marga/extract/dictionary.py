"""The data dictionary as Markdown, made from the tables themselves, so that it cannot say something else."""

from __future__ import annotations

from pathlib import Path

from .schema import TABLES, VERSION, Column, Table

BEGIN, END = "<!-- data dictionary: begin -->", "<!-- data dictionary: end -->"
KINDS = {
    "key": "a whole number that stands for one thing within this extract (int64)",
    "day": "a day in the country's time (date)",
    "moment": "a time in UTC (timestamp, microseconds)",
    "count": "a whole number, 0 or more (int32)",
    "grams": "grams with three decimals, exact (decimal 12,3)",
    "flag": "true or false",
    "code": "one of the words given (text)",
}


def dictionary() -> str:
    """All tables and columns."""
    parts = [f"Version {VERSION} of the tables.", _kinds()]
    for side in ("enforcement", "care"):
        parts.append(f"### {side.capitalize()}")
        parts += [_table(table) for table in TABLES.values() if table.side == side]
    return "\n\n".join(parts) + "\n"


def _kinds() -> str:
    return "\n".join(["| kind | is |", "|---|---|", *(f"| {kind} | {means} |" for kind, means in KINDS.items())])


def _table(table: Table) -> str:
    head = f"#### `{table.name}`\nOne row: {table.row}. It belongs to the period that holds its `{table.day}`.\n"
    rows = [f"| `{column.name}` | {column.kind} | {_means(column)} | {'yes' if column.may_miss else ''} |"
            for column in table.columns]  # fmt: skip
    return "\n".join([head, "| column | kind | means | may miss |", "|---|---|---|---|", *rows])


def _means(column: Column) -> str:
    if not column.codes:
        return column.means
    if isinstance(column.codes, str):
        return f"{column.means} The country's `{column.codes.removeprefix('dimension:')}`."
    return f"{column.means} {', '.join(f'`{word}`' for word in column.codes)}."


def refreshed(page: str) -> str:
    """The page with the dictionary between its two marks. Raises ValueError when a mark is missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The page has no {BEGIN} … {END}; put both where the dictionary should stand.")
    return f"{before}{BEGIN}\n\n{dictionary()}\n{END}{after}"


def refresh(path: Path) -> bool:
    """Write the dictionary into a page; whether that changed it."""
    old = path.read_text(encoding="utf-8")
    new = refreshed(old)
    if changed := new != old:
        path.write_text(new, encoding="utf-8")
    return changed
