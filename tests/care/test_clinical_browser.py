"""Pages of treatment in a real browser: on a phone, for everyone, and the plan on one sheet of paper."""

import io
from urllib.parse import urlsplit

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders

from marga.care.episodes.services import Held, agree_plan, hold_session, plan_return
from marga.care.example.treatment import make_treatment
from marga.care.screening.models import Screening
from support.care_clinical import FAR, HOME, NOW, TODAY, acting, client, days, ordered, services, signed_in_as, staying

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
GOAL = "I want to sleep through the night without pills, and to work at the market with my brother."
GOAL_KM = "ខ្ញុំចង់គេងលក់ពេញមួយយប់ដោយមិនប្រើថ្នាំ ហើយធ្វើការនៅផ្សារជាមួយបងប្អូនរបស់ខ្ញុំ។"


@pytest.fixture
def lived_in(database):
    services()
    stay = ordered(NOW - days(3))
    make_treatment(HOME, acting().clock)
    return stay


def show(page, path, name="care-worker"):
    """The page as the side answers it, in the browser."""
    answer = signed_in_as(name).get(path)
    assert answer.status_code == 200, path
    html = answer.content.decode()
    page.unroute("**/the-page")
    page.route("**/the-page", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route("**/static/**", lambda route: route.fulfill(
        path=finders.find(urlsplit(route.request.url).path.removeprefix("/static/"))))  # fmt: skip
    page.goto("/the-page")


@pytest.mark.parametrize("language", ["", "/km"])
def test_every_page_fits_a_phone_and_can_be_read_by_everyone(page, lived_in, language):
    person = client()
    stay, screening = lived_in.key, Screening.objects.get().key
    page.set_viewport_size({"width": 360, "height": 800})
    for name, path in (
        ("care-worker", f"/clients/{person.number}/screening/"),
        ("care-worker", f"/clients/{person.number}/screening/1-other/"),
        ("care-worker", f"/screenings/{screening}/"), ("care-worker", f"/clients/{person.number}/assessment/"),
        ("care-worker", f"/clients/{person.number}/assessment/drug/"), ("care-worker", f"/stays/{stay}/episode/"),
        ("care-worker", f"/stays/{stay}/plan/"), ("care-worker", f"/stays/{stay}/appeals/"),
        ("care-worker", "/incidents/new/"), ("manager", "/today/"), ("manager", f"/centres/{HOME}/safety/"),
        ("manager", f"/centres/{HOME}/quality/privacy/"), ("manager", f"/incidents/{HOME}.i1/"),
        ("planner", "/safety/"),
    ):  # fmt: skip
        show(page, language + path, name)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, path
        found = Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())


@pytest.mark.parametrize(("language", "goal"), [("", GOAL), ("/km", GOAL_KM)], ids=["en", "km"])
def test_a_plan_of_ten_goals_is_printed_on_one_sheet(page, database, language, goal):
    services()
    stay = staying()
    agree_plan(stay.key, "\n".join(f"{goal} {number}" for number in range(10)), "signed", acting())
    hold_session(stay.key, Held(TODAY, "group", 45, attended=True, next_day=TODAY + days(7)), acting())
    plan_return(stay.key, FAR, TODAY + days(30), "", acting())
    show(page, f"{language}/stays/{stay.key}/plan/")
    made = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=False)))
    assert len(made.pages) == 1
    assert "Sok Dara" in made.pages[0].extract_text()
