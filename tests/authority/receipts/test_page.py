"""The page on which anybody checks a receipt: what it says, to whom, and what is left behind of what was typed."""

from __future__ import annotations

import io
import logging
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
import zxingcpp
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from authority.receipts.conftest import NOW
from marga.authority.receipts import queries, rules, services
from marga.authority.receipts.models import ReceiptSource
from marga.ledger.receipts import write_receipt
from marga.site.logs import OneLineFormatter
from marga.site.models import Try
from marga.site.tries import services as tries
from marga.site.tries.rules import GUESSES
from support.accounts import account, said, signed_in
from support.ledgers import ORIGIN, TODAY, Witness
from support.receipt_logs import ReceiptLog, printed

LATER = TODAY + timedelta(days=2)
GENUINE = "This receipt is genuine: it was entered on 24 November 2026."
UNKNOWN = "No such receipt is known up to now."


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=False)


@pytest.fixture
def number(source, log):
    """The code of a receipt that is in a list."""
    number = log.gives()
    log.signs()
    taken()
    return number


def taken():
    """The lists as they are now are here."""
    for source in ReceiptSource.objects.all():
        assert services.take(source, now=NOW).problem == {}


def check(visitor, language="", **given):
    return visitor.post(f"{language}/receipts/", given)


def picture(text):
    made = io.BytesIO()
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4)).save(made, "PNG")
    made.seek(0)
    made.name = "photo.png"
    return made


@pytest.mark.parametrize("khmer", [False, True])
@pytest.mark.parametrize("language", ["", "/km"])
def test_a_genuine_receipt_is_said_to_be_in_whichever_digits_it_is_typed(number, visitor, language, khmer):
    answer = check(visitor, language, code=printed(number, khmer=khmer))
    assert answer.status_code == 200
    assert (GENUINE if not language else "បង្កាន់ដៃនេះពិត") in said(answer)
    assert printed(number, khmer=khmer) not in answer.content.decode()


def test_what_was_entered_since_is_said_in_words_counted_and_dated(number, visitor, log):
    for kind, day in [("custody.reviewed", TODAY), ("charge.changed", LATER), ("custody.reviewed", LATER)]:
        log.about(number, kind, day)
    log.signs()
    taken()
    told = said(check(visitor, code=printed(number)))
    assert "custody was reviewed, 2 times, last on 26 November 2026" in told
    assert "the charge was changed, once, on 26 November 2026" in told
    assert "Nothing was entered about it since" not in told


def test_before_a_witness_saw_it_the_word_of_the_police_is_said_to_be_all_there_is(number, visitor, log):
    assert "Not yet witnessed The police have signed it" in said(check(visitor, code=printed(number)))
    log.is_witnessed()
    taken()
    told = said(check(visitor, code=printed(number)))
    assert "a witness outside has seen that it is there" in told
    assert "Not yet witnessed" not in told


def test_a_receipt_that_no_list_has_is_not_genuine_up_to_now(number, visitor):
    answer = check(visitor, code=printed(7))
    assert answer.status_code == 200
    told = said(answer)
    assert UNKNOWN in told
    assert f"{ORIGIN} : lists were last fetched on 24 November 2026, 13:00." in told
    assert "If the receipt is from today, try again tomorrow." in told
    assert printed(7) in answer.content.decode()  # to be compared with the paper


