"""Somebody checks figures of their own: in the form, with scripts and without, and with a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.visitor import REPORT_A, Visitor
from marga.country import load
from marga.figures import read_report
from support.browser import Watch
from support.sides import LiveSide


@pytest.fixture(params=[True, False], ids=["scripts on", "scripts off"])
def visitor(request: pytest.FixtureRequest, browser: Browser, live_side: LiveSide) -> Iterator[Visitor]:
    context = browser.new_context(base_url=live_side.address, java_script_enabled=request.param)
    opened = context.new_page()
    watch = Watch(opened, live_side.address)
    yield Visitor(opened)
    context.close()
    assert watch.faults == []


def test_five_figures_typed_from_a_newspaper(visitor: Visitor) -> None:
    page = visitor.page
    visitor.opens("/check/")
    visitor.says_who_and_when()
    for number, figure in enumerate(REPORT_A[:4], 1):
        visitor.types_figure(number, *figure)
    visitor.presses("Add three rows")
    expect(page.locator("fieldset.row")).to_have_count(7)
    expect(page.locator("fieldset.row").nth(0).get_by_label("As printed")).to_have_value("5,200")
    visitor.types_figure(5, *REPORT_A[4])
    visitor.presses("Check these figures")
    visitor.reads("Trafficking 3,399 and use 1,896 make 5,295, not the 5,200 printed as the total (95 too many).")
    assert "neither is the 22 a day printed" in visitor.findings_beside(4)
    with page.expect_download() as started:
        visitor.presses("Download the report file")
    report = read_report(started.value.path().read_bytes(), "taken away", load("kh"))
    assert [figure.printed for figure in report.figures] == [printed for printed, *_ in REPORT_A]
    visitor.follows("Link that carries this report")
    expect(page).to_have_url(re.compile(r"/check/carried/\?r="))
    visitor.reads("2 figures must be wrong")


def test_what_is_mistyped_is_named_beside_its_field_and_kept(visitor: Visitor) -> None:
    page = visitor.page
    visitor.opens("/check/")
    page.get_by_label("First day").fill("2019-02-30")
    visitor.types_figure(1, "many", "cases", "", "count")
    visitor.presses("Check these figures")
    expect(page.get_by_role("alert")).to_contain_text("Write the name of the body")
    expect(page.get_by_role("alert")).to_contain_text("Write the day as year-month-day")
    expect(page.get_by_label("First day")).to_have_value("2019-02-30")
    expect(page.locator("fieldset.row").nth(0).get_by_label("As printed")).to_have_value("many")


def test_a_broken_file_is_mended_by_what_the_message_says(visitor: Visitor) -> None:
    page = visitor.page
    visitor.opens("/check/file/")
    broken = '[report]\nid = "mine"\nbody = "Somebody"\n[[figure]]\nid = "A1"\nmeasure = "case"\nvalue = 3\n'
    page.get_by_label("The report file").fill(broken)
    visitor.presses("Check this report")
    expect(page.get_by_role("alert")).to_contain_text(
        "figure A1, `measure`: is “case”, which is not known; write “cases”"
    )
    expect(page.get_by_label("The report file")).to_have_value(broken)
    page.get_by_label("The report file").fill(broken.replace('"case"', '"cases"'))
    visitor.presses("Check this report")
    visitor.reads("3 (cases) has no unit; it was read as case.")


def test_the_form_is_filled_and_sent_by_keyboard_alone(page: Page) -> None:
    Visitor(page).opens("/check/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class(re.compile("skip"))
    page.get_by_label("Who says so").focus()
    page.keyboard.type("Somebody")
    page.get_by_label("As printed").first.focus()
    page.keyboard.type("5,200")
    page.keyboard.press("Tab")
    page.keyboard.type("People in c")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Check these figures").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("No period is printed with 5,200")


def test_a_file_that_is_too_large_is_refused_on_a_page_that_says_so(visitor: Visitor) -> None:
    visitor.opens("/check/file/")
    large = {"name": "large.toml", "mimeType": "text/plain", "buffer": b"# nothing\n" * 300_000}
    visitor.page.get_by_label("Or choose a file").set_input_files([large])
    visitor.presses("Check this report")
    visitor.reads("That is too large")
