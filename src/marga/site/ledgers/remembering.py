"""What this machine remembers of its ledger apart from the database: the checkpoint that was signed last.

ledger.checkpoint   in the data folder, the signed note as it stands

A database that does not have that checkpoint is an older copy, put in place by mistake or by intent. Were more signed
on it, the ledger would contradict the receipts and checkpoints that it has given since.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from marga.country import gettext_noop
from marga.ledger import LedgerError
from marga.ledger.checkpoints import Checkpoint as Signed
from marga.ledger.checkpoints import read_checkpoint
from marga.ledger.notes import read_note
from marga.ledger.shelf import write_whole
from marga.site.ledgers.models import Checkpoint


def file() -> Path:
    return Path(settings.MARGA_FOLDER) / "ledger.checkpoint"


def remembered() -> str:
    """The note that was signed last on this machine, and "" while there is none. Raises OSError."""
    try:
        return file().read_text("utf-8")
    except FileNotFoundError:
        return ""


def check(last: Checkpoint | None) -> None:
    """Compare with what the database has as signed last, and remember that where another machine signed it.

    Raises LedgerError when the database lacks what is remembered, OSError when the file cannot be read.
    """
    note = remembered()
    if note == (last.note if last else ""):
        return
    signed = _read(note)
    if signed is not None and not _is_there(signed):
        raise LedgerError(gettext_noop("this machine has signed a tree of {size} entries that the database does not "
                                       "have: an older copy was put in place. Nothing more is signed; put the newest "
                                       "copy back, or see docs/operators.md. What was signed is in {file}."),
                          size=signed.size, file=str(file()))  # fmt: skip
    if last is not None and (signed is None or signed.size <= last.size):
        remember(last)


def remember(signed: Checkpoint) -> None:
    """Write down what was signed, once its transaction has ended: what is remembered must be there."""
    write_whole(file(), signed.note)


def database_is_older() -> bool:
    """Whether the database lacks what is remembered, for pages to say so; False where that cannot be told."""
    try:
        signed = _read(remembered())
        return signed is not None and not _is_there(signed)
    except (OSError, LedgerError, DatabaseError):
        return False


def last_of_this_ledger() -> list[str]:
    """The remembered note for an audit, if there is one and it is of this ledger. Raises LedgerError or OSError."""
    note = remembered()
    return [note] if _read(note) is not None else []


def _read(note: str) -> Signed | None:
    """The checkpoint of a note; None if there is none, or it is of a ledger that had another name."""
    if not note:
        return None
    try:
        signed = read_checkpoint(read_note(note).text)
    except LedgerError:
        raise LedgerError(gettext_noop("{file} is not what was signed last; put it back from its backup, or remove it "
                                       "once marga ledger audit finds nothing against a checkpoint that a witness "
                                       "kept."), file=str(file())) from None  # fmt: skip
    return signed if signed.origin == settings.LEDGER_NAME else None


def _is_there(signed: Signed) -> bool:
    return Checkpoint.objects.filter(size=signed.size, root=signed.root).exists()
