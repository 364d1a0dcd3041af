"""The page of figures in the docs is made from the definitions, and says what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from marga.country import load
from marga.figures.counting import ordered
from marga.figures.counting.listing import page, print_list, print_rows

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


@pytest.mark.parametrize("columns", ["80", "60"])
def test_no_name_that_must_be_typed_is_broken_on_a_narrow_screen(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    print_list(ordered())
    said = capsys.readouterr().out
    words = set(said.replace(",", " ").split())
    assert max(map(len, said.splitlines())) <= int(columns)
    assert {one.name for one in ordered()} | {split for one in ordered() for split in one.splits} <= words


def test_groups_stand_with_the_names_of_their_codes(capsys: pytest.CaptureFixture[str]) -> None:
    use = {"offence": "use"}
    print_rows([{"province": "KH-1", **use, "cases": 1234}, {"province": None, **use, "cases": 0}], load())
    said = capsys.readouterr().out
    assert "KH-1  Banteay Meanchey" in said
    assert "1,234" in said
    assert "not known" in said
