"""Derived figures follow from the counted ones, on records of every shape."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median_low

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.counting.records import FIRST, LAST, Row, rows_of
from figures.counting.test_cube import cubes
from marga.country import Period
from marga.extract import TABLES
from marga.figures.counting import DEFINITIONS
from marga.figures.counting.derived import (
    DERIVED,
    cases_a_day,
    change_a_day,
    first_seen,
    grams_per_accused,
    median_wait,
    middle,
    share_within_21_days,
    still_waiting,
)  # fmt: skip

EVERYTHING = Period(FIRST, LAST)
JANUARY = Period(date(2019, 1, 1), date(2019, 1, 31))
few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def with_rows(folder: Path, **rows: list[Row]) -> object:
    return cubes(folder, {name: [] for name in TABLES} | rows)


def test_every_derived_figure_says_what_it_stands_on_and_means() -> None:
    for one in DERIVED.values():
        assert one.stands_on, one.name
        assert set(one.stands_on) <= DEFINITIONS.keys(), one.name
        assert len(one.meaning) > 30, one.name


@given(st.lists(st.integers(-5, 400), min_size=1))
def test_the_middle_of_counts_is_the_lower_median_of_the_values(values: list[int]) -> None:
    assert middle(Counter(values)) == median_low(values)


def test_there_is_no_middle_of_nothing() -> None:
    with pytest.raises(ValueError, match="no middle"):
        middle({})


@few
@given(rows=rows_of("requests"))
def test_who_still_waits_is_who_came_and_neither_started_nor_gave_up(tmp_path: Path, rows: list[Row]) -> None:
    in_order = [
        row for row in rows
        if (row["started"] is None or row["started"] >= row["asked"])
        and (row["gave_up"] is None or row["gave_up"] >= row["asked"])
    ]  # fmt: skip
    waiting = still_waiting(with_rows(tmp_path, requests=in_order), JANUARY)
    by_hand = Counter(
        row["route"] for row in in_order
        if row["asked"] <= JANUARY.end
        and (row["started"] is None or row["started"] > JANUARY.end)
        and (row["gave_up"] is None or row["started"] is not None or row["gave_up"] > JANUARY.end)
    )  # fmt: skip
    assert {group: count for group, count in waiting.items() if count} == {
        (route,): Decimal(count) for route, count in by_hand.items()
    }


@few
@given(rows=rows_of("requests"))
def test_a_wait_and_its_share_within_21_days_are_of_those_who_started(tmp_path: Path, rows: list[Row]) -> None:
    made = with_rows(tmp_path, requests=rows)
    waits = [(row["started"] - row["asked"]).days - row["paused_days"] for row in rows if row["started"] is not None]
    assert median_wait(made, EVERYTHING).get(()) == (Decimal(median_low(waits)) if waits else None)
    for (route,), share in share_within_21_days(made, EVERYTHING).items():
        own = [
            (row["started"] - row["asked"]).days - row["paused_days"]
            for row in rows if row["started"] is not None and row["route"] == route
        ]  # fmt: skip
        assert share == Decimal(sum(wait <= 21 for wait in own)) / len(own)


@few
@given(rows=rows_of("cases"))
def test_cases_a_day_are_over_all_the_days_of_the_period(tmp_path: Path, rows: list[Row]) -> None:
    a_day = cases_a_day(with_rows(tmp_path, cases=rows), JANUARY)
    assert a_day[()] == Decimal(sum(JANUARY.start <= row["opened"] <= JANUARY.end for row in rows)) / 31


def test_a_change_needs_something_counted_and_judges_by_days(tmp_path: Path) -> None:
    assert change_a_day(with_rows(tmp_path), "cases", JANUARY, Period(date(2019, 2, 1), date(2019, 2, 28))) is None


@few
@given(parties=rows_of("parties"), exhibits=rows_of("exhibits"))
def test_grams_per_accused_are_of_one_offence(tmp_path: Path, parties: list[Row], exhibits: list[Row]) -> None:
    made = with_rows(tmp_path, parties=parties, exhibits=exhibits)
    for (offence,), grams in grams_per_accused(made, EVERYTHING).items():
        weight = sum(
            row["first_grams"] if row["second_grams"] is None else row["second_grams"]
            for row in exhibits if row["offence"] == offence
        )  # fmt: skip
        assert grams == Decimal(weight) / sum(row["offence"] == offence for row in parties)


@few
@given(rows=rows_of("exhibits"))
def test_what_is_first_seen_was_never_seized_before(tmp_path: Path, rows: list[Row]) -> None:
    seen = first_seen(with_rows(tmp_path, exhibits=rows), "drug", JANUARY)
    firsts: dict[str, date] = {}
    for row in rows:
        firsts[row["drug"]] = min(firsts.get(row["drug"], row["seized"]), row["seized"])
    assert seen == sorted(drug for drug, day in firsts.items() if JANUARY.start <= day <= JANUARY.end)
