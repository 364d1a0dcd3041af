"""Somebody who was arrested, or their family: no account, a paper in hand, a telephone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys.test_every_page import barriers
from journeys.visitor import Visitor
from support.browser import Watch
from support.ledgers import TODAY
from support.receipts import ReceiptLog, key_text, printed
from support.serving import serving
from support.sides import LiveSide


def marga(side: LiveSide, *words: object) -> subprocess.CompletedProcess[str]:
    """A command of the operator, on the side's machine."""
    program = Path(sys.executable).with_name("marga")
    environ = {**os.environ, "MARGA_DATA": str(side.data), "MARGA_SIDE": "authority"}
    return subprocess.run([program, *map(str, words)], env=environ, capture_output=True, text=True)


@pytest.fixture(scope="module")
def number(live_side: LiveSide, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The code of a receipt of the police, whose lists the live side takes; the charge was changed two days later."""
    log, files = ReceiptLog(), tmp_path_factory.mktemp("given")
    number = log.gives()
    log.about(number, "charge.changed", TODAY + timedelta(days=2))
    log.signs()
    (files / "ledger.keys").write_text(str(log.key.verifier))
    (files / "receipts.key").write_text(key_text())
    with serving(log) as police:
        done = marga(live_side, "receipts", "source", "add", police.address, "--keys", files / "ledger.keys",
                     "--key", files / "receipts.key")  # fmt: skip
        assert done.returncode == 0, done.stderr
        yield number
        assert marga(live_side, "receipts", "source", "remove", log.key.name).returncode == 0


@pytest.fixture(params=[True, False], ids=["scripts on", "scripts off"])
def visitor(request: pytest.FixtureRequest, browser: Browser, live_side: LiveSide) -> Iterator[Visitor]:
    context = browser.new_context(
        base_url=live_side.address, viewport={"width": 360, "height": 800}, java_script_enabled=request.param
    )
    opened = context.new_page()
    watch = Watch(opened, live_side.address)
    yield Visitor(opened)
    context.close()
    assert watch.faults == []


def test_a_code_typed_in_khmer_digits_is_answered_without_leaving_a_trace(
    number: int, visitor: Visitor, live_side: LiveSide
) -> None:
    page, code = visitor.page, printed(number, khmer=True)
    visitor.opens("/")
    page.locator("main").get_by_role("link", name="Check a receipt").click()
    slip = code.replace(code[3], "០" if code[3] != "០" else "១", 1)
    page.get_by_label("The code of the receipt").fill(slip)
    visitor.presses("Check this receipt")
    expect(page.get_by_role("alert")).to_contain_text("Group 1 of the code")
    expect(page.get_by_label("The code of the receipt")).to_have_value(slip)
    page.get_by_label("The code of the receipt").fill(code)
    visitor.presses("Check this receipt")
    visitor.reads("This receipt is genuine: it was entered on 24 November 2026.")
    visitor.reads("the charge was changed, once, on 26 November 2026")
    visitor.reads("The police have signed it")
    expect(page).to_have_url(f"{live_side.address}/receipts/")
    expect(page.get_by_label("The code of the receipt")).to_have_value("")
    log = live_side.log.read_text()
    assert [one for one in (code, printed(number), str(number)) if one in log] == []


@pytest.mark.parametrize("language", ["", "/km"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_answer_is_in_anybodys_way(
    number: int, browser: Browser, live_side: LiveSide, language: str, width: int
) -> None:
    context = browser.new_context(base_url=live_side.address, viewport={"width": width, "height": 800})
    page = context.new_page()
    for code in ("", printed(number), printed(7), "1234"):
        page.goto(f"{language}/receipts/")
        if code:
            page.locator("[name=code]").fill(code)
            page.locator("main button[type=submit]").click()
        assert barriers(page) == [], code
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), code
    context.close()
