"""Two copies of a table walked side by side in the order of their keys; neither is ever held in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Collate

from .differing import ADDED, CHANGED, MISSING, UNREADABLE, Difference, difference
from .scratch import OWN

BATCH = 2000
#: What a database raises where a column holds what Python cannot read.
UNREADABLE_VALUES = (ValueError, TypeError, ArithmeticError)
#: The key of a row as it is, the key as it sorts, and the other values.
Row = tuple[tuple[Any, ...], tuple[tuple[int, Any], ...], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Key:
    """The columns that name a row, and those that are not compared."""

    columns: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def compare(model: type[models.Model], key: Key, erased: Collection[str]) -> Iterator[Difference]:
    """What differs between a table made anew and the one that stands.

    erased   first parts of keys that are not compared: something of them was lawfully erased
    """
    names = columns(model, key)
    try:
        yield from _walked(
            model, names, _rows(model, "default", key, names, erased), _rows(model, OWN, key, names, erased)
        )
        yield from _orphans(model, key)
    except UNREADABLE_VALUES:
        yield from _unreadable(model)


def columns(model: type[models.Model], key: Key) -> list[str]:
    """The columns to compare: not the key again, nor numbers that a database gave by itself."""
    left_out = {*key.columns, *key.left_out}
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in left_out and field.attname not in left_out and not isinstance(field, models.AutoField)
    ]


def of_erased(key: str, erased: Collection[str]) -> bool:
    """Whether the key of a row begins with such a part."""
    return bool(erased) and key.partition(".")[0] in erased


def _walked(
    model: type[models.Model], names: list[str], said: Iterator[Row], stands: Iterator[Row]
) -> Iterator[Difference]:  # fmt: skip
    mine, theirs = next(said, None), next(stands, None)
    while mine is not None or theirs is not None:
        if theirs is None or (mine is not None and mine[1] < theirs[1]):
            assert mine is not None
            yield difference(model, mine[0], MISSING)
            mine = next(said, None)
        elif mine is None or theirs[1] < mine[1]:
            yield difference(model, theirs[0], ADDED)
            theirs = next(stands, None)
        else:
            for name, acts_say, stand in zip(names, mine[2], theirs[2], strict=True):
                if acts_say != stand:
                    yield difference(model, mine[0], CHANGED, column=name, stands=stand, said=acts_say)
            mine, theirs = next(said, None), next(stands, None)


def _rows(
    model: type[models.Model], alias: str, key: Key, names: list[str], erased: Collection[str]
) -> Iterator[Row]:  # fmt: skip
    """Every row that is compared, sorted by its database as Python sorts: texts by their letters' numbers."""
    c = connections[alias].vendor == "postgresql"
    order = [Collate(F(name), "C") if c and _is_text(model, name) else F(name) for name in key.columns]
    found = model._base_manager.using(alias).order_by(*order).values_list(*key.columns, *names)
    size = len(key.columns)
    for row in found.iterator(BATCH):
        if not of_erased(str(row[0]), erased):
            yield row[:size], tuple(map(_sorting, row[:size])), tuple(map(_plain, row[size:]))


def _orphans(model: type[models.Model], key: Key) -> Iterator[Difference]:
    """Rows that are told apart by a row they refer to, and refer to none."""
    for name in {path.partition("__")[0] for path in key.columns if "__" in path}:
        parents: Any = model._meta.get_field(name).related_model
        there = parents._base_manager.filter(pk=OuterRef(f"{name}_id"))
        lost = model._base_manager.using(OWN).filter(~Exists(there)).values_list("pk", flat=True)
        yield from (difference(model, pk, ADDED) for pk in lost.iterator(BATCH))


def _unreadable(model: type[models.Model]) -> Iterator[Difference]:
    """The rows that cannot be read, found one by one; the others of the table are compared once they are mended."""
    keys = model._base_manager.using(OWN).order_by("pk").values_list("pk", flat=True)
    for pk in keys.iterator(BATCH):
        try:
            model._base_manager.using(OWN).filter(pk=pk).values_list().first()
        except UNREADABLE_VALUES:
            yield difference(model, pk, UNREADABLE)


def _is_text(model: type[models.Model], path: str) -> bool:
    field: Any = None
    for name in path.split("__"):
        field = next(one for one in model._meta.concrete_fields if name in (one.name, one.attname))
        if field.is_relation:
            model = field.related_model
    while field.is_relation:
        field = field.target_field
    return isinstance(field, models.CharField | models.TextField)


def _sorting(value: Any) -> tuple[int, Any]:
    """As SQLite sorts what somebody put into a column of another type."""
    if value is None:
        return 0, 0
    return (1, value) if isinstance(value, int | float) else (3, value) if isinstance(value, bytes) else (2, value)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value
