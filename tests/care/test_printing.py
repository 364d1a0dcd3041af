"""What a centre without a network prints: it says whose it is and of when, and fits its paper in both languages."""

import io
from urllib.parse import urlsplit

import pypdf
import pytest
from django.contrib.staticfiles import finders

from marga.care.centres.models import Centre
from marga.care.consents.services import send_packet
from marga.care.rules.consents import Wanted
from marga.care.stays.waits import begin_wait
from support.care_wall import HOME, acting, centres, client, consented, in_care, on_paper, signed_in_as

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
A4 = (210, 297)
PAPER = Wanted(frozenset({"name", "since"}), "health", "treatment")


def printed(page, path, name="boss"):
    """The pages of paper that a browser makes of a page as the side answers it."""
    answer = signed_in_as(name).get(path)
    assert answer.status_code == 200, path
    html = answer.content.decode()
    page.unroute("**/the-page")
    page.route("**/the-page", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route("**/static/**", lambda route: route.fulfill(
        path=finders.find(urlsplit(route.request.url).path.removeprefix("/static/"))))  # fmt: skip
    page.goto("/the-page")
    return pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, format="A4", print_background=False))).pages


def size(sheet):
    """Millimetres, across and down."""
    return round(float(sheet.mediabox.width) / 72 * 25.4), round(float(sheet.mediabox.height) / 72 * 25.4)


@pytest.mark.parametrize("language", ["", "/km"], ids=["en", "km"])
def test_a_consent_is_one_sheet_with_room_to_sign_and_nothing_of_the_site(page, database, language):
    centres()
    person = client()
    made = consented(person, on_paper())
    (sheet,) = printed(page, f"{language}/consents/{made.pk}/")
    said = sheet.extract_text()
    assert size(sheet) == A4
    assert made.pk in said
    assert "Hospital of Calmette" in said
    assert "____" in said
    assert "AGPL" not in said


@pytest.mark.parametrize("language", ["", "/km"], ids=["en", "km"])
def test_what_is_told_is_one_sheet_that_says_who_tells_it(page, database, language):
    centres()
    person = client()
    in_care(person)
    made = consented(person, on_paper())
    (sheet,) = printed(page, f"{language}/packets/{send_packet(made.pk, PAPER, acting()).pk}/")
    said = sheet.extract_text()
    assert "AGPL" not in said
    assert made.pk in said
    if not language:
        assert f"Who tells {Centre.objects.get(pk=HOME)}" in " ".join(said.split())


@pytest.mark.parametrize("language", ["", "/km"], ids=["en", "km"])
def test_a_waiting_list_lies_on_its_side_and_says_whose_it_is_and_of_when(page, database, language):
    centres()
    boss = acting("boss")
    for _ in range(12):
        begin_wait(client().number, ("residential",), (), boss)
    sheets = printed(page, f"{language}/waiting/")
    first = " ".join(sheets[0].extract_text().split())
    assert size(sheets[0]) == A4[::-1]
    assert len(sheets) <= 2
    if not language:
        assert f"{Centre.objects.get(pk=HOME)}, as of " in first
        assert "Sok Dara" not in first
