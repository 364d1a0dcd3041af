"""An empty register in a file of its own, in which acts are carried over anew; the side's own is read beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from .projected import PROJECTED

#: The alias of the side's own database while the register is made anew in the default one.
OWN = "own"
#: No fall of the machine matters to a scratch file, and an act that is missing must not stop others; cache in KiB.
QUICK = ("foreign_keys = OFF", "synchronous = OFF", "journal_mode = TRUNCATE",
         "locking_mode = EXCLUSIVE", "cache_size = -65536")  # fmt: skip


@contextmanager
def scratch() -> Iterator[None]:
    """The default database of this process is an empty register; the side's own is read under the alias OWN, as of
    one moment."""
    with tempfile.TemporaryDirectory(prefix="marga-replay-") as folder:
        own = connections.settings["default"]
        connections["default"].close()
        del connections["default"]
        settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(folder) / "register.sqlite3")}
        made = connections.configure_settings({"default": settings})["default"]
        connections.settings.update({"default": made, OWN: own})
        try:
            _hold_still()
            _make_tables()
            yield
        finally:
            connections["default"].close()
            connections[OWN].close()
            del connections["default"], connections[OWN], connections.settings[OWN]
            connections.settings["default"] = own


def _make_tables() -> None:
    with connections["default"].schema_editor() as editor:
        for model in PROJECTED:
            editor.create_model(model)
    with connections["default"].cursor() as cursor:  # after the editor, which would switch foreign keys on again
        for one in QUICK:
            cursor.execute(f"PRAGMA {one}")


def _hold_still() -> None:
    """Read the side's own database as of one moment, while others write on: acts and tables belong together."""
    with connections[OWN].cursor() as cursor:
        if connections[OWN].vendor == "sqlite":
            cursor.execute("BEGIN DEFERRED")
        else:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT 1 FROM enforcement_unit LIMIT 1")
