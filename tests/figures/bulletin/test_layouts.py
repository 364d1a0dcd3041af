"""The files of a bulletin: each opens in what it is for, says the same numbers, and needs nothing from elsewhere."""

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import openpyxl
import pypdf
import pytest

from marga.figures.bulletin.bulletin import FirstSeen
from marga.figures.bulletin.folder import rendered
from marga.figures.bulletin.layouts import as_csv
from marga.figures.bulletin.layouts.labels import apart
from support.bulletins import COUNTRY


@pytest.fixture(scope="module")
def files(year_2019):
    return rendered(year_2019.bulletin, COUNTRY)


class Page(HTMLParser):
    """The cells of a page's tables, its ids, and what it would load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.scripts = 0
        self._cell = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.ids += [named["id"]] if "id" in named else []
        self.loads += [value for name, value in attributes if name in ("src", "srcset", "data") and tag != "a"]
        self.loads += [named["href"]] if tag == "link" else []
        self.scripts += tag == "script"
        if tag == "td":
            self.cells.append("")
            self._cell = True

    def handle_endtag(self, tag):
        self._cell = self._cell and tag != "td"

    def handle_data(self, data):
        if self._cell:
            self.cells[-1] += data


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_page_holds_every_number_and_loads_nothing(files, year_2019, language):
    html = files[f"2019-r1.{language}.html"].decode()
    page = Page(html)
    assert page.scripts == 0
    assert page.loads == []
    numbers = sum(len(table.lines) * len(table.times) for table in year_2019.bulletin.tables)
    assert len(page.cells) > numbers
    assert {table.name for table in year_2019.bulletin.tables} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert f'lang="{language}"' in html
    assert html.count("<svg") == 4


def test_csv_has_a_line_a_number_with_all_that_makes_it_readable_alone(files, year_2019):
    lines = list(csv.DictReader(io.StringIO(files["2019-r1.csv"].decode())))
    seen = year_2019.bulletin.first_seen
    assert len(lines) == sum(1 for _ in year_2019.bulletin.numbers()) + len(seen)
    one = next(line for line in lines if (line["table"], line["where"], line["from"], line["to"]) == (
        "cases-by-offence", "offence=use", "2019-01-01", "2019-12-31"
    ))  # fmt: skip
    assert int(one["value"]) == year_2019.bulletin.table("cases-by-offence").value((("offence", "use"),), "2019")
    assert (one["unit"], one["revision"], one["body"]) == ("case", "1", "Synthetic Cambodia, enforcement")
    hidden = [line for line in lines if line["shown"] == "no"]
    assert hidden
    assert all(line["value"] == "" for line in hidden)


def test_json_holds_decimals_exactly(files, year_2019):
    data = json.loads(files["2019-r1.json"], parse_float=Decimal)
    table = next(one for one in data["tables"] if one["name"] == "grams-seized-by-offence")
    assert table["lines"][0]["values"][-1] == year_2019.bulletin.table("grams-seized-by-offence").value((), "2019")


def test_a_workbook_has_a_sheet_a_table_with_numbers_as_numbers(files, year_2019):
    book = openpyxl.load_workbook(io.BytesIO(files["2019-r1.en.xlsx"]))
    assert len(book.sheetnames) == 3 + len(year_2019.bulletin.tables)  # what it is of, first seen, then and now
    sheet = book["1 cases offence"]
    values = {row[0].value.strip(): row[1].value for row in sheet.iter_rows(min_row=5) if row[0].value}
    assert values["2019"] == year_2019.bulletin.table("cases-by-offence").value((), "2019")


def test_a_workbook_begins_with_a_link_to_each_of_its_sheets(files):
    book = openpyxl.load_workbook(io.BytesIO(files["2019-r1.en.xlsx"]))
    first, *others = book.sheetnames
    links = {cell.hyperlink.location: cell.value for row in book[first].iter_rows() for cell in row if cell.hyperlink}
    assert list(links) == [f"'{name}'!A1" for name in others]
    for name in others:
        assert book[name]["A1"].value == links[f"'{name}'!A1"]
        assert book[name]["A3"].hyperlink.location == f"'{first}'!A1"
        assert not name.endswith("-")
    heads = [row[0] for row in book["1 cases offence"].iter_rows(min_row=5) if row[0].value == "January 2019"]
    assert [head.alignment.indent for head in heads] == [2.0]


def test_every_chart_has_a_caption_that_says_what_it_draws(files):
    html = files["2019-r1.en.html"].decode()
    captions = re.findall(r"<figure><figcaption>(.*?)</figcaption><svg", html)
    assert len(captions) == html.count("<svg")
    assert "Cases a day, by month (2019): a dot a month." in captions
    assert any(caption.startswith("Cases opened by province (2019)") for caption in captions)


def test_a_print_says_what_the_bulletin_says(files, year_2019):
    made = pypdf.PdfReader(io.BytesIO(files["2019-r1.en.pdf"]))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in made.pages))
    assert "Drug response in Cambodia, 2019" in text
    assert f"{year_2019.bulletin.table('cases-by-offence').value((), '2019'):,}" in text
    assert year_2019.bulletin.run in text
    assert "Cases a day, by month (2019): a dot a month." in text
    assert made.metadata is not None
    assert made.metadata.title == "Drug response in Cambodia, 2019"


def test_a_khmer_print_has_khmer_letters_in_a_font_of_its_own(files):
    made = pypdf.PdfReader(io.BytesIO(files["2019-r1.km.pdf"]))
    fonts = {str(font["/BaseFont"]) for page in made.pages for font in _fonts(page)}
    assert any("NotoSansKhmer" in name for name in fonts)
    assert re.search(r"[ក-៹]", made.pages[0].extract_text())


def test_the_labels_of_a_chart_are_set_as_text_where_they_stood():
    inside = '<text text-anchor="end" transform="translate(-7,20.5)" font-size="13px" fill="#55606b">ប្រើប្រាស់</text>'
    moved = f'<g transform="translate(34,4)"><g>{inside}</g></g>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 300">{moved}</svg>'
    made = apart(svg)
    (label,) = made.labels
    assert (label.text, label.x, label.y, label.part, label.size) == ("ប្រើប្រាស់", 27.0, 24.5, 1.0, 13.0)
    assert made.width == 900.0
    assert "<text" not in made.svg


def _fonts(page):
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_the_same_bulletin_gives_the_same_files(files, year_2019):
    again = rendered(year_2019.bulletin, COUNTRY)
    assert {name for name in files if files[name] != again[name]} == set()


def test_no_text_of_a_csv_is_taken_for_a_formula_and_numbers_stay_numbers(year_2019):
    made = year_2019.bulletin
    named = replace(made, sources=tuple(replace(one, body='=HYPERLINK("x")') for one in made.sources))
    lines = list(csv.DictReader(io.StringIO(as_csv(named))))
    assert {line["body"] for line in lines} == {'\'=HYPERLINK("x")'}
    below = [line["low"] for line in lines if line["low"].startswith("-")]
    assert below
    assert all(Decimal(low) < 0 for low in below)


def test_what_was_seen_first_has_a_line_in_the_csv_with_its_month_and_no_number(year_2019):
    seen = replace(year_2019.bulletin, first_seen=(FirstSeen("concealment", "in_parcel", "2019-02"),))
    last = list(csv.DictReader(io.StringIO(as_csv(seen))))[-1]
    told = (last["figure"], last["where"], last["from"], last["to"], last["value"])
    assert told == ("first_seen", "concealment=in_parcel", "2019-02-01", "2019-02-28", "")
