"""Checkpoints: what a log signs of its tree at a size (C2SP tlog-checkpoint), and who else vouches for it.

    ORIGIN                      the name of the log, which is also the name of its keys
    SIZE                        how many entries, in decimal digits
    BASE64(root of 32 bytes)
    (further lines, which say nothing here)

A log changes its key by signing with the old and the new one for a while: whoever trusts either can read on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from marga.country import gettext_noop
from marga.country.reading import shown

from . import notes
from .errors import LedgerError
from .keys import KeyType, SignerKey, VerifierKey, check_name, from_base64, to_base64
from .merkle import EMPTY_ROOT, HASH_BYTES, LARGEST_SIZE
from .notes import SignedNote

LARGEST_CHECKPOINT = 64_000  # bytes, with all its signatures


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's tree at a size."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_name(self.origin)
        if not 0 <= self.size <= LARGEST_SIZE or len(self.root) != HASH_BYTES:
            raise LedgerError(gettext_noop("a checkpoint has a size and a root of 32 bytes."))
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise LedgerError(gettext_noop("a checkpoint of no entries has another root than the empty tree."))
        if not all(line and "\n" not in line for line in self.extensions):
            raise LedgerError(gettext_noop("a further line of a checkpoint is empty or more than one."))

    def text(self) -> str:
        """What is signed."""
        return "\n".join([self.origin, str(self.size), to_base64(self.root), *self.extensions, ""])

    def same_tree(self, other: Checkpoint) -> bool:
        return (self.size, self.root) == (other.size, other.root)


@dataclass(frozen=True, slots=True)
class Cosignature:
    """That a witness saw this tree follow all it had seen of the log before, at a time."""

    key: VerifierKey
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenedCheckpoint:
    """A checkpoint whose signatures hold: by one or more keys of its log, and by what trusted witnesses there are."""

    checkpoint: Checkpoint
    note: SignedNote
    log_keys: tuple[VerifierKey, ...]
    cosignatures: tuple[Cosignature, ...]

    @property
    def witnessed(self) -> bool:
        return bool(self.cosignatures)


def sign_checkpoint(checkpoint: Checkpoint, signers: Sequence[SignerKey]) -> SignedNote:
    """The checkpoint signed by its log; the names of the keys must be its origin."""
    if any(signer.name != checkpoint.origin for signer in signers):
        raise LedgerError(gettext_noop("a checkpoint of {origin} is signed by keys of that name."),
                          origin=shown(checkpoint.origin))  # fmt: skip
    return notes.sign(checkpoint.text(), signers)


def read_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from the text of a note, whose signatures are not looked at. Raises LedgerError."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop():
        raise LedgerError(gettext_noop("a checkpoint has a line each for its log, its size and its root."))
    origin, size, root, *extensions = lines
    if not (size.isascii() and size.isdigit() and len(size) < 20 and str(int(size)) == size):
        raise LedgerError(gettext_noop("the size of a checkpoint is “{size}”, which is no plain number."),
                          size=shown(size))  # fmt: skip
    try:
        raw = from_base64(root)
    except ValueError:
        raise LedgerError(gettext_noop("the root of a checkpoint is “{root}”, which is no base64."),
                          root=shown(root)) from None  # fmt: skip
    return Checkpoint(origin, int(size), raw, tuple(extensions))


def open_checkpoint(
    data: bytes | str | SignedNote, log_keys: Collection[VerifierKey], witness_keys: Collection[VerifierKey] = ()
) -> OpenedCheckpoint:
    """A checkpoint signed by a trusted key of its log, with the cosignatures of trusted witnesses.

    Raises LedgerError when it is no checkpoint, no trusted key of its log signed it, or a known signature fails. A
    witness whose key is also one of the log's is none: it would vouch for itself.
    """
    note = data if isinstance(data, SignedNote) else notes.read_note(data, LARGEST_CHECKPOINT)
    checkpoint = read_checkpoint(note.text)
    own = [key for key in log_keys if key.type is KeyType.LOG and key.name == checkpoint.origin]
    publics = {key.public for key in log_keys}
    others = [key for key in witness_keys if key.type is KeyType.WITNESS and key.public not in publics]
    signed = notes.verify(note, [*own, *others])
    by = tuple(one.key for one in signed if one.key.type is KeyType.LOG)
    if not by:
        raise LedgerError(gettext_noop("the checkpoint of {origin} is signed by no key of that name that is trusted "
                                       "here."), origin=shown(checkpoint.origin))  # fmt: skip
    return OpenedCheckpoint(checkpoint, note, by, tuple(Cosignature(one.key, one.at) for one in signed if one.at))
