"""A log in memory, as a side would keep one: entries, their records and salts, a tree, signed checkpoints."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from marga.ledger import tree
from marga.ledger.checkpoints import Checkpoint, OpenedCheckpoint, open_checkpoint, read_checkpoint, sign_checkpoint
from marga.ledger.commitment import Act, Entry, commit
from marga.ledger.kept import KeptCheckpoint, KeptList, Signed
from marga.ledger.keys import KeyType, SignerKey, VerifierKey, make_key
from marga.ledger.notes import SignedNote, cosign, read_note
from marga.ledger.receipt_lists import ReceiptList, ReceiptRow, sign_list
from marga.ledger.receipts import Receipt

ORIGIN = "police.example/enforcement"
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@dataclass
class Log:
    """A log whose administrator can do everything, as a real one can."""

    key: SignerKey = field(default_factory=lambda: make_key(ORIGIN, KeyType.LOG))
    nodes: tree.InMemory = field(default_factory=tree.InMemory)
    entries: list[Entry] = field(default_factory=list)
    acts: list[Act | None] = field(default_factory=list)
    salts: list[bytes | None] = field(default_factory=list)
    random: random.Random = field(default_factory=lambda: random.Random(7))

    @property
    def size(self) -> int:
        return len(self.entries)

    def enter(self, count: int = 1, kind: str = "case.booked", day: date = TODAY, **after: object) -> int:
        """Enter so many acts. Returns the position of the last."""
        fresh = []
        for number in range(self.size, self.size + count):
            act = Act(
                f"officer {number % 7}", f"case {number}", NOON, None, {"charge": "use", "number": number, **after}
            )
            salt = self.random.randbytes(32)
            fresh.append(Entry(kind, day, commit(act, salt)))
            self.acts.append(act)
            self.salts.append(salt)
        tree.append(self.nodes, self.size, [one.leaf_hash() for one in fresh])
        self.entries += fresh
        return self.size - 1

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        size = self.size if size is None else size
        return Checkpoint(self.key.name, size, tree.root(self.nodes, size))

    def signed(self, size: int | None = None) -> SignedNote:
        return sign_checkpoint(self.checkpoint(size), [self.key])

    def receipt(self, index: int, size: int | None = None, note: SignedNote | None = None) -> Receipt:
        size = self.size if size is None else size
        act, salt, entry = self.acts[index], self.salts[index], self.entries[index]
        assert act is not None
        assert salt is not None
        path = tuple(tree.inclusion_proof(self.nodes, index, size))
        return Receipt(salt, entry.kind, entry.day, act.as_json(), index, path, note or self.signed(size))

    def answer(self, index: int, size: int) -> tuple[bytes, list[bytes]]:
        """What the log answers for a proof of inclusion."""
        return self.entries[index].leaf_hash(), tree.inclusion_proof(self.nodes, index, size)

    def text_at(self, path: str, number: dict[str, int]) -> str | None:
        """What a log that keeps more than trees answers at further addresses; None for nothing."""

    def rewritten(self, index: int, **after: object) -> Log:
        """The same log with one act changed, and every hash and signature after it made again."""
        other = Log(self.key)
        acts = list(self.acts)
        changed = acts[index]
        assert changed is not None
        acts[index] = replace(changed, after={**(changed.after or {}), **after})
        for act, salt, entry in zip(acts, self.salts, self.entries, strict=True):
            made = replace(entry, commitment=commit(act, salt)) if act and salt else entry
            tree.append(other.nodes, other.size, [made.leaf_hash()])
            other.entries.append(made)
        other.acts, other.salts = acts, list(self.salts)
        return other


@dataclass
class Witness:
    """Somebody outside who cosigns."""

    key: SignerKey = field(default_factory=lambda: make_key("bar.example/witness", KeyType.WITNESS))

    @property
    def verifier(self) -> VerifierKey:
        return self.key.verifier

    def saw(self, note: SignedNote, log: Log, after: timedelta = timedelta(0)) -> OpenedCheckpoint:
        """The checkpoint with this witness's cosignature, opened."""
        cosigned = note.with_signatures([cosign(note.text, self.key, NOON + after)])
        return open_checkpoint(cosigned, [log.key.verifier], [self.verifier])


def kept(notes: list[str], key: SignerKey, rows: Sequence[ReceiptRow] = ()) -> list[Signed]:
    """Signed checkpoints as a side keeps them, in the order of their sizes, each with its list of these receipts."""
    made, first = [], 0
    for number, (note, one) in enumerate(zip(notes, map(_checkpoint, notes), strict=True), 1):
        row = KeptCheckpoint(f"checkpoint {number}", one.size, one.root, note, urgent=False)
        lists = ()
        if one.size > first:
            own = tuple(row for row in rows if first <= row.index < one.size)
            signed = str(sign_list(ReceiptList(one, first, own), [key]))
            lists = (KeptList(f"list {number}", first, one.size, signed),)
        made.append(Signed(one.size, (row,), lists))
        first = one.size
    return made


def _checkpoint(note: str) -> Checkpoint:
    return read_checkpoint(read_note(note).text)
