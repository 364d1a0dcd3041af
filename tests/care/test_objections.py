"""Whoever objects gets an answer in words, from somebody else than whom they object to, within the country's days."""

import json

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from marga.care.acts.models import Act
from marga.care.acts.replaying import differences
from marga.care.clients.models import ClientRead
from marga.care.consents import queries
from marga.care.consents.models import Objection
from marga.care.consents.services import answer_objection, give_code, object_own, staff_of
from marga.country import load
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import back, said
from support.care_wall import (
    HOME,
    NOW,
    TODAY,
    acting,
    at_time,
    centres,
    client,
    consented,
    days,
    on_paper,
    signed_in_as,
)
from support.entering import settle

pytestmark = pytest.mark.usefixtures("database")
PERIOD = load("kh").care.objection.days
WHY, BECAUSE = "Why did the second read of me?", "She stood in for another, and was told to ask first."


@pytest.fixture(autouse=True)
def at_centres(database, monkeypatch):
    centres()
    at_time(monkeypatch, NOW)


def objecting(about="", person=None):
    """Somebody whose record `boss` and `second` have read objects."""
    person = person or client()
    for name in ("boss", "second"):
        signed_in_as(name).get(f"/clients/{person.number}/")
    return object_own(WHY, person.number, about)


def test_it_has_a_day_by_which_it_is_answered_and_the_person_reads_the_answer_by_code():
    person = client()
    browser = Browser()
    browser.post("/own/", {"code": give_code(person.number, acting())})
    signed_in_as("second").get(f"/clients/{person.number}/")
    assert browser.post("/own/object/", {"text": WHY, "about": "second"}).status_code == 302
    found = Objection.objects.get()
    assert (found.about, found.due, found.answered) == ("second", TODAY + days(PERIOD), None)
    assert "An answer comes by 8 December 2026" in said(browser.get("/own/record/"))
    done = answer_objection(found.pk, BECAUSE, acting("boss", NOW + days(2)))
    assert (done.answered, done.answered_by) == (NOW + days(2), "boss")
    page = said(browser.get("/own/record/"))
    for text in (WHY, "objects to second", "Answer of boss, 26 November 2026, 10:00", BECAUSE):
        assert text in page, text
    other = Browser()
    other.post("/own/", {"code": give_code(client(name="Chan").number, acting())})
    assert BECAUSE not in said(other.get("/own/record/"))


def test_whoever_is_objected_to_does_not_answer_and_an_inspector_can():
    found = objecting("boss")
    before = Act.objects.count()
    with pytest.raises(NotAllowed, match="objects to you"):
        answer_objection(found.pk, BECAUSE, acting("boss"))
    for name, refused in (("worker", NotAllowed), ("second", NotAllowed), ("clerk", NotAllowed),
                          ("planner", NotAllowed), ("elsewhere", NotFound)):  # fmt: skip
        with pytest.raises(refused):
            answer_objection(found.pk, BECAUSE, acting(name))
    assert Act.objects.count() == before
    assert answer_objection(found.pk, BECAUSE, acting("inspector")).answered_by == "inspector"
    assert Act.objects.get(kind="objection.answered").centre == HOME


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_an_answer_has_words_and_is_given_once(text):
    found = objecting()
    before = Act.objects.count()
    with pytest.raises(Faulty):
        answer_objection(found.pk, text, acting("boss"))
    assert Act.objects.count() == before
    answer_objection(found.pk, BECAUSE, acting("boss"))
    with pytest.raises(WrongState, match="answer already"):
        answer_objection(found.pk, "Another.", acting("inspector"))
    found.refresh_from_db()
    assert Act.objects.count() == before + 1
    assert found.answered_by == "boss"


def test_a_person_objects_to_those_who_read_or_told_and_to_nobody_else():
    person = client()
    consented(person, on_paper())
    signed_in_as("boss").get(f"/clients/{person.number}/")
    assert staff_of(person) == ["boss", "second", "worker"]
    before = Act.objects.count()
    for wrong in ("elsewhere", "client", "clock", "nobody"):
        with pytest.raises(Faulty):
            object_own(WHY, person.number, wrong)
    assert (Act.objects.count(), Objection.objects.count()) == (before, 0)


