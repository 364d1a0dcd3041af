"""The pictures of the documents, taken from a side that runs: .venv/bin/python dev/pictures.py"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
sys.path.insert(0, str(ROOT / "tests"))

from journeys.visitor import REPORT_A, Visitor  # noqa: E402
from support.browser import FLAGS, chromium  # noqa: E402
from support.sides import running_side  # noqa: E402
from support.waiting import until  # noqa: E402

TOP = {"x": 0, "y": 0, "width": 1080, "height": 760}


def front(page: Page) -> None:
    page.goto("/")
    page.screenshot(path=PICTURES / "front.png", clip=TOP)


def report(page: Page) -> None:
    page.goto("/reports/kh-2019-09/")
    page.screenshot(path=PICTURES / "report.png", clip={**TOP, "height": 900})


def check(page: Page) -> None:
    visitor = Visitor(page)
    visitor.opens("/check/")
    visitor.says_who_and_when()
    for number, figure in enumerate(REPORT_A[:4], 1):
        visitor.types_figure(number, *figure)
    visitor.presses("Check these figures")
    page.locator("#verdict").wait_for()
    page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=PICTURES / "check.png", clip={**TOP, "height": 900})


def bulletin(page: Page) -> None:
    until("the example's bulletins", lambda: ".pdf" in page.request.get("/bulletins/2019/").text(), limit=600)
    page.goto("/bulletins/2019/")
    page.screenshot(path=PICTURES / "bulletin.png", clip={**TOP, "height": 1100}, full_page=True)


def desk(page: Page) -> None:
    _sign_in(page)
    page.goto("/desk/")
    page.screenshot(path=PICTURES / "desk.png", clip={**TOP, "height": 1100}, full_page=True)


def draft(page: Page) -> None:
    _sign_in(page)
    page.goto("/desk/")
    page.locator("main a[href*='/desk/drafts/']").first.click()
    page.screenshot(path=PICTURES / "draft.png", clip={**TOP, "height": 1100}, full_page=True)


def _sign_in(page: Page) -> None:
    page.goto("/sign-in/")
    page.locator("[name=name]").fill("statistician")
    page.locator("[name=password]").fill("only-for-trying")
    page.locator("main button[type=submit]").click()


def khmer(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 760})
    page.goto("/km/")
    page.screenshot(path=PICTURES / "khmer-phone.png")


def main() -> None:
    """Start a side on its own data, take every picture, stop it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, running_side(Path(data)) as side, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, "--no-sandbox"])
        for take in (front, report, check, bulletin, desk, draft, khmer):
            context = browser.new_context(base_url=side.address, viewport={"width": 1080, "height": 900})
            take(context.new_page())
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
