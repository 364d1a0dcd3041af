"""What was refused: as a page, as a part of one, as JSON; and to a stranger as if there were nothing."""

import pytest
from django.test import Client

from marga.site import roles
from marga.site.accounts.models import Event, Kind
from support.accounts import account, said, signed_in

pytestmark = pytest.mark.django_db
STATUS = {"NotAllowed": 403, "WrongState": 409, "NotFound": 404, "Refused": 409}
PART = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def refusing(settings, monkeypatch):
    """Addresses that refuse, open to everyone."""
    settings.ROOT_URLCONF = "support.failing_urls"
    monkeypatch.setattr("marga.site.accounts.gate.is_open", lambda _name: True)


@pytest.fixture
def stranger():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("kind", STATUS)
@pytest.mark.parametrize("prefix", ["", "/km"])
def test_a_refusal_is_a_page_that_says_what_happened_and_what_to_do(kind, prefix):
    answer = signed_in(account()).get(f"{prefix}/refuse/{kind}")
    assert answer.status_code == STATUS[kind]
    assert "B-7 is published. Withdraw it first." in said(answer)
    assert answer["X-Reference"] in said(answer)
    assert "sok-dara" in said(answer)  # the frame of the side, not the bare one


@pytest.mark.parametrize("kind", STATUS)
def test_a_refusal_is_a_part_of_a_page_for_htmx(kind):
    answer = signed_in(account()).get(f"/refuse/{kind}", headers=PART)
    assert answer.status_code == STATUS[kind]
    assert "<html" not in answer.content.decode()
    assert 'id="problem"' in answer.content.decode()
    assert "B-7 is published. Withdraw it first." in said(answer)
    assert (answer["HX-Retarget"], answer["HX-Reswap"], answer["HX-Reselect"]) == ("#main", "innerHTML", "#problem")


@pytest.mark.parametrize("kind", STATUS)
def test_a_refusal_is_json_for_programs_whatever_they_ask_with(kind):
    for headers in ({}, PART):
        answer = signed_in(account(f"sok-{len(headers)}")).get(f"/api/refuse/{kind}", headers=headers)
        assert answer.status_code == STATUS[kind]
        assert answer.json() == {
            "error": "B-7 is published. Withdraw it first.", "faults": [], "reference": answer["X-Reference"]
        }  # fmt: skip


def without_code(answer) -> str:
    return said(answer).replace(answer["X-Reference"], "")


def test_to_a_stranger_not_yours_looks_the_same_as_not_there(stranger):
    nothing = stranger.get("/no-such-page")
    for kind in ("NotAllowed", "NotFound"):
        answer = stranger.get(f"/refuse/{kind}")
        assert answer.status_code == 404
        assert without_code(answer) == without_code(nothing)
        assert stranger.get(f"/api/refuse/{kind}").json()["error"] == stranger.get("/api/no-such").json()["error"]


def test_to_a_stranger_a_state_is_told(stranger):
    assert "Withdraw it first." in said(stranger.get("/refuse/WrongState"))


def test_what_someone_was_not_allowed_is_written_down_and_other_refusals_are_not(stranger):
    client = signed_in(account())
    for kind in STATUS:
        client.get(f"/refuse/{kind}?secret=1")
        stranger.get(f"/refuse/{kind}")
    event = Event.objects.get()
    assert (event.kind, event.who, event.detail) == (Kind.NOT_ALLOWED, "sok-dara", "GET /refuse/NotAllowed")


def test_a_fault_of_ours_is_no_refusal():
    assert signed_in(account()).get("/fail").status_code == 500


def test_the_list_of_open_addresses_decides_when_nothing_else_does(monkeypatch, stranger):
    monkeypatch.setattr("marga.site.accounts.gate.is_open", roles.is_open)
    assert stranger.get("/fail").status_code == 302


@pytest.mark.parametrize("kind", ["NotAllowed", "WrongState", "NotFound"])
def test_a_refusal_leads_back_to_the_page_that_one_was_on_and_to_no_other_site(kind):
    client = signed_in(account())
    ours = client.get(f"/refuse/{kind}", headers={"referer": "http://testserver/reports/?year=2019"})
    assert 'href="/reports/?year=2019"' in ours.content.decode()
    for elsewhere in ("https://evil.example/reports/", f"http://testserver/refuse/{kind}", "http://[", ""):
        assert "Go back" not in said(client.get(f"/refuse/{kind}", headers={"referer": elsewhere})), elsewhere


def test_an_address_that_only_takes_what_is_sent_says_so_to_who_opens_it():
    answer = signed_in(account("chan-vanna", "administrator")).get("/accounts/of/sok-dara/open/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "This address takes what a button of a page sends." in said(answer)
    assert "chan-vanna" in said(answer)


def test_what_is_named_and_not_there_is_no_missing_page():
    client = signed_in(account())
    assert "This was not found" in said(client.get("/refuse/NotFound"))
    assert "There is no page here" in said(client.get("/no-such-page"))
