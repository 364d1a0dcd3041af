"""Every figure by every margin, as someone would write it in Polars: what benches/figures.py compares with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from marga.extract import TABLES
from marga.figures.counting import DEFINITIONS

ROWS, LAST_DAY = pl.len(), pl.col("day") == pl.col("day").dt.month_end()
WAITED = (pl.col("started") - pl.col("asked")).dt.total_days() - pl.col("paused_days")
FIGURES: dict[tuple[str, str], dict[str, pl.Expr]] = {
    ("cases", "opened"): {"cases": ROWS, "cases_without_court_file": (~pl.col("court_file")).sum()},
    ("parties", "opened"): {
        "parties": ROWS, "persons_in_year": pl.col("first_in_year").sum(),
        "persons_in_month": pl.col("first_in_month").sum(), "arrests": pl.col("arrested").sum(),
        "first_charged_otherwise": (pl.col("offence_first") != pl.col("offence")).sum(),
        "seen_within_a_year": (pl.col("days_since_last") <= 365).sum(),
    },
    ("exhibits", "seized"): {
        "seizures": ROWS, "grams_seized": pl.coalesce("second_grams", "first_grams").sum(),
        "weighed_once": pl.col("second_grams").is_null().sum(),
    },
    ("custodies", "day"): {"custodies": ROWS},
    ("requests", "asked"): {"requests": ROWS},
    ("requests", "started"): {"starts": ROWS, "starts_within_21_days": (pl.col("waited_days") <= 21).sum()},
    ("requests", "gave_up"): {"gave_up": pl.col("started").is_null().sum()},
    ("episodes", "started"): {
        "admissions": ROWS, "entrants_in_year": pl.col("first_in_year").sum(),
        "returned_within_six_months": (pl.col("days_since_last") <= 182).sum(),
    },
    ("episodes", "ended"): {"episodes_ended": ROWS, "completed": (pl.col("reason") == "completed").sum()},
    ("census", "day"): {
        "person_days": pl.col("present").sum(), "safe_place_days": pl.col("safe_places").sum(),
        "in_care": pl.col("present").filter(LAST_DAY).sum(),
        "safe_places": pl.col("safe_places").filter(LAST_DAY).sum(),
        "official_places": pl.col("official_places").filter(LAST_DAY).sum(),
        "stays_past_basis": pl.col("past_basis").filter(LAST_DAY).sum(),
        "reviews_overdue": pl.col("reviews_overdue").filter(LAST_DAY).sum(),
        "quality_gaps_overdue": pl.col("gaps_overdue").filter(LAST_DAY).sum(), "centre_days": ROWS,
        "centre_days_above_safe": (pl.col("present") > pl.col("safe_places")).sum(),
    },
    ("sessions", "day"): {"sessions": ROWS, "people_reached": pl.col("people").sum()},
}  # fmt: skip


def count(folder: Path) -> Iterator[tuple[str, int, list[float]]]:
    """For each part and margin: its name, the groups, and what each figure adds up to over them."""
    for (table, day), figures in FIGURES.items():
        rows = pl.scan_parquet(folder / TABLES[table].side / f"{table}.parquet").filter(pl.col(day).is_not_null())
        added = {"month": pl.col(day).dt.truncate("1mo")}
        if "age" in rows.collect_schema():
            added["age_band"] = pl.col("age").clip(10, 65) // 5
        if table == "requests":
            added["waited_days"] = WAITED
        rows = rows.with_columns(**added)
        margins = DEFINITIONS[next(iter(figures))].margins
        asked = [rows.group_by("month", *margin).agg(**figures) for margin in margins]
        for margin, made in zip(margins, pl.collect_all(asked), strict=True):
            yield f"{table}.{day}: {', '.join(margin)}", len(made), [float(made[name].sum()) for name in figures]
