"""A journalist reads what is wrong with the published figures, and finds out why."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from journeys.visitor import Visitor


def test_from_the_front_page_to_the_two_figures_that_must_be_wrong(page: Page) -> None:
    visitor = Visitor(page)
    visitor.opens("/")
    visitor.reads("Trafficking 3,399 and use 1,896 make 5,295, not the 5,200 printed as the total (95 too many).")
    visitor.follows("Drug cases from 1 January to 6 September 2019")
    expect(page).to_have_url(re.compile(r"/reports/kh-2019-09/$"))
    visitor.reads("5,200 in 249 days is 20.9 a day")
    visitor.reads("No single change mends this: 2 figures must be wrong")
    visitor.reads("A1: 5,200 would be 5,295 and A7: 22 would be 21.27")
    visitor.reads("Phnom Penh Post")
    visitor.follows("rate")
    expect(page).to_have_url(re.compile(r"/rules/#rate$"))
    visitor.reads("A number “a day” is the count divided by the days of the period")


def test_a_figure_of_a_series_leads_to_its_line_in_its_report(page: Page) -> None:
    visitor = Visitor(page)
    visitor.opens("/measures/")
    visitor.follows("Cases")
    page.get_by_role("link", name="9,806").first.click()
    expect(page).to_have_url(re.compile(r"/reports/kh-20[\w-]+/#\w+$"))
    figure = page.url.rsplit("#", 1)[1]
    expect(page.locator(f"tr#{figure}")).to_contain_text("9,806")


def test_the_numbers_behind_a_chart_can_be_taken_away(page: Page) -> None:
    visitor = Visitor(page)
    visitor.opens("/measures/seized/")
    with page.expect_download() as started:
        visitor.follows("Download as CSV")
    assert started.value.suggested_filename == "seized.csv"
    assert "kh-2020" in started.value.path().read_text("utf-8")


def test_the_language_changes_and_the_page_stays(page: Page) -> None:
    visitor = Visitor(page)
    visitor.opens("/reports/kh-2019-09/")
    page.locator(".languages a").click()
    expect(page).to_have_url(re.compile(r"/km/reports/kh-2019-09/$"))
    expect(page.locator("html")).to_have_attribute("lang", "km")
    visitor.reads("5,295")
    page.locator(".languages a").click()
    expect(page).to_have_url(re.compile(r"[^m]/reports/kh-2019-09/$"))
