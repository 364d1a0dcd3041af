"""What is known of a receipt, from the lists that were taken. Nobody outside is asked, and nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from threading import BoundedSemaphore

from django.db.models import QuerySet

from marga.authority.receipts import keys
from marga.authority.receipts.models import ListedEntry, ReceiptEvidence, ReceiptSource, TakenList
from marga.authority.receipts.rules import Answer, Verdict, changes, of_rows
from marga.country import gettext_noop, say
from marga.country.reading import shown
from marga.ledger import LedgerError
from marga.ledger.checkpoints import Checkpoint, read_checkpoint
from marga.ledger.codes import code_hash
from marga.ledger.keys import read_verifier_keys
from marga.ledger.pictures import text_in_picture
from marga.ledger.receipt_lists import ReceiptRow
from marga.ledger.receipts import Receipt, ReceiptCheck, read_receipt, verify_receipt

#: A picture takes a second and a hundred megabytes to read: one at a time.
_reading = BoundedSemaphore(1)
WAIT_SECONDS = 10


def sources() -> QuerySet[ReceiptSource]:
    """Every ledger whose lists are taken, with how far they have come."""
    return ReceiptSource.objects.all()


def evidence() -> QuerySet[ReceiptEvidence]:
    """What could not be believed, the newest first, without the texts."""
    return ReceiptEvidence.objects.defer("text")


def evidence_text(number: int) -> str | None:
    return ReceiptEvidence.objects.filter(pk=number).values_list("text", flat=True).first()


def by_code(number: int) -> Answer:
    """What the lists say of the receipt with this code."""
    for source in sources():
        try:
            found = code_hash(number, keys.read_shared_key(keys.path_of(source.pk)))
        except LedgerError:  # its lists are not taken either as long as that is so, and the page says why
            continue
        rows = _rows(source, found)
        if rows:
            return of_rows(source.ledger, rows, source.witnessed)
    return Answer(Verdict.UNKNOWN)


def by_proof(receipt: Receipt) -> Answer:
    """What the proof on a receipt is worth, and what the lists say of it."""
    log = read_checkpoint(receipt.note.text).origin
    source = sources().filter(ledger=log).first()
    if source is None:
        return Answer(Verdict.ELSEWHERE, shown(log))
    checked = verify_receipt(receipt, read_verifier_keys(source.keys), read_verifier_keys(source.witnesses))
    if not checked.genuine or checked.checkpoint is None:
        return Answer(Verdict.NOT_GENUINE, source.ledger, says=checked.says)
    tree = checked.checkpoint.checkpoint
    if tree.size > source.size:
        return Answer(Verdict.GENUINE, source.ledger, receipt.day, checked.witnessed, listed=False)
    if not _is_listed(source, tree):
        return Answer(Verdict.CONTRADICTS, source.ledger)
    return _with_lists(source, checked)


def by_picture(data: bytes) -> Answer:
    """The same from a picture of the QR code. Raises LedgerError when it cannot be read."""
    if not _reading.acquire(timeout=WAIT_SECONDS):
        raise LedgerError(gettext_noop("many pictures are being read at this moment. Wait some seconds and send it "
                                       "again."))  # fmt: skip
    try:
        text = text_in_picture(data)
    finally:
        _reading.release()
    return by_proof(read_receipt(text))


def _rows(source: ReceiptSource, found: bytes) -> Sequence[ReceiptRow]:
    rows = ListedEntry.objects.filter(source=source, hash=found)
    return [ReceiptRow(found, row.index, row.kind, row.day) for row in rows]


def _is_listed(source: ReceiptSource, tree: Checkpoint) -> bool:
    """Whether a signed tree is one of those that the ledger told everybody of: each has its list."""
    taken = TakenList.objects.filter(source=source, size=tree.size).values_list("root", flat=True).first()
    return taken is not None and bytes(taken) == tree.root


def _with_lists(source: ReceiptSource, checked: ReceiptCheck) -> Answer:
    """A genuine receipt of a listed tree, with what was entered about it since."""
    receipt = checked.receipt
    own = ListedEntry.objects.filter(source=source, index=receipt.index).first()
    witnessed = checked.witnessed or receipt.index < source.witnessed
    if own is None:
        return Answer(Verdict.GENUINE, source.ledger, receipt.day, witnessed, listed=False)
    if (own.kind, own.day) != (receipt.kind, receipt.day):
        says = say(gettext_noop("its list has another act at entry {index}."), index=receipt.index)
        return Answer(Verdict.CONTRADICTS, source.ledger, says=says)
    since = [row for row in _rows(source, bytes(own.hash)) if row.index > receipt.index]
    return Answer(Verdict.GENUINE, source.ledger, receipt.day, witnessed, changes=changes(since))
