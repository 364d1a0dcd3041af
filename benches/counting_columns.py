"""The columns that every figure by every margin needs: what benches/figures.py reads as its limit."""

from __future__ import annotations

from marga.extract import TABLES
from marga.figures.counting import DEFINITIONS

#: Besides days and splits.
COUNTED_BY = {
    "cases": ["court_file"],
    "parties": ["age", "first_in_year", "first_in_month", "arrested", "offence_first", "days_since_last"],
    "exhibits": ["first_grams", "second_grams"], "requests": ["age", "asked", "started", "paused_days"],
    "episodes": ["age", "first_in_year", "days_since_last"],
    "census": ["present", "safe_places", "official_places", "past_basis", "reviews_overdue", "gaps_overdue"],
    "sessions": ["people"],
}  # fmt: skip


def needed(table: str, day: str = "") -> list[str]:
    """The columns of a table; only those for the figures by this day, if one is named."""
    figures = [one for one in DEFINITIONS.values() if one.table == table and day in ("", one.day)]
    wanted = {name for one in figures for name in (one.day, *one.splits)} | set(COUNTED_BY.get(table, ()))
    return [column.name for column in TABLES[table].columns if column.name in wanted]
