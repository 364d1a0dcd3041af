"""Empty tables in a file of their own, in which acts are carried over anew; the side's own are read beside them."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections, models

#: The alias of the side's own database while tables are made anew in the default one.
OWN = "own"
#: No fall of the machine matters to a scratch file, and an act that is missing must not stop others; cache in KiB.
QUICK = ("foreign_keys = OFF", "synchronous = OFF", "journal_mode = TRUNCATE",
         "locking_mode = EXCLUSIVE", "cache_size = -65536")  # fmt: skip


@contextmanager
def scratch(tables: Collection[type[models.Model]]) -> Iterator[None]:
    """The default database of this process has these tables, empty; the side's own is read under the alias OWN, as of
    one moment."""
    with tempfile.TemporaryDirectory(prefix="marga-replay-") as folder:
        own = connections.settings["default"]
        connections["default"].close()
        del connections["default"]
        settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(folder) / "anew.sqlite3")}
        made = connections.configure_settings({"default": settings})["default"]
        connections.settings.update({"default": made, OWN: own})
        try:
            _hold_still(next(iter(tables)))
            _make_tables(tables)
            yield
        finally:
            connections["default"].close()
            connections[OWN].close()
            del connections["default"], connections[OWN], connections.settings[OWN]
            connections.settings["default"] = own


def _make_tables(tables: Collection[type[models.Model]]) -> None:
    with connections["default"].schema_editor() as editor:
        for model in tables:
            editor.create_model(model)
    with connections["default"].cursor() as cursor:  # after the editor, which would switch foreign keys on again
        for one in QUICK:
            cursor.execute(f"PRAGMA {one}")


def _hold_still(first: type[models.Model]) -> None:
    """Read the side's own database as of one moment, while others write on: acts and tables belong together."""
    with connections[OWN].cursor() as cursor:
        if connections[OWN].vendor == "sqlite":
            cursor.execute("BEGIN DEFERRED")
        else:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(f"SELECT 1 FROM {first._meta.db_table} LIMIT 1")  # noqa: S608 - a name of ours
