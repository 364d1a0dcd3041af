"""The receipt that a person takes along: the whole proof of what was entered, in a text that fits a QR code.

    MARGA1: and base32 (RFC 4648, without =) of gzip of this text:
    canonical({"act": ACT, "day": DAY, "kind": KIND}) on one line
    a C2SP tlog-proof, whose extra data is the salt of 32 bytes

Base32 has only letters that a QR code packs closely, and survives a mail, a message or a copy by hand: spaces, line
breaks and small letters make no difference. Whoever reads it needs the keys that they trust, and nothing else.
"""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from marga.country import Sentence, gettext_noop, say

from .canonical import Json, canonical, read_canonical
from .checkpoints import Checkpoint, OpenedCheckpoint, open_checkpoint
from .commitment import Entry, commit
from .errors import LedgerError
from .keys import VerifierKey
from .merkle import verify_inclusion
from .notes import Signature, SignedNote
from .proofs import LogProof, read_log_proof

PREFIX = "MARGA1:"
#: Letters of a text. In a QR code (alphanumeric mode, lowest correction) they take 1,788 bytes of version 31.
LONGEST = 2600
#: Names of a ledger and of a witness that are longer than most, and some letters: to see what has room beside them.
LONG_NAME, WITNESS_NAME = (
    "a-ministry-of-some-country.example/enforcement",
    "who-looks-on-from-outside.org/marga-witness",
)
SPARE = 40
LONGEST_READ = 20_000
LARGEST_UNPACKED = 64_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """All that proves one entry; nothing of it is verified yet."""

    salt: bytes
    kind: str
    day: date  # on which it was entered
    act: Json
    index: int
    path: tuple[bytes, ...]
    note: SignedNote  # a checkpoint of a tree that has the entry

    @property
    def entry(self) -> Entry:
        """The public part of the entry that this receipt is of."""
        return Entry(self.kind, self.day, commit(self.act, self.salt))


@dataclass(frozen=True, slots=True)
class ReceiptCheck:
    """What came of checking a receipt. `says` is the sentence for whoever holds it."""

    genuine: bool
    says: Sentence
    receipt: Receipt
    checkpoint: OpenedCheckpoint | None  # None where its signatures do not hold

    @property
    def witnessed(self) -> bool:
        """Whether somebody trusted, other than the log, vouches for the tree."""
        return self.genuine and self.checkpoint is not None and self.checkpoint.witnessed


def write_receipt(receipt: Receipt) -> str:
    """The text of a receipt, without its last signatures where they leave no room: they are those of witnesses, who can
    be asked again. Raises LedgerError when it is too long for a QR code that a telephone can read even so."""
    signatures = receipt.note.signatures
    for count in range(len(signatures), 0, -1):
        text = _text(replace(receipt, note=replace(receipt.note, signatures=signatures[:count])))
        if len(text) <= LONGEST:
            return text
    raise LedgerError(gettext_noop("the receipt has {count} letters; a QR code holds {limit}. Put less into what is "
                                   "entered."), count=len(text), limit=LONGEST)  # fmt: skip


def leaves_room(said: Json, size: int) -> bool:
    """Whether what an act says leaves room in a receipt for its proof in a tree of up to twice so many entries, with
    the signature of a witness. What does not has its long parts in an enclosure (`marga.ledger.enclosures`).

    It is tried with hashes and signatures that prove nothing, but pack as badly as real ones.
    """
    levels = size.bit_length() + 1
    salt, root, *some = (sha256(bytes([number])).digest() for number in range(levels + 8))
    signatures = (Signature(LONG_NAME, some[0][:4], some[1] + some[2]),
                  Signature(WITNESS_NAME, some[3][:4], some[3][:8] + some[4] + some[5]))  # fmt: skip
    note = SignedNote(Checkpoint(LONG_NAME, 2**levels, root).text(), signatures)
    act: Json = {"after": said, "before": None, "what": LONG_NAME, "when": "2026-11-24T05:54:36.123456Z", "who": "PN-1"}
    receipt = Receipt(salt, "receipt.renewed", date.min, act, 2**levels - 1, tuple(some[6:]), note)
    return len(_text(receipt)) <= LONGEST - SPARE


