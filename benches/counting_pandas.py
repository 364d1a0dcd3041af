"""Every figure by every margin, as someone would write it in pandas: what benches/figures.py compares with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
from counting_columns import needed

from marga.extract import TABLES
from marga.figures.counting import DEFINITIONS

Figures = Callable[[pd.DataFrame], dict[str, pd.Series]]
#: For each table and day: a column a figure, whose sums by group are the figures.
FIGURES: dict[tuple[str, str], Figures] = {
    ("cases", "opened"): lambda t: {"cases": one(t), "cases_without_court_file": ~t.court_file},
    ("parties", "opened"): lambda t: {
        "parties": one(t), "persons_in_year": t.first_in_year, "persons_in_month": t.first_in_month,
        "arrests": t.arrested, "first_charged_otherwise": t.offence_first != t.offence,
        "seen_within_a_year": t.days_since_last <= 365,
    },
    ("exhibits", "seized"): lambda t: {
        "seizures": one(t), "grams_seized": t.second_grams.fillna(t.first_grams), "weighed_once": t.second_grams.isna(),
    },
    ("custodies", "day"): lambda t: {"custodies": one(t)},
    ("requests", "asked"): lambda t: {"requests": one(t)},
    ("requests", "started"): lambda t: {"starts": one(t), "starts_within_21_days": t.waited_days <= 21},
    ("requests", "gave_up"): lambda t: {"gave_up": t.started.isna()},
    ("episodes", "started"): lambda t: {
        "admissions": one(t), "entrants_in_year": t.first_in_year,
        "returned_within_six_months": t.days_since_last <= 182,
    },
    ("episodes", "ended"): lambda t: {"episodes_ended": one(t), "completed": t.reason == "completed"},
    ("census", "day"): lambda t: {
        "person_days": t.present, "safe_place_days": t.safe_places,
        "in_care": t.present.where(t.day.dt.is_month_end, 0),
        "safe_places": t.safe_places.where(t.day.dt.is_month_end, 0),
        "official_places": t.official_places.where(t.day.dt.is_month_end, 0),
        "stays_past_basis": t.past_basis.where(t.day.dt.is_month_end, 0),
        "reviews_overdue": t.reviews_overdue.where(t.day.dt.is_month_end, 0),
        "quality_gaps_overdue": t.gaps_overdue.where(t.day.dt.is_month_end, 0), "centre_days": one(t),
        "centre_days_above_safe": t.present > t.safe_places,
    },
    ("sessions", "day"): lambda t: {"sessions": one(t), "people_reached": t.people},
}  # fmt: skip


def one(t: pd.DataFrame) -> pd.Series:
    return pd.Series(1, t.index)


def count(folder: Path) -> Iterator[tuple[str, int, list[float]]]:
    """For each part and margin: its name, the groups, and what each figure adds up to over them."""
    for (table, day), figures in FIGURES.items():
        rows = read(folder / TABLES[table].side / f"{table}.parquet", table, day)
        names = list(columns := figures(rows))
        rows = rows.assign(month=rows[day].dt.to_period("M"), **{f"figure_{name}": columns[name] for name in names})
        for margin in DEFINITIONS[names[0]].margins:
            made = rows.groupby(["month", *margin], dropna=False)[[f"figure_{name}" for name in names]].sum()
            yield (
                f"{table}.{day}: {', '.join(margin)}",
                len(made),
                [float(made[f"figure_{name}"].sum()) for name in names],
            )


def read(file: Path, table: str, day: str) -> pd.DataFrame:
    """The columns that are needed, of the rows that have this day."""
    rows = pd.read_parquet(file, columns=needed(table, day)).dropna(subset=[day])
    for column in TABLES[table].columns:
        if column.kind == "day" and column.name in rows:
            rows[column.name] = pd.to_datetime(rows[column.name])
    if "age" in rows:
        rows["age_band"] = rows.age.clip(10, 65) // 5
    if table == "requests":
        rows["waited_days"] = (rows.started - rows.asked).dt.days - rows.paused_days
    return rows
