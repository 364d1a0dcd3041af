"""The pictures of the documents, taken from sides that run: .venv/bin/python dev/pictures.py [NAME…]"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
sys.path.insert(0, str(ROOT / "tests"))

from journeys.test_an_arrest import booked, given  # noqa: E402
from journeys.test_booking import ago, types  # noqa: E402
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


def _sign_in(page: Page, name: str = "statistician") -> None:
    page.goto("/sign-in/")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill("only-for-trying")
    page.locator("main button[type=submit]").click()


def khmer(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 760})
    page.goto("/km/")
    page.screenshot(path=PICTURES / "khmer-phone.png")


def booking(page: Page) -> None:
    _sign_in(page, "officer")
    page.goto("/book/")
    types(page, event=_clock(90), arrested=_clock(89), arrived=_clock(60))
    page.get_by_label("Checkpoint").check()
    _keep(page, "booking", 820)


def _keep(page: Page, name: str, height: int) -> None:
    """The top of the page, in 64 colours, which text needs no more than: a third of the bytes."""
    taken = Image.open(io.BytesIO(page.screenshot(clip={**TOP, "height": height}, full_page=True)))
    taken.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


def _clock(minutes: int) -> str:
    """Hours and minutes, so long ago."""
    return "".join(str(int(one)) if one.isdigit() else one for one in ago(minutes)[-5:])


def case(page: Page) -> None:
    """An arrest of a moment ago, in English: its receipt, its case, and the board that it is on."""
    _sign_in(page, "officer")
    number = booked(page, "English")
    given(page)
    _keep(page, "receipt", 1100)
    page.goto(f"/cases/{number}/")
    _keep(page, "case", 1000)
    page.goto("/held/")
    _keep(page, "held", 500)


AUTHORITY = (front, report, check, bulletin, desk, draft, khmer)
REGISTER = (booking, case)


def main(names: list[str]) -> None:
    """Start each side on its own data, take its pictures or those that are named, stop it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, "--no-sandbox"])
        for side, pictures in (("authority", AUTHORITY), ("enforcement", REGISTER)):
            _take(browser, side, [one for one in pictures if not names or one.__name__ in names])
        browser.close()


def _take(browser: Browser, name: str, pictures: list[Callable[[Page], None]]) -> None:
    if not pictures:
        return
    with tempfile.TemporaryDirectory() as data, running_side(
        Path(data), MARGA_SIDE=name, MARGA_EXAMPLE_CASES="150"
    ) as side:  # fmt: skip
        for take in pictures:
            context = browser.new_context(base_url=side.address, viewport={"width": 1080, "height": 900})
            take(context.new_page())
            context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
