"""An older copy of the database, put in place by mistake, is noticed before anything is signed on it. On SQLite and on
PostgreSQL."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from marga.cli import app
from marga.ledger import LedgerError
from marga.site.ledgers import queries, remembering, sequencing, signing
from marga.site.ledgers.models import Checkpoint
from marga.site.ledgers.sequencer import keep_ledger
from marga.site.models import WorkerLead
from support.accounts import said
from support.entering import book, books, forget_keys, older_copy, settle, typed
from support.waiting import until

OLDER = r"has signed a tree of 8 entries that the database does not have: an older copy was put in place"


@pytest.fixture
def restored(database, tmp_path):
    """Five entries, which are all that is there again after three more were signed."""
    forget_keys()
    books(5)
    settle()
    with older_copy(tmp_path):
        books(3)
        settle()
    assert queries.signed_size() == 5


def test_what_was_signed_last_is_remembered_beside_the_keys(database):
    forget_keys()
    for size in (1, 2):
        book()
        settle()
        assert remembering.file().parent == signing.folder()
        assert remembering.file().read_text() == str(queries.last_checkpoint())
        assert queries.signed_size() == size


def test_on_an_older_copy_nothing_is_signed_however_far_it_grows(restored):
    for _ in range(2):
        with pytest.raises(LedgerError, match=OLDER):
            sequencing.sign(timezone.now() + sequencing.EVERY)
        books(6)
        while sequencing.sequence():
            pass
    assert queries.signed_size() == 5
    assert remembering.file().read_text().split("\n")[1] == "8"


def test_when_the_newest_copy_is_put_back_the_ledger_goes_on(database, tmp_path):
    forget_keys()
    books(5)
    settle()
    books(3)
    settle()
    with older_copy(tmp_path):  # which is the newest here
        typed("DELETE FROM ledgers_checkpoint WHERE size = 8", "DELETE FROM ledgers_receiptlist WHERE size = 8")
        with pytest.raises(LedgerError, match=OLDER):
            sequencing.sign(timezone.now() + sequencing.EVERY)
    book()
    settle()
    assert queries.signed_size() == 9


def test_an_empty_database_in_place_of_the_ledger_is_not_signed_and_makes_no_key(database):
    forget_keys()
    books(8)
    settle()
    typed(*(f"DELETE FROM {table}" for table in (
        "bookings_booking", "ledgers_entry", "ledgers_node", "ledgers_checkpoint", "ledgers_receiptlist")))  # fmt: skip
    signing.signers(first=False)
    (signing.folder() / "ledger.key").unlink()
    with pytest.raises(LedgerError, match=OLDER):
        sequencing.sign(timezone.now())
    assert not (signing.folder() / "ledger.key").exists()


def test_pages_monitors_and_the_log_say_that_an_older_copy_was_put_in_place(restored, caplog):
    now = timezone.now()
    WorkerLead.objects.create(worker="one", beat_at=now, leads_until=now + timedelta(hours=1),
                              ledger_at=now - timedelta(hours=1))  # fmt: skip
    done = threading.Event()

    def run():
        keep_ledger(done)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        until("it was logged", lambda: "The ledger stands still: This machine has signed a tree of 8" in caplog.text)
    finally:
        done.set()
        thread.join()
    assert Client().get("/healthz").json()["ledger"] is False
    assert "The database is older than what this ledger has signed" in said(Client().get("/sign-in/"))
    assert "ច្បាប់ចម្លងចាស់" in said(Client().get("/km/sign-in/"))
    remembering.file().unlink()
    page = said(Client().get("/sign-in/"))
    assert "The ledger has stood still" in page
    assert "The database is older" not in page


def test_one_that_fell_before_it_could_remember_goes_on_and_remembers(database):
    forget_keys()
    book()
    settle()
    before = remembering.file().read_text()
    book()
    settle()
    remembering.file().write_text(before)
    assert sequencing.sign(timezone.now()) == 0
    assert remembering.file().read_text() == str(queries.last_checkpoint())
    remembering.file().unlink()
    assert sequencing.sign(timezone.now()) == 0
    assert remembering.file().read_text() == str(queries.last_checkpoint())


def test_a_memory_that_was_damaged_signs_nothing(database):
    forget_keys()
    book()
    settle()
    remembering.file().write_text("nothing")
    with pytest.raises(LedgerError, match=r"ledger\.checkpoint is not what was signed last; put it back"):
        sequencing.sign(timezone.now())
    assert Client().get("/sign-in/").status_code == 200


def test_what_a_ledger_of_another_name_signed_says_nothing_of_this_one(restored):
    text = remembering.file().read_text()
    remembering.file().write_text(text.replace(django_settings.LEDGER_NAME, "before.example/authority"))
    book()
    settle()
    assert queries.signed_size() == 6
    assert remembering.file().read_text() == Checkpoint.objects.last().note


def test_the_audit_finds_an_older_copy_by_what_the_machine_remembers(restored, monkeypatch):
    monkeypatch.setenv("MARGA_SIDE", "authority")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "marga.site.settings")
    done = CliRunner().invoke(app, ["ledger", "audit", "--side", "authority"])
    assert done.exit_code == 1, done.output
    assert "A tree of 8 entries was signed, and 5 are left" in done.stdout
