"""An arrested man is handed a slip, walks in, agrees that one word is told, and takes it back. Both sides are real."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.test_an_arrest import booked, given, marga, signed_in
from journeys.test_every_page import barriers
from support.browser import Watch
from support.sides import LiveSide, running_side

LONG = 30_000  # milliseconds, on a loaded machine


@pytest.fixture(scope="module")
def live_care(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSide]:
    """The care side with its example."""
    with running_side(tmp_path_factory.mktemp("care"), MARGA_SIDE="care", MARGA_EXAMPLE_PEOPLE="1") as side:
        yield side


@pytest.fixture
def telephone(browser: Browser, live_care: LiveSide) -> Iterator[Page]:
    """The man's own telephone, without an account."""
    context = browser.new_context(base_url=live_care.address, viewport={"width": 360, "height": 800})
    page = context.new_page()
    watch = Watch(page, live_care.address)
    yield page
    context.close()
    assert watch.faults == []


def a_slip(care: LiveSide, folder: Path) -> str:
    """The clerk prints slips; one of them is handed over. Its digits, read from the paper."""
    out = folder / "slips.pdf"
    done = marga(care, "care", "care", "slips", "--count", 3, "--out", out, "--as", "clerk")
    assert done.returncode == 0, done.stderr
    text = pypdf.PdfReader(out).pages[0].extract_text()
    found = re.search(r"(?:\b[0-9]{1,2}\s+[0-9]{4}\s+){14}", f"{text}\n")
    assert found is not None, text
    return " ".join(re.findall(r"[0-9]{4}", found.group()))


