"""The two secrets of receipts: one from which codes are made, one under which their hashes are shared."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from pathlib import Path

from django.conf import settings

from marga.country import gettext_noop
from marga.ledger.codes import CODES, code_hash
from marga.ledger.errors import LedgerError
from marga.site.secret_files import secret_in

KEY_BYTES = 32
#: Shared with whoever checks codes for the public, so that nobody else can try codes out on the published lists.
SHARED = "receipts.key"
#: Shared with nobody: codes are made from it, so that the database holds none and a copy of it gives none away.
OWN = "receipt-codes.key"
PURPOSE = b"marga receipt number v1\n"


def make_keys() -> None:
    """Make both keys if they are not there, so that the shared one can be given to whoever checks codes."""
    for name in (SHARED, OWN):
        _key(name)


def code_of(party: str) -> int:
    """The number of the code of a person's receipt: always the same, and not to be guessed without the key."""
    return int.from_bytes(hmac.digest(_key(OWN), PURPOSE + party.encode(), "sha256")) % CODES


def hash_of(party: str) -> bytes:
    """What is kept and published of it."""
    return code_hash(code_of(party), _key(SHARED))


def _key(name: str) -> bytes:
    """A key of this side, made on first use. Raises LedgerError for a file that holds none."""
    path = Path(settings.MARGA_FOLDER) / name
    try:
        key = base64.b64decode(secret_in(path, _new_key).strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise LedgerError(gettext_noop("the file {file} is damaged: it should hold 32 bytes as base64, in one line."),
                          file=path.name)  # fmt: skip
    return key


def _new_key() -> bytes:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n"
