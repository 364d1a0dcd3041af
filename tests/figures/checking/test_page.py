"""docs/figures.md says what is so: its examples are run, and it names every rule and key."""

import json
import re
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from marga.cli import app
from marga.figures import RULES, Report, as_json, read_report
from marga.figures.checking.printed import read_printed
from support.reports import check_of, figure, kh, report

PAGE = (Path(__file__).parents[3] / "docs" / "figures.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def rows_after(heading: str) -> list[list[str]]:
    """The rows of the first table after a heading, as cells."""
    table = PAGE.split(heading, 1)[1].split("\n|---", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")[1:]]


@pytest.fixture
def read() -> list[Report]:
    return [read_report(block, "page.toml", kh()) for block in blocks("toml")]


def test_every_report_file_on_the_page_is_read(read):
    assert [one.id for one in read] == ["kh-2019-09", "example"]


def test_every_command_on_the_page_ends_as_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [line.split("#")[0].split() for block in blocks("sh") for line in block.strip().split("\n")]
    assert [line[0] for line in lines] == ["marga"] * 3
    assert [CliRunner().invoke(app, line[1:]).exit_code for line in lines] == [1, 0, 1]


def test_every_rule_has_a_heading_in_the_order_of_the_rules():
    assert tuple(re.findall(r"^### `([\w-]+)`$", PAGE, re.MULTILINE)) == RULES


def test_every_key_that_a_figure_may_have_is_in_the_table():
    with pytest.raises(ValueError, match="is not a key that can stand here") as raised:
        report(figure("A", 1, zzz=1))
    keys = set(re.findall(r"write (.*), or take it out", str(raised.value))[0].split(" / "))
    told = {key for row in rows_after("## A report file") for key in re.findall(r"`(\w+)`", row[0])}
    assert told == keys
    assert len(fields(Report)) == 11  # a new part of a report belongs on the page


@pytest.mark.parametrize("row", rows_after("## How a printed number is read"), ids=lambda row: row[0])
def test_every_printed_number_on_the_page_allows_what_the_page_says(row):
    printed, allows = row
    first = printed.split(", ")[0] if not printed[0].isdigit() else printed
    rounded = re.search(r"`rounded_to = (\d+)`", printed)
    unit = "kg" if "kg" in printed else "t" if " t" in printed.split(",")[0] else "case"
    number = re.search(r"\d[\d,.]*", first)
    assert number
    value = Decimal(number.group().strip(",").replace(",", "")) * (10**6 if "million" in printed else 1)
    read = read_printed(
        first.split(" with ")[0], value, kh().units[unit], exact=unit == "case",
        rounded_to=Decimal(rounded.group(1)) if rounded else Decimal(0), words=kh().words, units=kh().units,
    ).allows  # fmt: skip
    said = [Decimal(end.replace(",", "")) for end in re.findall(r"[\d,]*\d(?:\.\d+)?", allows.split(":")[0])]
    scale = 10**6 if "million" in allows else 1
    low, high = said[0] * scale, None if "or more" in allows else said[-1] * scale
    assert (read.low, read.high) == (low, high)


def test_the_exit_codes_are_those_of_the_command():
    assert [row[0] for row in rows_after("## Exit codes")] == ["0", "1", "2"]


def test_the_json_on_the_page_is_what_is_printed():
    (shown,) = blocks("json")
    parts = [figure("A3", 3399, where={"offence": "trafficking"}), figure("A5", 1896, where={"offence": "use"})]
    assert json.loads(shown) == as_json(check_of(report(figure("A1", 5200), *parts, id="kh")))
