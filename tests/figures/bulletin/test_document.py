"""A bulletin in words: in both languages, with no number alone, and what is not shown said to be so."""

import re
from dataclasses import replace

import pytest

from marga.figures import published_reports
from marga.figures.bulletin.bulletin import FirstSeen, Missing
from marga.figures.bulletin.contents import SECTIONS
from marga.figures.bulletin.document import document
from marga.figures.bulletin.figure_sentences import SAID, figure_sentence
from marga.figures.bulletin.labels import FIGURES
from marga.figures.bulletin.languages import writer_in
from marga.figures.bulletin.shown import MARK
from marga.figures.bulletin.then_and_now import beside
from marga.figures.bulletin.voice import Voice
from support.bulletins import COUNTRY, months

KHMER = re.compile(r"[ក-៹]")


@pytest.fixture(scope="module", params=["en", "km"])
def said(request, year_2019):
    printed = beside(year_2019.bulletin, published_reports(COUNTRY))
    return document(year_2019.bulletin, COUNTRY, request.param, "ab" * 32, printed)


def test_every_section_and_table_of_the_bulletin_is_there(said, year_2019):
    assert [part.name for part in said.parts] == [*(section.name for section in SECTIONS), "then"]
    names = [grid.name for part in said.parts for grid in part.grids]
    assert sorted(names) == sorted([*(table.name for table in year_2019.bulletin.tables), "first-seen", "then-and-now"])


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


def test_what_was_seen_for_the_first_time_is_said_and_stands_in_a_table(year_2019):
    seen = (FirstSeen("drug", "nps", "2019-06"), FirstSeen("concealment", "in_parcel", "2019-02"))
    made = document(replace(year_2019.bulletin, first_seen=seen), COUNTRY, "en")
    said = next(part for part in made.parts if part.name == "seizures").sentences
    assert "Seen for the first time in these records, in June 2019: new psychoactive substances." in said
    assert "Seized for the first time in these records when hidden in a parcel, in February 2019." in said
    rows = [(row.head, *row.cells) for row in made.grid("first-seen").rows]
    assert rows == [
        ("New psychoactive substances", "Drug", "June 2019"), ("In a parcel", "Way of hiding", "February 2019"),
    ]  # fmt: skip
    none = document(replace(year_2019.bulletin, first_seen=()), COUNTRY, "en")
    assert none.grid("first-seen") is None
    assert any("No drug and no way of hiding" in text for part in none.parts for text in part.sentences)


def test_a_change_is_said_against_the_same_months_of_the_year_before(records):
    made = document(records.bulletin(months(2019, 1, 3)).bulletin, COUNTRY, "en")
    assert any(one.change.endswith("a day than in quarter 1 of 2018") for one in made.headlines)
    spring = document(records.bulletin(months(2019, 1, 5)).bulletin, COUNTRY, "en")
    assert any(one.change.endswith("a day than from January to May 2018") for one in spring.headlines)
    assert "cases were opened from January to May 2019: " in spring.parts[0].sentences[0]


def test_what_was_printed_stands_with_its_body_and_its_unit_and_whether_it_was_worked_out(year_2019):
    printed = beside(year_2019.bulletin, published_reports(COUNTRY))
    (table,) = document(year_2019.bulletin, COUNTRY, "en", "", printed).parts[-1].grids
    rows = {row.head: row.cells[0] for row in table.rows}
    assert rows["UNODC: weight seized, ecstasy, 2019 (unodc-2019/U3)"] == "115 kg"
    assert rows["UNODC: weight seized, ketamine and PCP type, 2019 (unodc-2019/U4)"] == "33 kg"
    assert rows["UNODC: weight seized, 2019 (unodc-2019/U1, worked out from what is printed)"] == "681 kg"
    assert rows["Authority for Combating Drugs: cases opened, 2019 (kh-2019/F1)"] == "9,806"


def test_one_silent_unit_is_one(year_2019):
    source = replace(year_2019.bulletin.sources[0], missing=(Missing("2019-02", 238, ("13",)),))
    made = document(replace(year_2019.bulletin, sources=(source,)), COUNTRY, "en")
    silent = next(paragraphs for title, paragraphs in made.notes if title == "Who did not report")
    assert silent == (f"{source.body}, February 2019: 1 of 238 units did not report (number 13).",)


def test_the_headline_of_a_weight_begins_with_its_unit_as_it_is_written(year_2019):
    made = document(year_2019.bulletin, COUNTRY, "en")
    assert "kg seized" in [one.label for one in made.headlines]


@pytest.mark.parametrize("language", ["en", "km"])
def test_every_figure_has_a_sentence_of_its_own_with_its_number(year_2019, language):
    voice = Voice(year_2019.bulletin, COUNTRY, writer_in(language), language)
    said = {table.figure: figure_sentence(voice, table) for table in year_2019.bulletin.tables}
    assert SAID.keys() == FIGURES.keys()
    for figure, text in said.items():
        assert text.endswith("." if language == "en" else "។"), figure
        assert re.search(r"[0-9]", text), figure
        assert language == "en" or KHMER.search(text), figure
    if language == "en":
        cases = year_2019.bulletin.table("cases-by-offence").value((), "2019")
        assert said["cases"] == f"{cases:,} cases were opened in 2019."


def test_a_bulletin_counted_from_made_up_records_says_so_first(year_2019):
    made = year_2019.bulletin
    assert document(made, COUNTRY, "en").lede.startswith("Example data: the people in these records are made up.")
    real = replace(made, sources=tuple(replace(source, synthetic=False) for source in made.sources))
    assert document(real, COUNTRY, "en").lede.startswith("Published on")


@pytest.mark.parametrize("findings", [True, False])
def test_what_the_statistician_remarks_is_printed_whether_something_was_found_or_not(year_2019, findings):
    made = year_2019.bulletin
    found = ({"message": {"en": "A body printed another number."}},) if findings else ()
    remarked = replace(made, findings=found, remark="Two units report by paper.")
    last = [*document(remarked, COUNTRY, "en", "ab" * 32, []).notes][-1]
    assert any("Two units report by paper." in paragraph for paragraph in last[1])
