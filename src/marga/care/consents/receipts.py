"""The handle of a person's receipt, kept sealed while a consent runs, and what the act has of it instead."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets

from marga.care.sealing import opened, seal
from marga.ledger.notices import HANDLE_BYTES, handle_of

from .models import Consent, ReceiptHandle

SALT_BYTES = 32
FIELD = "consent.handle"
PURPOSE = b"marga care handle v1\n"


def commit(number: int) -> tuple[str, bytes]:
    """What the act has of the receipt with this number (hexadecimal), and what is kept while the consent runs."""
    salt, handle = secrets.token_bytes(SALT_BYTES), handle_of(number)
    return _commitment(salt, handle), salt + handle


def keep(consent: str, kept: bytes) -> None:
    """Keep it, sealed, beside the acts."""
    sealed = seal(base64.b64encode(kept).decode(), FIELD, consent)
    ReceiptHandle.objects.create(consent_id=consent, sealed=sealed)


def handle_for(consent: Consent, row: ReceiptHandle) -> bytes | None:
    """The handle; None for one that cannot be read, or is not the one that the person typed."""
    try:
        kept = base64.b64decode(opened(row.sealed, FIELD, consent.pk), validate=True)
    except (binascii.Error, ValueError):
        return None
    salt, handle = kept[:SALT_BYTES], kept[SALT_BYTES:]
    if len(handle) != HANDLE_BYTES or _commitment(salt, handle) != consent.commitment:
        return None
    return handle


def _commitment(salt: bytes, handle: bytes) -> str:
    return hashlib.sha256(PURPOSE + salt + handle).hexdigest()
