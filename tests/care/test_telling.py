"""The batch of notices: one word each, days alone, and nothing of whoever did not agree or agrees no more."""

import base64
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from marga.care.acts.models import Act
from marga.care.acts.replaying import differences
from marga.care.clients.services import merge, part
from marga.care.consents import receipts, telling
from marga.care.consents.models import Consent, Disclosure, ReceiptHandle
from marga.care.consents.services import expire_consents, give_code, give_consent, revoke_own
from marga.care.stays.models import Stay
from marga.care.stays.services import end_stay
from marga.ledger.codes import format_code
from marga.ledger.notices import Notice, handle_of, open_batch
from support.accounts import said
from support.care_wall import (
    NOW,
    RECEIPT,
    TODAY,
    acting,
    agreed,
    at_time,
    centres,
    client,
    consented,
    days,
    in_care,
    on_paper,
)
from support.entering import settle

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_centres(database, monkeypatch):
    centres()
    at_time(monkeypatch, NOW)


def told(monkeypatch, after=1):
    """What is told so many days later."""
    at_time(monkeypatch, NOW + days(after))
    return list(open_batch(telling.batch_text(), telling.signer().verifier).notices)


def attending():
    person = client()
    in_care(person)
    return person, consented(person)


def test_who_agreed_and_attends_is_told_of_from_the_next_day(monkeypatch):
    attending()
    assert told(monkeypatch, after=0) == []
    assert told(monkeypatch) == [Notice(handle_of(RECEIPT), "attended", TODAY)]


def test_never_taken_back_and_run_out_are_the_same_nothing(monkeypatch):
    in_care(client(name="Chan"))
    person, consent = attending()
    assert len(told(monkeypatch)) == 1
    revoke_own(consent.pk, person.number)
    assert told(monkeypatch) == []
    consented(person, agreed(last=TODAY + days(9)), at=NOW + days(1))
    assert len(told(monkeypatch, after=5)) == 1
    assert told(monkeypatch, after=10) == []  # before anybody has recorded that it ran out
    assert expire_consents() == 1
    assert ReceiptHandle.objects.count() == 0


def test_what_is_taken_back_is_out_of_the_batch_of_the_same_day(monkeypatch):
    person, consent = attending()
    assert len(told(monkeypatch, after=3)) == 1
    revoke_own(consent.pk, person.number)
    assert told(monkeypatch, after=3) == []


def test_a_consent_without_its_witness_tells_nothing(monkeypatch):
    person = client()
    in_care(person)
    give_code(person.number, acting())
    give_consent(person.number, agreed(), acting())
    assert told(monkeypatch) == []


def test_a_consent_to_something_else_tells_no_word(monkeypatch):
    person = client()
    in_care(person)
    consented(person, on_paper())
    assert told(monkeypatch) == []


def test_who_agreed_and_never_came_is_told_of_with_nothing(monkeypatch):
    consented(client())
    assert told(monkeypatch) == []


def test_how_it_ended_is_told_as_stopped_or_completed_and_nothing_more(monkeypatch):
    person, _consent = attending()
    stay = Stay.objects.get()
    end_stay(stay.pk, "left", acting("boss", NOW + days(4)))
    notices = told(monkeypatch, after=5)
    assert notices == [Notice(handle_of(RECEIPT), "stopped", TODAY + days(4))]
    text = telling.batch_text()
    for word in ("left", person.number, "Dara", "KH-12"):
        assert word not in text


def test_where_two_people_say_that_one_receipt_is_theirs_neither_is_told_of(monkeypatch):
    attending()
    other = client(name="Chan")
    in_care(other)
    consented(other)
    assert told(monkeypatch) == []


@pytest.mark.parametrize("wrong", ["another", "nonsense", "no salt"])
def test_a_handle_that_was_put_in_place_of_another_is_not_used(monkeypatch, wrong):
    _person, consent = attending()
    sealed = {
        "another": base64.b64encode(b"x" * 32 + handle_of(7)).decode(), "nonsense": "…",
        "no salt": base64.b64encode(handle_of(RECEIPT)).decode(),
    }[wrong]  # fmt: skip
    ReceiptHandle.objects.update(sealed=receipts.seal(sealed, receipts.FIELD, consent.pk))
    assert told(monkeypatch) == []


