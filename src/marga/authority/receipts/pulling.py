"""Asks a ledger for its checkpoints and lists of receipts, and believes nothing that does not follow what was seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from marga.country import Sentence, gettext_noop, say
from marga.ledger import LedgerError
from marga.ledger.checkpoints import Checkpoint, OpenedCheckpoint, open_checkpoint, read_checkpoint
from marga.ledger.commitment import LONGEST_KIND
from marga.ledger.fetching import NotThereError, ask, proof_between
from marga.ledger.keys import VerifierKey
from marga.ledger.notes import SignedNote, read_note
from marga.ledger.receipt_lists import ReceiptList, open_list
from marga.ledger.witness import Evidence, judge, told


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where a ledger answers, and whose signatures are believed."""

    address: str
    keys: Collection[VerifierKey]
    witnesses: Collection[VerifierKey]


@dataclass(frozen=True, slots=True)
class Look:
    """What a ledger shows now: its last tree, and the last of those that a trusted witness cosigned."""

    head: OpenedCheckpoint
    witnessed: Checkpoint | None


class Unbelievable(LedgerError):
    """What a ledger answered cannot be believed. `text` is the evidence; `signed` that its own key is under it."""

    def __init__(self, says: Sentence, text: str, *, signed: bool) -> None:
        super().__init__(says.template, **says.values)
        self.text, self.signed = text, signed


def look(ledger: Ledger, seen: str) -> Look:
    """The trees of a ledger, proven to be of one history with the largest that was seen before ("" for none).

    Raises Unbelievable; LedgerError when it cannot be asked.
    """
    witnessed = _witnessed(ledger)  # asked first: then it is not larger than the last
    head = _opened(ledger, "/ledger/checkpoint")
    before = read_note(seen) if seen else None
    if before is not None:
        _check_follows(ledger, before, read_checkpoint(before.text), head)
    if witnessed is not None:
        _check_follows(ledger, witnessed.note, witnessed.checkpoint, head)
    return Look(head, witnessed.checkpoint if witnessed is not None and witnessed.witnessed else None)


def next_list(ledger: Ledger, first: int, head: OpenedCheckpoint) -> tuple[ReceiptList, str]:
    """The list that begins with an entry, proven to be of the history of `head`, and as it was signed.

    Raises Unbelievable; LedgerError when it cannot be asked.
    """
    text = ask(f"{ledger.address}/ledger/receipts?first={first}")
    try:
        listed = open_list(text, ledger.keys)
    except LedgerError as error:
        raise Unbelievable(error.says, text, signed=False) from None
    tree = listed.checkpoint
    if listed.first != first or not first < tree.size <= head.checkpoint.size:
        says = gettext_noop("the list of receipts from entry {first} was asked for, and one from {other} to a tree of "
                            "{size} came, which does not follow.")  # fmt: skip
        raise Unbelievable(say(says, first=first, other=listed.first, size=tree.size), text, signed=True)
    if any(len(row.kind) > LONGEST_KIND for row in listed.rows):
        says = gettext_noop("a list of receipts names a kind of act that is longer than {limit} letters.")
        raise Unbelievable(say(says, limit=LONGEST_KIND), text, signed=True)
    _check_follows(ledger, read_note(text), tree, head)
    return listed, text


def _witnessed(ledger: Ledger) -> OpenedCheckpoint | None:
    """What witnesses cosigned last; None while that is nothing."""
    try:
        return _opened(ledger, "/ledger/checkpoint/witnessed")
    except NotThereError:
        return None


def _opened(ledger: Ledger, path: str) -> OpenedCheckpoint:
    text = ask(f"{ledger.address}{path}")
    try:
        return open_checkpoint(text, ledger.keys, ledger.witnesses)
    except LedgerError as error:
        raise Unbelievable(error.says, text, signed=False) from None


def _check_follows(ledger: Ledger, note: SignedNote, tree: Checkpoint, head: OpenedCheckpoint) -> None:
    """Raise Unbelievable unless `head` continues a tree that the ledger signed before."""
    proof = proof_between(ledger.address, tree, head.checkpoint)
    outcome = judge(tree, head.checkpoint, proof)
    if outcome.is_evidence:
        evidence = Evidence(outcome, note, head.note, proof)
        raise Unbelievable(told(outcome, tree, head.checkpoint), str(evidence), signed=True)
