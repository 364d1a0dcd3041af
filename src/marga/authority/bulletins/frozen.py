"""What was published stays as it was: the database refuses to change it, and its bytes are compared when read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marga.country import DataError, Fault, gettext_noop, say
from marga.figures.bulletin.files import digest

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from marga.authority.bulletins.models import Published

#: Tables whose rows are added and that is all, and those whose rows may be taken away to be made again.
KEPT, REMADE = ("authority_published", "authority_cube"), ("authority_publishedfile",)
SAYS = "What was published is never changed; publish a revision."
PROTECTED = [(table, act) for table in KEPT for act in ("UPDATE", "DELETE")] + [(table, "UPDATE") for table in REMADE]


def content(of: Published) -> bytes:
    """The bulletin's file as it was published. Raises DataError where its bytes are not those of its SHA-256."""
    frozen = bytes(of.frozen)
    if digest(frozen) != of.sha256:
        words = gettext_noop(
            "is not what was published: its bytes do not fit its SHA-256, {sha256}; the operator puts back a copy"
        )
        raise DataError(Fault(str(of), "", say(words, sha256=of.sha256)))
    return frozen


def protect(connection: BaseDatabaseWrapper) -> None:
    """Let the database itself refuse to change or remove what was published. A migration that builds one of these
    tables anew on SQLite drops this with the old one and does it again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION authority_frozen() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$"
            )
        for table, act in PROTECTED:
            does = (
                "FOR EACH ROW EXECUTE FUNCTION authority_frozen()" if connection.vendor == "postgresql"
                else f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )  # fmt: skip
            cursor.execute(f"CREATE TRIGGER {_name(table, act)} BEFORE {act} ON {table} {does}")


def unprotect(connection: BaseDatabaseWrapper) -> None:
    """Take that away again: for a migration, and for tests that begin with empty tables."""
    with connection.cursor() as cursor:
        for table, act in PROTECTED:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, act)}{on}")


def _name(table: str, act: str) -> str:
    return f"{table}_no_{act.lower()}"
