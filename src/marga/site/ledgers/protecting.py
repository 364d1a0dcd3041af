"""What the database itself forbids: no entry, node, checkpoint, list or record of an act is changed or removed.

Triggers let two things through. An entry without a position is given one, once. A record is emptied by an erasure: its
salt goes, each of its other columns stays or becomes empty, and the entry that it names says "record.erased". Nothing
has to be switched off for either, so there is nothing that could be left switched off.

They are put in step with the tables after every `migrate`, and replaced only where they differ: a role that owns no
table can run it too. Whoever owns the tables can drop them; what they then do is found by the audit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import AppConfig
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from marga.ledger.commitment import ERASED
from marga.site.ledgers.models import Checkpoint, Cosignature, Entered, Entry, Node, ReceiptList

NEVER_CHANGED: tuple[type[models.Model], ...] = (Node, Checkpoint, Cosignature, ReceiptList)
KEPT_BY_ERASURE = ("id", "entry_id", "by", "at")
SAYS = "The ledger only grows: this row is never changed or removed."


@dataclass(frozen=True)
class Part:
    """One trigger or function: its name, the table it is on ("" for a function), and what makes it."""

    name: str
    table: str
    sql: str


def before_migrating(plan: Sequence[object], using: str, **_more: object) -> None:
    """SQLite makes a table anew to change it, and would stumble over triggers that speak of it."""
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        lift(connection)


def after_migrating(sender: AppConfig, using: str, **_more: object) -> None:
    """Protect the tables of an app that was migrated."""
    protect(connections[using], [model for model in sender.get_models() if is_protected(model)])


def is_protected(model: type[models.Model]) -> bool:
    return model is Entry or model in NEVER_CHANGED or issubclass(model, Entered)


def protect(connection: BaseDatabaseWrapper, tables: Sequence[type[models.Model]]) -> None:
    """Install what forbids to change these tables, where it is not there as it should be."""
    there = set(connection.introspection.table_names())
    models_there = [model for model in tables if model._meta.db_table in there]
    if not models_there:
        return
    parts = list(_postgresql(models_there) if connection.vendor == "postgresql" else _sqlite(models_there))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        known = _known(connection, cursor)
        for part in parts:
            if known.get((part.table, part.name)) != _mark(connection, part):
                _install(connection, cursor, part)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take all triggers of the ledger away from SQLite; the end of `migrate` puts them back."""
    with connection.cursor() as cursor:
        for _table, name in _known(connection, cursor):
            cursor.execute(f'DROP TRIGGER "{name}"')


def grants(role: str) -> list[str]:
    """PostgreSQL's statements for the role that a side works with, when another role owns its tables."""
    from django.apps import apps

    quoted = '"' + role.replace('"', '""') + '"'
    tables = [model for model in apps.get_models() if is_protected(model)]
    names = ", ".join(sorted(f'"{model._meta.db_table}"' for model in tables))
    to = quoted.replace("'", "''")
    lines = [
        # Else every role of the server may connect: that of another side, too.
        "DO $$ BEGIN EXECUTE 'REVOKE CONNECT ON DATABASE ' || quote_ident(current_database()) || ' FROM PUBLIC'; "
        f"EXECUTE 'GRANT CONNECT ON DATABASE ' || quote_ident(current_database()) || ' TO {to}'; END $$;",
        f"GRANT USAGE ON SCHEMA public TO {quoted};",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted};",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted};",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {names} FROM {quoted};",
        f'GRANT UPDATE (position) ON "ledgers_entry" TO {quoted};',
    ]
    for model in tables:
        if issubclass(model, Entered):
            columns = ["salt", "erasure_id", *(_column(model, name) for name in model.CONTENT)]
            listed = ", ".join(f'"{column}"' for column in columns)
            lines.append(f'GRANT UPDATE ({listed}) ON "{model._meta.db_table}" TO {quoted};')
    return lines


def _known(connection: BaseDatabaseWrapper, cursor: Any) -> dict[tuple[str, str], str]:
    """What is installed: (table, name) -> its mark."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger!_%' "
                       "ESCAPE '!'")  # fmt: skip
    else:
        cursor.execute(
            "SELECT c.relname, t.tgname, obj_description(t.oid, 'pg_trigger') FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid WHERE starts_with(t.tgname, 'ledger_') "
            "AND pg_table_is_visible(c.oid) UNION ALL "
            "SELECT '', p.proname, obj_description(p.oid, 'pg_proc') FROM pg_proc p "
            "WHERE starts_with(p.proname, 'ledger_') AND pg_function_is_visible(p.oid)"
        )
    return {(table, name): mark for table, name, mark in cursor.fetchall()}


def _mark(connection: BaseDatabaseWrapper, part: Part) -> str:
    """By which an installed part is known: its text where the database keeps it, else a comment."""
    return part.sql if connection.vendor == "sqlite" else sha256(part.sql.encode()).hexdigest()


def _install(connection: BaseDatabaseWrapper, cursor: Any, part: Part) -> None:
    if connection.vendor == "sqlite":
        cursor.execute(f'DROP TRIGGER IF EXISTS "{part.name}"')
    cursor.execute(part.sql)
    if connection.vendor == "postgresql":
        what = f'TRIGGER "{part.name}" ON "{part.table}"' if part.table else f'FUNCTION "{part.name}"()'
        cursor.execute(f"COMMENT ON {what} IS '{_mark(connection, part)}'")


def _sqlite(tables: Sequence[type[models.Model]]) -> Iterator[Part]:
    for model in tables:
        table = model._meta.db_table
        stop = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        allowed = _allowed_in_sqlite(model)
        unless = f" WHEN NOT ({allowed})" if allowed else ""
        # REPLACE removes what is in its way without a word to triggers on DELETE
        taken = f'EXISTS (SELECT 1 FROM "{table}" WHERE {_in_the_way(model)})'  # noqa: S608 - names of our tables
        first = f"{'NEW.position IS NOT NULL OR ' if model is Entry else ''}{taken}"
        for event, when in (("DELETE", ""), ("UPDATE", unless), ("INSERT", f" WHEN {first}")):
            name = f"ledger_{event.lower()}_{table}"
            yield Part(name, table, f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}"{when} {stop}')


def _in_the_way(model: type[models.Model]) -> str:
    """That a row holds what must be the new one's alone."""
    unique = [one.fields for one in model._meta.total_unique_constraints]
    alone = [[str(field.column)] for field in model._meta.concrete_fields if field.unique]
    alone += [[_column(model, name) for name in names] for names in unique]
    if model is Node:
        alone.append(["level", "index"])
    return " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in columns) + ")" for columns in alone
    )


