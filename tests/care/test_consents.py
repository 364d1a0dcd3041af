"""What leaves care rests on what a person agreed to; it ends at once when they take it back."""

import json
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from marga.care.acts.models import Act
from marga.care.centres.models import Centre
from marga.care.clients.models import AtCentre, ClientRead
from marga.care.consents import services
from marga.care.consents.models import Consent, CourtOrder, Disclosure, Objection, ReceiptHandle
from marga.care.consents.services import (
    Ordered,
    client_by_code,
    confirm_order,
    end_order,
    expire_consents,
    give_code,
    give_consent,
    object_own,
    record_order,
    revoke,
    revoke_own,
    send_packet,
    witness_consent,
)
from marga.care.roles import ROLES
from marga.care.rules.consents import Wanted
from marga.ledger.codes import format_code, read_code
from marga.ledger.notices import handle_of
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import back, said
from support.care_wall import (
    HOME,
    NOW,
    OTHER,
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
    signed_in_as,
)

pytestmark = pytest.mark.usefixtures("database")
PAPER = Wanted(frozenset({"name", "since"}), "health", "treatment")


@pytest.fixture(autouse=True)
def at_centres(database, monkeypatch):
    centres()
    at_time(monkeypatch, NOW)


def ordered(**said):
    plain = {"court": "Court of Phnom Penh", "day": TODAY, "finding": "threat_to_life", "words": "Tell since when.",
             "fields": ("since",), "recipient": "court", "last": TODAY + days(10)}  # fmt: skip
    return Ordered(**{**plain, **said})


def confirmed(person, **said):
    """An order that an inspector confirmed."""
    return confirm_order(record_order(person.number, ordered(**said), acting("boss")).pk, acting("inspector"))


def entered():
    """What an act or a table says, as the database has it."""
    rows = [*Act.objects.values_list("old", "new", "about"), *Consent.objects.values_list(),
            *CourtOrder.objects.values_list(), *Disclosure.objects.values_list(), *Objection.objects.values_list(),
            *ReceiptHandle.objects.values_list()]  # fmt: skip
    return json.dumps([str(row) for row in rows])


def test_a_consent_has_the_nine_elements_and_is_in_force_once_a_second_worker_witnessed_it():
    person = client()
    give_code(person.number, acting())
    made = give_consent(person.number, on_paper(), acting())
    with pytest.raises(WrongState, match="second worker"):
        send_packet(made.pk, PAPER, acting())
    with pytest.raises(NotAllowed, match="recorded this consent yourself"):
        witness_consent(made.pk, acting())
    witness_consent(made.pk, acting("second"))
    new = Act.objects.get(kind="consent.given").new
    assert {name for name, value in new.items() if value} == {
        "client", "name", "centre", "fields", "recipient", "recipient_name", "purpose", "text", "language", "first",
        "last", "signature",
    }  # fmt: skip
    assert send_packet(made.pk, PAPER, acting()).fields == ["name", "since"]


def test_no_name_no_free_text_and_no_handle_stands_in_the_clear():
    person = client()
    consented(person, agreed(recipient_name="Prosecutor Chan"))
    order = record_order(person.number, ordered(), acting("boss"))
    end_order(order.pk, "Nobody at the court knows of it", acting("inspector"))
    object_own("I was read by everybody.", person.number)
    kept = entered()
    for text in ("Sok Dara", "Prosecutor Chan", "Court of Phnom Penh", "Tell since when", "read by everybody",
                 "Nobody at the court", format_code(RECEIPT), str(RECEIPT), handle_of(RECEIPT).hex()):  # fmt: skip
        assert text not in kept, text


def test_without_a_code_to_take_it_back_with_nobody_agrees():
    person = client()
    before = Act.objects.count()
    with pytest.raises(WrongState, match="Give the person a code first"):
        give_consent(person.number, agreed(), acting())
    assert (Act.objects.count(), Consent.objects.count(), ReceiptHandle.objects.count()) == (before, 0, 0)


