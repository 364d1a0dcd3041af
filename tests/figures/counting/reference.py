"""Each figure again, slowly, in plain Python: what a reader of its docstring would count by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from figures.counting.records import Row, is_month_end, month_of
from marga.country import Period
from marga.figures.counting import Definition


def _waited(row: Row) -> int:
    return (row["started"] - row["asked"]).days - row["paused_days"]


def _number(condition: Callable[[Row], Any]) -> Callable[[list[Row]], Any]:
    return lambda rows: sum(1 for row in rows if condition(row))


def _sum(value: Callable[[Row], Any]) -> Callable[[list[Row]], Any]:
    return lambda rows: sum(value(row) for row in rows)


def _everyone(_row: Row) -> bool:
    return True


REFERENCE: dict[str, Callable[[list[Row]], Any]] = {
    "cases": len,
    "cases_without_court_file": _number(lambda row: not row["court_file"]),
    "parties": len,
    "persons_in_year": _number(lambda row: row["first_in_year"]),
    "persons_in_month": _number(lambda row: row["first_in_month"]),
    "arrests": _number(lambda row: row["arrested"]),
    "first_charged_otherwise": _number(lambda row: row["offence_first"] != row["offence"]),
    "seen_within_a_year": _number(lambda row: row["days_since_last"] is not None and row["days_since_last"] <= 365),
    "seizures": len,
    "grams_seized": _sum(lambda row: row["first_grams"] or 0 if row["second_grams"] is None else row["second_grams"]),
    "weighed_once": _number(lambda row: row["second_grams"] is None),
    "custodies": len,
    "requests": len,
    "starts": len,
    "starts_within_21_days": _number(lambda row: _waited(row) <= 21),
    "gave_up": _number(lambda row: row["started"] is None),
    "admissions": len,
    "entrants_in_year": _number(lambda row: row["first_in_year"]),
    "returned_within_six_months": _number(
        lambda row: row["days_since_last"] is not None and row["days_since_last"] <= 182
    ),
    "episodes_ended": len,
    "completed": _number(lambda row: row["reason"] == "completed"),
    "person_days": _sum(lambda row: row["present"]),
    "safe_place_days": _sum(lambda row: row["safe_places"]),
    "in_care": _sum(lambda row: row["present"] if is_month_end(row["day"]) else 0),
    "safe_places": _sum(lambda row: row["safe_places"] if is_month_end(row["day"]) else 0),
    "official_places": _sum(lambda row: row["official_places"] if is_month_end(row["day"]) else 0),
    "stays_past_basis": _sum(lambda row: row["past_basis"] if is_month_end(row["day"]) else 0),
    "reviews_overdue": _sum(lambda row: row["reviews_overdue"] if is_month_end(row["day"]) else 0),
    "quality_gaps_overdue": _sum(lambda row: row["gaps_overdue"] if is_month_end(row["day"]) else 0),
    "centre_days": len,
    "centre_days_above_safe": _number(lambda row: row["present"] > row["safe_places"]),
    "sessions": len,
    "people_reached": _sum(lambda row: row["people"]),
}


def band(age: int | None) -> str | None:
    """The age band of the Treatment Demand Indicator, from its list of bands."""
    if age is None:
        return None
    if age < 15:
        return "<15"
    return ">=65" if age >= 65 else f"{age // 5 * 5}-{age // 5 * 5 + 4}"


def counted(
    definition: Definition, rows: Iterable[Row], by: tuple[str, ...], period: Period
) -> dict[tuple[Any, ...], Any]:
    """The figure by group, counted row by row."""
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        day = row[definition.day]
        if day is not None and period.start <= day <= period.end:
            groups[tuple(_key(row, split, day) for split in by)].append(row)
    if not by:
        return {(): REFERENCE[definition.name](groups[()])}
    return {key: REFERENCE[definition.name](found) for key, found in groups.items()}


def _key(row: Row, split: str, day: Any) -> Any:
    if split == "month":
        return month_of(day)
    if split == "waited_days":
        return _waited(row)
    return band(row["age"]) if split == "age_band" else row[split]
