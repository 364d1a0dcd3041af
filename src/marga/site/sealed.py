"""What a session holds of what somebody typed, sealed: sessions are rows of the database, the key is outside of it.

AES-256-GCM (NIST SP 800-38D) under a key that is made from the side's secret, for this purpose alone.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12
PURPOSE = b"marga session text v1"


def sealed(text: str) -> str:
    """The text, unreadable without the side's secret."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), PURPOSE)).decode()


def opened(text: str) -> str:
    """What was sealed. Raises cryptography's InvalidTag for what another secret sealed."""
    raw = base64.b64decode(text)
    return _cipher().decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], PURPOSE).decode()


def _cipher() -> AESGCM:
    return AESGCM(hashlib.sha256(PURPOSE + settings.SECRET_KEY.encode()).digest())
