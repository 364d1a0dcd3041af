"""Whether a later tree that a witness has seen still holds what a receipt proves: if not, the log has two histories.

Only hashes that do not fit are evidence. That a witness was shown a shorter tree late is none: an entry gets its place
when the sequencer comes to it, be it days later; what is shown may be an old copy; and no two clocks agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from marga.country import Sentence, gettext_noop, say
from marga.country.reading import shown

from .checkpoints import Checkpoint, OpenedCheckpoint
from .errors import LedgerError
from .merkle import verify_consistency, verify_inclusion
from .receipts import ReceiptCheck
from .tree import complete_parts, nodes_proven, root_of

#: Asks a log for the leaf at an index of its tree of a size, with its inclusion proof; None when it does not answer.
Lookup = Callable[[int, int], tuple[bytes, Sequence[bytes]] | None]
#: Asks a log for the proof that its tree of the second size continues that of the first; None as above.
Continues = Callable[[int, int], Sequence[bytes] | None]


class Presence(StrEnum):
    PRESENT = "present"  # the witnessed tree holds the entry
    FORK = "fork"  # it provably does not: the log has shown two histories
    EARLIER = "earlier"  # it ends before the entry, and the receipt's own tree continues it
    UNPROVEN = "unproven"  # the log gave no proof of either


@dataclass(frozen=True, slots=True)
class Looked:
    """What a later witnessed tree says of a receipt."""

    presence: Presence
    says: Sentence


def unasked(_first: int, _second: int) -> None:
    """A log that does not answer."""


def absent_from(
    checked: ReceiptCheck, later: OpenedCheckpoint, lookup: Lookup, continues: Continues = unasked
) -> Looked:
    """Compare a genuine receipt with a witnessed checkpoint of the same log.

    The log is asked only for what does not follow from the receipt: its own proof tells the root of some other sizes.
    Raises LedgerError when the receipt is not genuine, or the checkpoint is of another log or not witnessed.
    """
    if not checked.genuine or checked.checkpoint is None:
        raise LedgerError(gettext_noop("only a genuine receipt can be missing from a tree."))
    own, tree = checked.checkpoint.checkpoint, later.checkpoint
    if tree.origin != own.origin:
        raise LedgerError(gettext_noop("the checkpoint is of {other}, the receipt of {log}; give one of the same log."),
                          other=shown(tree.origin), log=own.origin)  # fmt: skip
    if not later.witnessed:
        raise LedgerError(gettext_noop("the checkpoint is cosigned by no witness that is trusted here."))
    root = _root_at(checked, own, tree.size)
    if root is not None and root != tree.root:
        return _fork(own, tree)
    if tree.size > checked.receipt.index:
        return _present(tree) if root is not None else _asked(checked, own, tree, lookup)
    return _earlier(checked, own, later, root is not None or _follows(own, tree, continues))


def _root_at(checked: ReceiptCheck, own: Checkpoint, size: int) -> bytes | None:
    """The root that the tree of a receipt had at a size, as its proof tells; None where it does not reach."""
    if size == own.size:
        return own.root
    receipt = checked.receipt
    known = nodes_proven(receipt.entry.leaf_hash(), receipt.index, own.size, receipt.path)
    within = size < own.size and all(part in known for part in complete_parts((0, size)))
    return root_of(known, (0, size)) if within else None


def _follows(own: Checkpoint, tree: Checkpoint, continues: Continues) -> bool:
    """Whether the log proves that the tree of the receipt continues a shorter one."""
    proof = continues(tree.size, own.size)
    return proof is not None and verify_consistency(tree.size, own.size, list(proof), tree.root, own.root)


def _asked(checked: ReceiptCheck, own: Checkpoint, tree: Checkpoint, lookup: Lookup) -> Looked:
    """What the log answers for the place of the entry in the witnessed tree."""
    index = checked.receipt.index
    answer = lookup(index, tree.size)
    if answer is None or not verify_inclusion(answer[0], index, tree.size, answer[1], tree.root):
        return _unproven(index, tree)
    if answer[0] == checked.receipt.entry.leaf_hash():
        return _present(tree)
    return _fork(own, tree)


def _present(tree: Checkpoint) -> Looked:
    says = gettext_noop("the witnessed tree of {size} entries holds it unchanged.")
    return Looked(Presence.PRESENT, say(says, size=tree.size))


def _earlier(checked: ReceiptCheck, own: Checkpoint, later: OpenedCheckpoint, proven: bool) -> Looked:
    """The witnessed tree ends before the entry."""
    size, index = later.checkpoint.size, checked.receipt.index
    if proven:
        says = gettext_noop("the witnessed tree of {size} entries ends before entry {index}, and the tree of this "
                            "receipt continues it; take a later one.")  # fmt: skip
        return Looked(Presence.EARLIER, say(says, size=size, index=index))
    seen = max(one.at for one in later.cosignatures).date()
    says = gettext_noop("the witnessed tree of {size} entries ends before entry {index}, and no proof was given that "
                        "the tree of {own} entries of this receipt continues it: that cannot be told. Take a later "
                        "one. If {log} showed it to the witness, on {day}, after you were given the receipt, show "
                        "both to a witness.")  # fmt: skip
    return Looked(Presence.UNPROVEN, say(says, size=size, index=index, own=own.size, log=own.origin, day=seen))


def _unproven(index: int, tree: Checkpoint) -> Looked:
    says = gettext_noop("no proof was given of what stands at entry {index} in the tree of {size} entries of {log}. "
                        "Ask again; if it never comes, show the receipt and the checkpoint to a witness.")  # fmt: skip
    return Looked(Presence.UNPROVEN, say(says, index=index, size=tree.size, log=tree.origin))


def _fork(own: Checkpoint, tree: Checkpoint) -> Looked:
    says = gettext_noop("evidence of a fork: {log} signed a tree of {first} entries that holds this receipt, and a "
                        "witness was shown a tree of {second} entries that does not fit it. Keep both, and give them "
                        "to a witness or the ombudsman.")  # fmt: skip
    return Looked(Presence.FORK, say(says, log=own.origin, first=own.size, second=tree.size))
