"""A mother asks for help without a name, keeps the code, is answered, reads the wait and writes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from journeys.test_a_statistician import person, press
from journeys.test_every_page import barriers
from support.sides import LiveSide

PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_mother_asks_without_a_name_and_is_answered(browser: Browser, live_care: LiveSide, scripts: bool) -> None:
    story = f"My son does not come home, {'one' if scripts else 'two'}."
    with person(browser, live_care, viewport=PHONE, java_script_enabled=scripts) as mother:
        mother.goto("/")
        expect(mother.locator("main")).to_contain_text("Nothing that you write here is sent to the police")
        mother.locator("main").get_by_role("link", name="Ask for help").click()
        mother.get_by_label("What is happening?").fill(story)
        press(mother, "Send it, and get my code")
        expect(mother.locator("#error-summary")).to_contain_text("Choose a province")
        expect(mother.get_by_label("What is happening?")).to_have_value(story)
        mother.get_by_label("Somebody in my family, or a friend").check()
        mother.get_by_label("In which province do they live?").select_option("KH-12")
        press(mother, "Send it, and get my code")
        code = mother.locator("#the-code").inner_text()
        assert re.fullmatch(r"(\d{4} ){9}\d{4}", code)
        mother.get_by_label("Your code").fill("1" + code[1:] if code[0] != "1" else "2" + code[1:])
        press(mother, "I have it")
        expect(mother.locator("#error-summary")).to_contain_text("Group 1 of the code")
        mother.get_by_label("Your code").fill(code.replace(" ", "\n"))
        press(mother, "I have it")
        expect(mother.locator("main")).to_contain_text("Nobody has answered yet")
        press(mother, "Close this page for others")
        expect(mother).to_have_url(f"{live_care.address}/")
    with person(browser, live_care, "intake", java_script_enabled=scripts) as intake:
        intake.goto("/requests/")
        expect(intake.locator("tbody tr").first).to_contain_text("danger to life")  # of the example
        rows = intake.locator("tbody tr th a").all()
        for number in [row.inner_text() for row in rows]:
            intake.goto(f"/requests/{number}/")
            if story in intake.locator("main").inner_text():
                break
        expect(intake.locator("main")).to_contain_text(story)
        intake.get_by_role("link", name="Answer", exact=True).click()
        intake.get_by_label("Answer", exact=True).fill("Bring him on any morning. Nobody asks for a name.")
        intake.get_by_label("at least so many days").fill("3")
        intake.get_by_label("at most so many days").fill("10")
        press(intake, "Send the answer")
        expect(intake.locator("main")).to_contain_text("3 to 10 days")
    with person(browser, live_care, viewport=PHONE, java_script_enabled=scripts) as mother:
        mother.goto("/")
        mother.locator("main").get_by_role("link", name="Read your answer").click()
        mother.get_by_label("Your code").fill(code)
        press(mother, "Open it")
        expect(mother.locator("main")).to_contain_text("The wait is 3 to 10 days.")
        expect(mother.locator("main")).to_contain_text("Bring him on any morning.")
        mother.get_by_label("Message").fill("We come on Friday.")
        press(mother, "Send the message")
        expect(mother.locator("main")).to_contain_text("Your message was sent.")
    with person(browser, live_care, "intake", java_script_enabled=scripts) as intake:
        intake.goto(f"/requests/{number}/")
        expect(intake.locator("main")).to_contain_text("We come on Friday.")
        intake.goto("/requests/")
        expect(intake.get_by_role("row").filter(has_text=number)).to_contain_text("wrote again")


PUBLIC = ("/", "/ask/", "/follow/", "/near/", "/near/?province=KH-12", "/danger/")
CLIENT, STAY, WAIT, REQUEST = "/clients/{client}/", "/stays/{stay}/", "/waits/{wait}/", "/requests/{request}/"
HOME = "/centres/KH-12-R1/"
#: Whose pages, and which; {names} are those of the lists that the manager reads, the first one.
OF = {
    "": (*PUBLIC, "/slip/", "/own/", "/sign-in/", "/nowhere/"),
    "intake": ("/today/", "/requests/", REQUEST, f"{REQUEST}answer/", f"{REQUEST}message/", "/slips/shown/"),
    "manager": ("/today/", "/waiting/", WAIT, f"{WAIT}pause/", f"{WAIT}change/", f"{WAIT}drop/", "/stays/", STAY,
                f"{STAY}move/", f"{STAY}basis/", f"{STAY}end/", "/clients/", "/clients/?text=sok", "/clients/new/",
                CLIENT, f"{CLIENT}correct/", f"{CLIENT}stay/", f"{CLIENT}consent/", f"{CLIENT}order/", "/objections/",
                "/import/", HOME, f"{HOME}staff/", f"{HOME}confirm/", f"{HOME}safety/", f"{HOME}quality/privacy/",
                "/incidents/KH-12-R1.i1/", "/clients/000-000-000/"),
    "care-worker": ("/today/", f"{CLIENT}screening/", f"{CLIENT}screening/1-tobacco/", f"{CLIENT}assessment/",
                    f"{CLIENT}assessment/drug/", f"{STAY}episode/", f"{STAY}plan/agree/", f"{STAY}session/",
                    f"{STAY}measure/", f"{STAY}return/", f"{STAY}appeals/", "/incidents/new/", "/waiting/"),
    "planner": ("/centres/", "/centres/new/", HOME, f"{HOME}change/", f"{HOME}wards/new/", f"{HOME}close/", "/safety/"),
    "inspector": ("/today/", "/stays/", STAY, f"{STAY}review/", "/centres/", "/objections/"),
    "clerk": ("/accounts/", "/slips/"),
}  # fmt: skip
LATER_KB, FIRST_KB = 20, 60
#: What a designer would not sign and axe lets through: what a finger misses, a heading out of order, a broken number.
AMISS = """() => {
  const wrong = [], boxes = one => one.getBoundingClientRect();
  for (const one of document.querySelectorAll('button, .button, select, textarea, input[type=text], summary')) {
    const box = boxes(one);
    if (box.height && box.height < 43.5) wrong.push('small: ' + one.outerHTML.slice(0, 90));
  }
  let last = 0;
  for (const one of document.querySelectorAll('h1, h2, h3, h4')) {
    if (+one.tagName[1] > last + 1) wrong.push('heading after ' + last + ': ' + one.textContent);
    last = +one.tagName[1];
  }
  for (const one of document.querySelectorAll('main .key')) {
    const part = document.createRange();
    part.selectNodeContents(one);
    const lines = new Set([...part.getClientRects()].map(box => Math.round(box.top)));
    if (lines.size > 1) wrong.push('broken: ' + one.textContent);
  }
  for (const one of document.querySelectorAll('main a')) {
    if (/^[0-9]{3}-[0-9]{3}-[0-9]{3}/.test(one.textContent) && !one.closest('nav') && !one.matches('.key'))
      wrong.push('a number that may break: ' + one.textContent);
  }
  return wrong;
}"""


@pytest.fixture(scope="module")
def names(browser: Browser, live_care: LiveSide) -> dict[str, str]:
    """Somebody and something of each kind."""
    with person(browser, live_care, "manager") as manager:
        lists = {}
        for name, path in (("request", "/requests/"), ("wait", "/waiting/"), ("stay", "/stays/")):
            manager.goto(path)
            lists[name] = manager.locator("tbody th a").first.inner_text()
    return {**lists, "client": lists["stay"].split(".")[0]}


@pytest.mark.parametrize(("language", "width", "scheme"), [
    ("", 360, "light"), ("/km", 1280, "dark"), ("/km", 360, "light"), ("", 1280, "light"),
])  # fmt: skip
@pytest.mark.parametrize("name", OF, ids=lambda name: name or "anybody")
def test_no_page_of_care_is_in_anybodys_way(
    browser: Browser, live_care: LiveSide, names: dict[str, str], name: str, language: str, width: int, scheme: str
) -> None:
    wrong = {}
    with person(browser, live_care, name, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        for path in OF[name]:
            page.goto(language + path.format(**names))
            found = [*barriers(page), *page.evaluate(AMISS)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append("scrolls sideways")
            if found:
                wrong[path] = found
    assert wrong == {}


def test_pages_of_care_are_light(browser: Browser, live_care: LiveSide) -> None:
    sizes: dict[str, int] = {}
    with person(browser, live_care) as page:
        page.on("response", lambda answer: sizes.update({answer.url: int(answer.request.sizes()["responseBodySize"])}))
        page.goto("/")
        first = sum(sizes.values())
        later = []
        for path in PUBLIC[1:]:
            sizes.clear()
            page.goto(path)
            page.wait_for_load_state("networkidle")
            later.append((sum(sizes.values()), path))
    assert first < FIRST_KB * 1000, first
    assert max(later) < (LATER_KB * 1000, ""), later
