"""A bulletin in words: in both languages, with no number alone, and what is not shown said to be so."""

import re
from dataclasses import replace

import pytest

from marga.figures import published_reports
from marga.figures.bulletin.contents import SECTIONS
from marga.figures.bulletin.document import document
from marga.figures.bulletin.shown import MARK
from marga.figures.bulletin.then_and_now import beside
from support.bulletins import COUNTRY, months

KHMER = re.compile(r"[ក-៹]")


@pytest.fixture(scope="module", params=["en", "km"])
def said(request, year_2019):
    printed = beside(year_2019.bulletin, published_reports(COUNTRY))
    return document(year_2019.bulletin, COUNTRY, request.param, "ab" * 32, printed)


def test_every_section_and_table_of_the_bulletin_is_there(said, year_2019):
    assert [part.name for part in said.parts] == [*(section.name for section in SECTIONS), "then"]
    names = [grid.name for part in said.parts for grid in part.grids]
    assert sorted(names) == sorted([*(table.name for table in year_2019.bulletin.tables), "then-and-now"])


def test_under_every_table_stand_unit_definition_body_coverage_run_and_revision(said, year_2019):
    for part in said.parts[:-1]:
        for grid in part.grids:
            terms = dict(grid.facts)
            assert len(terms) == 5, grid.name
            assert all(terms.values()), grid.name
            assert len(grid.meaning) > 30, grid.name
            together = " ".join(terms.values())
            assert year_2019.bulletin.run in together
            assert year_2019.bulletin.definitions in together
            assert "Synthetic Cambodia" in together


def test_every_number_of_the_bulletin_stands_in_its_table_once(said, year_2019):
    for table in year_2019.bulletin.tables:
        grid = said.grid(table.name)
        assert grid is not None
        cells = [cell for row in grid.rows for cell in row.cells]
        assert len(cells) == len(table.lines) * len(table.times), table.name
        assert cells.count(MARK) == table.hidden == grid.hidden, table.name
        assert all(len(row.cells) == len(grid.columns) for row in grid.rows), table.name


def test_a_khmer_bulletin_is_in_khmer(year_2019):
    khmer = document(year_2019.bulletin, COUNTRY, "km")
    assert KHMER.search(khmer.title)
    for part in khmer.parts:
        assert KHMER.search(part.title), part.name
        for text in (*part.sentences, *(grid.title for grid in part.grids), *(grid.meaning for grid in part.grids)):
            assert KHMER.search(text), text
            assert "{" not in text
    for title, paragraphs in khmer.notes:
        assert KHMER.search(title)
        assert all(KHMER.search(text) for text in paragraphs)


def test_the_sentences_say_the_numbers_of_the_tables(year_2019):
    english = document(year_2019.bulletin, COUNTRY, "en")
    cases = year_2019.bulletin.table("cases-by-offence").value((), "2019")
    assert f"{cases:,} cases were opened in 2019: 26.9 a day." in english.parts[0].sentences
    present, places = (
        year_2019.bulletin.table(name).value((("modality", "residential"),), "2019-12")
        for name in ("in-care-by-modality", "safe-places-by-modality")
    )
    words = "people were in residential centres on 31 December 2019, which have"
    assert f"{present:,} {words} {places:,} safe places." in english.parts[7].sentences


def test_a_bulletin_of_one_month_can_be_said_too(records):
    made = records.bulletin(months(2019, 2, 2)).bulletin
    said = document(made, COUNTRY, "en")
    assert said.title == "Drug response in Cambodia, February 2019"
    assert said.headlines
    assert all(grid.rows for part in said.parts for grid in part.grids)


@pytest.mark.parametrize("findings", [True, False])
def test_what_the_statistician_remarks_is_printed_whether_something_was_found_or_not(year_2019, findings):
    made = year_2019.bulletin
    found = ({"message": {"en": "A body printed another number."}},) if findings else ()
    remarked = replace(made, findings=found, remark="Two units report by paper.")
    last = [*document(remarked, COUNTRY, "en", "ab" * 32, []).notes][-1]
    assert any("Two units report by paper." in paragraph for paragraph in last[1])
