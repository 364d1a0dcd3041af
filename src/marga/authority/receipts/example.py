"""The example's source: the ledger of the enforcement side that `./run` starts beside this one."""

from __future__ import annotations

from pathlib import Path

from marga.authority.receipts import queries, services
from marga.authority.receipts.keys import read_shared_key


def add_example_source(*, beside: Path, address: str) -> bool:
    """Take the lists of the side whose data folder is `beside`, at this address, with the files that it keeps there.

    Returns whether there is a source now: not before that side has signed something and made its key of receipts.
    Raises LedgerError when a file is not what it should be.
    """
    if queries.sources().exists():
        return True
    verifiers, key = beside / "ledger.keys", beside / "receipts.key"
    if not (verifiers.is_file() and key.is_file()):
        return False
    trusted = beside / "witness.keys"
    services.set_source(
        address=address, verifiers=verifiers.read_text("utf-8"),
        witnesses=trusted.read_text("utf-8") if trusted.is_file() else "", key=read_shared_key(key),
    )  # fmt: skip
    return True
