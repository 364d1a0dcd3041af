"""Pseudonyms of what an extract speaks of: numbers that say nothing, and join nothing outside of their extract."""

from __future__ import annotations

import hmac
from datetime import datetime
from hashlib import sha256

from marga.country import Period

SECRET_BYTES = 32
DOMAIN = b"marga extract v1\n"


class Keys:
    """The pseudonyms of one extract. Another extract, of another period or moment, has others."""

    def __init__(self, secret: bytes, period: Period, made: datetime) -> None:
        about = f"{period.start} {period.end} {made.isoformat()}".encode()
        self._own = hmac.digest(secret, DOMAIN + about, sha256)

    def __call__(self, kind: str, value: str) -> int:
        """The key of a thing of this kind: 63 bits of an HMAC."""
        return int.from_bytes(hmac.digest(self._own, f"{kind}\n{value}".encode(), sha256)[:8]) >> 1