@pytest.mark.parametrize(("said", "field"), [
    ({"fields": ("notice", "name")}, "fields"), ({"fields": ()}, "fields"), ({"fields": ("diagnosis",)}, "fields"),
    ({"recipient": "newspaper"}, "recipient"), ({"purpose": "revenge"}, "purpose"), ({"purpose": "work"}, "purpose"),
    ({"signature": ""}, "signature"), ({"language": "xx"}, "language"), ({"read_aloud": False}, "read_aloud"),
    ({"language": "vi"}, "interpreter"), ({"language": "cham", "interpreter": " "}, "interpreter"),
    ({"interpreter": "x" * 2001}, "interpreter"),
    ({"last": TODAY - days(1)}, "last"), ({"last": TODAY + days(366)}, "last"),
    ({"receipt": "1234"}, "receipt"), ({"receipt": ""}, "receipt"),
    ({"recipient": "health", "purpose": "treatment"}, "fields"),
    ({"recipient": "health", "purpose": "treatment", "fields": ("name",)}, "receipt"),
], ids=str)  # fmt: skip
def test_what_is_missing_or_cannot_be_is_named_and_nothing_is_written(said, field):
    person = client()
    give_code(person.number, acting())
    before = Act.objects.count()
    with pytest.raises(Faulty) as refused:
        give_consent(person.number, agreed(**said), acting())
    assert field in [fault.field for fault in refused.value.faults]
    assert (Act.objects.count(), ReceiptHandle.objects.count()) == (before, 0)


def test_in_a_language_without_words_who_put_them_into_it_is_named_and_all_that_was_read_is_printed():
    made = consented(client(), on_paper(language="vi", interpreter="Nguyen Thi Hoa"))
    assert "Nguyen Thi Hoa" not in entered()
    page = said(signed_in_as().get(f"/consents/{made.pk}/"))
    assert "Vietnamese, put into it by Nguyen Thi Hoa" in page
    for text in services.texts_read():
        assert text.en in page
        assert text.km in page