def a_night_passes(care: LiveSide) -> None:
    """What is told is told of days that are over: the stay and the consent were yesterday's."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with sqlite3.connect(care.data / "care" / "db.sqlite3", timeout=30) as database:
        database.execute("UPDATE care_consent SET witnessed = ?", [yesterday.strftime("%Y-%m-%d %H:%M:%S")])
        database.execute("UPDATE care_stay SET began = ? WHERE ended IS NULL AND client_id IN "
                         "(SELECT client_id FROM care_consent)", [yesterday.date().isoformat()])  # fmt: skip


def pulls(register: LiveSide, care: LiveSide) -> str:
    """The register asks care, as its worker does once a day."""
    told = marga(care, "care", "care", "notices").stdout
    path, key = re.search(r"then (\S+)", told), re.search(r"KEY  (\S+)", told)
    assert path is not None
    assert key is not None
    program = Path(sys.executable).with_name("marga")
    environ = {**os.environ, "MARGA_DATA": str(register.data), "MARGA_SIDE": "enforcement",
               "MARGA_NOTICES_AT": f"{care.address}{path.group(1)}", "MARGA_NOTICES_KEY": key.group(1)}  # fmt: skip
    done = subprocess.run([program, "enforcement", "notices"], env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def line_about_care(page: Page, case: str) -> str:
    page.goto(f"/cases/{case}/")
    return page.locator("dt", has_text=re.compile("^Care$")).locator("xpath=following-sibling::dd").inner_text()


def test_an_arrested_man_gets_a_slip_is_cared_for_and_the_case_learns_one_word_until_he_takes_it_back(
    browser: Browser, live_register: LiveSide, live_care: LiveSide, telephone: Page, tmp_path: Path
) -> None:
    slip = a_slip(live_care, tmp_path)
    with signed_in(browser, live_register, "officer") as officer:
        case = booked(officer)
        receipt, _paper = given(officer)
        assert line_about_care(officer, case) == "No information"

    # On his telephone, without saying who he is.
    telephone.goto("/")
    telephone.get_by_role("link", name="I have a slip").click()
    telephone.get_by_label("The digits of the slip").fill(slip)
    assert barriers(telephone) == []
    telephone.get_by_role("button", name="Go on to the questions").click()
    expect(telephone.locator("main")).to_contain_text("Your slip counts")
    telephone.get_by_label("In which province do they live?").select_option("KH-12")
    telephone.get_by_role("button", name="Send it, and get my code").click()
    expect(telephone.locator("main")).to_contain_text("code")

    # He walks in; a worker opens a record and a place, and writes down what he agrees to.
    with signed_in(browser, live_care, "manager") as manager:
        manager.goto("/clients/new/")
        manager.get_by_label("Called").fill("Vuthy")
        manager.get_by_label("Sex").select_option("male")
        manager.get_by_label("or about how old, in years").fill("34")
        manager.get_by_label("Province where they live").select_option("KH-12")
        manager.get_by_role("button", name="Write it down").click()
        client = manager.get_by_text(re.compile(r"^\d{3}-\d{3}-\d{3}$")).last.inner_text()
        comes_in(manager, client)
        manager.goto(f"/clients/{client}/")
        manager.get_by_role("button", name="Give the person their code").click()
        code = manager.locator(".code-shown").inner_text()
        manager.get_by_role("link", name="It is written down").click()
        manager.get_by_role("link", name="Record a consent").click()
        manager.get_by_label("the police, the prosecutor and the court of one case").check()
        manager.get_by_label("One word: attends since a day").check()
        manager.get_by_label("so that the case can take the care into account").check()
        last = datetime.now(UTC) + timedelta(days=60)
        manager.get_by_label("Last day on which it may be told").fill(f"{last:%Y-%m-%d}")
        manager.get_by_label("The 40 digits of the receipt of the arrest").fill(receipt)
        manager.get_by_label("The words above were read aloud").check()
        manager.get_by_label("thumbprint on the paper that was printed").check()
        assert barriers(manager) == []
        manager.get_by_role("button", name="Write the consent down").click()
        expect(manager.locator("main")).to_contain_text("no witness yet")
        consent = manager.url
    with signed_in(browser, live_care, "physician") as second:
        second.goto(consent)
        second.get_by_role("button", name="I heard it, and witness it").click()
        expect(second.locator("main")).to_contain_text("in force")

    # Nothing is told of a day that is not over; then one word, and nothing of the slip or of who he is.
    assert "0 people are told of" in pulls(live_register, live_care)
    a_night_passes(live_care)
    assert "1 people are told of" in pulls(live_register, live_care)
    with signed_in(browser, live_register, "officer") as officer:
        assert "In care since" in line_about_care(officer, case)
        page = officer.content()
        assert [word for word in (client, "Phnom Penh residential", slip) if word in page] == []

    # He reads who was told what, on his telephone, and takes it back.
    telephone.goto("/own/")
    telephone.get_by_label("Your code").fill(code)
    telephone.get_by_role("button", name="Open it").click()
    expect(telephone.locator("main")).to_contain_text("attends since")
    expect(telephone.locator("main")).to_contain_text("physician")
    assert barriers(telephone) == []
    assert not telephone.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    telephone.get_by_role("button", name="Take this back now").click()
    expect(telephone.locator("main")).to_contain_text("taken back")
    assert "0 people are told of" in pulls(live_register, live_care)
    with signed_in(browser, live_register, "officer") as officer:
        assert line_about_care(officer, case) == "No information"
    logs = live_care.log.read_text() + live_register.log.read_text()
    secrets = [text for one in (slip, code, receipt) for text in (one, one.replace(" ", ""))]
    assert [one for one in secrets if one in logs] == []


def comes_in(manager: Page, client: str) -> None:
    """A place for him, above what is safe if the example is full."""
    manager.goto(f"/clients/{client}/")
    manager.get_by_role("link", name="Somebody comes in").click()
    manager.get_by_label("Ward", exact=True).select_option(index=0)
    manager.get_by_label("Who asked, or what led to it").select_option(label="offered at arrest")
    manager.get_by_label("Why above what is safe").select_option(index=1)  # the example's ward for men is full
    manager.get_by_label("voluntary").check()
    manager.get_by_role("button", name="The person is in").click()
    expect(manager.locator("main")).to_contain_text("Stays")
