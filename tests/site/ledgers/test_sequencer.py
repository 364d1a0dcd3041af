"""The sequencer at work beside the worker: it goes on while a task is long, tells when it cannot, and survives being
killed while many enter acts. On SQLite and on PostgreSQL."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from marga.ledger import merkle, tree
from marga.ledger.checkpoints import open_checkpoint
from marga.site.ledgers import queries, services, signing
from marga.site.ledgers.auditing import audit_all, one_moment
from marga.site.ledgers.models import Checkpoint, Entry
from marga.site.ledgers.nodes import StoredNodes, sequenced
from marga.site.ledgers.sequencer import keep_ledger
from marga.site.models import WorkerLead
from marga.site.queries import worker_state
from marga.site.worker import Worker
from support.accounts import said
from support.bookings.models import Booking
from support.entering import book, booking, forget_keys
from support.waiting import line_with, until

LEASE = timedelta(seconds=15)
TESTS = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def no_keys():
    forget_keys()


class Busy(Worker):
    """A worker whose task does not end."""

    def lead(self):
        self.stop.wait()


#: What is waited for beside eight who enter acts without pause: on a busy machine a process is long in starting.
FLOODED_SECONDS = 300.0


@contextmanager
def at_work(lease=LEASE):
    one = Busy(jobs=(), lease=lease, beside=[keep_ledger])

    def run():
        try:
            one.run()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield one
    finally:
        one.stop.set()
        thread.join()


def enter_wanted():
    with transaction.atomic():
        return services.enter(booking(), wanted=True)


def test_a_proof_that_is_wanted_comes_while_a_long_task_runs(database):
    with at_work():
        row = enter_wanted()
        until("there is a proof", lambda: queries.proof_for(row))
    assert not [thread for thread in threading.enumerate() if "keep_ledger" in thread.name]


def test_it_stops_with_its_worker_and_goes_on_with_the_next(database):
    with at_work() as first:
        until("it is at work", Checkpoint.objects.exists)
        with at_work(timedelta(seconds=1)):
            first.stop.set()
            until("the first has stopped", first.done.is_set)
            row = enter_wanted()
            until("there is a proof", lambda: queries.proof_for(row))
    later = enter_wanted()
    assert Entry.objects.get(pk=later.entry_id).position is None


def test_a_worker_that_stands_by_sequences_nothing(database):
    WorkerLead.objects.create(worker="another", beat_at=timezone.now(), leads_until=timezone.now() + LEASE)
    row = enter_wanted()
    with at_work():
        assert Entry.objects.get(pk=row.entry_id).position is None
    assert not Checkpoint.objects.exists()


def test_a_fault_is_told_until_it_is_over(database):
    key = signing.folder() / "ledger.key"
    key.write_text("nothing\n")
    with at_work():
        row = enter_wanted()
        until("the ledger was begun", lambda: WorkerLead.objects.filter(ledger_at__isnull=False))
        began = WorkerLead.objects.get().ledger_at
        state = worker_state(began + LEASE)
        assert (state.ledger_running, state.ledger_stopped_at) == (False, began)
        until("it has its position all the same", lambda: Entry.objects.get(pk=row.entry_id).position == 0)
        assert WorkerLead.objects.get().ledger_at == began
        key.unlink()
        until("there is a proof", lambda: queries.proof_for(row))
        until("it says so", lambda: WorkerLead.objects.get().ledger_at > began)


def test_pages_and_monitors_say_that_the_ledger_stands_still(database):
    now = timezone.now()
    WorkerLead.objects.create(worker="one", beat_at=now, leads_until=now + LEASE)
    assert Client().get("/healthz").json()["ledger"] is None
    assert "The ledger has stood still" not in said(Client().get("/sign-in/"))
    WorkerLead.objects.update(ledger_at=now)
    assert Client().get("/healthz").json()["ledger"] is True
    assert "The ledger has stood still" not in said(Client().get("/sign-in/"))
    WorkerLead.objects.update(ledger_at=now - LEASE)
    assert Client().get("/healthz").json()["ledger"] is False
    page = said(Client().get("/sign-in/"))
    assert "The ledger has stood still since" in page
    assert "The background worker stopped" not in page
    assert "The ledger has stood still" not in said(Client().get("/km/sign-in/"))
    assert "បញ្ជី" in said(Client().get("/km/sign-in/"))


@contextmanager
def sequencer():
    """A process of its own; killed in whatever it does."""
    environ = {**os.environ, "MARGA_DATA": str(settings.MARGA_FOLDER.parent), "PYTHONPATH": str(TESTS),
               "DJANGO_SETTINGS_MODULE": "support.bookings.settings"}  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "support.bookings.sequencer"], env=environ,
                               stdout=subprocess.PIPE, text=True)  # fmt: skip
    try:
        line_with("at work", process, process.stdout, limit=FLOODED_SECONDS)
        yield
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


class Officers:
    """Threads that enter acts until told to stop, and keep what they were told is done."""

    def __init__(self, count):
        self.stop, self.done, self.faults = threading.Event(), [], []
        self.threads = [threading.Thread(target=self.work, args=[number]) for number in range(count)]

    def work(self, number):
        turn = 0
        try:
            while not self.stop.is_set():
                turn += 1
                try:
                    with transaction.atomic():
                        rows = services.enter_all([booking(name=f"{number}")] * 1 + [booking(), booking()][: turn % 3],
                                                  wanted=turn % 5 == 0)  # fmt: skip
                        if turn % 7 == 0:
                            raise LookupError
                    self.done += [row.pk for row in rows]
                except LookupError:
                    pass
                self.stop.wait(0.02)
        except Exception as error:
            self.faults.append(error)
        finally:
            connection.close()


def test_while_many_enter_acts_and_sequencers_are_killed_nothing_is_lost(database):
    officers = Officers(8)
    for thread in officers.threads:
        thread.start()
    try:
        for _ in range(3):
            before = sequenced()
            with sequencer(), sequencer():  # both at once: one of them has to wait
                until("the tree grows", lambda before=before: sequenced() > before + 40, limit=FLOODED_SECONDS)
    finally:
        officers.stop.set()
        for thread in officers.threads:
            thread.join()
    assert officers.faults == []
    with sequencer():
        until("all have a position", lambda: not Entry.objects.filter(position=None).exists(), FLOODED_SECONDS)
        until("all is signed", lambda: not Entry.objects.filter(wanted=True, position__gte=queries.signed_size()),
              FLOODED_SECONDS)  # fmt: skip
    assert_whole(officers.done)


def assert_whole(done):
    """Every act that was done is there, once, and the tree over them is that of the definition."""
    rows = list(Entry.objects.order_by("position"))
    assert [one.position for one in rows] == list(range(len(rows)))
    assert set(done) == set(Booking.objects.values_list("pk", flat=True))
    assert len(rows) == len(done) == len(set(done)) > 100
    leaves = [bytes(one.leaf) for one in rows]
    assert tree.root(StoredNodes(), len(rows)) == merkle.root(leaves)
    for one in Checkpoint.objects.all():
        signed = open_checkpoint(one.note, signing.verifiers()).checkpoint
        assert signed.root == merkle.root(leaves[: signed.size])
    with one_moment():
        assert audit_all(signing.verifiers()).audit.findings == ()
    assert len(signing.verifiers()) == 1
    book()
