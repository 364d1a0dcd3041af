"""A signature beside a file: who counted it, and that nobody changed it since (Ed25519, RFC 8032)."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Collection
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from marga.country import Table, gettext_noop

#: What is signed is this and the file's SHA-256, so that a signature for another purpose never fits.
PURPOSE = b"marga cube v1\n"


def key_at(path: Path) -> Ed25519PrivateKey:
    """The private key in this file; made on first use, readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        made = serialization.load_pem_private_key(path.read_bytes(), password=None)
        assert isinstance(made, Ed25519PrivateKey)
        return made
    key = Ed25519PrivateKey.generate()
    with os.fdopen(descriptor, "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    return key


def public_name(key: Ed25519PublicKey) -> str:
    """A public key as text, by which a reader is told whom to trust."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def is_public_name(text: str) -> bool:
    """Whether a text is a public key as `public_name` writes it."""
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except ValueError:
        return False


def signature_file(file: Path) -> Path:
    return file.with_name(file.name + ".sig")


def sign(file: Path, key: Ed25519PrivateKey) -> Path:
    """Write the signature of a file beside it. Returns its path."""
    digest = _digest(file)
    said = {
        "sha256": digest.hex(),
        "key": public_name(key.public_key()),
        "signature": base64.b64encode(key.sign(PURPOSE + digest)).decode(),
    }
    beside = signature_file(file)
    beside.write_text(json.dumps(said, indent=1) + "\n")
    return beside


def verify(file: Path, trusted: Collection[str] | None) -> str:
    """Check a file against the signature beside it, by a key that is trusted (None: any). Returns the key's name.

    Raises DataError when there is no signature, the file was changed, or the key is another one.
    """
    place = Table(str(file), "", {})
    try:
        said = json.loads(signature_file(file).read_text())
        name, signature = str(said["key"]), base64.b64decode(said["signature"], validate=True)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(name, validate=True))
    except FileNotFoundError:
        place.fail("", gettext_noop("has no signature beside it; ask the side that made it for {name}"),
                   name=signature_file(file).name)  # fmt: skip
    except (ValueError, KeyError, TypeError):
        place.fail("", gettext_noop("has a signature that cannot be read; ask for it again"))
    if trusted is not None and name not in trusted:
        place.fail("", gettext_noop("is signed by a key that is not trusted here: {name}"), name=name)
    try:
        key.verify(signature, PURPOSE + _digest(file))
    except InvalidSignature:
        place.fail("", gettext_noop("was changed after it was signed; ask for it again"))
    return name


def _digest(file: Path) -> bytes:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()