def test_neither_the_objection_nor_its_answer_stands_in_the_clear():
    answer_objection(objecting("second").pk, BECAUSE, acting("boss"))
    rows = [*Act.objects.values_list("old", "new", "about"), *Objection.objects.values_list()]
    kept = json.dumps([str(row) for row in rows])
    assert not [text for text in (WHY, BECAUSE) if text in kept]


def test_manager_and_inspector_see_how_long_each_waits_and_what_is_overdue_is_red(monkeypatch):
    objecting()
    at_time(monkeypatch, NOW + days(3))
    for name in ("boss", "inspector"):
        page = said(signed_in_as(name).get("/objections/"))
        assert "3 days ago" in page
        assert "to answer by 8 December 2026" in page
        assert "1 objection waits for an answer" in said(signed_in_as(name).get("/today/"))
    assert queries.objections_waiting(acting("boss", NOW + days(PERIOD))) == (1, 0)
    at_time(monkeypatch, NOW + days(PERIOD + 1))
    for name in ("boss", "inspector"):
        page = signed_in_as(name).get("/objections/").content.decode()
        assert 'severity-error"' in page
        assert "overdue since" in page
        assert "1 objection was not answered in time" in said(signed_in_as(name).get("/today/"))
    assert "objection" not in said(signed_in_as("second").get("/today/"))
    assert queries.objections_waiting(acting("elsewhere", NOW + days(99))) == (0, 0)
    answer_objection(Objection.objects.get().pk, BECAUSE, acting("boss", NOW + days(PERIOD + 1)))
    assert "objection was not" not in said(signed_in_as("boss").get("/today/"))


def test_it_is_answered_on_a_page_that_loses_nothing_and_keeps_who_read():
    found = objecting("second")
    browser, where = signed_in_as("boss"), f"/objections/{Objection.objects.get().pk}/"
    assert where in browser.get("/objections/").content.decode()
    assert WHY in said(browser.get(where))
    wrong = back(browser, browser.post(where, {"text": " "}))
    assert "cannot be left out" in said(wrong)
    before = ClientRead.objects.filter(what="objection").count()
    assert browser.post(where, {"text": BECAUSE}).url == "/objections/"
    page = said(browser.get("/objections/"))
    assert "Nobody waits for an answer." in page
    assert BECAUSE in page
    assert ClientRead.objects.filter(client=found.client_id, what="objection").count() > before
    assert signed_in_as("elsewhere").get(where).status_code == 404
    assert signed_in_as("second").get(where).status_code == 403


def test_who_is_objected_to_finds_no_button_and_no_worker_reads_it_on_the_page_of_the_client():
    found = objecting("boss")
    mine = signed_in_as("boss").get("/objections/").content.decode()
    assert "somebody else answers" in mine
    assert f"/objections/{found.pk}/" not in mine
    page = f"/clients/{found.client_id}/"
    assert WHY in said(signed_in_as("boss").get(page))
    for name in ("worker", "second", "intake"):
        assert WHY not in said(signed_in_as(name).get(page)), name


def test_objections_and_answers_follow_from_the_acts():
    answer_objection(objecting("second").pk, BECAUSE, acting("boss"))
    settle()
    assert list(differences()) == []
    Objection.objects.update(answered_by="second", due=TODAY)
    assert {one.says.values.get("column") for one in differences()} == {"answered_by", "due"}


def test_the_list_asks_as_many_questions_for_many_as_for_few():
    person = client()
    answer_objection(objecting(person=person).pk, BECAUSE, acting("boss"))
    objecting(person=person)
    browser = signed_in_as("boss")

    def asked():
        """Without those that keep who read, one for each that is shown."""
        with CaptureQueriesContext(connection) as found:
            browser.get("/objections/")
        return len([one for one in found if "care_clientread" not in one["sql"]])

    browser.get("/objections/")
    before = asked()
    for _time in range(3):
        object_own(WHY, person.number)
    assert asked() == before
