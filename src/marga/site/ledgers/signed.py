"""What a side keeps of all that was signed, as its database has it now, for the audit: it believes none of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from heapq import merge
from itertools import groupby

from django.db import models

from marga.ledger import findings
from marga.ledger.checkpoints import open_checkpoint
from marga.ledger.errors import LedgerError
from marga.ledger.findings import Finding
from marga.ledger.kept import KeptCheckpoint, KeptList, Signed
from marga.ledger.keys import VerifierKey
from marga.ledger.notes import read_note, read_signature
from marga.site.ledgers.models import Checkpoint, Cosignature, ReceiptList

BATCH = 1000


def signed() -> Iterator[Signed]:
    """The stored checkpoints and lists of receipts, in the order of their sizes."""
    rows: Iterator[KeptCheckpoint | KeptList] = merge(_checkpoints(), _lists(), key=_size)
    for size, same in groupby(rows, key=_size):
        both = list(same)
        yield Signed(size, tuple(row for row in both if isinstance(row, KeptCheckpoint)),
                     tuple(row for row in both if isinstance(row, KeptList)))  # fmt: skip


def cosignatures(log_keys: Collection[VerifierKey], witnesses: Collection[VerifierKey]) -> Iterator[Finding]:
    """Each stored signature of a witness that is not what that witness signed. Those of keys that are not known here
    cannot be told from any other."""
    known = {(key.name, key.key_id) for key in witnesses}
    for row in Cosignature.objects.select_related("checkpoint").order_by("pk").iterator(BATCH):
        if (row.name, bytes(row.key_id)) in known and not _holds(row, log_keys, witnesses):
            yield findings.cosignature_changed(_name(Cosignature, row.pk))


def unknown_witnesses(witnesses: Collection[VerifierKey]) -> int:
    """How many of the stored signatures are of no witness that is known here."""
    known = {(key.name, key.key_id) for key in witnesses}
    by = Cosignature.objects.values_list("name", "key_id").annotate(count=models.Count("pk"))
    return sum(count for name, key_id, count in by if (name, bytes(key_id)) not in known)


def _holds(row: Cosignature, log_keys: Collection[VerifierKey], witnesses: Collection[VerifierKey]) -> bool:
    """Whether its columns say what its line says, and the line is under that checkpoint."""
    try:
        note = read_note(row.checkpoint.note).with_signatures([read_signature(row.line)])
    except LedgerError:
        return False
    try:
        found = open_checkpoint(note, log_keys, witnesses).cosignatures
    except LedgerError:  # also where the checkpoint itself was changed, which is told of it too
        return False
    return [(one.key.name, one.key.key_id, one.at) for one in found] == [(row.name, bytes(row.key_id), row.at)]


def _size(row: KeptCheckpoint | KeptList) -> int:
    return row.size


def _checkpoints() -> Iterator[KeptCheckpoint]:
    for row in Checkpoint.objects.order_by("size", "pk").defer("made_at").iterator(BATCH):
        yield KeptCheckpoint(_name(Checkpoint, row.pk), row.size, bytes(row.root), row.note, bool(row.urgent))


def _lists() -> Iterator[KeptList]:
    for row in ReceiptList.objects.order_by("size", "pk").iterator(BATCH):
        yield KeptList(_name(ReceiptList, row.pk), row.first, row.size, row.note)


def _name(model: type[models.Model], pk: object) -> str:
    """A row as whoever looks for it in the database finds it."""
    return f"{model._meta.db_table} {pk}"
