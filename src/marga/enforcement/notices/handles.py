"""By which handle care tells of a person here: made when it is asked for, and kept nowhere."""

from __future__ import annotations

from marga.enforcement.receipts.keys import code_of
from marga.ledger.notices import handle_of


def handle(party: str) -> bytes:
    """The handle that belongs to the receipt of a person, by the key of their part in a case.

    Without the key of receipts' codes, a file outside of the database, nobody finds a person by a handle, nor a handle
    by a person. Raises LedgerError for a file that holds no key.
    """
    return handle_of(code_of(party))
