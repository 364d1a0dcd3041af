"""Signed notes: a text, a blank line, and a line for each signature (C2SP signed-note; Ed25519).

    TEXT, which ends with a line break
    (empty line)
    — NAME BASE64(key ID of 4 bytes || signature)

A log's signature is over the text. A witness's is over "cosignature/v1\\ntime T\\n" and the text, and consists of the
time T in 8 bytes and 64 bytes (C2SP tlog-cosignature). The text says nothing until a trusted key verifies it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

from marga.country import gettext_noop
from marga.country.reading import shown

from .errors import LedgerError
from .keys import KEY_ID_BYTES, KeyType, SignerKey, VerifierKey, check_name, from_base64, to_base64

DASH = "— "  # U+2014
SIGNATURE_BYTES = 64
MOST_SIGNATURES = 100
LARGEST_NOTE = 1_000_000  # bytes
LAST_TIME = 253_402_300_799  # the end of the year 9999, in seconds since 1970


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: whose it says it is, and the bytes that would prove it."""

    name: str
    key_id: bytes
    raw: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {to_base64(self.key_id + self.raw)}\n"


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A text with its signatures, none of them verified yet."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def with_signatures(self, more: Collection[Signature]) -> SignedNote:
        """The note with further signatures under it; one that is there already is not repeated."""
        return SignedNote(self.text, tuple(dict.fromkeys([*self.signatures, *more])))


@dataclass(frozen=True, slots=True)
class Signed:
    """That a known key signed a text; `at` is when, where it is a witness who says so."""

    key: VerifierKey
    at: datetime | None


def sign(text: str, signers: Sequence[SignerKey]) -> SignedNote:
    """A text signed by keys of a log: one, or the old and the new one while keys change hands."""
    check_text(text)
    if not signers or any(signer.type is not KeyType.LOG for signer in signers):
        raise LedgerError(gettext_noop("a note is signed by one or more keys of a log."))
    return SignedNote(text, tuple(_signature(one, one.private.sign(text.encode())) for one in signers))


def cosign(text: str, witness: SignerKey, at: datetime) -> Signature:
    """A witness's signature over the text of a checkpoint at a time, in whole seconds."""
    check_text(text)
    if witness.type is not KeyType.WITNESS:
        raise LedgerError(gettext_noop("only the key of a witness cosigns."))
    seconds = int(at.timestamp())
    return _signature(witness, seconds.to_bytes(8) + witness.private.sign(_cosigned(text, seconds)))


def verify(note: SignedNote, known: Collection[VerifierKey]) -> tuple[Signed, ...]:
    """Which of the known keys signed the note, in the order of their lines; lines of other keys are passed over.

    Raises LedgerError when a line of a known key does not verify: then the note was changed, or signed by another.
    """
    keys = {(key.name, key.key_id): key for key in known}
    found = []
    for signature in note.signatures:
        key = keys.get((signature.name, signature.key_id))
        if key is not None:
            found.append(_verified(note.text, signature, key))
    return tuple(found)


def read_note(data: bytes | str, largest: int = LARGEST_NOTE) -> SignedNote:
    """A signed note from its bytes. Raises LedgerError unless it is exactly one."""
    text = _decoded(data, largest)
    body, separator, lines = text.rpartition("\n\n")
    if not separator:
        raise LedgerError(gettext_noop("a signed note has an empty line between its text and its signatures."))
    check_text(body + "\n")
    if not lines.endswith("\n"):
        raise LedgerError(gettext_noop("a signed note ends with a line break; its end is missing."))
    signatures = lines[:-1].split("\n")
    if len(signatures) > MOST_SIGNATURES:
        raise LedgerError(gettext_noop("a signed note has more than {limit} signatures."), limit=MOST_SIGNATURES)
    return SignedNote(body + "\n", tuple(read_signature(line) for line in signatures))


def read_signature(line: str) -> Signature:
    """One signature from its line, without the line break."""
    dash, _, rest = line.partition(" ")
    name, _, data = rest.partition(" ")
    if dash != DASH.strip():
        _no_signature(line)
    try:
        check_name(name)
        raw = from_base64(data)
    except ValueError:
        _no_signature(line)
    if len(raw) <= KEY_ID_BYTES:
        _no_signature(line)
    return Signature(name, raw[:KEY_ID_BYTES], raw[KEY_ID_BYTES:])


def check_text(text: str) -> None:
    """Raise LedgerError unless this can be the text of a note: it ends a line and steers no terminal."""
    if len(text) < 2 or not text.endswith("\n"):
        raise LedgerError(gettext_noop("the text of a signed note is one or more lines, each ended."))
    if any(letter < " " and letter != "\n" for letter in text):
        raise LedgerError(gettext_noop("the text of a signed note holds a control character."))


def _decoded(data: bytes | str, largest: int) -> str:
    try:
        raw = data.encode() if isinstance(data, str) else data
        if len(raw) > largest:
            raise LedgerError(gettext_noop("a signed note is larger than {limit} bytes."), limit=largest)
        return raw.decode()
    except UnicodeError:
        raise LedgerError(gettext_noop("a signed note is text in UTF-8, and this is not.")) from None


def _signature(signer: SignerKey, raw: bytes) -> Signature:
    return Signature(signer.name, signer.verifier.key_id, raw)


def _verified(text: str, signature: Signature, key: VerifierKey) -> Signed:
    at: datetime | None = None
    message, raw = text.encode(), signature.raw
    if key.type is KeyType.WITNESS:
        seconds, raw = int.from_bytes(raw[:8]), raw[8:]
        message = _cosigned(text, seconds)
        at = datetime.fromtimestamp(min(seconds, LAST_TIME), UTC)
    if len(raw) != SIGNATURE_BYTES or not key.verifies(message, raw):
        raise LedgerError(gettext_noop("the signature of {name} does not fit the text: it was changed, or another "
                                       "signed it."), name=shown(key.name))  # fmt: skip
    return Signed(key, at)


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _no_signature(line: str) -> NoReturn:
    raise LedgerError(gettext_noop("“{line}” is no signature; one reads — NAME BASE64."), line=shown(line))
