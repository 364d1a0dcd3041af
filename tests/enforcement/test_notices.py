"""What care tells of a person stands in one line on the page of their case; else the line is "no information"."""

import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.apps import apps

from marga.country.instants import Clock
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.services import Acting
from marga.enforcement.notices import pulling, services
from marga.enforcement.notices.models import CareBatch, CareNotice
from marga.enforcement.notices.queries import lines
from marga.enforcement.notices.tasks import pull_notices
from marga.enforcement.people.erasing import approve_erasure, ask_erasure
from marga.enforcement.receipts.keys import code_of
from marga.enforcement.receipts.services import give
from marga.ledger import LedgerError
from marga.ledger.keys import KeyType, make_key
from marga.ledger.notices import Notice, batch_of, handle_of, sign_batch
from marga.site.refusals import WrongState
from support.accounts import said
from support.entering import settle
from support.register import NOW, OUTSIDER, RECORDS, UNIT, acting, booked, exhibit, person, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")
KEY, OTHER = make_key("health.example/care/notices", KeyType.LOG), make_key("another.example/x", KeyType.LOG)
TODAY = NOW.date()
SECOND_RECORDS = Acting("9002", "officer", UNIT, ("records",), Clock(NOW))


@pytest.fixture(autouse=True)
def at_a_station(database, settings):
    station()
    settings.BESIDE, settings.NOTICES_AT, settings.NOTICES_KEY = {}, "", ""


def receipt(**said):
    """Somebody in a case who has a receipt: their key."""
    case = booked(**said)
    key = f"{case.number}.1"
    give(key, acting())
    return key


def told(*notices, day=TODAY):
    """A batch of who is told of with which word since when."""
    return batch_of(day, [Notice(handle, word, since) for handle, word, since in notices])


def handle(key):
    return handle_of(code_of(key))


def as_bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else value


def shown(key, day=TODAY):
    return str(lines([key], day)[key])


def back(count):
    return TODAY - timedelta(days=count)


def test_the_word_stands_beside_the_person_whose_receipt_it_is_and_beside_nobody_else():
    key, other = receipt(), receipt(exhibits=(exhibit(seal="B-1"),))
    batch = told((handle(key), "attended", back(3)), (handle_of(99), "completed", back(1)))
    assert services.take(batch, NOW) == 2
    assert "In care since 21 November 2026" in shown(key)
    assert shown(other) == "No information"


@pytest.mark.parametrize(("word", "line"), [
    ("attended", "In care since 21"), ("stopped", "Care stopped on 21"),
    ("completed", "Care was completed on 21")])  # fmt: skip
def test_each_word_is_one_line(word, line):
    key = receipt()
    services.take(told((handle(key), word, back(3))), NOW)
    assert line in shown(key)


def test_never_taken_back_and_run_out_read_the_same_and_nothing_of_before_is_kept():
    key, never = receipt(), receipt(exhibits=(exhibit(seal="B-1"),))
    services.take(told((handle(key), "attended", back(3))), NOW)
    services.take(told(day=TODAY + timedelta(days=1)), NOW)
    assert shown(key) == shown(never) == "No information"
    assert not CareNotice.objects.exists()
    assert not [act for act in Act.objects.all() if "attended" in str((act.old, act.new))]


def test_what_was_told_a_week_ago_is_no_information_any_more():
    key = receipt()
    services.take(told((handle(key), "attended", back(3))), NOW)
    assert "In care" in shown(key, TODAY + timedelta(days=7))
    assert shown(key, TODAY + timedelta(days=8)) == "No information"


def test_a_case_is_read_without_a_word_of_care_while_the_key_of_receipts_is_damaged(settings, tmp_path):
    key = receipt()
    services.take(told((handle(key), "attended", back(3))), NOW)
    settings.MARGA_FOLDER = tmp_path
    (tmp_path / "receipt-codes.key").write_text("damaged")
    assert shown(key) == "No information"


