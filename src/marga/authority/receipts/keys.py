"""The key of the codes' hashes, which a side and its public checker share: a file, and never a row of a database.

receipts-N.key    of the source with the number N: 32 bytes as base64 in one line, mode 600
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings

from marga.country import gettext_noop
from marga.ledger import LedgerError
from marga.ledger.keys import from_base64, to_base64

BYTES = 32
LARGEST_FILE = 1000  # bytes


def path_of(source_id: int) -> Path:
    """Where the key of a source is kept."""
    return Path(settings.MARGA_FOLDER) / f"receipts-{source_id}.key"


def read_shared_key(path: Path) -> bytes:
    """The key in a file. Raises LedgerError, which never repeats it, when there is none."""
    try:
        with path.open("rb") as file:
            raw = from_base64(file.read(LARGEST_FILE).decode("ascii").strip())
    except OSError as error:
        raise LedgerError(gettext_noop("the file {file} with the key of the receipts cannot be read ({reason}); put it "
                                       "back from its backup, or add the source again with --key."),
                          file=path.name, reason=error.strerror or type(error).__name__) from None  # fmt: skip
    except ValueError:
        raw = b""
    if len(raw) != BYTES:
        raise LedgerError(gettext_noop("the file {file} holds no key of receipts: 32 bytes as base64, in one line, as "
                                       "the side keeps it in receipts.key."), file=path.name)  # fmt: skip
    return raw


def keep_shared_key(key: bytes, source_id: int) -> None:
    """Put a key into the file of its source, readable by its owner only and complete whenever it is there."""
    path = path_of(source_id)
    descriptor, half = tempfile.mkstemp(prefix=path.name, dir=path.parent)  # of mode 600
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{to_base64(key)}\n")
        file.flush()
        os.fsync(file.fileno())
    Path(half).replace(path)


def forget_shared_key(source_id: int) -> None:
    path_of(source_id).unlink(missing_ok=True)
