"""Pages in the system's Chromium. A test fails if a page asks another host, or if the console shows an error."""

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from support.sides import LiveSide

PROGRAMS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
FLAGS = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
OWN_SCHEMES = ("data", "blob", "about")


def chromium() -> str:
    """The system's Chromium, or the one in MARGA_CHROMIUM. Fails with the command to type."""
    for name in (os.environ.get("MARGA_CHROMIUM", ""), *PROGRAMS):
        if name and (path := shutil.which(name)):
            return path
    return pytest.fail("Browser tests need Chromium. Type: sudo apt-get install chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium with a fresh profile for all tests of this process."""
    # Playwright keeps an event loop in this thread, in which Django would refuse to use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=flags)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Watch:
    """What a page did that it should not: asked another host, or logged an error."""

    def __init__(self, page: Page, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.faults: list[str] = []
        self.documents: set[str] = set()
        page.on("request", self.on_request)
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))

    def on_request(self, request: Request) -> None:
        """Note pages and parts of pages asked for by name, and requests to anyone else."""
        if request.is_navigation_request() or "hx-request" in request.headers:
            self.documents.add(request.url)
        parts = urlsplit(request.url)
        if parts.scheme not in OWN_SCHEMES and parts.netloc != self.host:
            self.faults.append(f"asked another host: {request.url}")

    def on_console(self, message: ConsoleMessage) -> None:
        """Note errors, a refused policy included. That a page itself answered 4xx is for the test to judge."""
        own_status = "status of 4" in message.text and message.location.get("url") in self.documents
        if message.type == "error" and not own_status:
            self.faults.append(f"console: {message.text}")


@pytest.fixture
def page(browser: Browser, live_side: LiveSide) -> Iterator[Page]:
    """A page in a fresh profile; `page.goto("/")` opens the live side."""
    context = browser.new_context(base_url=live_side.address)
    opened = context.new_page()
    watch = Watch(opened, live_side.address)
    yield opened
    context.close()
    assert watch.faults == []
