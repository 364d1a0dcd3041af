"""An officer books an arrest on a telephone, by keyboard alone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from journeys.test_every_page import barriers
from support.browser import Watch
from support.kills import PASSWORD
from support.sides import LiveSide

AXE = Axe()
KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
FIRST_VIEW, LATER_VIEW = 60_000, 20_000  # bytes, as they travel


@pytest.fixture
def phone(browser: Browser, live_register: LiveSide) -> Iterator[Page]:
    """A narrow page, signed in as the example officer."""
    context = browser.new_context(base_url=live_register.address, viewport={"width": 360, "height": 800})
    opened = context.new_page()
    watch = Watch(opened, live_register.address)
    opened.goto("/sign-in/")
    opened.get_by_label("User name").fill("officer")
    opened.get_by_label("Password", exact=True).fill(PASSWORD)
    opened.keyboard.press("Enter")
    expect(opened.locator(".page-header .who")).to_contain_text("officer", timeout=30_000)
    yield opened
    context.close()
    assert watch.faults == []


def tab_to(page: Page, name: str, *, value: str = "") -> None:
    """Press the tabulator until a field has the focus; `value`: the one of several that is then chosen by arrows."""
    for _press in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate("[document.activeElement.name, document.activeElement.innerText]")
        if name in found:
            break
    else:
        raise AssertionError(f"the tabulator never comes to {name}")
    if value:
        page.keyboard.press("Space")
        for _press in range(20):
            if page.evaluate("document.activeElement.value") == value:
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")


def types(page: Page, **typed: str) -> None:
    """Fields in the order of the page."""
    for name, text in typed.items():
        tab_to(page, name)
        page.keyboard.press("Control+A")
        page.keyboard.type(text)


def choose(page: Page, name: str, label: str) -> None:
    """An entry of a list, by the letters it begins with."""
    tab_to(page, name)
    page.keyboard.type(label)


def ago(minutes: int) -> str:
    """A time some minutes ago as the officer writes it, in Khmer digits."""
    then = datetime.now(UTC).astimezone(ZoneInfo("Asia/Phnom_Penh")) - timedelta(minutes=minutes)
    return f"{then:%Y-%m-%d %H:%M}".translate(KHMER)


def is_in_nobodys_way(page: Page) -> None:
    assert barriers(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def goes_on(page: Page, heading: str) -> None:
    """Press Enter and come to the page with this heading, which is in nobody's way."""
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=30_000)
    is_in_nobodys_way(page)


def test_an_arrest_is_booked_by_keyboard_alone_on_a_narrow_screen(phone: Page) -> None:
    seal = f"J-{os.getpid()}-{datetime.now(UTC):%H%M%S}"
    phone.goto("/book/")
    is_in_nobodys_way(phone)
    types(phone, event=ago(90), arrested=ago(89))
    types(phone, arrived="half past two")
    tab_to(phone, "operation", value="checkpoint")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("alert")).to_contain_text("“half past two” is no time")
    is_in_nobodys_way(phone)
    types(phone, arrived=ago(60))
    goes_on(phone, "Person 1: who is it?")
    types(phone, name="Sok Dara", birth="១៩")
    goes_on(phone, "Is there anybody else?")
    expect(phone.locator("main")).to_contain_text("May be a minor: tell the guardian.")
    tab_to(phone, "Nobody else: go on")
    goes_on(phone, "1. Sok Dara: what is the charge?")
    tab_to(phone, "offence", value="use")
    goes_on(phone, "Was anything found?")
    tab_to(phone, "Add an exhibit")
    goes_on(phone, "Exhibit 1: what was found?")
    types(phone, seal=seal)
    choose(phone, "drug", "Crystal")
    choose(phone, "form", "Crystal")
    choose(phone, "concealment", "On the body")
    tab_to(phone, "seal_source")
    goes_on(phone, "Was anything else found?")
    tab_to(phone, "Nothing else: go on")
    goes_on(phone, "1. Sok Dara: read the rights aloud")
    tab_to(phone, "rights")
    phone.keyboard.press("Space")
    tab_to(phone, "how", value="finger_printed")
    goes_on(phone, "Check your answers")
    tab_to(phone, "Book it")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text(re.compile(r"Booked: KH-12-01/\d{4}/\d{5}"))
    is_in_nobodys_way(phone)


def travels(page: Page, address: str) -> int:
    """Bytes that travel for a page and all that it asks for, fonts and the heads of answers too; nothing for what the
    browser has."""
    sizes: list[float] = []
    line = page.context.new_cdp_session(page)
    line.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
    line.send("Network.enable")
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => document.fonts.size)")
    page.wait_for_load_state("networkidle")
    line.detach()
    assert sizes
    return round(sum(sizes))


def test_the_pages_are_small_enough_for_a_slow_line(phone: Page, browser: Browser) -> None:
    """The first view of who has been nowhere on this side, and the one after it; with its fonts."""
    known, side = phone.context.storage_state(), phone.url.partition("/sign-in")[0].rstrip("/")
    weighed, fetched = {}, set()
    for address in ("/sign-in/", "/km/sign-in/", "/held/", "/km/held/", "/book/", "/km/book/"):
        context = browser.new_context(base_url=side, storage_state=None if "sign-in" in address else known)
        page = context.new_page()
        page.on("requestfinished", lambda one: fetched.add(one.url) if one.resource_type == "font" else None)
        weighed[address] = travels(page, address), travels(page, address)
        context.close()
    assert any("noto-sans-khmer" in url for url in fetched)  # they are counted
    heavy = {one: found for one, found in weighed.items() if found[0] >= FIRST_VIEW or found[1] >= LATER_VIEW}
    assert heavy == {}
