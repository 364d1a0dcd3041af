"""What care tells of people who agreed to it, one word each, to handles that only the holder of a receipt can make.

    handle_of(number)      HMAC-SHA256 under the 28 digits of a receipt's code: whoever has the receipt can make it, and
                           so can the side that gave it; nobody else can, and no receipt is found from it

A batch is a signed note over this text, complete each time: whoever is not in it is told of with "no information".

    marga notices v1
    DAY                    nothing in it is of a later day than the one before
    HANDLE WORD DAY        a line for each, in the order of the handles, which is no order of anything: "attended" since
                           the day, "stopped" or "completed" on it
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NoReturn

from marga.country import gettext_noop

from . import notes
from .codes import RECEIPT
from .errors import LedgerError
from .keys import SignerKey, VerifierKey, from_base64, to_base64
from .notes import SignedNote

HEAD = "marga notices v1"
PURPOSE = b"marga notice handle v1"
HANDLE_BYTES = 32
#: All that can be told. What is not told is "no information": never agreed, taken back and run out are one word.
WORDS = ("attended", "stopped", "completed")
LARGEST_BATCH = 20_000_000  # bytes: some 300,000 people


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told to one handle."""

    handle: bytes
    word: str
    day: date


@dataclass(frozen=True, slots=True)
class Batch:
    """All that is told on a day."""

    day: date
    notices: tuple[Notice, ...]

    def __post_init__(self) -> None:
        if any(one.handle >= other.handle for one, other in pairwise(self.notices)):
            raise LedgerError(gettext_noop("the lines of a batch of notices are not in the order of their handles."))
        for one in self.notices:
            if len(one.handle) != HANDLE_BYTES or one.word not in WORDS or one.day >= self.day:
                raise LedgerError(gettext_noop("a batch of notices has a line that tells something else than it may."))

    def text(self) -> str:
        """What is signed."""
        lines = [f"{to_base64(one.handle)} {one.word} {one.day.isoformat()}" for one in self.notices]
        return "\n".join([HEAD, self.day.isoformat(), *lines, ""])


def handle_of(number: int) -> bytes:
    """The handle that belongs to the number of a receipt's code. Raises nothing: any number below CODES has one."""
    return hmac.digest(f"{number:0{RECEIPT.random_digits}d}".encode(), PURPOSE, "sha256")


def batch_of(day: date, told: Collection[Notice]) -> Batch:
    """A batch of these, in the order of their handles. Raises LedgerError for what may not be told."""
    return Batch(day, tuple(sorted(told, key=lambda one: one.handle)))


def sign_batch(batch: Batch, signer: SignerKey) -> SignedNote:
    """The batch, signed by the side that tells it."""
    return notes.sign(batch.text(), [signer])


def open_batch(data: bytes | str, key: VerifierKey) -> Batch:
    """A batch that this key signed. Raises LedgerError when it is none, was changed, or another signed it."""
    note = notes.read_note(data, LARGEST_BATCH)
    if not notes.verify(note, [key]):
        raise LedgerError(gettext_noop("the batch of notices is not signed by the key that is trusted here."))
    lines = note.text.split("\n")
    try:
        head, day, *rows = lines[:-1]
        batch = Batch(date.fromisoformat(day), tuple(_notice(row) for row in rows))
    except LedgerError:
        raise
    except ValueError:
        _refuse()
    if head != HEAD or batch.text() != note.text:
        _refuse()
    return batch


def _notice(row: str) -> Notice:
    handle, word, day = row.split(" ")
    return Notice(from_base64(handle), word, date.fromisoformat(day))


def _refuse() -> NoReturn:
    raise LedgerError(gettext_noop("this is no batch of notices of the form marga notices v1."))
