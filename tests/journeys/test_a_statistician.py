"""Two statisticians bring a bulletin out, and a reader takes it away: as they would, in a real browser."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from support.browser import Watch
from support.sides import LiveSide

STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PASSWORD = "only-for-trying"
PATIENCE = 120_000  # milliseconds for a run


@contextmanager
def person(browser: Browser, side: LiveSide, name: str = "", **context: object) -> Iterator[Page]:
    """Somebody with a browser of their own, signed in if they have a name."""
    own = browser.new_context(base_url=side.address, **context)  # type: ignore[arg-type]
    page = own.new_page()
    page.set_default_timeout(PATIENCE)
    watch = Watch(page, side.address)
    if name:
        page.goto("/sign-in/")
        page.locator("[name=name]").fill(name)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        expect(page.locator(".who-name")).to_have_text(name)
    yield page
    own.close()
    assert watch.faults == []


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def ordered(page: Page, first: str, last: str, year: str = "2020") -> None:
    """Order a bulletin of some months of the example's last year."""
    page.goto("/desk/")
    page.locator("#id_year").fill(year)
    page.locator("#id_first").select_option(first)
    page.locator("#id_last").select_option(last)
    press(page, "Count and check")


def looks_until_it_is_over(page: Page) -> None:
    """Without scripts a page does not look again by itself."""
    while page.get_by_role("link", name="Look again").count():
        page.reload()


def approved(browser: Browser, side: LiveSide, draft: str) -> None:
    with person(browser, side, "second-statistician") as second:
        second.goto(draft)
        second.get_by_role("link", name="Look at it as it would be published").click()
        expect(second.locator("main")).to_contain_text("Not published. Do not quote it.")
        second.go_back()
        press(second, "Approve it")
        expect(second.locator("main")).to_contain_text("Publishing freezes it")


@pytest.mark.parametrize(
    ("first", "last", "name", "scripts"),
    [("1", "1", "January 2020", True), ("2", "2", "February 2020", False)],
    ids=["with scripts", "without scripts"],
)
def test_two_people_bring_a_bulletin_out_and_a_reader_takes_it_away(
    browser: Browser, side_with_bulletins: LiveSide, first: str, last: str, name: str, scripts: bool
) -> None:
    with person(browser, side_with_bulletins, "statistician", java_script_enabled=scripts) as page:
        page.goto("/desk/")
        press(page, "Collect the cubes")
        expect(page.locator("main")).to_contain_text("The cubes are being fetched.")
        ordered(page, first, last)
        expect(page.locator("h1")).to_contain_text(name)
        if not scripts:
            looks_until_it_is_over(page)
        draft = page.url
        page.get_by_label("What you say to the differences").fill("Example data.")
        press(page, "Hand it to a second person")
        expect(page.locator("main")).to_contain_text("Another statistician looks at it")
        approved(browser, side_with_bulletins, draft)
        page.reload()
        press(page, "Publish")
        expect(page.locator("h1")).to_have_text(f"Drug response in Cambodia, {name}")
    with person(browser, side_with_bulletins, java_script_enabled=scripts) as reader:
        reader.goto(f"/bulletins/2020-0{first}/")
        expect(reader.locator("main")).to_contain_text("Cases and people")
        while reader.get_by_role("link", name="JSON", exact=True).count() == 0:
            reader.reload()
        with reader.expect_download() as taken:
            reader.get_by_role("link", name="JSON", exact=True).click()
        digest = hashlib.sha256(taken.value.path().read_bytes()).hexdigest()
        expect(reader.locator("main")).to_contain_text(digest)


def test_a_run_is_stopped_on_its_page(browser: Browser, side_with_bulletins: LiveSide) -> None:
    """Where the worker is quicker than the hand, the finished draft is set aside instead."""
    with person(browser, side_with_bulletins, "statistician", java_script_enabled=False) as page:
        ordered(page, "1", "3")
        page.locator("form[action$='/stop/'] button").click()
        page.wait_for_load_state()
        looks_until_it_is_over(page)
        if page.get_by_role("button", name="Set it aside").count():
            press(page, "Set it aside")
        expect(page.locator("main")).to_contain_text("set aside")


@pytest.mark.parametrize(("language", "width"), [("", 360), ("/km", 1280), ("/km", 360), ("", 1280)])
def test_the_desk_and_the_bulletins_are_in_nobodys_way(
    browser: Browser, side_with_bulletins: LiveSide, language: str, width: int
) -> None:
    pages = (
        "/bulletins/", "/bulletins/2019/", "/bulletins/changes/?from=2019+r1&to=2019+r2", "/bulletins/calendar/",
        "/bulletins/coverage/", "/figures/", "/figures/cases/", "/figures/median_wait/", "/desk/", "/desk/drafts/3/",
        "/desk/drafts/4/preview/",
    )  # fmt: skip
    wrong = {}
    with person(browser, side_with_bulletins, "statistician", viewport={"width": width, "height": 800}) as page:
        for path in pages:
            page.goto(language + path)
            found = [one["id"] + ": " + one["nodes"][0]["html"][:160]
                     for one in Axe().run(page, options=STANDARD).response["violations"]]  # fmt: skip
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append("scrolls sideways")
            if found:
                wrong[path] = found
    assert wrong == {}


def test_a_bulletin_is_printed_with_its_tables_and_without_what_paper_cannot_do(
    browser: Browser, side_with_bulletins: LiveSide
) -> None:
    with person(browser, side_with_bulletins) as page:
        page.goto("/bulletins/2019/")
        page.emulate_media(media="print")
        expect(page.locator("#cases-by-province")).to_be_visible()
        expect(page.locator("nav.main-nav")).to_be_hidden()
