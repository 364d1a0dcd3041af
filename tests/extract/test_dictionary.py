"""The data dictionary in the documents is the one of the tables."""

from pathlib import Path

import pytest

from marga.extract.dictionary import dictionary, refreshed
from marga.extract.schema import TABLES

PAGE = Path(__file__).parents[2] / "docs" / "extract.md"


def test_the_page_holds_the_dictionary_of_the_tables():
    page = PAGE.read_text("utf-8")
    assert refreshed(page) == page, "type: .venv/bin/marga extract dictionary docs/extract.md"


def test_every_column_has_a_row():
    text = dictionary()
    for table in TABLES.values():
        for column in table.columns:
            assert f"| `{column.name}` | {column.kind} |" in text


def test_a_page_without_marks_is_left_alone():
    with pytest.raises(ValueError, match="put both where the dictionary should stand"):
        refreshed("# A page")
