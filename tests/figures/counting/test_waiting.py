"""Waiting follows from what was counted, on records of every shape."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from statistics import median_low

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.counting.records import Row, rows_of
from figures.counting.test_cube import cubes
from marga.extract import TABLES
from marga.figures.counting.waiting import middle, still_waiting

few = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])


def with_rows(folder: Path, **rows: list[Row]) -> object:
    return cubes(folder, {name: [] for name in TABLES} | rows)


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
    months = [date(2018, 12, 1), date(2019, 1, 1)]
    waiting = still_waiting(with_rows(tmp_path, requests=in_order), months)
    for month, end in zip(months, (date(2018, 12, 31), date(2019, 1, 31)), strict=True):
        assert waiting[month] == sum(
            row["asked"] <= end
            and (row["started"] is None or row["started"] > end)
            and (row["gave_up"] is None or row["started"] is not None or row["gave_up"] > end)
            for row in in_order
        )


@given(st.lists(st.integers(-5, 400), min_size=1))
def test_nine_in_ten_waited_no_longer_than_their_value(values: list[int]) -> None:
    value = middle(Counter(values), (9, 10))
    assert 10 * sum(one <= value for one in values) >= 9 * len(values)
    assert 10 * sum(one < value for one in values) < 9 * len(values)
