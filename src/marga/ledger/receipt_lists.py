"""The list of receipts that goes with a checkpoint, so that others can answer who asks, without asking the log.

A signed note, by the keys that sign the log's checkpoints, over this text:

    marga receipts v1
    ORIGIN
    FIRST SIZE                   entries FIRST to SIZE - 1 are covered; the next list begins at SIZE
    BASE64(root of the tree of SIZE entries)
    HASH INDEX KIND DAY          a line for each entry that belongs to a receipt, in order; HASH is a `code_hash`

What is entered later about the same receipt, such as a changed charge, has a line with the same HASH. Nobody is named.
The second line keeps a list from ever being taken for a checkpoint, whose second line is a number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NoReturn

from marga.country import gettext_noop
from marga.country.reading import shown

from . import notes
from .checkpoints import Checkpoint
from .errors import LedgerError
from .keys import KeyType, SignerKey, VerifierKey, from_base64, to_base64
from .merkle import HASH_BYTES
from .notes import SignedNote

HEAD = "marga receipts v1"
LARGEST_LIST = 100_000_000  # bytes: a million lines


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One entry about a receipt: its code's hash, the entry's place, kind and day."""

    hash: bytes
    index: int
    kind: str
    day: date


@dataclass(frozen=True, slots=True)
class ReceiptList:
    """The entries from `first` up to the size of the checkpoint that belong to receipts."""

    checkpoint: Checkpoint
    first: int
    rows: tuple[ReceiptRow, ...]

    def __post_init__(self) -> None:
        places = [self.first - 1, *(row.index for row in self.rows), self.checkpoint.size]
        if self.first < 0 or any(here >= after for here, after in pairwise(places)):
            raise LedgerError(gettext_noop("the entries of a list of receipts are not in order, or not of its part."))

    def text(self) -> str:
        """What is signed."""
        tree = self.checkpoint
        rows = [f"{to_base64(row.hash)} {row.index} {row.kind} {row.day.isoformat()}" for row in self.rows]
        return "\n".join([HEAD, tree.origin, f"{self.first} {tree.size}", to_base64(tree.root), *rows, ""])

    def follows(self, before: ReceiptList) -> bool:
        """Whether nothing is left out between an earlier list and this one."""
        return self.checkpoint.origin == before.checkpoint.origin and self.first == before.checkpoint.size


def sign_list(receipts: ReceiptList, signers: Sequence[SignerKey]) -> SignedNote:
    """The list, signed by its log."""
    return notes.sign(receipts.text(), signers)


def open_list(data: bytes | str, log_keys: Collection[VerifierKey]) -> ReceiptList:
    """A list signed by a trusted key of its log. Raises LedgerError when it is none, or no such key signed it."""
    note = notes.read_note(data, LARGEST_LIST)
    receipts = _read(note.text)
    origin = receipts.checkpoint.origin
    own = [key for key in log_keys if key.type is KeyType.LOG and key.name == origin]
    if not notes.verify(note, own):
        raise LedgerError(gettext_noop("the list of receipts of {origin} is signed by no key of that name that is "
                                       "trusted here."), origin=shown(origin))  # fmt: skip
    return receipts


def about(rows: Iterable[ReceiptRow], code_hash: bytes) -> tuple[ReceiptRow, ...]:
    """What is known of one receipt: the entry it was given for, then what was entered about it since."""
    return tuple(sorted((row for row in rows if row.hash == code_hash), key=lambda row: row.index))


def _read(text: str) -> ReceiptList:
    """A list from its text; whatever would be written differently is none."""
    lines = text.split("\n")
    try:
        head, origin, part, root, *rows = lines[:-1]
        first, size = part.split(" ")
        tree = Checkpoint(origin, int(size), from_base64(root))
        receipts = ReceiptList(tree, int(first), tuple(_row(line) for line in rows))
    except ValueError:
        _refuse()
    if head != HEAD or receipts.text() != text:
        _refuse()
    return receipts


def _row(line: str) -> ReceiptRow:
    code_hash, index, kind, day = line.split(" ")
    row = ReceiptRow(from_base64(code_hash), int(index), kind, date.fromisoformat(day))
    if len(row.hash) != HASH_BYTES:
        raise ValueError(line)
    return row


def _refuse() -> NoReturn:
    raise LedgerError(gettext_noop("this is no list of receipts of the form marga receipts v1."))
