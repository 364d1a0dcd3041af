"""A ledger in memory that gives receipts and signs lists of them, as the side of the police does."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date

from marga.ledger.codes import CODES, code_hash, format_code
from marga.ledger.keys import to_base64
from marga.ledger.notes import SignedNote, cosign
from marga.ledger.receipt_lists import ReceiptList, ReceiptRow, sign_list
from support.ledgers import NOON, TODAY, Log, Witness

KEY = bytes(range(32))
KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


@dataclass
class ReceiptLog(Log):
    """A log whose entries may be about a receipt. It is signed when a test says so, with a list each time."""

    hashes: dict[int, bytes] = field(default_factory=dict)  # entry -> hash of the code
    sizes: list[int] = field(default_factory=lambda: [0])  # that were signed
    witness: Witness = field(default_factory=Witness)
    witnessed: int | None = None  # the size that was cosigned last
    codes: random.Random = field(default_factory=lambda: random.Random(11))

    def gives(self, day: date = TODAY) -> int:
        """Somebody is booked and gets a receipt. Returns the number of its code."""
        number = self.codes.randrange(CODES)
        self.about(number, "case.booked", day)
        return number

    def about(self, number: int, kind: str, day: date = TODAY) -> int:
        """An act about a receipt. Returns its place."""
        place = self.enter(1, kind, day)
        self.hashes[place] = code_hash(number, KEY)
        return place

    def signs(self) -> None:
        if self.size > self.sizes[-1]:
            self.sizes.append(self.size)

    def is_witnessed(self) -> None:
        """The witness cosigns what was signed last."""
        self.witnessed = self.sizes[-1]

    def signed(self, size: int | None = None) -> SignedNote:
        return super().signed(self.sizes[-1] if size is None else size)

    def list_from(self, first: int) -> str | None:
        """The signed list that begins with an entry."""
        size = next((size for before, size in zip(self.sizes, self.sizes[1:], strict=False) if before == first), None)
        if size is None:
            return None
        rows = tuple(
            ReceiptRow(self.hashes[place], place, self.entries[place].kind, self.entries[place].day)
            for place in range(first, size) if place in self.hashes
        )  # fmt: skip
        return str(sign_list(ReceiptList(self.checkpoint(size), first, rows), [self.key]))

    def text_at(self, path: str, number: dict[str, int]) -> str | None:
        if path == "/ledger/receipts":
            return self.list_from(number["first"])
        if path == "/ledger/checkpoint/witnessed" and self.witnessed is not None:
            note = self.signed(self.witnessed)
            return str(note.with_signatures([cosign(note.text, self.witness.key, NOON)]))
        return None

    def rewritten(self, index: int, **after: object) -> ReceiptLog:
        """The same with one act changed, and all made and signed again."""
        made = super().rewritten(index, **after)
        other = ReceiptLog(self.key, made.nodes, made.entries, made.acts, made.salts)
        return replace(other, hashes=dict(self.hashes), sizes=list(self.sizes), witness=self.witness)


def printed(number: int, *, khmer: bool = False) -> str:
    """A code as it stands on the paper."""
    code = format_code(number)
    return code.translate(KHMER) if khmer else code


def key_text() -> str:
    """The file receipts.key of the side."""
    return f"{to_base64(KEY)}\n"
