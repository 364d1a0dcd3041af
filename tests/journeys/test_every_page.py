"""Every page, in both languages, on a phone and at a desk, by day and by night: nothing in anybody's way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from support.browser import Watch
from support.sides import LiveSide

PAGES = (
    "/", "/reports/", "/reports/kh-2019-09/", "/reports/kh-treated-2021/", "/measures/", "/measures/cases/",
    "/measures/seized/", "/rules/", "/check/", "/check/file/", "/check/carried/?r=cut", "/programs/", "/receipts/",
    "/nowhere/",
)  # fmt: skip
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
AXE = Axe()
LOOKS = [("", 360, "light"), ("/km", 360, "dark"), ("", 1280, "dark"), ("/km", 1280, "light")]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0] or '/en'} {look[1]} {look[2]}")
def look(request: pytest.FixtureRequest, browser: Browser, live_side: LiveSide) -> Iterator[tuple[Page, str]]:
    language, width, scheme = request.param
    context = browser.new_context(
        base_url=live_side.address, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    opened = context.new_page()
    watch = Watch(opened, live_side.address)
    yield opened, language
    context.close()
    assert watch.faults == []


def barriers(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA: the rule, and where."""
    violations = AXE.run(page, options=STANDARD).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations]


def test_no_page_is_in_anybodys_way(look: tuple[Page, str]) -> None:
    page, language = look
    wrong = {}
    for path in PAGES:
        page.goto(language + path)
        found = barriers(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append("scrolls sideways")
        if found:
            wrong[path] = found
    assert wrong == {}


def test_a_carried_report_and_its_outcome_are_in_nobodys_way_either(look: tuple[Page, str]) -> None:
    page, language = look
    page.goto(language + "/check/")
    page.locator("[name=body]").fill("Somebody")
    for number, printed in enumerate(("5,200", "3,399", "1,896"), 1):
        page.locator(f"[name='{number}-printed']").fill(printed)
    page.locator("[name='2-group']").select_option("offence=trafficking")
    page.locator("[name='3-group']").select_option("offence=use")
    page.locator("button[name=check]").click()
    page.locator("#verdict").wait_for()
    assert barriers(page) == []
    page.locator("a[href*='carried']").click()
    page.locator("#verdict").wait_for()
    assert barriers(page) == []


def test_a_printed_page_keeps_its_numbers_and_leaves_out_what_paper_cannot_do(look: tuple[Page, str]) -> None:
    page, language = look
    page.goto(language + "/reports/kh-2019-09/")
    page.emulate_media(media="print")
    assert page.locator("nav.main-nav").is_hidden()
    assert page.locator("tr#A1").is_visible()
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") in (
        "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)",
    )  # fmt: skip
