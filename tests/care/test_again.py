"""A form of a page that was open too long says that what was typed was not taken, and then nothing was: it stands on
its page again, for a person to look over and to send."""

import pytest

from marga.care.acts.models import Act
from marga.care.consents.services import give_code
from marga.care.drafts.models import ClientDraft
from marga.care.requests.models import Request
from marga.care.requests.services import Asked, ask
from marga.care.slips.services import print_slips
from marga.identity.ages import estimated
from marga.ledger.codes import format_code
from support.accounts import back, said
from support.care_wall import NOW, RECEIPT, TODAY, acting, at_time, centres, client, days, signed_in_as

pytestmark = pytest.mark.usefixtures("database")
NOT_TAKEN = "what you typed was not taken"
CONSENT = {"recipient": "case", "fields_told": ["notice"], "purpose": "case", "last": f"{TODAY + days(30)}",
           "receipt": format_code(RECEIPT), "language": "km", "signature": "thumb", "read_aloud": "on"}  # fmt: skip
SENT = {
    "client": ("intake", "/clients/new/", {"name": "Sok Dara", "sex": "male", "province": "KH-12"}),
    "consent": ("worker", "/clients/{number}/consent/", CONSENT),
    "screening": ("worker", "/clients/{number}/screening/1-tobacco/", {"answer": "yes"}),
    "assessment": ("worker", "/clients/{number}/assessment/before/",
                   {"status": "1", "referral": "6", "education": "2", "labour": "4"}),
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_centres(database, monkeypatch):
    centres()
    at_time(monkeypatch, NOW)


def everything():
    """How many acts, drafts and requests there are."""
    return [table.objects.count() for table in (Act, ClientDraft, Request)]


def comes_back(browser, path, typed):
    """The form, sent from a page whose token is not this browser's any more, and the page that it then stands on."""
    browser.handler.enforce_csrf_checks = True
    page = back(browser, browser.post(path, typed, headers={"origin": "http://testserver"}))
    browser.handler.enforce_csrf_checks = False
    return page


@pytest.mark.parametrize(("name", "path", "typed"), SENT.values(), ids=SENT)
def test_what_was_open_too_long_does_nothing_until_it_is_sent_again(name, path, typed):
    person = client(born=estimated(30, 1, TODAY))
    give_code(person.number, acting())
    path = path.format(number=person.number)
    browser, before = signed_in_as(name), everything()
    page = comes_back(browser, path, typed)
    assert NOT_TAKEN in said(page)
    assert everything() == before
    assert browser.post(path, typed).status_code == 302
    assert everything() != before


def test_no_slip_opens_a_request_before_its_form_is_sent():
    _batch, (slip,) = print_slips(1, 30, acting("clerk"))
    browser, before = signed_in_as("intake"), everything()
    assert slip in comes_back(browser, "/slips/shown/", {"slip": slip}).content.decode()
    assert everything() == before
    assert browser.post("/slips/shown/", {"slip": slip}).status_code == 200
    assert Request.objects.count() == 1


def test_no_message_goes_to_a_worker_before_its_form_is_sent(client):
    _made, code = ask(Asked(route="self", province="KH-12"))
    assert client.post("/follow/", {"code": code}).url == "/answer/"
    before = everything()
    assert "I wait." in comes_back(client, "/answer/", {"text": "I wait."}).content.decode()
    assert everything() == before
    assert client.post("/answer/", {"text": "I wait."}).url == "/answer/"
    assert everything() != before
