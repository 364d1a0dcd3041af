"""Each figure counts what its docstring says: against plain Python, row by row, on records of every shape."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.counting.records import FIRST, LAST, rows_of, write
from figures.counting.reference import REFERENCE, counted
from marga.country import DataError, Period
from marga.figures.counting import DEFINITIONS, connect, ordered, run

BACKEND = connect()
EVERYTHING = Period(FIRST, LAST)


def as_groups(made: Any, by: tuple[str, ...]) -> dict[tuple[Any, ...], Any]:
    """What an engine returned, group by group; nothing counted is 0."""
    return {tuple(row[split] for split in by): list(row.values())[-1] or 0 for row in made.to_pylist()}


def test_every_figure_has_a_reference_and_says_what_it_counts() -> None:
    assert REFERENCE.keys() == DEFINITIONS.keys()
    for one in ordered():
        assert len(one.meaning) > 30, one.name
        assert one.unit, one.name


@pytest.mark.parametrize("name", list(DEFINITIONS))
@settings(max_examples=15, deadline=None)
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


def test_a_split_that_a_figure_does_not_have_is_refused_with_those_it_has(tmp_path: Path) -> None:
    write(tmp_path, "cases", [])
    with pytest.raises(DataError, match="is “sex”, by which this figure cannot be split; write month / province"):
        run(BACKEND, tmp_path, DEFINITIONS["cases"], ("sex",))
