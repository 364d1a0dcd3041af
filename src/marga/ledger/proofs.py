"""Proofs as texts: hashes one a line, as they are asked for, and C2SP tlog-proof, which holds all that a check needs.

c2sp.org/tlog-proof@v1
extra BASE64                 what else the reader needs, trusted no more than the rest proves it
index INDEX                  of the entry, from 0
BASE64                       a line for each hash of the inclusion proof
(empty line)
the signed checkpoint, as it stands
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from marga.country import gettext_noop

from .errors import LedgerError
from .keys import from_base64, to_base64
from .merkle import HASH_BYTES, LARGEST_SIZE, LONGEST_PROOF
from .notes import SignedNote, read_note

HEAD = "c2sp.org/tlog-proof@v1"
LARGEST = 64_000  # letters


@dataclass(frozen=True, slots=True)
class LogProof:
    """That an entry is in the tree of a checkpoint; nothing of it is verified yet."""

    index: int
    path: tuple[bytes, ...]
    note: SignedNote
    extra: bytes

    def __str__(self) -> str:
        head = [HEAD, f"extra {to_base64(self.extra)}", f"index {self.index}"]
        return "\n".join([*head, *map(to_base64, self.path), "", str(self.note)])


def read_log_proof(text: str) -> LogProof:
    """A proof from its text. Raises LedgerError unless it is exactly one, with extra data."""
    try:
        proof = _log_proof(text[:LARGEST])
    except ValueError:
        _refuse()
    if str(proof) != text or not 0 <= proof.index <= LARGEST_SIZE:
        _refuse()
    return proof


def write_hashes(hashes: Sequence[bytes]) -> str:
    """Hashes one a line, as a log answers for a proof: an inclusion proof begins with the hash of its leaf."""
    return "".join(f"{to_base64(one)}\n" for one in hashes)


def read_hashes(text: str) -> tuple[bytes, ...]:
    """The hashes of an answer, none of them verified. Raises LedgerError unless it is hashes and nothing else."""
    lines = text[:LARGEST].split("\n")
    try:
        hashes = tuple(from_base64(line) for line in lines[:-1])
    except ValueError:
        _no_hashes()
    if lines[-1] or len(hashes) > LONGEST_PROOF + 1 or any(len(one) != HASH_BYTES for one in hashes):
        _no_hashes()
    return hashes


def _log_proof(text: str) -> LogProof:
    """What stands at the places of a proof. What is written between them shows when it is written again."""
    head, _, note = text.partition("\n\n")
    _, extra, index, *path = head.split("\n")
    hashes = read_hashes("".join(f"{line}\n" for line in path))
    number = int(index.removeprefix("index "))
    return LogProof(number, hashes, read_note(note), from_base64(extra.removeprefix("extra ")))


def _no_hashes() -> NoReturn:
    raise LedgerError(gettext_noop("a proof is hashes of 32 bytes in base64, one a line, and this is not."))


def _refuse() -> NoReturn:
    raise LedgerError(gettext_noop("this is no proof of the form c2sp.org/tlog-proof@v1."))
