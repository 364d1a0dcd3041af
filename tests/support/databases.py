"""The databases of tests: a real PostgreSQL server and a SQLite file, what goes wrong with them, and their owner."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections


def postgresql_programs() -> Path:
    """The folder of PostgreSQL's server programs. Fails with the command to type."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    if found := sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return found[-1].parent
    return pytest.fail("Database tests need PostgreSQL. Type: sudo apt-get install postgresql")


def server_owner() -> str | None:
    """PostgreSQL refuses to run as root: then another user of this machine owns the cluster."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def postgresql_cluster(*settings: str, durable: bool = False) -> Iterator[str]:
    """A cluster of its own in a temporary folder, on a socket only. Yields the address of an empty database.

    settings   of the server, such as "work_mem=32MB"
    Unless it is to be `durable` it forgets what was committed when the machine falls, and is the quicker for it.
    """
    programs, owner = postgresql_programs(), server_owner()
    folder = Path(tempfile.mkdtemp(prefix="marga-pg-"))
    if owner:
        shutil.chown(folder, owner)
    quick = "" if durable else "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    options = f"-c listen_addresses='' -k {folder} {quick} {' '.join(f'-c {one}' for one in settings)}"

    def command(program: str, *arguments: str) -> None:
        subprocess.run([programs / program, "-D", folder / "cluster", *arguments], check=True, user=owner, cwd=folder,
                       stdout=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})  # fmt: skip

    try:
        command("initdb", "--username=marga", "--auth=trust", "--encoding=UTF8", "--no-sync")
        command("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options)
        yield f"postgres://marga@{str(folder).replace('/', '%2F')}/postgres"
    finally:
        if (folder / "cluster" / "postmaster.pid").exists():
            command("pg_ctl", "stop", "-w", "-m", "immediate")  # by the pid in that file
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    """The address of a throw-away PostgreSQL database."""
    with postgresql_cluster() as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a throw-away SQLite file."""
    return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'db.sqlite3'}"


@contextmanager
def default_database(settings: dict[str, Any]) -> Iterator[None]:
    """Let Django's default connection, in every thread, be the given database."""
    before = connections.settings["default"]
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": settings})["default"]
    try:
        yield
    finally:
        connections["default"].close()
        del connections["default"]
        connections.settings["default"] = before


@contextmanager
def gone() -> Iterator[None]:
    """The default database of this thread is not to be reached: its server, or the disk with its file, is away."""
    connection = connections["default"]
    place = "NAME" if connection.vendor == "sqlite" else "HOST"
    before = connection.settings_dict[place]
    connection.close()
    connection.settings_dict[place] = "/nowhere/at/all"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict[place] = before


@contextmanager
def full() -> Iterator[None]:
    """The disk with the SQLite file is full for this thread: no page can be added to it."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # so that no page lies about that is free
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {int(pages)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def as_owner() -> Iterator[None]:
    """Let nothing stand in the way of SQL in this thread: what whoever owns the database can do to a ledger."""
    from marga.site.ledgers import protecting  # has models, and this module is there before Django is set up

    connection = connections["default"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            protecting.lift(connection)
            cursor.execute("PRAGMA foreign_keys = OFF")
        else:
            cursor.execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA foreign_keys = ON")
                protecting.protect(connection, [one for one in apps.get_models() if protecting.is_protected(one)])
            else:
                cursor.execute("SET session_replication_role = DEFAULT")
