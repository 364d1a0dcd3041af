"""Somebody is held too long: the board says so, a supervisor looks again, an officer releases them."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from journeys.test_a_statistician import STANDARD, person, press
from support.sides import LiveSide

NAME = "Long Held"
BOOK = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from marga.enforcement.acts.services import Acting, clock
from marga.enforcement.cases import contents
from marga.enforcement.cases.services import book
arrived = timezone.now().replace(second=0, microsecond=0) - timedelta(hours=7)
held = contents.PersonToBook(role="suspect", name={name!r}, languages=("km",), arrested=arrived - timedelta(hours=1),
                             arrived=arrived, charge=contents.Charged(offence="use"))
arrest = contents.Booking(event=arrived - timedelta(hours=1), province="KH-12", operation="patrol", people=(held,))
case = book(arrest, Acting("1001", "officer", "KH-12-01", ("officer",), clock()))
print(case.number + ".1.C1")
"""


def booked(side: LiveSide, name: str) -> str:
    """Somebody of whom nothing was done for seven hours, booked through the side's own service. Returns the key."""
    environ = {**os.environ, "MARGA_DATA": str(side.data), "MARGA_SIDE": "enforcement",
               "DJANGO_SETTINGS_MODULE": "marga.site.settings"}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", BOOK.format(name=name)], env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def row(page: Page, name: str) -> object:
    return page.get_by_role("row").filter(has_text=name)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_overdue_review_is_seen_and_held_and_the_person_is_released(
    browser: Browser, live_register: LiveSide, scripts: bool
) -> None:
    name = f"{NAME} {'one' if scripts else 'two'}"
    key = booked(live_register, name)
    with person(browser, live_register, "supervisor", java_script_enabled=scripts) as page:
        page.goto("/held/")
        expect(row(page, name)).to_contain_text("Review 1: overdue since")
        page.get_by_role("link", name=name).click()
        page.get_by_role("link", name="Review custody").click()
        page.get_by_label("held further").check()
        page.get_by_label("Reason", exact=True).fill("A witness is heard.")
        press(page, "Record the review")
        expect(page.locator("#error-summary")).to_contain_text("This review is late. Write why.")
        expect(page.get_by_label("Reason", exact=True)).to_have_value("A witness is heard.")
        page.get_by_label("Why it is late").fill("The supervisor was at court.")
        press(page, "Record the review")
        expect(page.locator("main")).to_contain_text("Review 1: done late")
    with person(browser, live_register, "officer", java_script_enabled=scripts) as page:
        page.goto("/held/")
        expect(row(page, name)).not_to_contain_text("Review 1")
        page.get_by_role("link", name=name).click()
        page.get_by_role("link", name="Custody ends").click()
        page.get_by_label("released", exact=True).check()
        page.get_by_label("A slip for treatment was given").check()
        press(page, "End custody")
        expect(page.locator("main")).to_contain_text("This custody ended")
        page.goto("/held/")
        expect(page.get_by_role("link", name=name)).to_have_count(0)
        page.goto(f"/held/{key}/")
        expect(page.locator("main")).to_contain_text("Custody was reviewed")


@pytest.mark.parametrize(("language", "width"), [("", 360), ("/km", 1280), ("/km", 360), ("", 1280)])
def test_the_pages_of_custody_are_in_nobodys_way(
    browser: Browser, live_register: LiveSide, language: str, width: int
) -> None:
    key = booked(live_register, f"Page {language} {width}")
    party = key.rpartition(".")[0]
    paths = (
        "/held/", "/held/alerts/", "/unit/", f"/people/{party}/outcome/", f"/held/{key}/",
        *(f"/held/{key}/do/{what}/" for what in ("review", "rights", "interview", "end")),
    )  # fmt: skip
    wrong = {}
    with person(browser, live_register, "supervisor", viewport={"width": width, "height": 800}) as page:
        for path in paths:
            page.goto(language + path)
            found = [one["id"] + ": " + one["nodes"][0]["html"][:160]
                     for one in Axe().run(page, options=STANDARD).response["violations"]]  # fmt: skip
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append("scrolls sideways")
            if found:
                wrong[path] = found
    assert wrong == {}


def test_a_moment_is_typed_in_the_countrys_time(browser: Browser, live_register: LiveSide) -> None:
    key = booked(live_register, "Time Zone")
    with person(browser, live_register, "officer") as page:
        page.goto(f"/held/{key}/do/doctor/")
        shown = datetime.fromisoformat(page.get_by_label("When", exact=True).input_value())
        assert abs(shown.replace(tzinfo=ZoneInfo("Asia/Phnom_Penh")) - datetime.now(ZoneInfo("UTC"))) < timedelta(
            hours=1
        )
