"""The page of figures in the docs is made from the definitions, and says what they say."""

from __future__ import annotations

from pathlib import Path

from marga.figures.counting import ordered
from marga.figures.counting.listing import page

DOCS = Path(__file__).parents[3] / "docs"


def test_the_page_of_the_docs_is_the_one_the_definitions_make() -> None:
    written = (DOCS / "counting.md").read_text("utf-8")
    assert written == page(ordered()), "run: marga figures --page docs/counting.md"


def test_every_figure_is_on_the_page_with_its_unit_its_splits_and_its_margins() -> None:
    made = page(ordered())
    for one in ordered():
        assert f"## {one.name}\n" in made
        assert f"Unit: {one.unit}. Counted from `{one.table}`" in made
        assert all(split in made for split in one.splits)
        assert all(f"`{' × '.join(margin)}`" in made for margin in one.margins)
