"""Officers who look for a case under a misspelt name, and two who change a charge together."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from support.sides import LiveSide
from support.waiting import until


def signed_in(browser: Browser, side: LiveSide, name: str) -> Page:
    """A browser of their own for somebody of the example."""
    page = browser.new_context(base_url=side.address).new_page()
    page.goto("/sign-in/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill("only-for-trying")
    page.locator("main").get_by_role("button", name="Sign in").click()
    return page


def has_cases(page: Page, where: str, words: str = "") -> bool:
    """The example's cases come one after another, after the start."""
    page.goto(where)
    return page.locator("tbody tr").filter(has_text=words).count() > 0


def test_a_misspelt_name_leads_to_the_case(browser: Browser, live_register: LiveSide) -> None:
    page = signed_in(browser, live_register, "officer")
    until("somebody called Dara is there", lambda: has_cases(page, "/cases/?text=Darra", "Dara"), limit=300)
    page.goto("/cases/")
    page.get_by_label("Case number, seal or name").fill("Darra")
    page.get_by_role("button", name="Look", exact=True).click()
    row = page.locator("tbody tr").filter(has_text="Dara").first
    number = row.get_by_role("link").inner_text()
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(number)
    expect(page.locator("main .lede")).to_contain_text("Dara")
    page.context.close()


def test_one_asks_for_another_charge_and_a_second_officer_agrees(browser: Browser, live_register: LiveSide) -> None:
    officer = signed_in(browser, live_register, "officer")
    until("a case of use is there", lambda: has_cases(officer, "/cases/?offence=use"), limit=300)
    officer.locator("tbody tr").first.get_by_role("link").click()
    case = officer.get_by_role("heading", level=1).inner_text()
    folded = officer.locator("details:not([open]) > summary").filter(has_text=re.compile(r"^\d+\. "))
    while folded.count():  # one opened is no longer among them
        folded.first.click()
    officer.get_by_role("link", name="Change this charge").first.click()
    officer.get_by_label("The charge should be").select_option("trafficking")
    officer.get_by_label("Why it changes").fill("Two kilograms were found in the house.")
    officer.get_by_role("button", name="Look what it does").click()
    expect(officer.locator("main")).to_contain_text("raises the penalty")
    officer.get_by_role("button", name="Ask a second officer").click()
    expect(officer.locator("main")).to_contain_text("A change of a charge waits for a second officer")

    supervisor = signed_in(browser, live_register, "supervisor")
    supervisor.goto("/charges/waiting/")
    asked = supervisor.locator("section").filter(has_text=case).filter(has_text="Two kilograms were found")
    asked.get_by_role("button", name="Agree", exact=True).click()
    expect(supervisor.locator("main")).to_contain_text("You agreed.")
    officer.goto(f"/cases/{case}/")
    expect(officer.locator("ol.findings").first).to_contain_text("use of drugs → trafficking")
    for page in (officer, supervisor):
        page.context.close()
