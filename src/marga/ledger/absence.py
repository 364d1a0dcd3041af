"""Whether a later tree that a witness has seen still holds what a receipt proves: if not, the log has two histories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from marga.country import Sentence, gettext_noop, say
from marga.country.reading import shown

from .checkpoints import Checkpoint, OpenedCheckpoint
from .errors import LedgerError
from .merkle import verify_inclusion
from .receipts import ReceiptCheck

#: Asks a log for the leaf at an index of its tree of a size, with its inclusion proof; None when it does not answer.
Lookup = Callable[[int, int], tuple[bytes, Sequence[bytes]] | None]
#: The day of an entry is that of its country, which ends anywhere within a day of its end in UTC.
WITHIN = timedelta(days=2)


class Presence(StrEnum):
    PRESENT = "present"  # the witnessed tree holds the entry
    FORK = "fork"  # it provably does not: the log has shown two histories
    EARLIER = "earlier"  # it was seen before the entry was made, and says nothing of it
    UNPROVEN = "unproven"  # the log gave no proof of either


@dataclass(frozen=True, slots=True)
class Looked:
    """What a later witnessed tree says of a receipt."""

    presence: Presence
    says: Sentence


def absent_from(checked: ReceiptCheck, later: OpenedCheckpoint, lookup: Lookup) -> Looked:
    """Compare a genuine receipt with a witnessed checkpoint of the same log.

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
    if tree.size == own.size:
        return _fork(own, tree) if tree.root != own.root else _present(tree)
    if tree.size <= checked.receipt.index:
        return _fork(own, tree) if _is_later(checked, later) else _earlier(tree)
    return _asked(checked, own, tree, lookup)


def _asked(checked: ReceiptCheck, own: Checkpoint, tree: Checkpoint, lookup: Lookup) -> Looked:
    """What the log answers for the place of the entry in the witnessed tree."""
    index = checked.receipt.index
    answer = lookup(index, tree.size)
    if answer is None or not verify_inclusion(answer[0], index, tree.size, answer[1], tree.root):
        return _unproven(index, tree)
    if answer[0] == checked.receipt.entry.leaf_hash():
        return _present(tree)
    return _fork(own, tree)


def _is_later(checked: ReceiptCheck, later: OpenedCheckpoint) -> bool:
    """Whether a witness saw the tree when the entry must long have been in it."""
    assert checked.checkpoint is not None
    seen = max(one.at for one in later.cosignatures)
    earlier = [one.at for one in checked.checkpoint.cosignatures]
    return seen.date() > checked.receipt.day + WITHIN or any(at < seen for at in earlier)


def _present(tree: Checkpoint) -> Looked:
    says = gettext_noop("the witnessed tree of {size} entries holds it unchanged.")
    return Looked(Presence.PRESENT, say(says, size=tree.size))


def _earlier(tree: Checkpoint) -> Looked:
    says = gettext_noop("the witnessed tree of {size} entries is from before this was entered; take a later one.")
    return Looked(Presence.EARLIER, say(says, size=tree.size))


def _unproven(index: int, tree: Checkpoint) -> Looked:
    says = gettext_noop("no proof was given of what stands at entry {index} in the tree of {size} entries of {log}. "
                        "Ask again; if it never comes, show the receipt and the checkpoint to a witness.")  # fmt: skip
    return Looked(Presence.UNPROVEN, say(says, index=index, size=tree.size, log=tree.origin))


def _fork(own: Checkpoint, tree: Checkpoint) -> Looked:
    says = gettext_noop("evidence of a fork: {log} signed a tree of {first} entries that holds this receipt, and a "
                        "witness was shown a tree of {second} entries that does not. Keep both, and give them to a "
                        "witness or the ombudsman.")  # fmt: skip
    return Looked(Presence.FORK, say(says, log=own.origin, first=own.size, second=tree.size))
