"""One arrest from end to end: booked, weighed, charged anew, ended, and proven to a stranger, also against who owns the
database."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.test_booking import ago, choose, goes_on, tab_to, types
from support.kills import PASSWORD
from support.sides import LiveSide
from support.waiting import until

LONG = 30_000  # milliseconds, on a loaded machine


def marga(side: LiveSide, name: str, *words: object) -> subprocess.CompletedProcess[str]:
    """A command on a side's machine."""
    program = Path(sys.executable).with_name("marga")
    environ = {**os.environ, "MARGA_DATA": str(side.data), "MARGA_SIDE": name}
    return subprocess.run([program, *map(str, words)], env=environ, capture_output=True, text=True)


@contextmanager
def signed_in(browser: Browser, side: LiveSide, name: str) -> Iterator[Page]:
    """A browser in which an example account is signed in."""
    context = browser.new_context(base_url=side.address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.locator(".page-header .who")).to_contain_text(name, timeout=LONG)
    yield page
    context.close()


def booked(page: Page, speaks: str = "Khmer") -> str:
    """Book a plain arrest of somebody with this language. Returns the number of the case."""
    page.goto("/book/")
    types(page, event=ago(90), arrested=ago(89), arrived=ago(60))
    tab_to(page, "operation", value="checkpoint")
    goes_on(page, "Person 1: who is it?")
    page.get_by_label("Khmer", exact=True).uncheck()
    page.get_by_label(speaks, exact=True).check()
    types(page, name="Chan Vuthy", birth="34")
    goes_on(page, "Is there anybody else?")
    tab_to(page, "Nobody else: go on")
    goes_on(page, "1. Chan Vuthy: what is the charge?")
    tab_to(page, "offence", value="trafficking")
    goes_on(page, "Was anything found?")
    tab_to(page, "Add an exhibit")
    goes_on(page, "Exhibit 1: what was found?")
    types(page, seal=f"T-{os.getpid()}-{datetime.now(UTC):%H%M%S}")
    for name, label in (("drug", "Crystal"), ("form", "Crystal"), ("concealment", "On the body")):
        choose(page, name, label)
    tab_to(page, "seal_source")
    goes_on(page, "Was anything else found?")
    tab_to(page, "Nothing else: go on")
    goes_on(page, "1. Chan Vuthy: read the rights aloud")
    tab_to(page, "rights")
    page.keyboard.press("Space")
    tab_to(page, "how", value="signed")
    goes_on(page, "Check your answers")
    tab_to(page, "Book it")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile(r"Booked: KH-12-01/\d{4}/\d{5}"), timeout=LONG)
    return heading.inner_text().removeprefix("Booked: ").strip()


def given(page: Page) -> tuple[str, str]:
    """Give the receipt of the person who was just booked. Returns its code and the text of its QR code."""
    page.get_by_role("link", name="Give the receipt to person 1").click()
    page.get_by_role("button", name="Give the receipt").click()
    expect(page.get_by_role("link", name="Print the receipt")).to_be_visible(timeout=LONG)
    code = " ".join(page.locator(".receipt-digits").all_inner_texts())
    paper = page.request.get(page.get_by_role("link", name="Print the receipt").get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF")
    return code, paper.url


def types_sql(folder: Path, offence: str, case: str) -> None:
    """What somebody does who has the database and not the application."""
    statement = "UPDATE enforcement_charge SET offence = ? WHERE party_id = ? AND version = 1"
    with sqlite3.connect(folder / "db.sqlite3", timeout=30) as database:
        database.execute(statement, [offence, f"{case}.1"])


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("witness")


def watches(side: LiveSide, state: Path) -> subprocess.CompletedProcess[str]:
    """A witness asks once."""
    keys = side.data / "enforcement" / "ledger.keys"
    return marga(
        side, "enforcement", "witness", side.address, "--keys", keys, "--state", state, "--name", "bar.example/w"
    )


def test_an_arrest_is_proven_to_a_stranger_and_against_who_owns_the_database(
    browser: Browser, live_register: LiveSide, live_side: LiveSide, witness: Path
) -> None:
    with signed_in(browser, live_register, "officer") as officer:
        case = booked(officer)
        code, _paper = given(officer)
        officer.goto(f"/cases/{case}/")
        officer.get_by_role("link", name="Change this charge").click()
        officer.get_by_label("The charge should be").select_option("use")
        officer.get_by_label("Why it changes").fill("Found with what one person uses, and no scales.")
        officer.get_by_role("button", name="Look what it does").click()
        officer.get_by_role("button", name="Ask a second officer").click()
    with signed_in(browser, live_register, "chief") as chief:
        chief.goto("/charges/waiting/")
        asked = chief.locator("section").filter(has_text=case)
        asked.get_by_role("button", name="Agree", exact=True).click()
        expect(chief.locator("main")).to_contain_text("You agreed.", timeout=LONG)
    folder = live_register.data / "enforcement"
    assert watches(live_register, witness).returncode == 0
    kept = next(witness.glob("*.log/checkpoint"))
    page = browser.new_page(base_url=live_side.address)

    def checked() -> bool:
        done = marga(live_side, "authority", "receipts", "source", "add", live_register.address, "--keys",
                     folder / "ledger.keys", "--key", folder / "receipts.key")  # fmt: skip
        assert done.returncode == 0, done.stderr
        page.goto("/receipts/")
        page.get_by_label("The code of the receipt").fill(code)
        page.get_by_role("button", name="Check this receipt").click()
        expect(page.locator("main")).to_contain_text("This receipt is genuine")
        return "the charge was changed, once" in page.locator("main").inner_text()

    until("the change is on a signed list", checked, limit=120)
    page.close()

    types_sql(folder, "possession", case)
    audit = marga(live_register, "enforcement", "ledger", "audit")
    assert audit.returncode == 1
    assert f"{case}.1" in audit.stdout
    assert "offence is “possession”, and acts say “trafficking”" in audit.stdout
    types_sql(folder, "trafficking", case)
    assert kept.read_text().startswith("localhost/enforcement\n")
