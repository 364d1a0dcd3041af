"""The pictures of the documents, taken from sides that run: .venv/bin/python dev/pictures.py [NAME…]"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

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

PHONE = {"width": 360, "height": 760}
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


def _keep(page: Page, name: str, height: int, width: int = 1080) -> None:
    """The top of the page, in 64 colours, which text needs no more than: a third of the bytes."""
    taken = Image.open(io.BytesIO(page.screenshot(clip={**TOP, "width": width, "height": height}, full_page=True)))
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


def help_asked(page: Page) -> None:
    """On a telephone: the questions, and the answer that is read with the code."""
    page.set_viewport_size(PHONE)
    page.goto("/ask/")
    _keep_phone(page, "ask", 900)
    page.get_by_label("Somebody in my family, or a friend").check()
    page.get_by_label("In which province do they live?").select_option("KH-12")
    page.get_by_label("What is happening?").fill("My son does not come home, and does not sleep for days.")
    page.get_by_role("button", name="Send it, and get my code").click()
    code = page.locator("#the-code").inner_text()
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="I have it").click()
    with _another(page, "intake") as intake:
        intake.goto("/requests/")
        intake.locator("tbody th a").last.click()
        intake.get_by_role("link", name="Answer", exact=True).click()
        intake.get_by_label("Answer", exact=True).fill("Bring him on any morning. Nobody asks for a name.")
        intake.get_by_label("at least so many days").fill("3")
        intake.get_by_label("at most so many days").fill("10")
        intake.get_by_role("button", name="Send the answer").click()
    page.goto("/answer/")
    _keep_phone(page, "answer", 760)


def places(page: Page) -> None:
    """The manager's first page, the waiting list once all were placed at once, and the best places for one person."""
    _sign_in(page, "manager")
    page.goto("/today/")
    _keep(page, "today", 900)
    until("all who wait are placed", lambda: "a safe place is free" in page.request.get("/waiting/").text(), limit=600)
    page.goto("/waiting/")
    _keep(page, "waiting", 760)
    page.locator("tbody tr", has_text="a safe place is free").locator("th a").last.click()
    page.locator("details > summary").last.click()
    _keep(page, "places", 1150)


def agreed(page: Page) -> None:
    """A consent that a second worker witnessed, the client whose it is, and what they read with their own code."""
    _sign_in(page, "manager")
    page.goto("/stays/")
    client = page.locator("tbody th a").first.inner_text().split(".")[0]
    page.goto(f"/clients/{client}/")
    page.get_by_role("button", name="Give the person their code").click()
    code = page.locator(".code-shown").inner_text()
    page.goto(f"/clients/{client}/consent/")
    for label in ("another health service", "Name", "In care since", "so that care can go on elsewhere"):
        page.get_by_label(label, exact=True).check()
    page.get_by_label("Their name, if it is one person or office").fill("Kampong Cham health centre")
    page.get_by_label("Last day on which it may be told").fill(f"{datetime.now(UTC) + timedelta(days=60):%Y-%m-%d}")
    page.get_by_label("The words above were read aloud").check()
    page.get_by_label("thumbprint on the paper that was printed").check()
    page.get_by_role("button", name="Write the consent down").click()
    with _another(page, "physician") as second:
        second.goto(page.url)
        second.get_by_role("button", name="I heard it, and witness it").click()
    page.reload()
    page.evaluate("document.fonts.ready")
    _keep(page, "consent", 1040)
    page.goto(f"/clients/{client}/")
    _keep(page, "client", 1180)
    with _another(page) as person:
        person.set_viewport_size(PHONE)
        person.goto("/own/")
        person.get_by_label("Your code").fill(code)
        person.get_by_role("button", name="Open it").click()
        _keep_phone(person, "own", 900)


def _keep_phone(page: Page, name: str, height: int) -> None:
    """The top of a page as a telephone shows it."""
    _keep(page, name, height, PHONE["width"])


@contextmanager
def _another(page: Page, name: str = "") -> Iterator[Page]:
    """Somebody else on the same side, signed in if they have an account."""
    browser, address = page.context.browser, urlsplit(page.url)
    assert browser is not None
    context = browser.new_context(
        base_url=f"{address.scheme}://{address.netloc}", viewport={"width": 1080, "height": 900}
    )
    own = context.new_page()
    if name:
        _sign_in(own, name)
    yield own
    context.close()


AUTHORITY = (front, report, check, bulletin, desk, draft, khmer)
REGISTER = (booking, case)
CARE = (help_asked, places, agreed)


def main(names: list[str]) -> None:
    """Start each side on its own data, take its pictures or those that are named, stop it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, "--no-sandbox"])
        for side, pictures in (("authority", AUTHORITY), ("enforcement", REGISTER), ("care", CARE)):
            _take(browser, side, [one for one in pictures if not names or one.__name__ in names])
        browser.close()


def _take(browser: Browser, name: str, pictures: list[Callable[[Page], None]]) -> None:
    if not pictures:
        return
    with tempfile.TemporaryDirectory() as data, running_side(
        Path(data), MARGA_SIDE=name, MARGA_EXAMPLE_CASES="150", MARGA_EXAMPLE_PEOPLE="40"
    ) as side:  # fmt: skip
        for take in pictures:
            context = browser.new_context(base_url=side.address, viewport={"width": 1080, "height": 900})
            take(context.new_page())
            context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
