"""Tests on both databases: `def test_x(database)` runs once on SQLite and once on a real PostgreSQL server.

Each test begins with empty, migrated tables and commits for real, so threads and other processes see what it wrote.
What many tests begin with is made once and put back for each: `kept("station", make)`. Such a state is all rows, and if
something was signed the keys and the checkpoint in the data folder. On SQLite it is a copy of the file, on PostgreSQL a
schema of copied tables: making a database of a template takes that a second.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from marga.site import environment
from support.databases import as_owner, default_database

Result = TypeVar("Result")
#: What `migrate` itself writes, and nothing else changes.
OF_MIGRATIONS = ("django_migrations", "django_content_type", "auth_permission")
COPY = "copy-of-the-database"


@dataclass(frozen=True)
class State:
    """A state that can be put back: its name, what its maker returned, its files, and on PostgreSQL its tables and the
    last numbers that its sequences gave."""

    name: str
    result: object
    folder: Path
    tables: tuple[str, ...] = ()
    numbers: tuple[tuple[str, int], ...] = ()


_states: dict[tuple[object, str], State] = {}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run the test on this vendor's database, as a side configured for it would. The value is the vendor's name."""
    monkeypatch.setenv("MARGA_DATABASE_URL", request.getfixturevalue(f"{request.param}_address"))
    from marga.site.ledgers import remembering

    with django_db_blocker.unblock(), default_database(environment.database(Path())):
        remembering.file().unlink(missing_ok=True)  # an empty database is no older copy of what was signed last
        kept("empty", lambda: call_command("migrate", verbosity=0))
        yield request.param


def kept(name: str, make: Callable[[], Result]) -> Result:
    """Bring the database, which is empty, to the state that `make` makes of it, and return what it returned."""
    key = (connection.settings_dict["HOST"] or connection.settings_dict["NAME"], name)
    if key in _states:
        _put_back(_states[key])
    else:
        _states[key] = _saved(name, make())
    return _states[key].result  # type: ignore[return-value]


def _saved(name: str, result: object) -> State:
    from marga.site.ledgers import remembering  # has models, and this module is there before Django is set up

    folder = Path(mkdtemp(prefix=f"{name}-", dir=settings.MARGA_FOLDER))
    if remembering.file().exists():  # something was signed
        for path in Path(settings.MARGA_FOLDER).glob("*.key*"):
            shutil.copy(path, folder)
        shutil.copy(remembering.file(), folder)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(folder / COPY)
        connection.connection.backup(copy)
        copy.close()
        return State(name, result, folder)
    tables, schema = tuple(_with_rows()), f"kept_{name}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
        for table in tables:
            cursor.execute(f'CREATE TABLE {schema}."{table}" AS TABLE public."{table}"')
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences "
                       "WHERE schemaname = 'public' AND last_value IS NOT NULL")  # fmt: skip
        return State(name, result, folder, tables, tuple(cursor.fetchall()))


def _put_back(state: State) -> None:
    for path in state.folder.iterdir():
        if path.name != COPY:
            shutil.copy(path, settings.MARGA_FOLDER)
    if connection.vendor == "sqlite":
        _put_file_back(state.folder / COPY)
    else:
        _put_rows_back(state)


def _put_file_back(copy: Path) -> None:
    """Instead of the file, so that whoever still reads the one before is not disturbed."""
    connection.close()
    path = Path(connection.settings_dict["NAME"])
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    shutil.copy(copy, path)


def _put_rows_back(state: State) -> None:
    """Rows, and the protection that a test may have taken away."""
    from marga.authority.bulletins.frozen import protect, unprotect
    from marga.site.ledgers import protecting

    with as_owner(), connection.cursor() as cursor:
        if touched := _with_rows():
            cursor.execute(f"TRUNCATE {', '.join(touched)} RESTART IDENTITY CASCADE")
        for table in state.tables:
            cursor.execute(f'INSERT INTO public."{table}" SELECT * FROM kept_{state.name}."{table}"')
        for sequence, number in state.numbers:
            cursor.execute("SELECT setval(%s, %s)", [f'public."{sequence}"', number])
    unprotect(connection)
    protect(connection)
    protecting.protect(connection, [one for one in apps.get_models() if protecting.is_protected(one)])


def _with_rows() -> list[str]:
    """The tables, but those of migrations, that have rows or had some."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = sorted(table for (table,) in cursor.fetchall() if table not in OF_MIGRATIONS)
        cursor.execute(" UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM \"{one}\")" for one in tables))
        found = {table for (table,) in cursor.fetchall()}
        cursor.execute(
            "SELECT c.relname FROM pg_sequences s JOIN pg_depend d ON d.objid = format('public.%I', s.sequencename)"
            "::regclass AND d.deptype IN ('a', 'i') AND d.classid = 'pg_class'::regclass "
            "JOIN pg_class c ON c.oid = d.refobjid "
            "WHERE s.schemaname = 'public' AND s.last_value IS NOT NULL"
        )
        found |= {table for (table,) in cursor.fetchall()}
    return sorted(found & set(tables))