def read_receipt(text: str) -> Receipt:
    """A receipt from its text, of which nothing is verified yet. Raises LedgerError when it cannot be read."""
    letters = "".join(text[:LONGEST_READ].split()).upper()
    if not letters.startswith(PREFIX) or len(text) > LONGEST_READ:
        raise LedgerError(gettext_noop("this is no receipt; the text of one begins with “{prefix}”."), prefix=PREFIX)
    try:
        told, _, proof = _unpacked(letters.removeprefix(PREFIX)).partition("\n")
        return _receipt(read_canonical(told.encode()), read_log_proof(proof))
    except (ValueError, zlib.error):
        raise LedgerError(gettext_noop("the receipt cannot be read: a part is missing or was copied wrongly. Scan it "
                                       "again, whole.")) from None  # fmt: skip


def verify_receipt(
    receipt: Receipt | str, log_keys: Collection[VerifierKey], witness_keys: Collection[VerifierKey] = ()
) -> ReceiptCheck:
    """Whether a receipt is genuine for who trusts these keys, and who vouches for it.

    Raises LedgerError when the text cannot be read; what can be read and is not true is answered.
    """
    read = read_receipt(receipt) if isinstance(receipt, str) else receipt
    try:
        opened = open_checkpoint(read.note, log_keys, witness_keys)
    except LedgerError as error:
        return ReceiptCheck(False, say(gettext_noop("not genuine: {reason}"), reason=error.says), read, None)
    tree = opened.checkpoint
    if not verify_inclusion(read.entry.leaf_hash(), read.index, tree.size, read.path, tree.root):
        says = say(gettext_noop("not genuine: {log} signed a tree in which this is not what was entered."),
                   log=tree.origin)  # fmt: skip
        return ReceiptCheck(False, says, read, opened)
    return ReceiptCheck(True, _genuine(read, opened), read, opened)


def _genuine(receipt: Receipt, opened: OpenedCheckpoint) -> Sentence:
    log = opened.checkpoint.origin
    if opened.witnessed:
        names = list(dict.fromkeys(one.key.name for one in opened.cosignatures))
        return say(gettext_noop("genuine: entered on {day} as entry {index} of {log}, and witnessed by {witnesses}."),
                   day=receipt.day, index=receipt.index, log=log, witnesses=names)  # fmt: skip
    return say(gettext_noop("genuine: entered on {day} as entry {index}. Signed by {log}, not yet witnessed: check it "
                            "again later against what a witness has seen."),
               day=receipt.day, index=receipt.index, log=log)  # fmt: skip


def _text(receipt: Receipt) -> str:
    told = canonical({"act": receipt.act, "day": receipt.day, "kind": receipt.kind})
    proof = LogProof(receipt.index, receipt.path, receipt.note, receipt.salt)
    packed = gzip.compress(told + f"\n{proof}".encode(), compresslevel=9, mtime=0)
    return PREFIX + base64.b32encode(packed).decode().rstrip("=")


def _unpacked(letters: str) -> str:
    """The proof inside, unpacked to no more than a proof can need. Raises ValueError or zlib.error."""
    packed = base64.b32decode(letters + "=" * (-len(letters) % 8))
    unpacker = zlib.decompressobj(wbits=31)  # gzip
    plain = unpacker.decompress(packed, LARGEST_UNPACKED)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError(letters)
    return plain.decode()


def _receipt(told: Json, proof: LogProof) -> Receipt:
    """The receipt of an act and its proof. Raises ValueError."""
    match told:
        case {"act": act, "day": str(day), "kind": str(kind), **rest} if not rest:
            receipt = Receipt(proof.extra, kind, date.fromisoformat(day), act, proof.index, proof.path, proof.note)
        case _:
            raise ValueError(told)
    if receipt.entry.day.isoformat() != day:  # another way of writing it; and an entry that cannot be says so itself
        raise ValueError(told)
    return receipt
