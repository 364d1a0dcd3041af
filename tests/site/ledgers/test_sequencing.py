"""Positions, the tree over them, and what is signed of it. On SQLite and on PostgreSQL."""

import hashlib
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from marga.ledger import LedgerError, merkle
from marga.ledger.checkpoints import open_checkpoint
from marga.ledger.receipt_lists import open_list
from marga.site.ledgers import sequencing, services, signing
from marga.site.ledgers.models import Checkpoint, Entry, Node, ReceiptList
from marga.site.ledgers.nodes import StoredNodes, sequenced
from marga.site.ledgers.sequencing import EVERY, MOST_RECEIPTS, sequence, sign
from support.databases import as_owner
from support.entering import book, booking, books, forget_keys, settle


@pytest.fixture(autouse=True)
def no_keys():
    forget_keys()


def leaves():
    """The leaf hashes in the order of their positions."""
    rows = Entry.objects.filter(position__isnull=False).order_by("position")
    assert [one.position for one in rows] == list(range(len(rows)))
    return [bytes(one.leaf) for one in rows]


def opened(checkpoint):
    return open_checkpoint(checkpoint.note, signing.verifiers()).checkpoint


def test_what_was_entered_gets_its_positions_in_the_order_of_ids(database):
    rows = books(5)
    assert sequence() == 5
    for row in rows:
        row.entry.refresh_from_db()
    assert [row.entry.position for row in rows] == [0, 1, 2, 3, 4]
    assert sequence() == 0


def test_positions_go_on_where_they_ended_and_batches_are_bounded(database, monkeypatch):
    monkeypatch.setattr(sequencing, "BATCH", 4)
    books(6)
    assert [sequence(), sequence(), sequence()] == [4, 2, 0]
    book()
    assert sequence() == 1
    assert len(leaves()) == 7


def test_the_tree_is_that_of_the_definition(database, monkeypatch):
    monkeypatch.setattr(sequencing, "BATCH", 7)
    books(50)
    settle()
    last = Checkpoint.objects.last()
    assert last.size == 50
    assert bytes(last.root) == merkle.root(leaves()) == opened(last).root


def test_an_entry_with_a_lower_id_that_is_committed_later_gets_its_position_later(database):
    if connection.vendor == "sqlite":  # has one writer: nothing can be committed meanwhile
        return
    begun, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            services.enter(booking(number="slow"))
            begun.set()
            go_on.wait(30)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(30)
    quick = book(number="quick")
    assert sequence() == 1
    go_on.set()
    thread.join()
    assert sequence() == 1
    late, early = Entry.objects.order_by("id")
    assert (late.position, early.position) == (1, 0)
    assert early.pk == quick.entry_id


def test_the_empty_tree_is_signed_at_first(database):
    assert sign(timezone.now()) == 1
    assert opened(Checkpoint.objects.get()).root == hashlib.sha256(b"").digest()
    assert not ReceiptList.objects.exists()
    assert sign(timezone.now()) == 0


def test_news_waits_for_its_signature_no_longer_than_half_a_minute(database):
    now = timezone.now()
    sign(now)
    book()
    sequence()
    assert sign(now + EVERY - timedelta(seconds=1)) == 0
    assert sign(now + EVERY) == 1
    assert sign(now + 5 * EVERY) == 0  # there is no news
    assert timedelta(minutes=1) >= EVERY


def test_a_proof_that_is_wanted_is_signed_at_once(database):
    now = timezone.now()
    sign(now)
    with transaction.atomic():
        services.enter(booking(), wanted=True)
    sequence()
    assert sign(now) == 1
    assert Checkpoint.objects.last().urgent
    book()
    sequence()
    assert sign(now) == 0


def test_a_clock_that_was_set_back_keeps_nobody_waiting(database):
    now = timezone.now()
    sign(now)
    book()
    sequence()
    assert sign(now - timedelta(days=3)) == 1