def _column(model: type[models.Model], name: str) -> str:
    return next(str(field.column) for field in model._meta.concrete_fields if field.name == name)


def _allowed_in_sqlite(model: type[models.Model]) -> str:
    """The one change that is let through; never NULL, which would let everything through."""
    columns = [field.column for field in model._meta.concrete_fields]
    if model is Entry:
        same = [f'NEW."{column}" IS OLD."{column}"' for column in columns if column != "position"]
        return " AND ".join(["OLD.position IS NULL", "NEW.position IS NOT NULL", *same])
    if not issubclass(model, Entered):
        return ""
    says = f"EXISTS (SELECT 1 FROM ledgers_entry WHERE id = NEW.erasure_id AND kind = '{ERASED}')"  # noqa: S608 - a fixed word
    parts = ["OLD.salt IS NOT NULL", "NEW.salt IS NULL", "OLD.erasure_id IS NULL", says]
    for column in columns:
        unchanged = f'NEW."{column}" IS OLD."{column}"'
        if column in KEPT_BY_ERASURE:
            parts.append(unchanged)
        elif column not in ("salt", "erasure_id"):
            parts.append(f"""({unchanged} OR NEW."{column}" IS NULL OR NEW."{column}" IS '')""")
    return " AND ".join(parts)


def _postgresql(tables: Sequence[type[models.Model]]) -> Iterator[Part]:
    yield Part("ledger_only_grows", "", STOP)
    yield Part("ledger_only_erases", "", ERASES)
    for model in tables:
        table = model._meta.db_table

        def trigger(name: str, when: str, does: str = "only_grows", table: str = table) -> Part:
            sql = f'CREATE OR REPLACE TRIGGER "{name}" {when.format(table=table)} EXECUTE FUNCTION ledger_{does}()'
            return Part(name, table, sql)

        yield trigger("ledger_truncate", 'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT')
        yield trigger("ledger_delete", 'BEFORE DELETE ON "{table}" FOR EACH ROW')
        if model is Entry:
            kept = ", ".join(f'{{row}}."{field.column}"' for field in model._meta.concrete_fields
                             if field.column != "position")  # fmt: skip
            given = "OLD.position IS NULL AND NEW.position IS NOT NULL"
            same = f"({kept.format(row='OLD')}) IS NOT DISTINCT FROM ({kept.format(row='NEW')})"
            yield trigger("ledger_update", f'BEFORE UPDATE ON "{{table}}" FOR EACH ROW WHEN (NOT ({given} AND {same}))')
            yield trigger("ledger_insert", 'BEFORE INSERT ON "{table}" FOR EACH ROW WHEN (NEW.position IS NOT NULL)')
        elif issubclass(model, Entered):
            yield trigger("ledger_update", 'BEFORE UPDATE ON "{table}" FOR EACH ROW', "only_erases")
        else:
            yield trigger("ledger_update", 'BEFORE UPDATE ON "{table}" FOR EACH ROW')


STOP = f"""CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$"""

#: The table of entries is named with its schema: a temporary table of its name must not stand in for it.
ERASES = f"""CREATE OR REPLACE FUNCTION ledger_only_erases() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  said boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.ledgers_entry WHERE id = $1 AND kind = ''{ERASED}'')',
                 TG_TABLE_SCHEMA) INTO said USING NEW.erasure_id;
  IF said AND OLD.salt IS NOT NULL AND NEW.salt IS NULL AND OLD.erasure_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM jsonb_each(to_jsonb(OLD)) AS old_one (name, value)
    WHERE name NOT IN ('salt', 'erasure_id') AND to_jsonb(NEW) -> name IS DISTINCT FROM value
      AND (name IN ({", ".join(f"'{name}'" for name in KEPT_BY_ERASURE)})
           OR to_jsonb(NEW) -> name NOT IN ('null'::jsonb, '""'::jsonb))
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$"""  # noqa: S608 - fixed words
