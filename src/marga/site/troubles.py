"""Why the database did nothing, where that is no fault of the request: it is not to be reached, or its disk is full."""

from __future__ import annotations

import sqlite3
from enum import StrEnum

from django.db import InterfaceError, OperationalError

FULL_DISK, GONE_CLASSES = "53100", ("08", "57")  # SQLSTATE: disk full; connection lost, stopped by an operator
LOST = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR)
PRIMARY = 0xFF  # of a code of SQLite, whose higher bits only say more


class Trouble(StrEnum):
    """What is the matter with the database."""

    GONE = "gone"
    FULL = "full"


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What an exception, or the one behind it, says of the database; None for a fault of another kind."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return _said_by(error.__cause__)
        error = error.__cause__ or error.__context__
    return None


def _said_by(driver: BaseException | None) -> Trouble | None:
    """What the driver's own exception says: SQLite has a code, PostgreSQL a state; none where it was never reached."""
    code = getattr(driver, "sqlite_errorcode", None)
    if isinstance(code, int):
        if code & PRIMARY == sqlite3.SQLITE_FULL:
            return Trouble.FULL
        return Trouble.GONE if code & PRIMARY in LOST else None
    state = getattr(driver, "sqlstate", None)
    if state == FULL_DISK:
        return Trouble.FULL
    return Trouble.GONE if state is None or str(state).startswith(GONE_CLASSES) else None
