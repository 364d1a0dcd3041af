"""Keys that sign notes and keys that verify them, as texts (C2SP signed-note and tlog-cosignature; Ed25519, RFC 8032).

Each is one line:

    verifier key   NAME+HASH+BASE64(type || 32 bytes)
    signer key     PRIVATE+KEY+NAME+HASH+BASE64(type || 32 bytes)      as Go's golang.org/x/mod/sumdb/note writes it
    HASH           the key ID in hex: the first four bytes of SHA-256(NAME || "\\n" || type || public key)
    type           0x01 signs a text as it stands, as a log does; 0x04 signs a checkpoint with a time, as a witness does
"""

from __future__ import annotations

import base64
import binascii
import os
import tempfile
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from marga.country import gettext_noop
from marga.country.reading import shown

from .errors import LedgerError

KEY_BYTES = 32
KEY_ID_BYTES = 4
PRIVATE = "PRIVATE+KEY+"
LONGEST_NAME = 200


class KeyType(IntEnum):
    """What a key's signatures say (C2SP signed-note, "Signature types")."""

    LOG = 0x01
    WITNESS = 0x04


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name: who is trusted to sign. Its text can be given to anyone."""

    name: str
    type: KeyType
    public: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.public) != KEY_BYTES:
            raise LedgerError(gettext_noop("a key has 32 bytes, not {count}."), count=len(self.public))

    @property
    def key_id(self) -> bytes:
        """Four bytes by which a signature line says whose it is."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.type]) + self.public)}"

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature of 64 bytes is this key's over the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True, repr=False)
class SignerKey:
    """A private key with its name. `str` of it is the secret itself; its `repr` is not."""

    name: str
    type: KeyType
    private: Ed25519PrivateKey

    @property
    def verifier(self) -> VerifierKey:
        """The key that others verify its signatures with."""
        public = self.private.public_key().public_bytes_raw()
        return VerifierKey(self.name, self.type, public)

    def __str__(self) -> str:
        secret = to_base64(bytes([self.type]) + self.private.private_bytes_raw())
        return f"{PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{secret}"

    def __repr__(self) -> str:
        return f"SignerKey({self.verifier})"


def make_key(name: str, type: KeyType) -> SignerKey:
    """A new key of the system's randomness."""
    check_name(name)
    return SignerKey(name, type, Ed25519PrivateKey.generate())


def read_verifier_key(text: str) -> VerifierKey:
    """A verifier key from its text. Raises LedgerError that says what is wrong with it."""
    name, type, raw = _parts(text)
    key = VerifierKey(name, type, raw)
    if str(key) != text:
        _refuse(text)
    return key


def read_signer_key(text: str) -> SignerKey:
    """A signer key from its text. Raises LedgerError, which never repeats it."""
    try:
        name, type, raw = _parts(text.removeprefix(PRIVATE))
        key = SignerKey(name, type, Ed25519PrivateKey.from_private_bytes(raw))
        if str(key) == text:
            return key
    except ValueError:
        pass
    raise LedgerError(gettext_noop("a signer key cannot be read; it begins with PRIVATE+KEY and is one line."))


def read_verifier_keys(text: str) -> tuple[VerifierKey, ...]:
    """The keys of a file: one a line; empty lines and lines that begin with # say nothing."""
    lines = [line.strip() for line in text.splitlines()]
    return tuple(read_verifier_key(line) for line in lines if line and not line.startswith("#"))


def signer_at(path: Path, name: str, type: KeyType) -> SignerKey:
    """The signer key in this file; made on first use with this name, readable by its owner only.

    Raises LedgerError when the file holds another name or type of key, or none; OSError when it cannot be reached.
    """
    try:
        key = read_signer_key(path.read_text("utf-8").strip())
    except UnicodeDecodeError:
        raise LedgerError(gettext_noop("the file {file} does not hold one signer key."), file=path.name) from None
    except FileNotFoundError:
        return _new_file(path, make_key(name, type))
    if (key.name, key.type) != (name, type):
        raise LedgerError(gettext_noop("the file {file} holds a key of the name {found}, not {name}; choose another "
                                       "file."), file=path.name, found=shown(key.name), name=shown(name))  # fmt: skip
    return key


def _new_file(path: Path, key: SignerKey) -> SignerKey:
    """Keep a key in a file that is complete as soon as it is there. Who comes second gets the first one's key."""
    descriptor, half = tempfile.mkstemp(prefix=path.name, dir=path.parent)  # of mode 600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{key}\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(half, path)
    except FileExistsError:
        return signer_at(path, key.name, key.type)
    finally:
        Path(half).unlink()
    return key


def check_name(name: str) -> None:
    """Raise LedgerError unless this can be a key's name: some letters, no space, no plus."""
    if (
        not 0 < len(name) <= LONGEST_NAME
        or "+" in name
        or not all(letter.isprintable() and not letter.isspace() for letter in name)
    ):
        raise LedgerError(gettext_noop("“{name}” is no name of a key; write one such as police.example/enforcement, "
                                       "without spaces and without +."), name=shown(name))  # fmt: skip


def _parts(text: str) -> tuple[str, KeyType, bytes]:
    """Name, type and 32 bytes of a key's text; whether its hash is right is left to who knows the public key."""
    name, _, rest = text.partition("+")
    try:
        raw = from_base64(rest.partition("+")[2])
        type = KeyType(raw[0] if len(raw) == 1 + KEY_BYTES else 0)
    except ValueError:
        _refuse(text)
    return name, type, raw[1:]


def _refuse(text: str) -> NoReturn:
    raise LedgerError(
        gettext_noop("“{key}” is no verifier key; one reads NAME+HASH+KEY, on one line."), key=shown(text)
    )


def to_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def from_base64(text: str) -> bytes:
    """Strict base64 (RFC 4648, section 4). Raises ValueError for any other way of writing the same bytes."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError(text) from error
    if to_base64(raw) != text:
        raise ValueError(text)
    return raw
