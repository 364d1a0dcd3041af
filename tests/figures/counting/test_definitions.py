"""Each figure counts what its docstring says: against plain Python, row by row, on records of every shape."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.counting.records import FIRST, LAST, rows_of, write
from figures.counting.reference import REFERENCE, band, counted
from marga.country import DataError, Period
from marga.extract.schema import SIDES
from marga.figures.counting import DEFINITIONS, connect, ordered, run
from marga.figures.counting.cube import parts
from marga.figures.counting.engine import bands

BACKEND = connect()
EVERYTHING = Period(FIRST, LAST)


def as_groups(made: Any, by: tuple[str, ...]) -> dict[tuple[Any, ...], Any]:
    """What an engine returned, group by group."""
    return {tuple(row[split] for split in by): list(row.values())[-1] for row in made.to_pylist()}


def test_every_figure_has_a_reference_and_says_what_it_counts() -> None:
    assert REFERENCE.keys() == DEFINITIONS.keys()
    for one in ordered():
        assert len(one.meaning) > 30, one.name
        assert one.unit, one.name


def test_what_leaves_is_made_of_splits_and_the_same_for_all_that_is_counted_together() -> None:
    for one in ordered():
        assert all(set(margin) <= set(one.splits) for margin in one.margins), one.name
    for side in SIDES:
        for definitions in parts(side).values():
            assert len({one.margins for one in definitions}) == 1


@pytest.mark.parametrize("name", list(DEFINITIONS))
@settings(max_examples=15)
@given(data=st.data())
def test_a_figure_is_what_counting_by_hand_gives(name: str, data: st.DataObject) -> None:
    definition = DEFINITIONS[name]
    rows = data.draw(rows_of(definition.table))
    by = tuple(data.draw(st.lists(st.sampled_from(("month", *definition.splits)), max_size=2, unique=True)))
    start, end = sorted((data.draw(st.dates(FIRST, LAST)), data.draw(st.dates(FIRST, LAST))))
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), definition.table, rows)
        made = as_groups(run(BACKEND, Path(folder), definition, by, Period(start, end)), by)
    assert made == counted(definition, rows, by, Period(start, end))


def test_every_age_falls_into_its_band_once(tmp_path: Path) -> None:
    ages = [None, *range(121)]
    with_age = pa.schema([("opened", pa.date32()), ("age", pa.int32()), ("days_since_last", pa.int32())])
    rows = [{"opened": FIRST, "age": age, "days_since_last": 1} for age in ages]
    pq.write_table(pa.Table.from_pylist(rows, with_age), tmp_path / "parties.parquet")
    made = run(BACKEND, tmp_path, DEFINITIONS["seen_within_a_year"], ("age_band",)).to_pylist()
    assert [(row["age_band"], row["seen_within_a_year"]) for row in made] == [
        *sorted(Counter(band(age) for age in ages[1:]).items()), (None, 1),
    ]  # fmt: skip
    assert {band(age) for age in ages[1:]} == set(bands())


def test_a_split_that_a_figure_does_not_have_is_refused_with_those_it_has(tmp_path: Path) -> None:
    write(tmp_path, "cases", [])
    with pytest.raises(DataError, match="is “sex”, by which this figure cannot be split; write month / province"):
        run(BACKEND, tmp_path, DEFINITIONS["cases"], ("sex",))
