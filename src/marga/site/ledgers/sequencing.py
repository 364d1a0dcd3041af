"""Entries get their positions in batches, the tree grows, and what it has grown to is signed.

Officers who enter acts never wait for this: whatever is committed and has no position is given the next ones, in the
order of ids. On PostgreSQL a lower id may be committed later, and then simply comes later. Whoever sequences holds a
lock for the length of each transaction; were two to write all the same, unique indexes would stop the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from django.conf import settings
from django.db import connection, transaction

from marga.country import gettext_noop
from marga.ledger import LedgerError, checkpoints, tree
from marga.ledger.checkpoints import sign_checkpoint
from marga.ledger.keys import SignerKey
from marga.ledger.notes import read_note
from marga.ledger.receipt_lists import ReceiptList as Listed
from marga.ledger.receipt_lists import ReceiptRow, sign_list
from marga.site.ledgers import remembering, signing
from marga.site.ledgers.models import Checkpoint, Entry, ReceiptList
from marga.site.ledgers.nodes import StoredNodes, sequenced

BATCH = 1000
EVERY = timedelta(seconds=30)  # news waits no longer for a signature
MOST_RECEIPTS = 400  # in a list, so that no answer is longer than 64,000 bytes
LOCK = 0x6C6564676572  # "ledger": the advisory lock of PostgreSQL

#: One statement chooses and gives, so that nothing can come between.
GIVE = """
UPDATE ledgers_entry SET position = %s + fresh.place
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM (
    SELECT id FROM ledgers_entry WHERE position IS NULL ORDER BY id LIMIT %s) AS waiting) AS fresh
WHERE ledgers_entry.id = fresh.id AND ledgers_entry.position IS NULL
RETURNING ledgers_entry.position, ledgers_entry.leaf
"""


def sequence() -> int:
    """Give positions to a batch of what waits. Returns how many entries got one.

    Raises LedgerError or DatabaseError when the stored tree does not fit; then nothing was written.
    """
    if not Entry.objects.filter(position__isnull=True).exists():  # asked without keeping writers of SQLite waiting
        return 0
    with transaction.atomic():
        if not _alone():
            return 0
        size = sequenced()
        with connection.cursor() as cursor:
            cursor.execute(GIVE, [size, BATCH])
            given = sorted((position, bytes(leaf)) for position, leaf in cursor.fetchall())
        if [position for position, _leaf in given] != list(range(size, size + len(given))):
            raise LedgerError(gettext_noop("positions were given twice; another sequencer is at work."))
        tree.append(StoredNodes(), size, [leaf for _position, leaf in given])
    return len(given)


def sign(now: datetime) -> int:
    """Sign what the tree has grown to, if it is due, with the list of its receipts. Returns how many checkpoints.

    It is due when a proof is wanted, when a list of receipts is full, when news has waited for `EVERY`, and when keys
    were changed. Raises LedgerError when the tree no longer continues what was signed last, or the database is an older
    copy (`remembering.check`): nothing more is signed.
    """
    last = Checkpoint.objects.last()
    remembering.check(last)
    signers = signing.signers(first=last is None)
    if last is not None and not _due(last, signers, now):
        return 0
    with transaction.atomic():
        if not _alone():
            return 0
        last, size = Checkpoint.objects.last(), sequenced()
        if last is None:
            first, ends = 0, [0, *(_ends(0, size) if size else ())]  # whoever asks early sees the empty tree
        else:
            _check_continues(last, size)
            first, ends = last.size, _ends(last.size, size)
        for start, end in pairwise([first, *ends]):
            made = _keep(start, end, signers, now)
    remembering.remember(made)
    return len(ends)


def _alone() -> bool:
    """Whether nobody else sequences until this transaction ends. On SQLite there is one writer anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        (held,) = cursor.fetchone()
    return bool(held)


def _due(last: Checkpoint, signers: Sequence[SignerKey], now: datetime) -> bool:
    signed_by = [one.key_id for one in read_note(last.note).signatures]
    if signed_by != [signer.verifier.key_id for signer in signers]:
        return True
    fresh = Entry.objects.filter(position__gte=last.size)
    if fresh.filter(wanted=True).exists():
        return True
    waited = not timedelta(0) <= now - last.made_at < EVERY  # a clock that was set back makes nobody wait
    return (waited and fresh.exists()) or fresh.filter(receipt__isnull=False)[MOST_RECEIPTS:].exists()


def _check_continues(last: Checkpoint, size: int) -> None:
    if size < last.size or tree.root(StoredNodes(), last.size) != bytes(last.root):
        raise LedgerError(gettext_noop("the tree does not continue the {size} entries that were signed, so nothing "
                                       "more is signed; run marga ledger audit."), size=last.size)  # fmt: skip


def _ends(first: int, size: int) -> list[int]:
    """The sizes to sign, so that no list is longer than it may be; `size` is the last."""
    of_receipts = Entry.objects.filter(position__gte=first, position__lt=size, receipt__isnull=False)
    places = list(of_receipts.order_by("position").values_list("position", flat=True))
    return [*(place for place in places[MOST_RECEIPTS::MOST_RECEIPTS] if place is not None), size]


def _keep(first: int, size: int, signers: Sequence[SignerKey], now: datetime) -> Checkpoint:
    """Sign the tree of `size` entries, and list the receipts of those since `first`."""
    checkpoint = checkpoints.Checkpoint(settings.LEDGER_NAME, size, tree.root(StoredNodes(), size))
    fresh = Entry.objects.filter(position__gte=first, position__lt=size)
    made = Checkpoint.objects.create(
        size=size, root=checkpoint.root, note=str(sign_checkpoint(checkpoint, signers)), made_at=now,
        urgent=fresh.filter(wanted=True).exists(),
    )  # fmt: skip
    if size > first:
        rows = fresh.filter(receipt__isnull=False).order_by("position")
        listed = tuple(ReceiptRow(bytes(one.receipt or b""), one.position or 0, one.kind, one.day) for one in rows)
        note = str(sign_list(Listed(checkpoint, first, listed), signers))
        ReceiptList.objects.create(first=first, size=size, note=note)
    return made
