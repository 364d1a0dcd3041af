"""What says who somebody is, sealed: the database holds only what cannot be read without a key that is outside of it.

    seal("Sok Dara", "client.name", "123-456-789")     a text for a column or an act
    opened(sealed, "client.name", "123-456-789")       what was sealed; only for the same field of the same client
    blind("sk tr", "client.sound")                     a word under which rows are found again without saying it

AES-256-GCM (NIST SP 800-38D); field and key of the record are bound in, so that no text can be moved to another row.
The keys are files in the data folder, mode 600, read once a process. `care.key` may hold several lines: the first one
seals, all of them open, so that a key is changed by writing a new first line.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from marga.site.secret_files import secret_in

KEY_BYTES, NONCE_BYTES, NAME_BYTES = 32, 12, 4
SEALS, BLINDS, CODES = "care.key", "care-search.key", "care-codes.key"
#: How a text reads that no key here opens.
UNREADABLE = "…"


def seal(text: str, field: str, key: str) -> str:
    """The text, unreadable without a key of this side; "" stays "". `key`: of the record that it stands in."""
    if not text:
        return ""
    first = _keys(SEALS)[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    closed = AESGCM(first).encrypt(nonce, text.encode(), _bound(field, key))
    return base64.b64encode(_name(first) + nonce + closed).decode()


def opened(sealed: str, field: str, key: str) -> str:
    """What was sealed; "" for "" and "…" for what no key here opens, or what stood in another field or record."""
    if not sealed:
        return ""
    try:
        raw = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        return UNREADABLE
    name, nonce, closed = raw[:NAME_BYTES], raw[NAME_BYTES : NAME_BYTES + NONCE_BYTES], raw[NAME_BYTES + NONCE_BYTES :]
    for one in _keys(SEALS):
        if _name(one) == name:
            with suppress(InvalidTag, ValueError):
                return AESGCM(one).decrypt(nonce, closed, _bound(field, key)).decode()
    return UNREADABLE


def blind(word: str, purpose: str) -> str:
    """HMAC-SHA256 of a word, as 32 hexadecimal letters: equal words are found, and none can be read back or tried out
    without the key."""
    return hmac.digest(_keys(BLINDS)[0], f"{purpose}\n{word}".encode(), "sha256").hex()[:32]


def code_hash(number: int, purpose: str) -> bytes:
    """What is kept of a code that somebody holds: HMAC-SHA256 of its number under a key of this side alone."""
    return hmac.digest(_keys(CODES)[0], f"marga {purpose} code v1\n{number}".encode(), "sha256")


def make_keys() -> None:
    """Make the keys that are not there."""
    for name in (SEALS, BLINDS, CODES):
        _keys(name)


def _bound(field: str, key: str) -> bytes:
    return f"{field}\n{key}".encode()


def _name(key: bytes) -> bytes:
    """A few bytes that tell keys apart and say nothing of them."""
    return sha256(b"marga care key\n" + key).digest()[:NAME_BYTES]


def _keys(name: str) -> tuple[bytes, ...]:
    return _read(Path(settings.MARGA_FOLDER) / name)


def _new_key() -> bytes:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n"


@lru_cache(maxsize=16)
def _read(path: Path) -> tuple[bytes, ...]:
    """Raises ImproperlyConfigured for a file that holds no key: without it nothing that is kept can be read."""
    try:
        keys = tuple(base64.b64decode(line, validate=True) for line in secret_in(path, _new_key).split())
    except binascii.Error:
        keys = ()
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise ImproperlyConfigured(
            f"The file {path.name} is damaged: it should hold 32 bytes as base64 in each line. Put its copy back; "
            "without it nobody can read who the clients are."
        )
    return keys