def test_who_was_told_which_word_is_entered_once_and_the_person_sees_it(monkeypatch):
    person, _consent = attending()
    for after in (1, 2, 3):
        told(monkeypatch, after)
    assert Act.objects.filter(kind="notice.told").count() == 1
    end_stay(Stay.objects.get().pk, "completed", acting("boss", NOW + days(4)))
    told(monkeypatch, after=5)
    assert list(Disclosure.objects.order_by("day").values_list("word", "day")) == [
        ("attended", TODAY + days(1)), ("completed", TODAY + days(5))]  # fmt: skip
    browser = Browser()
    browser.post("/own/", {"code": give_code(person.number, acting(at=NOW + days(5)))})
    page = said(browser.get("/own/record/"))
    assert "attends since 24 November 2026" in page
    assert "completed on 28 November 2026" in page


def test_the_lines_stand_in_an_order_that_says_nothing_of_who_came_first(monkeypatch):
    for number in range(12):
        person = client()
        give_code(person.number, acting())
        Consent.objects.all()
        in_care(person)
        consented(person, agreed(receipt=format_code(number)))
    handles = [one.handle for one in told(monkeypatch)]
    assert handles == sorted(handles)
    assert handles != [handle_of(number) for number in range(12)]


def test_the_batch_is_at_an_address_that_nobody_guesses(monkeypatch):
    attending()
    at_time(monkeypatch, NOW + days(1))
    browser, path = Browser(), telling.publish_address()
    answer = browser.get(path)
    assert len(open_batch(answer.content, telling.signer().verifier).notices) == 1
    assert "no-store" in answer["Cache-Control"]
    before = Act.objects.count()
    for wrong in ("/notices/x/notices.batch", path.replace("notices.batch", "other"), path + "x"):
        assert browser.get(wrong).status_code == 404, wrong
    assert browser.post(path).status_code == 405
    assert Act.objects.count() == before
    assert (telling.folder() / "notices.key").stat().st_mode & 0o077 == 0
    assert (telling.folder() / "address.secret").stat().st_mode & 0o077 == 0


def test_all_tables_of_the_wall_follow_from_the_acts(monkeypatch):
    person, consent = attending()
    told(monkeypatch)
    revoke_own(consent.pk, person.number)
    consented(person, on_paper(), at=NOW + timedelta(days=1))
    settle()
    assert list(differences()) == []
    Consent.objects.filter(pk=consent.pk).update(ended=None, ended_why="")
    assert [one for one in differences() if "onsent" in str(one)]


def test_who_was_in_care_before_and_agrees_today_is_told_of_from_tomorrow(monkeypatch):
    person = client(at=NOW - days(3))
    in_care(person, NOW - days(3))
    consented(person)
    assert told(monkeypatch, after=0) == []
    assert told(monkeypatch) == [Notice(handle_of(RECEIPT), "attended", TODAY - days(3))]


OTHER = 7


def twice(monkeypatch, *, both=True):
    """Somebody with two records: who stopped under the first, and then came under the second. `both`: the person agreed
    to the word for each, with the receipt of a case of its own."""
    first, second = client(at=NOW - days(30)), client(name="Dara Sok", at=NOW - days(30))
    in_care(first, NOW - days(30))
    end_stay(Stay.objects.get(client=first).pk, "left", acting("boss", NOW - days(20)))
    in_care(second, NOW - days(10))
    consented(first)
    if both:
        consented(second, agreed(receipt=format_code(OTHER)))
    return first, second


def words(monkeypatch, after=1):
    return {one.handle: (one.word, one.day) for one in told(monkeypatch, after)}


