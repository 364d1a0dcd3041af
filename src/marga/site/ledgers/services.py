"""Acts are entered here: the record, its entry and the commitment that binds them, in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection, models
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext as _

from marga.ledger import commitment
from marga.ledger.commitment import SALT_BYTES, commit
from marga.site.copying import insert_all
from marga.site.ledgers.models import Entered, Entry, Erasure
from marga.site.refusals import WrongState

Record = TypeVar("Record", bound=Entered)
OWN = ("entry", "erasure", "salt")


def enter(row: Record, *, receipt: bytes | None = None, wanted: bool = False) -> Record:
    """Write an act that was just done, and its entry. Returns the row, saved.

    receipt    the hash of the code of the receipt that it is about (`marga.ledger.codes.code_hash`)
    wanted     somebody waits for its proof: it is signed within a second, see `queries.proof_for`

    Raises TransactionManagementError outside of a transaction: an act and its entry are both there, or neither is.
    Raises ValidationError for a value that its column would not keep as it is.
    """
    return enter_all([row], receipts=[receipt], wanted=wanted)[0]


def enter_all(
    rows: Sequence[Record], *, receipts: Sequence[bytes | None] | None = None, wanted: bool = False
) -> list[Record]:
    """The same for many rows of one table, with a statement or two for each of both tables. `receipts` has one for each
    row, if any."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("An act is entered in the transaction that does it: use transaction.atomic.")
    if not rows:
        return []
    asked = receipts or [None] * len(rows)
    made = [_entry(row, receipt, wanted) for row, receipt in zip(rows, asked, strict=True)]
    for row, entry in zip(rows, insert_all(made, numbered=True), strict=True):
        row.entry = entry
    return insert_all(rows, numbered=True)


def erase(row: Entered, *, by: str, reason: str) -> Erasure:
    """Lawfully erase a record: its content and salt go, its entry stays and says nothing any more.

    What the act was about must be told from elsewhere if at all; who did it and when stays. The caller checks who may,
    and erases what other tables hold of the same person in the same transaction. Raises WrongState.
    """
    kept = type(row)._base_manager.select_related("entry").get(pk=row.pk)
    if kept.salt is None:
        raise WrongState(_("This record was erased before."))
    if kept.entry.position is None:
        raise WrongState(_("This record has no place in the ledger yet. Try again in a few seconds."))
    erasure = enter(Erasure(position=kept.entry.position, reason=reason, by=by, at=timezone.now()))
    emptied: dict[str, Any] = {name: _empty(row, name) for name in row.CONTENT}
    type(row)._base_manager.filter(pk=row.pk).update(salt=None, erasure=erasure.entry, **emptied)
    row.refresh_from_db()
    return erasure


def _entry(row: Entered, receipt: bytes | None, wanted: bool) -> Entry:
    """The entry of a row, which gets its salt. Its day is today's, whatever the act says of when it was done: a receipt
    says when it was entered."""
    row.salt, row.erasure = secrets.token_bytes(SALT_BYTES), None
    if row.at is None:
        row.at = timezone.now()
    row.clean_fields(exclude=[*OWN, *(field.name for field in row._meta.concrete_fields if field.is_relation)])
    leaf = commitment.Entry(row.kind_of_act(), timezone.localdate(), commit(row.act(), row.salt))
    return Entry(kind=leaf.kind, day=leaf.day, commitment=leaf.commitment, leaf=leaf.leaf_hash(), receipt=receipt,
                 wanted=wanted)  # fmt: skip


def _empty(row: Entered, name: str) -> str | None:
    field = row._meta.get_field(name)
    return None if isinstance(field, models.Field) and field.null else ""