def test_a_slip_is_named_by_its_group_beside_the_field_and_at_the_top(number, visitor):
    groups = printed(number).split()
    groups[3] = groups[3][:3] + str((int(groups[3][3]) + 1) % 10)
    answer = check(visitor, code=" ".join(groups))
    assert answer.status_code == 422
    assert said(answer).count(f"Group 4 of the code, “{groups[3]}”, has a slip; compare it with the paper.") == 2
    assert 'href="#id_code"' in answer.content.decode()
    assert " ".join(groups) in answer.content.decode()
    assert not Try.objects.exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Type the code of the receipt"),
        ({"code": "12345"}, "A code has 40 digits in 10 groups of 4; here are 5"),
        ({"code": "hello"}, "“h” is no digit"),
        ({"code": printed(7), "text": "both"}, "This is no receipt"),
        ({"text": "MARGA1:ABC"}, "The receipt cannot be read: a part is missing"),
        ({"code": "MARGA1:ABC"}, "The receipt cannot be read: a part is missing"),
        ({"text": "hello"}, "This is no receipt; the text of one begins with “MARGA1:”"),
        ({"picture": b"hello"}, "This is neither the text of a receipt nor a picture"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(number, visitor, given, says):
    sent = {name: io.BytesIO(one) if isinstance(one, bytes) else one for name, one in given.items()}
    answer = check(visitor, **sent)
    assert answer.status_code == 422
    assert said(answer).count(says) == 2


def test_only_one_way_of_saying_which_receipt_is_taken(number, visitor, log):
    answer = check(visitor, code=printed(number), text=write_receipt(log.receipt(20, 21)))
    assert answer.status_code == 422
    assert "Give one of them" in said(answer)


@pytest.mark.parametrize("way", ["text", "code", "picture"])
def test_the_qr_code_is_checked_with_what_was_entered_since(number, visitor, log, way):
    log.about(number, "charge.changed", LATER)
    log.signs()
    taken()
    text = write_receipt(log.receipt(20, 21))
    told = said(check(visitor, **{way: picture(text) if way == "picture" else text}))
    assert GENUINE in told
    assert "the charge was changed, once, on 26 November 2026" in told
    assert "officer" not in told


def test_where_pictures_cannot_be_read_the_page_says_what_to_do_instead(number, visitor, monkeypatch):
    monkeypatch.setattr("marga.authority.receipts.forms.find_spec", lambda _name: None)
    page = visitor.get("/receipts/")
    assert "This site cannot read pictures: paste the text of the QR code, or type the 40 digits." in said(page)
    assert 'type="file"' not in page.content.decode()


def test_a_forged_proof_is_not_genuine(number, visitor, log):
    other = log.rewritten(20, charge="sale")
    forged = ReceiptLog(nodes=other.nodes, entries=other.entries, acts=other.acts, salts=other.salts)
    text = write_receipt(forged.receipt(20, 21, forged.signed(21)))
    told = said(check(visitor, text=text))
    assert "The proof in the QR code does not hold." in told
    assert "is signed by no key of that name that is trusted here" in told


def test_a_receipt_of_another_history_that_the_ledger_signed_is_evidence(number, visitor, log):
    other = log.rewritten(20, charge="sale")
    told = said(check(visitor, text=write_receipt(other.receipt(20, 21, other.signed(21)))))
    assert f"The ledger {ORIGIN} signed this receipt, and has signed for everybody else that it is not so." in told


def test_a_receipt_of_a_tree_that_nobody_else_was_shown_is_evidence_too(number, visitor, log):
    assert "signed for everybody else that it is not so" in said(check(visitor, text=write_receipt(log.receipt(3, 10))))


def test_an_act_that_its_list_tells_otherwise_is_evidence(number, visitor, log):
    queries.ListedEntry.objects.update(kind="receipt.given")
    told = said(check(visitor, text=write_receipt(log.receipt(20, 21))))
    assert "Its list has another act at entry 20." in told


def test_a_receipt_newer_than_the_lists_is_genuine_by_its_own_proof(number, visitor, log):
    log.gives()
    log.signs()
    told = said(check(visitor, text=write_receipt(log.receipt(21, 22))))
    assert GENUINE in told
    assert "do not say what was entered about it since" in told


def test_a_witness_that_is_named_on_the_receipt_counts_at_once(number, visitor, log):
    note = log.witness.saw(log.signed(21), log).note
    assert "Witnessed The ledger" in said(check(visitor, text=write_receipt(log.receipt(20, 21, note))))
    unknown = Witness().saw(log.signed(21), log).note
    assert "Not yet witnessed" in said(check(visitor, text=write_receipt(log.receipt(20, 21, unknown))))


def test_a_receipt_of_a_ledger_that_is_not_known_here_is_not_judged(number, visitor):
    from marga.ledger.keys import KeyType, make_key

    other = ReceiptLog(make_key("navy.example/ledger", KeyType.LOG))
    other.enter(3)
    other.signs()
    told = said(check(visitor, text=write_receipt(other.receipt(1))))
    assert "it is of the ledger navy.example/ledger , whose lists are not fetched here" in told


def test_before_any_ledger_is_set_the_page_says_so_and_how_to_check_without_it(database, visitor):
    told = said(visitor.get("/receipts/"))
    assert "nothing can be checked here" in told
    assert "marga receipt verify" in told
    assert "Check this receipt" not in told


@pytest.mark.parametrize("language", ["", "/km"])
def test_a_problem_with_the_lists_is_told_on_the_page_and_at_the_desk(source, side, visitor, language):
    side.instead["/ledger/checkpoint"] = (200, b"nonsense")
    services.take(source, now=NOW)
    staff = signed_in(account())
    for page in (visitor.get(f"{language}/receipts/"), staff.get(f"{language}/desk/")):
        told = said(page)
        if language:
            assert "មិនអាចយកបញ្ជីបង្កាន់ដៃបានតាំងពី" in told
        else:
            assert "The lists could not be taken since 24 November 2026, 13:00: A signed note has an empty line" in told
    kept = queries.evidence().get()
    assert staff.get(f"/desk/evidence/{kept.pk}/").content == b"nonsense"
    assert staff.get(f"/desk/evidence/{kept.pk + 1}/").status_code == 404
    assert visitor.get(f"/desk/evidence/{kept.pk}/").status_code == 302
    assert signed_in(account("chan", "administrator")).get(f"/desk/evidence/{kept.pk}/").status_code == 403


def test_the_page_makes_a_fixed_number_of_queries(number, visitor, django_assert_num_queries):
    with django_assert_num_queries(2):
        visitor.get("/receipts/")
    for many in (1, 5):
        for _ in range(many):
            queries.ListedEntry.objects.create(
                source_id=ReceiptSource.objects.get().pk, index=100 + queries.ListedEntry.objects.count(),
                hash=bytes(queries.ListedEntry.objects.get(index=20).hash), kind="charge.changed", day=LATER,
            )  # fmt: skip
        with django_assert_num_queries(11):
            check(visitor, code=printed(number))


def test_the_front_page_and_every_page_lead_to_it(number, visitor):
    front = visitor.get("/").content.decode()
    assert front.count('href="/receipts/"') == 2


# What is left behind


def traces(typed):
    """In which forms what was typed could be kept: as it is, without spaces, or the beginning of it."""
    return [typed, typed.replace(" ", ""), typed[:19]] if " " in typed else [typed, typed[7:60]]


@pytest.fixture
def logged():
    """All that is written to any log while a test runs, as it would stand there."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(OneLineFormatter("%(name)s %(message)s"))
    handler.setLevel(logging.DEBUG)
    loggers = [logging.getLogger(name) for name in ("", "django", "django.request", "axes", "marga")]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.addHandler(handler)
        if not one.name.startswith("django.db"):
            one.setLevel(logging.DEBUG)
    yield out
    for one, level in zip(loggers, levels, strict=True):
        one.removeHandler(handler)
        one.setLevel(level)


def everything_stored():
    """Every value of every row of the database, as text."""
    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            found += [str(bytes(one) if isinstance(one, memoryview) else one) for row in cursor for one in row]
    assert len(apps.get_models()) > 20
    return "\n".join(found)


def everything_tried(visitor, number, log):
    """Each way of asking, with each outcome. Yields what was typed, and the answer."""
    qr = write_receipt(log.receipt(20, 21))
    for given in (
        {"code": printed(number)}, {"code": printed(7)}, {"code": printed(number)[:-1] + "x"}, {"text": qr},
        {"text": qr[:-9]}, {"code": qr},
    ):  # fmt: skip
        (typed,) = given.values()
        yield typed, check(visitor, **given)
        yield typed, check(visitor, "/km", **given)


def test_no_code_is_left_in_the_database(number, visitor, log):
    typed = [one for one, _answer in everything_tried(visitor, number, log)]
    stored = everything_stored()
    assert ORIGIN in stored  # or nothing was read
    for one in typed:
        assert [trace for trace in traces(one) if trace in stored] == []
    assert str(number) not in stored


def test_no_code_is_left_in_a_log_or_an_address(number, visitor, log, logged, monkeypatch):
    for typed, answer in everything_tried(visitor, number, log):
        assert answer.request["QUERY_STRING"] == ""
        assert not answer.has_header("Location")
        assert "no-store" in answer["Cache-Control"]
        assert not [trace for trace in [*traces(typed), str(number)] if trace in logged.getvalue()]
    monkeypatch.setattr(services.queries, "by_code", broken)
    broke = Client(raise_request_exception=False).post("/receipts/", {"code": printed(number)})
    assert broke.status_code == 500
    assert "Internal Server Error: /receipts/" in logged.getvalue()  # so a log is being kept
    assert not [trace for trace in traces(printed(number)) if trace in logged.getvalue()]
    assert str(number) not in logged.getvalue()


def broken(number):
    raise sqlite3.OperationalError("disk full")


def test_a_code_in_an_address_is_not_looked_at(number, visitor):
    assert GENUINE not in said(visitor.get("/receipts/", {"code": printed(number)}))


# How many wrong ones may be tried


def places(count):
    return [Client(REMOTE_ADDR=f"203.0.113.{one}") for one in range(1, count + 1)]


def test_after_ten_that_are_not_known_a_place_waits_and_others_do_not(number):
    guesser, holder = places(2)
    for wrong in range(GUESSES.tries):
        assert UNKNOWN in said(check(guesser, code=printed(wrong)))
    for code in (printed(99), printed(number)):
        answer = check(guesser, code=code)
        assert answer.status_code == 429
        assert "Too many receipts that are not known were tried from here. Wait 60 minutes" in said(answer)
        assert GENUINE not in said(answer)
    assert GENUINE in said(check(holder, code=printed(number)))


def test_who_waits_is_let_in_again_and_is_not_made_to_wait_longer_for_asking(number):
    begin = timezone.now()
    for wrong in range(GUESSES.tries):
        services.check(wrong, address="203.0.113.7", now=begin + timedelta(minutes=wrong))
    for minute in range(GUESSES.tries, 60):
        with pytest.raises(services.TooManyTries):
            services.check(99, address="203.0.113.7", now=begin + timedelta(minutes=minute))
    answer = services.check(99, address="203.0.113.7", now=begin + timedelta(minutes=60))
    assert answer.verdict is rules.Verdict.UNKNOWN


def test_genuine_receipts_and_slips_are_not_counted(number, log):
    (helper,) = places(1)
    for _ in range(GUESSES.tries + 2):
        assert GENUINE in said(check(helper, code=printed(number)))
        assert check(helper, code="1234").status_code == 422
        assert GENUINE in said(check(helper, text=write_receipt(log.receipt(20, 21))))
    assert not Try.objects.exists()


def test_pictures_that_cannot_be_read_are_counted(number):
    (guesser,) = places(1)
    for _ in range(GUESSES.tries):
        assert check(guesser, picture=io.BytesIO(b"hello")).status_code == 422
    assert check(guesser, picture=io.BytesIO(b"hello")).status_code == 429


def test_while_very_many_are_tried_everywhere_a_place_has_fewer_and_genuine_ones_are_answered(number, monkeypatch):
    monkeypatch.setattr(services, "LIMIT", replace(GUESSES, many=6))
    guessers = places(9)
    for guesser in guessers[:2]:
        for wrong in range(3):
            assert UNKNOWN in said(check(guesser, code=printed(wrong)))
    answers = [check(guessers[2], code=printed(wrong)).status_code for wrong in range(5)]
    assert answers == [200] * GUESSES.tries_while_many + [429] * 2
    assert GENUINE in said(check(guessers[8], code=printed(number)))


def test_of_a_place_only_a_keyed_hash_is_kept_and_for_an_hour(number):
    check(Client(REMOTE_ADDR="203.0.113.77"), code=printed(7))
    assert "203.0.113.77" not in everything_stored()
    (kept,) = Try.objects.all()
    assert len(kept.place) == 64
    tries.forget(kept.at + timedelta(minutes=59))
    assert Try.objects.exists()
    tries.forget(kept.at + timedelta(hours=1))
    assert not Try.objects.exists()