MINE, THEIRS = handle_of(RECEIPT), handle_of(OTHER)
STOPPED, ATTENDED = ("stopped", TODAY - days(20)), ("attended", TODAY - days(10))


def test_two_records_of_one_person_have_one_word_and_each_its_own_once_they_are_parted(monkeypatch):
    first, second = twice(monkeypatch)
    assert words(monkeypatch) == {MINE: STOPPED, THEIRS: ATTENDED}
    merge(first.number, second.number, "One scar", acting(at=NOW + days(1)))
    assert words(monkeypatch) == {MINE: ATTENDED, THEIRS: ATTENDED}
    part(first.number, second.number, "Two brothers", acting(at=NOW + days(2)))
    assert words(monkeypatch, after=2) == {MINE: STOPPED, THEIRS: ATTENDED}
    assert list(Disclosure.objects.filter(client=first).order_by("pk").values_list("word", flat=True)) == [
        "stopped", "attended", "stopped"]  # the person sees each  # fmt: skip
    settle()
    assert list(differences()) == []


def test_records_that_are_held_to_be_one_by_way_of_a_third_have_one_word(monkeypatch):
    first, second = twice(monkeypatch)
    between = client(name="D. Sok")
    merge(first.number, between.number, "One scar", acting())
    merge(second.number, between.number, "One scar", acting())
    assert words(monkeypatch) == {MINE: ATTENDED, THEIRS: ATTENDED}


def test_of_a_record_without_a_consent_nothing_is_told_nor_is_a_word_that_it_makes_untrue(monkeypatch):
    first, second = twice(monkeypatch, both=False)
    assert words(monkeypatch) == {MINE: STOPPED}
    merge(first.number, second.number, "One scar", acting(at=NOW + days(1)))
    assert words(monkeypatch) == {}, "“stopped” is untrue, and “attended” was not agreed to"
    consented(second, agreed(receipt=format_code(OTHER)), at=NOW + days(1))
    assert words(monkeypatch) == {}, "who agreed today is told of from tomorrow"
    assert words(monkeypatch, after=2) == {MINE: ATTENDED, THEIRS: ATTENDED}
    revoke_own(f"{second.number}.c1", second.number)
    assert words(monkeypatch, after=2) == {}
    part(first.number, second.number, "Two brothers", acting(at=NOW + days(2)))
    assert words(monkeypatch, after=2) == {MINE: STOPPED}


def test_who_agreed_and_attends_is_told_of_with_what_was_agreed_alone_whatever_they_are_merged_with(monkeypatch):
    person, _consent = attending()
    other = client(name="Dara Sok", at=NOW - days(30))
    in_care(other, NOW - days(30))
    end_stay(Stay.objects.get(client=other).pk, "transferred", acting("boss", NOW))
    merge(person.number, other.number, "One scar", acting())
    assert words(monkeypatch) == {MINE: ("attended", TODAY)}


def test_one_receipt_that_one_person_typed_for_both_of_their_records_is_told_of_once(monkeypatch):
    first, second = twice(monkeypatch, both=False)
    consented(second)
    assert words(monkeypatch) == {}, "two people say that it is theirs"
    merge(first.number, second.number, "One scar", acting(at=NOW + days(1)))
    assert told(monkeypatch) == [Notice(MINE, *ATTENDED)]
    assert Act.objects.filter(kind="notice.told").count() == 2, "each record says it"


def test_the_batch_asks_as_many_questions_for_many_records_held_to_be_one_as_for_few(
    monkeypatch, django_assert_num_queries
):  # fmt: skip
    first, second = twice(monkeypatch)
    merge(first.number, second.number, "One scar", acting())
    words(monkeypatch)
    with CaptureQueriesContext(connection) as asked:
        telling.batch_text()
    for number in range(100, 104):
        more = client(name="Dara Sok")
        consented(more, agreed(receipt=format_code(number)))
        merge(first.number, more.number, "One scar", acting())
    words(monkeypatch, after=2)
    with django_assert_num_queries(len(asked)):
        telling.batch_text()
