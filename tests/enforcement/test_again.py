"""A form that was refused comes back to a page that can be asked for again, and only to who typed it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from marga.enforcement.court.models import Tip
from marga.site import again
from marga.site.accounts.kept import MOST_LETTERS
from marga.site.sealed import opened
from support.accounts import back, said
from support.register import SECOND, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")
WHERE = "/court/tips/new/"
TYPED = {"text": "A man at the harbour.", "received": "2031-01-01T10:00"}
GONE = "What was typed here before was taken, or is not kept any more."


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


@pytest.fixture
def officer():
    return signed_in_as()


def right():
    return {**TYPED, "received": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}


def test_what_was_typed_stands_again_with_what_is_wrong_each_time_the_page_is_asked_for(officer):
    answer = officer.post(WHERE, TYPED)
    for page in (back(officer, answer), officer.get(answer["Location"])):
        form = page.context["form"]
        assert (form["text"].value(), form["received"].value()) == tuple(TYPED.values())
        assert list(form.errors) == ["received"]
        assert len(form.errors["received"]) == 1
    assert not Tip.objects.exists()


def test_what_a_form_finds_by_itself_is_said_in_the_language_of_the_page_and_once(officer):
    answer = officer.post(WHERE, {**TYPED, "text": ""})
    page = officer.get("/km" + answer["Location"])
    assert "Write this; it cannot be left out." not in said(page)
    assert len(page.context["form"].errors["text"]) == 1


def test_the_same_typed_twice_has_one_address(officer):
    assert officer.post(WHERE, TYPED)["Location"] == officer.post(WHERE, TYPED)["Location"]
    assert officer.post(WHERE, {**TYPED, "text": "Two men."})["Location"] != officer.post(WHERE, TYPED)["Location"]


def test_once_it_was_taken_it_is_kept_no_longer_and_the_page_says_so(officer):
    address = officer.post(WHERE, TYPED)["Location"]
    assert officer.post(address, right()).status_code == 302
    page = officer.get(address)
    assert GONE in said(page)
    assert TYPED["text"] not in page.content.decode()
    assert TYPED["text"] not in str([one.get_decoded() for one in Session.objects.all()])
    assert Tip.objects.count() == 1


def test_nobody_else_reads_it_by_its_address(officer):
    address = officer.post(WHERE, TYPED)["Location"]
    page = signed_in_as(SECOND).get(address)
    assert TYPED["text"] not in page.content.decode()
    assert GONE in said(page)


def test_signing_out_forgets_it(officer):
    officer.post(WHERE, TYPED)
    officer.post("/sign-out/")
    assert TYPED["text"] not in str([one.get_decoded() for one in Session.objects.all()])


def test_of_many_forms_the_last_are_kept(officer):
    addresses = [
        officer.post(WHERE, {**TYPED, "text": f"Tip {number}"})["Location"] for number in range(again.MOST + 2)
    ]
    kept = ["Tip " in officer.get(address).content.decode() for address in addresses]
    assert kept == [False, False, *[True] * again.MOST]


def test_it_goes_when_somebody_was_idle_for_as_long_as_one_may_be(officer, monkeypatch, settings):
    first = officer.post(WHERE, TYPED)["Location"]
    later = timezone.now() + settings.SESSION_IDLE + timedelta(minutes=1)
    session = officer.session
    session["marga-seen"] = later.timestamp()
    session.save()
    monkeypatch.setattr(timezone, "now", lambda: later)
    officer.post(WHERE, {**TYPED, "text": "Another one."})
    assert GONE in said(officer.get(first))


def test_more_than_a_session_should_hold_is_answered_at_once(officer):
    long = "x" * (MOST_LETTERS + 1)
    answer = officer.post(WHERE, {**TYPED, "text": long})
    assert answer.status_code == 422
    assert long in answer.content.decode()


def test_passwords_are_never_kept(officer):
    officer.post(WHERE, {**TYPED, "password": "hunter2", "csrfmiddlewaretoken": "t" * 64})
    sessions = [one.get_decoded() for one in Session.objects.all()]
    assert TYPED["text"] not in str(sessions)  # a copy of the database says nothing of what was typed
    kept = " ".join(opened(form["form"]) for one in sessions for form in one.get(again.KEPT, {}).values())
    assert TYPED["text"] in kept
    assert "hunter2" not in kept
    assert "t" * 64 not in kept


def test_a_code_that_nobody_kept_shows_the_empty_form(officer):
    page = officer.get(f"{WHERE}?again=nothing")
    assert page.status_code == 200
    assert GONE in said(page)
    assert not page.context["form"].is_bound


def test_what_the_address_says_besides_stays(officer):
    answer = officer.post(f"{WHERE}?from=court&again=old", TYPED)
    assert answer["Location"].startswith(f"{WHERE}?from=court&again=")
    assert answer["Location"].count("again=") == 1
