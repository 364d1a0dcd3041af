"""The register made anew from the acts, in a database of its own, and compared with what stands.

The ledger proves the acts. What stands follows from them; so a charge, a weight or a name that was changed in its
table, behind the application's back, is found here: by table, key and column.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.db import connections, models

from marga.country import Sentence, gettext_noop, say

from .kinds import project
from .models import Act
from .projected import PROJECTED, Key

#: The alias of the side's own database while the register is made anew in the default one.
OWN = "own"
BATCH = 2000
#: The key of a row, as texts, and its other values.
Row = tuple[tuple[str, ...], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not as the acts say."""

    table: str
    key: str
    says: Sentence


def differences() -> Iterator[Difference]:
    """Every row of the register that is not what the acts say it is, table by table.

    For a process of its own: meanwhile the default database of this process is a scratch one.
    """
    with tempfile.TemporaryDirectory(prefix="marga-replay-") as folder, _scratch(Path(folder) / "register.sqlite3"):
        erased = _replay()
        for model, key in PROJECTED.items():
            yield from _compare(model, key, erased)


@contextmanager
def _scratch(file: Path) -> Iterator[None]:
    """An empty register in a file; the side's own is read under the alias OWN."""
    own = connections.settings["default"]
    connections["default"].close()
    del connections["default"]
    scratch = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    made = connections.configure_settings({"default": scratch})["default"]
    connections.settings.update({"default": made, OWN: own})
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA synchronous = OFF")
        _hold_still()
        with connections["default"].schema_editor() as editor:
            for model in PROJECTED:
                editor.create_model(model)
        yield
    finally:
        connections["default"].close()
        connections[OWN].close()
        del connections["default"], connections[OWN], connections.settings[OWN]
        connections.settings["default"] = own


def _hold_still() -> None:
    """Read the side's own database as of one moment, while others write on: acts and tables belong together."""
    with connections[OWN].cursor() as cursor:
        if connections[OWN].vendor == "sqlite":
            cursor.execute("BEGIN DEFERRED")
        else:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT 1 FROM enforcement_unit LIMIT 1")


def _replay() -> frozenset[str]:
    """Project every act in the order in which it was recorded. Returns the cases of which something was erased."""
    erased = set()
    acts = Act.objects.using(OWN).select_related("entry").order_by("pk")
    connections["default"].set_autocommit(False)
    for act in acts.iterator(BATCH):
        if act.new is None:
            erased.add(act.case)
        elif act.case not in erased:
            project(act)
    connections["default"].commit()
    connections["default"].set_autocommit(True)
    return frozenset(erased)


def _compare(model: type[models.Model], key: Key, erased: frozenset[str]) -> Iterator[Difference]:
    """What differs between the two tables, walked side by side in the order of their keys."""
    names = [*key.columns, *_columns(model, key)]
    said, stands = (_rows(model, alias, names, len(key.columns), erased) for alias in ("default", OWN))
    mine, theirs = next(said, None), next(stands, None)
    while mine is not None or theirs is not None:
        if theirs is None or (mine is not None and mine[0] < theirs[0]):
            assert mine is not None
            yield _row(model, mine[0], gettext_noop("{row} is missing; acts say that it is there."))
            mine = next(said, None)
        elif mine is None or theirs[0] < mine[0]:
            yield _row(model, theirs[0], gettext_noop("{row} was added; no act says that it is there."))
            theirs = next(stands, None)
        else:
            yield from _changed(model, mine, theirs, names[len(key.columns) :])
            mine, theirs = next(said, None), next(stands, None)


def _rows(
    model: type[models.Model], alias: str, names: list[str], keys: int, erased: frozenset[str]
) -> Iterator[Row]:  # fmt: skip
    """Key and other values of each row, sorted by key as texts here: each database may sort texts in its own way."""
    found = model._base_manager.using(alias).values_list(*names)
    rows = (
        (tuple(_text(value) for value in row[:keys]), tuple(map(_plain, row[keys:])))
        for row in found.iterator(BATCH)
    )  # fmt: skip
    return iter(sorted((row for row in rows if not _is_of(row[0][0], erased)), key=lambda row: row[0]))


def _columns(model: type[models.Model], key: Key) -> list[str]:
    """The columns to compare: not the key again, nor numbers that a database gave by itself."""
    left_out = {*key.columns, *key.left_out}
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in left_out and field.attname not in left_out and not isinstance(field, models.AutoField)
    ]


def _changed(model: type[models.Model], mine: Row, theirs: Row, names: list[str]) -> Iterator[Difference]:
    for name, said, stands in zip_longest(names, mine[1], theirs[1]):
        if said != stands:
            template = gettext_noop("{row}: {column} is “{stands}”, and acts say “{said}”.")
            yield _row(model, mine[0], template, column=name, stands=_shown(stands), said=_shown(said))


def _row(model: type[models.Model], key: tuple[str, ...], template: str, **values: str) -> Difference:
    table, written = model._meta.db_table, " ".join(key)
    return Difference(table, written, say(template, row=f"{table} {written}", **values))


def _is_of(key: str, erased: frozenset[str]) -> bool:
    return bool(erased) and key.partition(".")[0] in erased


def _text(value: object) -> str:
    return f"{value:09d}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _shown(value: object) -> str:
    """A value in a sentence. Never a weight: who reads of an audit may be the second weigher."""
    return "…" if isinstance(value, bytes | Mapping | Decimal) else str(value)[:60]
