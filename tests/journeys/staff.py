"""Someone who works on a side: what they do, in the words of the page, with an app on their telephone."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

from django_otp.oath import hotp
from playwright.sync_api import Page, expect

from journeys.visitor import Visitor
from support.sides import LiveSide

STEP_SECONDS = 30  # for which an app shows a code
PASSWORD = "river boat and rice field"
_numbers = count(1)


def added_account(side: LiveSide, *roles: str) -> tuple[str, str]:
    """Someone new, as the operator adds them: their user name and one-time password."""
    name = f"sok-dara-{next(_numbers)}"
    program = Path(sys.executable).with_name("marga")
    environ = {**os.environ, "MARGA_DATA": str(side.data), "MARGA_SIDE": "authority"}
    chosen = [word for role in roles for word in ("--role", role)]
    done = subprocess.run(
        [program, "account", "add", name, *chosen], env=environ, capture_output=True, text=True, check=True
    )
    return name, re.search(r"shown this once: (\S+)", done.stdout).group(1)  # type: ignore[union-attr]


class Staff(Visitor):
    """Someone with an account."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.key = b""
        self.used = 0  # the last half minute, counted from 1970, whose code was typed
        self.recovery_codes: list[str] = []

    def gives(self, name: str, password: str) -> None:
        self.page.get_by_label("User name").fill(name)
        self.page.get_by_label("Password").fill(password)
        self.page.locator("main").get_by_role("button", name="Sign in").click()

    def chooses_password(self, password: str = PASSWORD) -> None:
        self.page.get_by_label("New password", exact=True).fill(password)
        self.page.get_by_label("New password, once more").fill(password)

    def sets_up_the_app(self) -> None:
        """Type the key that the page shows into the app, and the app's code into the page."""
        self.page.get_by_text("I cannot scan it").click()
        self.key, self.used = self.key_on_the_page(), 0
        self.page.get_by_label("Six digits that the app shows now").fill(self.next_code())
        self.presses("Set it up")
        expect(self.page.locator(".recovery-codes li")).to_have_count(10)
        self.recovery_codes = self.page.locator(".recovery-codes code").all_inner_texts()

    def key_on_the_page(self) -> bytes:
        return base64.b32decode(self.page.locator(".secret code").inner_text().replace(" ", ""))

    def next_code(self) -> str:
        """What the app shows now, or next if that was typed already: each code works once, and a test does not wait."""
        now = int(time.time()) // STEP_SECONDS
        self.used = max(now, self.used + 1)
        return f"{hotp(self.key, self.used):06d}"

    def types_code(self, code: str) -> None:
        self.page.get_by_label("Code", exact=True).fill(code)
        self.presses("Go on")

    def signs_in_for_the_first_time(self, name: str, password: str) -> None:
        self.opens("/sign-in/")
        self.gives(name, password)
        self.chooses_password()
        self.presses("Use this password")
        self.sets_up_the_app()
        self.presses("I have kept them: go on")

    def signs_out(self) -> None:
        self.page.get_by_role("button", name="Sign out", exact=True).click()

    def is_signed_in_as(self, name: str) -> None:
        expect(self.page.locator(".page-header .who")).to_contain_text(name)

    def loses_the_session(self) -> None:
        """As when it ended by itself: the browser still has the page, and the side has forgotten."""
        (session,) = [one["name"] for one in self.page.context.cookies() if one["name"].endswith("-session")]
        self.page.context.clear_cookies(name=session)