def test_an_older_batch_is_not_taken_for_a_newer():
    key = receipt()
    services.take(told(day=TODAY), NOW)
    with pytest.raises(WrongState, match="older than the last one"):
        services.take(told((handle(key), "attended", back(3)), day=back(1)), NOW)
    assert (shown(key), CareBatch.objects.get().day) == ("No information", TODAY)


def test_whose_handle_it_is_stands_in_no_table():
    key = receipt()
    services.take(told((handle(key), "attended", back(3))), NOW)
    for model in apps.get_app_config("enforcement").get_models():
        rows = [str(row) for row in model._base_manager.values() if handle(key) in map(as_bytes, row.values())]
        assert not [row for row in rows if key in row], model


def test_officer_and_prosecutor_of_a_case_read_the_line_and_another_unit_nothing():
    key = receipt()
    case = key.rpartition(".")[0]
    services.take(told((handle(key), "attended", back(3))), NOW)
    assert "In care since" in said(signed_in_as().get(f"/cases/{case}/"))
    assert signed_in_as(OUTSIDER).get(f"/cases/{case}/").status_code == 404


def test_a_case_of_many_asks_no_more_about_care_than_one_of_one(django_assert_num_queries):
    with django_assert_num_queries(1):
        lines([f"KH-12-01/2026/0000{number}-1.1" for number in range(9)], TODAY)


def test_nothing_of_care_is_left_beside_a_person_who_was_erased():
    case = booked(people=(person(arrived=None),))
    key = f"{case.number}.1"
    give(key, acting())
    batch = told((handle(key), "attended", back(3)))
    assert services.take(batch, NOW) == 1
    settle()
    ask_erasure(key, "Acquitted; the court orders it.", "Court 12/2026", RECORDS)
    approve_erasure(key, SECOND_RECORDS)
    assert not CareNotice.objects.exists()
    assert services.take(batch, NOW) == 0
    assert not CareNotice.objects.exists()


@contextmanager
def answering(body, status=200):
    """A server that answers every address with this."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said):
            """Keeps the output of tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/notices/secret/notices.batch"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_batch_is_pulled_from_where_the_operator_said(settings):
    key = receipt()
    text = str(sign_batch(told((handle(key), "attended", back(3))), KEY)).encode()
    with answering(text) as settings.NOTICES_AT:
        settings.NOTICES_KEY = str(KEY.verifier)
        pull_notices.func()
    assert "In care since" in shown(key)


def test_without_an_address_nobody_is_asked():
    assert pulling.source() is None
    pull_notices.func()
    assert not CareBatch.objects.exists()


@pytest.mark.parametrize(("body", "status"), [
    (str(sign_batch(told(), OTHER)).encode(), 200), (b"nothing", 200), (b"", 404), (b"x" * 20_000_100, 200)],
    ids=["another key", "no batch", "not there", "too much"])  # fmt: skip
def test_what_care_did_not_sign_changes_nothing(settings, body, status):
    key = receipt()
    services.take(told((handle(key), "attended", back(3))), NOW)
    settings.NOTICES_KEY = str(KEY.verifier)
    with answering(body, status) as settings.NOTICES_AT, pytest.raises(LedgerError):
        pull_notices.func()
    assert "In care since" in shown(key)


def test_the_side_that_was_started_beside_it_is_found_by_its_files(settings, tmp_path):
    settings.MARGA_FOLDER, settings.BESIDE = tmp_path / "enforcement", {"care": "http://127.0.0.1:8002"}
    assert pulling.source() is None
    files = tmp_path / "care" / "notices"
    files.mkdir(parents=True)
    (files / "address.secret").write_text("abc\n")
    (files / "notices.pub").write_text(f"{KEY.verifier}\n")
    assert pulling.source() == pulling.Source("http://127.0.0.1:8002/notices/abc/notices.batch", KEY.verifier)
