"""A side's ledger for tests: acts of the small app `support.bookings`, sequenced and signed when a test says so."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from marga.ledger.keys import SignerKey
from marga.ledger.notes import SignedNote, cosign
from marga.site.ledgers import queries, remembering, sequencing, services, signing
from marga.site.ledgers.models import Checkpoint
from support.bookings.models import Booking
from support.databases import as_owner

NUMBERS = count(1)
AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def booking(**values: object) -> Booking:
    """A booking that nobody has entered yet."""
    number = f"2026/{next(NUMBERS):06d}"
    given = {"number": number, "name": f"Sok {number}", "grams": Decimal("1.250"), "charge": "use", "by": "officer 7",
             "at": AT, **values}  # fmt: skip
    return Booking(**given)


def book(**values: object) -> Booking:
    """A booking, entered."""
    with transaction.atomic():
        return services.enter(booking(**values))


def books(how_many: int, **values: object) -> list[Booking]:
    """As many, entered at once."""
    with transaction.atomic():
        return services.enter_all([booking(**values) for _ in range(how_many)])


def settle() -> None:
    """All that waits gets its position, and the tree is signed."""
    while sequencing.sequence():
        pass
    last = Checkpoint.objects.last()
    sequencing.sign(max(timezone.now(), last.made_at + sequencing.EVERY) if last else timezone.now())


def witnessed(key: SignerKey, at: datetime = AT) -> SignedNote:
    """What a witness keeps who asks now."""
    note = queries.last_checkpoint()
    return note.with_signatures([cosign(note.text, key, at)])


def forget_keys() -> None:
    """The side has no key yet."""
    for path in [*signing.folder().glob("ledger*.key"), signing.folder() / "ledger.keys",
                 signing.folder() / "witness.keys", remembering.file()]:  # fmt: skip
        path.unlink(missing_ok=True)


def typed(*statements: Any) -> None:
    """What the owner of the database types."""
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        for one in statements:
            cursor.execute(*(one if isinstance(one, tuple) else (one,)))


@contextmanager
def older_copy(folder: Path) -> Iterator[None]:
    """Take a copy now, put it back at the end: as an operator does with a backup."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        connection.ensure_connection()
        copy = sqlite3.connect(folder / "copy")
        connection.connection.backup(copy)
        copy.close()
        yield
        connection.close()
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        shutil.copy(folder / "copy", path)
        return
    tables = [one for one in connection.introspection.table_names() if one.startswith(("ledgers_", "bookings_"))]
    typed(*(f"CREATE TABLE copy_of_{one} AS TABLE {one}" for one in tables))
    yield
    typed(*(f"DELETE FROM {one}" for one in tables),
          *(f"INSERT INTO {one} SELECT * FROM copy_of_{one}" for one in tables),
          *(f"DROP TABLE copy_of_{one}" for one in tables))  # fmt: skip