def test_a_stranger_finds_no_client_no_consent_and_no_order():
    person = client()
    made = consented(person, on_paper())
    order = record_order(person.number, ordered(), acting("boss"))
    before, stranger = Act.objects.count(), acting("elsewhere")
    for act in (
        lambda: give_code(person.number, stranger), lambda: give_consent(person.number, on_paper(), stranger),
        lambda: witness_consent(made.pk, stranger), lambda: revoke(made.pk, stranger),
        lambda: send_packet(made.pk, PAPER, stranger), lambda: send_packet(order.pk, PAPER, stranger),
        lambda: record_order(person.number, ordered(), stranger),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            act()
    for name in ("clerk", "planner", "inspector"):
        with pytest.raises(NotAllowed):
            send_packet(made.pk, PAPER, acting(name))
    assert Act.objects.count() == before


@pytest.mark.parametrize("wanted", [
    Wanted(frozenset({"name", "sex"}), "health", "treatment"), Wanted(frozenset({"name"}), "family", "treatment"),
    Wanted(frozenset({"name"}), "health", "support"), Wanted(frozenset(), "health", "treatment"),
    Wanted(frozenset({"notice"}), "case", "case"),
], ids=["wider", "recipient", "purpose", "nothing", "the word"])  # fmt: skip
@pytest.mark.parametrize("name", ["worker", "second", "boss", "intake"])
def test_whoever_asks_nothing_leaves_beyond_the_consent_and_no_trace_is_left(wanted, name):
    made = consented(client(), on_paper())
    before = Act.objects.count()
    with pytest.raises(WrongState):
        send_packet(made.pk, wanted, acting(name))
    assert (Act.objects.count(), Disclosure.objects.count()) == (before, 0)


def test_a_centre_that_the_person_did_not_name_tells_nothing_by_their_consent():
    person = client()
    made, order = consented(person, on_paper()), confirmed(person)
    AtCentre.objects.create(client=person, centre_id=OTHER)
    before = Act.objects.count()
    for key, wanted in ((made.pk, PAPER), (made.pk, replace(PAPER, discloser=HOME)),
                        (order.pk, Wanted(frozenset({"since"}), "court", "order", HOME))):  # fmt: skip
        with pytest.raises(WrongState, match="another centre"):
            send_packet(key, wanted, acting("elsewhere"))
    typed = {"fields_told": ["name"], "recipient": "health", "purpose": "treatment"}
    browser = signed_in_as("elsewhere")
    page = back(browser, browser.post(f"/tell/{made.pk}/", typed))
    assert "It lets another centre tell, and not yours." in said(page)
    assert (Act.objects.count(), Disclosure.objects.count()) == (before, 0)
    assert send_packet(made.pk, PAPER, acting()).permit == made.pk


def test_no_role_has_a_right_that_stands_in_for_a_consent():
    rights = {right for role in ROLES.values() for right in role.permissions}
    assert [right for right in rights if "override" in right or "disclose" in right] == []


def test_when_it_is_taken_back_or_has_run_out_nothing_leaves(monkeypatch):
    person = client()
    first, second = consented(person, on_paper()), None
    revoke(first.pk, acting("second"))
    with pytest.raises(WrongState, match="taken back"):
        send_packet(first.pk, PAPER, acting())
    second = consented(person, on_paper(last=TODAY + days(5)))
    with pytest.raises(WrongState, match="not this day"):
        send_packet(second.pk, PAPER, acting(at=NOW + days(6)))
    at_time(monkeypatch, NOW + days(6))
    assert expire_consents() == 1
    assert expire_consents() == 0
    second.refresh_from_db()
    assert (second.ended_why, second.ended_by) == ("expired", "clock")
    with pytest.raises(WrongState, match="taken back"):
        send_packet(second.pk, PAPER, acting())
    with pytest.raises(WrongState, match="ended already"):
        revoke(second.pk, acting())


def test_the_person_takes_it_back_by_code_at_once_and_the_handle_is_gone():
    person = client()
    made = consented(person)
    assert ReceiptHandle.objects.count() == 1
    revoke_own(made.pk, person.number)
    made.refresh_from_db()
    assert (made.ended_why, made.ended_by) == ("revoked", "client")
    assert ReceiptHandle.objects.count() == 0
    assert made.commitment == Act.objects.get(kind="consent.given").new["commitment"]


def test_nobody_takes_back_what_another_person_agreed_to():
    person, other = client(), client(name="Chan")
    made = consented(person)
    before = Act.objects.count()
    with pytest.raises(NotFound):
        revoke_own(made.pk, other.number)
    assert Act.objects.count() == before


def test_one_consent_for_the_notice_runs_at_a_time():
    person = client()
    made = consented(person)
    with pytest.raises(WrongState, match="runs already"):
        give_consent(person.number, agreed(), acting())
    revoke(made.pk, acting())
    assert give_consent(person.number, agreed(), acting()).pk != made.pk


def test_a_packet_says_what_was_wanted_and_the_person_sees_to_whom():
    person = client()
    in_care(person)
    made = consented(person, on_paper())
    row = send_packet(made.pk, Wanted(frozenset({"since"}), "health", "treatment"), acting())
    assert (row.permit, row.recipient, row.day) == (made.pk, "health", TODAY)
    page = signed_in_as().get(f"/packets/{row.pk}/")
    assert "24 November 2026" in said(page)
    assert "Sok Dara" not in said(page)
    assert "may not be passed on" in said(page)
    assert "so that care can go on elsewhere Until 22 February 2027" in said(page)  # what it rests on goes along
    assert "Translation not yet reviewed" in said(page)
    assert "Hospital of Calmette" in said(page)


def test_an_order_of_a_court_lets_its_scope_be_told_and_nothing_else():
    person = client()
    in_care(person)
    order = confirmed(person)
    told = send_packet(order.pk, Wanted(frozenset({"since"}), "court", "order"), acting())
    assert told.fields == ["since"]
    assert "as the court ordered" in said(signed_in_as().get(f"/packets/{told.pk}/"))
    for fields, recipient, purpose in (({"since", "name"}, "court", "order"), ({"since"}, "health", "order"),
                                       ({"since"}, "court", "treatment")):  # fmt: skip
        with pytest.raises(WrongState):
            send_packet(order.pk, Wanted(frozenset(fields), recipient, purpose), acting())
    with pytest.raises(WrongState, match="not this day"):
        send_packet(order.pk, Wanted(frozenset({"since"}), "court", "order"), acting(at=NOW + days(11)))


BY_ORDER = Wanted(frozenset({"since"}), "court", "order")


def test_an_order_tells_nothing_before_an_inspector_has_confirmed_it():
    person = client()
    order, inspector = record_order(person.number, ordered(), acting("boss")), signed_in_as("inspector")
    before = Act.objects.count()
    with pytest.raises(WrongState, match="No inspector has confirmed"):
        send_packet(order.pk, BY_ORDER, acting("boss"))
    for name in ("boss", "worker", "clerk", "planner"):
        with pytest.raises(NotAllowed):
            confirm_order(order.pk, acting(name))
    for inside in (replace(acting("inspector"), centre=HOME), replace(acting("inspector"), name="boss")):
        with pytest.raises(NotAllowed, match="from outside the centre"):
            confirm_order(order.pk, inside)
    with pytest.raises(NotFound):
        confirm_order(f"{person.number}.r9", acting("inspector"))
    assert (Act.objects.count(), Disclosure.objects.count()) == (before, 0)
    page = said(inspector.get("/today/"))
    assert "Orders of a court to confirm" in page
    assert f"{order.pk} " in page
    assert "Orders of a court to confirm" not in said(signed_in_as("boss").get("/today/"))
    assert "no inspector confirmed it yet" in said(signed_in_as("boss").get(f"/orders/{order.pk}/"))
    assert inspector.post(f"/orders/{order.pk}/confirm/").status_code == 302
    assert "Orders of a court to confirm" not in said(inspector.get("/today/"))
    confirm_order(order.pk, acting("inspector"))  # once is enough
    assert Act.objects.filter(kind="order.confirmed").count() == 1
    assert send_packet(order.pk, BY_ORDER, acting("boss")).fields == ["since"]


def test_an_order_that_an_inspector_refuses_or_a_court_quashes_tells_nothing_and_the_person_reads_why():
    person = client()
    refused, quashed = record_order(person.number, ordered(), acting("boss")), confirmed(person)
    browser = signed_in_as("inspector")
    before = Act.objects.count()
    back(browser, browser.post(f"/orders/{refused.pk}/end/", {"words": " "}))
    with pytest.raises(Faulty):
        end_order(refused.pk, " ", acting("inspector"))
    with pytest.raises(NotAllowed):
        end_order(refused.pk, "x", acting("worker"))
    with pytest.raises(NotFound):
        end_order(refused.pk, "x", acting("elsewhere"))
    assert Act.objects.count() == before
    typed = {"words": "The court knows of no such order"}
    assert browser.post(f"/orders/{refused.pk}/end/", typed).url == f"/orders/{refused.pk}/"
    end_order(quashed.pk, "The court of appeal quashed it", acting("boss"))
    assert list(CourtOrder.objects.order_by("pk").values_list("ended_why", "ended_by")) == [
        ("refused", "inspector"), ("ended", "boss")]  # fmt: skip
    before = Act.objects.count()
    for order in (refused, quashed):
        with pytest.raises(WrongState, match="taken back or has ended"):
            send_packet(order.pk, BY_ORDER, acting())
        with pytest.raises(WrongState, match="ended already"):
            end_order(order.pk, "x", acting("boss"))
        with pytest.raises(WrongState, match="ended already"):
            confirm_order(order.pk, acting("inspector"))
    assert Act.objects.count() == before
    own = Browser()
    own.post("/own/", {"code": give_code(person.number, acting())})
    page = said(own.get("/own/record/"))
    for text in ("refused by an inspector", "The court knows of no such order", "The court of appeal quashed it"):
        assert text in page, text


def test_by_an_order_police_prosecutor_and_court_of_a_case_are_told_no_more_than_the_country_lists(monkeypatch):
    person = client()
    before = Act.objects.count()
    for field in ("name", "born", "sex", "centre", "kind"):
        with pytest.raises(Faulty) as refused:
            record_order(person.number, ordered(recipient="case", fields=("since", field)), acting("boss"))
        assert [fault.field for fault in refused.value.faults] == ["fields"]
    assert Act.objects.count() == before
    order, known = confirmed(person, recipient="case", fields=("since",)), services.country()
    assert send_packet(order.pk, replace(BY_ORDER, recipient="case"), acting()).fields == ["since"]
    monkeypatch.setattr(services, "country", lambda: replace(known, ordered={}))
    with pytest.raises(WrongState, match="more than was agreed"):
        send_packet(order.pk, replace(BY_ORDER, recipient="case"), acting())


@pytest.mark.parametrize(("wrong", "field"), [
    ({"court": " "}, "court"), ({"day": TODAY + days(1)}, "day"), ({"finding": ""}, "finding"),
    ({"words": ""}, "words"),
    ({"fields": ()}, "fields"), ({"fields": ("notice",)}, "fields"), ({"recipient": ""}, "recipient"),
    ({"last": TODAY - days(1)}, "last"),
], ids=str)  # fmt: skip
def test_an_order_without_one_of_its_parts_is_none(wrong, field):
    person = client()
    before = Act.objects.count()
    with pytest.raises(Faulty) as refused:
        record_order(person.number, ordered(**wrong), acting("boss"))
    assert [fault.field for fault in refused.value.faults] == [field]
    with pytest.raises(NotAllowed):
        record_order(person.number, ordered(), acting())
    assert Act.objects.count() == before


def test_a_new_code_ends_the_old_one_and_only_its_hash_is_kept():
    person = client()
    first, second = (read_code(give_code(person.number, acting())) for _time in range(2))
    assert client_by_code(second) == person
    with pytest.raises(NotFound):
        client_by_code(first)
    assert str(second) not in str(list(Act.objects.values_list("new", flat=True)))


def test_by_code_the_person_reads_who_was_told_what_and_who_read_and_takes_it_back():
    person = client()
    in_care(person)
    made = consented(person, on_paper())
    send_packet(made.pk, PAPER, acting())
    record_order(person.number, ordered(), acting("boss"))
    signed_in_as("second").get(f"/clients/{person.number}/")
    code = give_code(person.number, acting())
    browser = Browser()
    assert browser.get("/own/record/").url == "/own/"
    assert browser.post("/own/", {"code": code}).url == "/own/record/"
    page = said(browser.get("/own/record/"))
    for text in (
        "another health service",
        "Hospital of Calmette",
        "Name, In care since",
        "Court of Phnom Penh",
        "second",
    ):
        assert text in page, text
    assert f", second, {Centre.objects.get(pk=HOME)} " in page  # the name, not the code
    assert "Who read it before" not in page
    for _time in range(5):
        signed_in_as("second").get(f"/clients/{person.number}/")
    assert "Who read it before" in said(browser.get("/own/record/"))
    assert browser.post("/own/revoke/", {"consent": made.pk}).url == "/own/record/"
    made.refresh_from_db()
    assert made.ended_why == "revoked"
    assert "taken back" in said(browser.get("/own/record/"))
    assert code.replace(" ", "") not in str(dict(browser.session))
    assert browser.post("/own/object/", {"leave": "1"}).url == "/"
    assert browser.get("/own/record/").url == "/own/"


def test_a_wrong_code_opens_nothing_and_a_stranger_takes_nothing_back():
    person = client()
    made = consented(person)
    browser = Browser()
    assert "No record has this code" in said(browser.post("/own/", {"code": format_code(7)}))
    for where in ("/own/revoke/", "/own/object/"):
        assert browser.post(where, {"consent": made.pk, "text": "x"}).url == "/own/"
    made.refresh_from_db()
    assert made.ended is None
    assert not Objection.objects.exists()


def test_what_a_person_objects_to_is_read_by_their_manager_and_an_inspector_alone():
    person = client()
    browser = Browser()
    browser.post("/own/", {"code": give_code(person.number, acting())})
    assert browser.post("/own/object/", {"text": " "}).status_code == 422
    assert browser.post("/own/object/", {"text": "Why did second read of me?"}).status_code == 302
    assert Objection.objects.count() == 1
    for name in ("boss", "inspector"):
        assert "Why did second read of me?" in said(signed_in_as(name).get("/objections/"))
    assert ClientRead.objects.filter(client=person.number, what="objection").count() == 2
    assert "Why did" not in said(signed_in_as("elsewhere").get("/objections/"))
    for name in ("worker", "clerk", "planner"):
        assert signed_in_as(name).get("/objections/").status_code == 403


def test_a_worker_records_a_consent_on_a_page_and_another_witnesses_it():
    person = client()
    browser = signed_in_as()
    assert "Give the person their code" in said(browser.get(f"/clients/{person.number}/"))
    assert browser.post(f"/clients/{person.number}/code/").status_code == 200
    typed = {"recipient": "case", "fields_told": ["notice"], "purpose": "case", "last": f"{TODAY + days(30)}",
             "receipt": format_code(RECEIPT), "language": "km", "signature": "thumb"}  # fmt: skip
    wrong = back(browser, browser.post(f"/clients/{person.number}/consent/", typed))
    assert "Read it aloud first" in said(wrong)
    assert format_code(RECEIPT) in wrong.content.decode(), "nothing typed is lost"
    answer = browser.post(f"/clients/{person.number}/consent/", {**typed, "read_aloud": "on"})
    key = f"{person.number}.c1"
    assert answer.url == f"/consents/{key}/"
    assert "I heard it" not in said(browser.get(answer.url))
    assert browser.post(f"/consents/{key}/witness/").status_code == 403
    second = signed_in_as("second")
    assert "I heard it" in said(second.get(answer.url))
    second.post(f"/consents/{key}/witness/")
    assert "in force" in said(browser.get(answer.url))
    assert "in force" in said(browser.get(f"/clients/{person.number}/"))
    browser.post(f"/consents/{key}/revoke/")
    assert Consent.objects.get().ended_why == "revoked"


def test_the_person_s_page_asks_no_more_questions_for_much_that_was_told_than_for_little(django_assert_num_queries):
    person = client()
    made = consented(person, on_paper())
    browser = Browser()
    browser.post("/own/", {"code": give_code(person.number, acting())})
    browser.get("/own/record/")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/own/record/")
    for _time in range(5):
        send_packet(made.pk, PAPER, acting())
    with django_assert_num_queries(len(asked)):
        browser.get("/own/record/")


def test_every_page_that_shows_a_client_is_kept_as_a_read():
    person = client()
    made = consented(person, on_paper())
    order = record_order(person.number, ordered(), acting("boss"))
    told = send_packet(made.pk, PAPER, acting())
    browser = signed_in_as("boss")
    for where in (f"/consents/{made.pk}/", f"/orders/{order.pk}/", f"/packets/{told.pk}/", f"/tell/{made.pk}/",
                  f"/clients/{person.number}/consent/", f"/clients/{person.number}/order/"):  # fmt: skip
        before = ClientRead.objects.count()
        assert browser.get(where).status_code == 200, where
        assert ClientRead.objects.filter(client=person.number).count() == before + 1, where


def test_what_is_known_of_a_person_is_every_field_that_can_be_told():
    person = client()
    in_care(person)
    assert services.values_of(person).keys() == {"name", "born", "sex", "centre", "kind", "since"}


def test_what_is_told_of_somebody_is_written_as_people_write_it_in_the_language_of_the_page():
    person = client()
    in_care(person)
    told = services.values_of(person)
    assert told["sex"] == "man"
    assert re.fullmatch("[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}", told["since"])
    with override("km"):
        told = services.values_of(person)
    assert told["sex"] == "បុរស"
    assert re.search("[\u1780-\u17ff]", told["since"])
