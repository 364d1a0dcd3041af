"""What a witness does with each checkpoint of a log: it remembers the last, and vouches for what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from marga.country import Sentence, gettext_noop, say

from .checkpoints import Checkpoint
from .merkle import verify_consistency
from .notes import SignedNote
from .proofs import write_hashes


class Outcome(StrEnum):
    FIRST = "first"  # nothing was known of this log
    SAME = "same"  # the tree that was seen last
    GREW = "grew"  # it continues that tree
    SHRANK = "shrank"  # it has fewer entries than were seen
    FORKED = "forked"  # it has as many, and they are others
    UNPROVEN = "unproven"  # it has more, and the proof that they follow is wrong

    @property
    def is_evidence(self) -> bool:
        """Whether a log that only ever adds could never have come to this."""
        return self in (Outcome.SHRANK, Outcome.FORKED, Outcome.UNPROVEN)


def proof_needed(last: Checkpoint | None, new: Checkpoint) -> tuple[int, int] | None:
    """The sizes between which consistency must be proven before judging; None where nothing needs a proof."""
    if last is None or last.size == 0 or new.size <= last.size:
        return None
    return last.size, new.size


def judge(last: Checkpoint | None, new: Checkpoint, proof: Sequence[bytes] = ()) -> Outcome:
    """What a checkpoint, signed by its log, is to who has seen `last` of the same log before."""
    if last is None:
        return Outcome.FIRST
    if new.size < last.size:
        return Outcome.SHRANK
    if new.size == last.size:
        return Outcome.SAME if new.root == last.root else Outcome.FORKED
    follows = verify_consistency(last.size, new.size, list(proof), last.root, new.root)
    return Outcome.GREW if follows else Outcome.UNPROVEN


def told(outcome: Outcome, last: Checkpoint | None, new: Checkpoint) -> Sentence:
    """The outcome, as a sentence."""
    seen = last.size if last else 0
    match outcome:
        case Outcome.FIRST:
            template = gettext_noop("the log {log} has {size} entries, seen for the first time; cosigned.")
        case Outcome.SAME:
            template = gettext_noop("the log {log} has {size} entries, as before.")
        case Outcome.GREW:
            template = gettext_noop(
                "the log {log} has {size} entries, which continue the {seen} seen before; cosigned."
            )
        case Outcome.SHRANK:
            template = gettext_noop("the log {log} has shrunk: {seen} entries were seen, and now it signs {size}.")
        case Outcome.FORKED:
            template = gettext_noop("the log {log} has forked: it has signed two different trees of {size} entries.")
        case Outcome.UNPROVEN:
            template = gettext_noop("the log {log} has forked, or its proof is wrong: its {size} entries do not "
                                    "continue the {seen} seen before.")  # fmt: skip
    return say(template, log=new.origin, size=new.size, seen=seen)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two checkpoints that the same log signed and that cannot both be true."""

    outcome: Outcome
    seen: SignedNote
    answered: SignedNote
    proof: tuple[bytes, ...]

    def __str__(self) -> str:
        parts = [f"marga evidence v1: {self.outcome}", f"What this witness had seen:\n\n{self.seen}",
                 f"What the log answered since:\n\n{self.answered}"]  # fmt: skip
        if self.proof:
            parts.append(f"The proof of consistency that it gave:\n\n{write_hashes(self.proof)}")
        return "\n\n".join(parts)
