"""Two officers weigh the same exhibit, neither of them reading the other's weight before both are sealed."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from support.exhibit_on_a_side import exhibit_on
from support.sides import LiveSide

FIRST, SECOND = "17.3942", "17.41"


def signed_in(browser: Browser, side: LiveSide, name: str) -> Page:
    """A browser of their own for somebody of the example."""
    page = browser.new_context(base_url=side.address).new_page()
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill("only-for-trying")
    page.locator("main").get_by_role("button", name="Sign in").click()
    return page


def weighs(page: Page, gross: str, net: str, scale: str) -> None:
    page.get_by_role("link", name="Weigh and seal").click()
    page.get_by_label("Gross weight, with the bag").fill(gross)
    page.get_by_label("Net weight, without the bag").fill(net)
    page.get_by_label("Instrument").select_option(scale)
    page.get_by_role("button", name="Seal this weight").click()
    expect(page.locator("main")).to_contain_text("It is recorded.")


def test_two_weigh_blind_then_open_and_read_both(browser: Browser, live_register: LiveSide) -> None:
    key = exhibit_on(live_register, "J-WEIGHING-1")
    officer, second = (signed_in(browser, live_register, name) for name in ("officer", "second-officer"))

    officer.goto("/exhibits/")
    officer.get_by_label("Find by seal").fill("J-WEIGHING-1")
    officer.get_by_role("button", name="Find").click()
    officer.get_by_role("link", name="Begin a weighing").click()
    officer.get_by_role("button", name="Begin").click()
    weighs(officer, "18.9", FIRST, "KH-12-01-A")
    expect(officer.locator("main")).to_contain_text(FIRST)

    second.goto("/exhibits/")
    second.locator("section").filter(has_text="Waits for a second weight").get_by_role(
        "link", name="J-WEIGHING-1").click()  # fmt: skip
    assert FIRST[:5] not in second.content()
    weighs(second, "18.9", SECOND, "KH-12-01-B")
    expect(second.locator("main")).to_contain_text(SECOND)
    assert FIRST[:5] not in second.content()
    assert SECOND not in officer_reads(officer, key)

    second.get_by_role("button", name="Open both weights").click()
    for page in (second, officer):
        page.goto(f"/exhibits/{key}/")
        for weight in (FIRST, SECOND):
            expect(page.locator("main table")).to_contain_text(weight)
        expect(page.get_by_text("Band of the first weight")).to_be_visible()
        page.context.close()


def officer_reads(page: Page, key: str) -> str:
    page.goto(f"/exhibits/{key}/")
    return page.content()
