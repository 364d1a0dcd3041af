"""One arrest from end to end: booked, weighed, charged anew, ended, and proven to a stranger, also against who owns the
database."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.test_booking import ago, choose, goes_on, tab_to, types
from marga.ledger.checkpoints import Checkpoint, sign_checkpoint
from marga.ledger.keys import read_signer_key
from marga.ledger.merkle import leaf_hash, root
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
    assert watches(live_register, witness).returncode == 0  # the ledger itself is whole: this is the audit's
    types_sql(folder, "trafficking", case)
    assert kept.read_text().startswith("localhost/enforcement\n")

    seen = size_of(kept.read_text())
    with signed_in(browser, live_register, "officer") as officer:
        officer.goto(f"/held/{case}.1.C1/do/end/")
        officer.get_by_label("released", exact=True).check()
        officer.get_by_role("button", name="End custody").click()
        expect(officer.locator("main")).to_contain_text("This custody ended", timeout=LONG)
    until("more is signed than the witness saw", lambda: size_of(signed_now(live_register)) > seen, limit=120)
    with another_history(folder, case, seen) as other:
        told = watches(live_register, witness)
        assert told.returncode == 1
        assert f"has forked: it has signed two different trees of {seen:,} entries" in told.stderr
        (evidence,) = witness.glob("*.log/evidence-*.txt")
        assert evidence.name in told.stderr
        text = evidence.read_text()
        assert text.startswith("marga evidence v1: forked")
        assert other in text
        assert kept.read_text().splitlines()[2] in text
    done = watches(live_register, witness)
    assert done.returncode == 0, done.stderr  # the history that it saw, and what follows from it


def signed_now(side: LiveSide) -> str:
    """What the side answers to whoever asks what it signed last."""
    with urllib.request.urlopen(f"{side.address}/ledger/checkpoint", timeout=10) as answer:
        return str(answer.read().decode())


def size_of(checkpoint: str) -> int:
    return int(checkpoint.splitlines()[1])


@contextmanager
def another_history(folder: Path, case: str, size: int) -> Iterator[str]:
    """Whoever has the database and the ledger's key makes it that the case was never booked so, and signs that. Yields
    the root that they signed, in base64; then the history is as it was."""
    key = read_signer_key((folder / "ledger.key").read_text().strip())
    with closing(sqlite3.connect(folder / "db.sqlite3", timeout=30)) as database:
        (place,) = database.execute(
            "SELECT position FROM ledgers_entry JOIN enforcement_act ON entry_id = ledgers_entry.id "
            "WHERE \"case\" = ? AND enforcement_act.kind = 'case.booked'", [case]).fetchone()  # fmt: skip
        below = 'SELECT hash FROM ledgers_node WHERE level = 0 AND "index" < ? ORDER BY "index"'
        leaves = [bytes(leaf) for (leaf,) in database.execute(below, [size])]
        leaves[place] = leaf_hash(b"the case as somebody would have it")
        forged = Checkpoint(key.name, size, root(leaves))
        note = str(sign_checkpoint(forged, [key]))
        with database:
            database.execute("INSERT INTO ledgers_checkpoint (size, root, note, made_at, urgent) "
                "VALUES (?, ?, ?, ?, 0)",
                             [size, forged.root, note, f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}"])  # fmt: skip
        try:
            yield note.splitlines()[2]
        finally:
            with database:
                forbids = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND "
                                           "tbl_name = 'ledgers_checkpoint'").fetchall()  # fmt: skip
                for name, _sql in forbids:
                    database.execute(f'DROP TRIGGER "{name}"')
                database.execute("DELETE FROM ledgers_checkpoint WHERE note = ?", [note])
                for _name, sql in forbids:
                    database.execute(sql)
