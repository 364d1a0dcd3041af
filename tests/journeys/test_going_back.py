"""An officer whose page was not taken goes back and forward, with two tabs, a double click, a session that ended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.test_booking import ago
from support.browser import Watch
from support.kills import PASSWORD
from support.sides import LiveSide

SAID = "A man offered pills behind the school."


def signs_in(page: Page) -> None:
    page.get_by_label("User name").fill("officer")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()


@pytest.fixture
def officer(browser: Browser, live_register: LiveSide) -> Iterator[Page]:
    """A page signed in as the example officer."""
    context = browser.new_context(base_url=live_register.address)
    opened = context.new_page()
    watch = Watch(opened, live_register.address)
    opened.goto("/sign-in/")
    signs_in(opened)
    expect(opened.get_by_role("heading", name="Today")).to_be_visible(timeout=30_000)
    yield opened
    context.close()
    assert watch.faults == []


def goes(page: Page, *ways: str) -> None:
    """Back and forward, each of which must come to a page: the browser asks nobody to send anything again."""
    for way in ways:
        answer = page.go_back() if way == "back" else page.go_forward()
        assert answer is not None, way
        assert answer.status == 200, (way, answer.url)
        assert answer.request.method == "GET", (way, answer.url)


def holds(page: Page, **typed: str) -> None:
    for name, text in typed.items():
        expect(page.locator(f"[name='{name}']")).to_have_value(text)


def keeps(page: Page) -> None:
    page.locator(".actions").get_by_role("button", name="Keep and go on").click()


def fills(page: Page, **typed: str) -> None:
    for name, text in typed.items():
        page.locator(f"[name='{name}']").fill(text)


def test_a_step_of_a_booking_that_is_not_right_is_gone_back_to_and_holds_what_was_typed(officer: Page) -> None:
    officer.goto("/book/")
    typed = {"event": ago(90), "arrested": ago(89), "arrived": "half past two", "place": "Street 271",
             "narrative": SAID}  # fmt: skip
    fills(officer, **typed)
    officer.get_by_label("checkpoint").check()
    keeps(officer)
    expect(officer.get_by_role("alert")).to_contain_text("“half past two” is no time")
    holds(officer, **typed)
    expect(officer.get_by_label("checkpoint")).to_be_checked()
    officer.goto("/held/")
    goes(officer, "back")
    holds(officer, **typed)
    expect(officer.get_by_role("alert")).to_contain_text("“half past two” is no time")
    goes(officer, "forward", "back")
    officer.reload()
    holds(officer, **typed)
    fills(officer, arrived=ago(60))
    keeps(officer)
    expect(officer.get_by_role("heading", name="Person 1: who is it?")).to_be_visible()
    fills(officer, name="Sok Dara", birth="31.2.1999")
    keeps(officer)
    expect(officer.get_by_role("alert")).to_be_visible()
    goes(officer, "back", "forward")
    holds(officer, name="Sok Dara", birth="31.2.1999")
    while "/event/" not in officer.url:
        goes(officer, "back")
    holds(officer, place="Street 271", narrative=SAID)


def test_a_double_click_on_a_step_that_is_not_right_keeps_it_once(officer: Page) -> None:
    officer.goto("/book/")
    fills(officer, event="soon", place="Street 13")
    officer.locator(".actions").get_by_role("button", name="Keep and go on").dblclick()
    expect(officer.get_by_role("alert")).to_contain_text("“soon” is no time")
    expect(officer.locator("#other-tab")).to_have_count(0)
    holds(officer, event="soon", place="Street 13")
    officer.goto("/")
    goes(officer, "back")
    holds(officer, event="soon", place="Street 13")


def test_what_two_tabs_typed_of_one_step_is_shown_and_gone_back_to(officer: Page) -> None:
    officer.goto("/book/")
    fills(officer, event="soon", place="Street 13")
    keeps(officer)
    other = officer.context.new_page()
    other.goto(officer.url)
    fills(officer, place="Market")
    keeps(officer)
    fills(other, place="Harbour")
    keeps(other)
    expect(other.locator("#other-tab")).to_contain_text("In the other tab: Market")
    holds(other, place="Harbour")
    other.goto("/held/")
    goes(other, "back")
    holds(other, place="Harbour")
    expect(other.locator("#other-tab")).to_contain_text("In the other tab: Market")
    keeps(other)
    expect(other.get_by_role("alert")).to_contain_text("“soon” is no time")
    officer.reload()
    holds(officer, place="Harbour")


def test_a_form_of_an_act_that_is_not_right_is_gone_back_to_in_two_tabs(officer: Page) -> None:
    other = officer.context.new_page()
    for page, text in ((officer, SAID), (other, "Somebody sells behind the market.")):
        page.goto("/court/tips/new/")
        fills(page, text=text, received="2031-01-01T10:00")
        page.get_by_role("button", name="Write it down").dblclick()
        expect(page.get_by_role("alert")).to_be_visible()
    for page, text in ((officer, SAID), (other, "Somebody sells behind the market.")):
        holds(page, text=text, received="2031-01-01T10:00")
        page.goto("/held/")
        goes(page, "back")
        holds(page, text=text, received="2031-01-01T10:00")
        expect(page.get_by_role("alert")).to_be_visible()
        goes(page, "back", "forward")
        holds(page, text=text)
    fills(other, received=ago(5).translate(str.maketrans("០១២៣៤៥៦៧៨៩ ", "0123456789T")))
    other.get_by_role("button", name="Write it down").click()
    expect(other.locator("main")).to_contain_text("The tip is written down.")


def test_a_session_that_ended_meanwhile_brings_the_form_back_with_its_labels(officer: Page) -> None:
    officer.goto("/court/tips/new/")
    fills(officer, text=SAID, received="2031-01-01T10:00")
    officer.get_by_role("button", name="Write it down").click()
    expect(officer.get_by_role("alert")).to_be_visible()
    fills(officer, text=SAID + " He wore red.")
    (session,) = [one["name"] for one in officer.context.cookies() if one["name"].endswith("-session")]
    officer.context.clear_cookies(name=session)
    officer.get_by_role("button", name="Write it down").click()
    expect(officer.locator("main")).to_contain_text(
        "Nothing you typed is lost: sign in, and it is offered to you again."
    )
    signs_in(officer)
    expect(officer.locator("main")).to_contain_text("You are signed in again.")
    expect(officer.get_by_label("What was said")).to_have_value(SAID + " He wore red.")
    officer.goto("/held/")
    goes(officer, "back")
    holds(officer, text=SAID + " He wore red.", received="2031-01-01T10:00")