def test_every_list_of_receipts_begins_where_the_last_ended(database):
    hashes = [bytes([number]) * 32 for number in range(3)]
    with transaction.atomic():
        services.enter_all([booking() for _ in range(4)], receipts=[hashes[0], None, hashes[1], None])
    settle()
    with transaction.atomic():
        services.enter_all([booking(), booking()], receipts=[hashes[0], hashes[2]])
    settle()
    first, second = (open_list(one.note, signing.verifiers()) for one in ReceiptList.objects.order_by("first"))
    assert [(row.hash, row.index, row.kind) for row in first.rows] == [
        (hashes[0], 0, "booking.made"), (hashes[1], 2, "booking.made"),
    ]  # fmt: skip
    assert [(row.hash, row.index) for row in second.rows] == [(hashes[0], 4), (hashes[2], 5)]
    assert second.follows(first)


def test_no_list_is_longer_than_an_answer_may_be(database):
    sign(timezone.now())
    with transaction.atomic():
        count = MOST_RECEIPTS + 10
        services.enter_all([booking() for _ in range(count)], receipts=[bytes([255]) * 32] * count)
    sequence()
    assert sign(timezone.now()) == 2  # at once, because a list is full
    lists = [open_list(one.note, signing.verifiers()) for one in ReceiptList.objects.order_by("first")]
    assert [len(one.rows) for one in lists] == [MOST_RECEIPTS, 10]
    assert lists[1].follows(lists[0])
    longest = f"{'x' * 44} {2**53} {'k' * 64} 2026-11-24\n"
    assert MOST_RECEIPTS * len(longest) + 2000 < 64_000


def test_keys_that_changed_sign_what_is_there_anew(database):
    book()
    settle()
    old = signing.verifiers()
    new = signing.another(timezone.localdate())
    assert sign(timezone.now()) == 1
    twice = open_checkpoint(Checkpoint.objects.last().note, [new])
    assert set(open_checkpoint(twice.note, [*old, new]).log_keys) == {*old, new}
    (signing.folder() / "ledger.key").unlink()
    assert sign(timezone.now()) == 1
    assert open_checkpoint(Checkpoint.objects.last().note, [*old, new]).log_keys == (new,)
    assert signing.verifiers() == (*old, new)  # what was signed before can still be verified
    assert {one.size for one in Checkpoint.objects.order_by("-pk")[:3]} == {1}


def test_a_key_is_made_on_the_first_run_and_never_again(database):
    sign(timezone.now())
    key = signing.folder() / "ledger.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert settings.LEDGER_NAME == "localhost/authority"
    key.unlink()
    book()
    sequence()
    with pytest.raises(LedgerError, match=r"(?i)the key of the ledger is missing.*put it back from its backup"):
        sign(timezone.now())
    assert not key.exists()


def test_a_tree_that_no_longer_continues_what_was_signed_is_not_signed(database):
    books(3)
    settle()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledgers_node SET hash = %s WHERE level = 1", [bytes(32)])
    book()
    sequence()
    with pytest.raises(LedgerError, match="does not continue the 3 entries that were signed"):
        sign(timezone.now() + EVERY)


def test_entries_cut_off_behind_the_tree_are_not_replaced(database):
    books(3)
    settle()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledgers_entry WHERE position = 2")
    book()
    with pytest.raises(IntegrityError):  # the tree has a third leaf
        sequence()
    assert Entry.objects.get(position=None)


def test_two_that_sequence_at_once_give_every_position_once(database):
    start, faults = threading.Barrier(4), []
    books(3000)

    def run():
        start.wait()
        try:
            while Entry.objects.filter(position=None).exists():
                sequence()
        except DatabaseError as error:
            faults.append(error)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sequenced() == len(leaves()) == 3000
    assert Node.objects.filter(level=0).count() == 3000


def test_were_the_lock_missing_the_second_would_write_nothing(database, monkeypatch):
    """What stands behind the lock: no position and no node is there twice."""
    books(3)
    sequence()
    monkeypatch.setattr(sequencing, "sequenced", lambda: 1)  # as one that read before the other had written
    books(2)
    with pytest.raises(IntegrityError):
        sequence()
    assert sequenced() == 3


def test_the_tree_is_read_and_written_with_one_question_a_batch(database, django_assert_num_queries):
    books(37)
    settle()
    nodes = StoredNodes()
    with django_assert_num_queries(1):
        assert len(nodes.get([(0, place) for place in range(30)] + [(1, 3), (4, 0), (4, 1), (3, 9)])) == 33
    with transaction.atomic(), django_assert_num_queries(1):
        nodes.put({(40, place): bytes(32) for place in range(300)})
    assert nodes.get([]) == {}
