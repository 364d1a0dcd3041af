"""Many new rows of a table at once: by PostgreSQL's COPY, elsewhere as Django does it. Both write the same rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=models.Model)
#: For fewer, one INSERT is as quick.
WORTH_COPYING = 50


def made(model: type[Row], **values: Any) -> Row:
    """A new row, as `model(**values)` makes it, only quicker: without signals, and without looking whether
    the names are right.

    values   by the name of the attribute: `case_id`, not `case`
    """
    row = model.__new__(model)
    constant, fresh = _defaults(model)
    row.__dict__.update(constant, **values)
    row._state = ModelState()
    for name, default in fresh:
        if name not in values:
            row.__dict__[name] = default()
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], tuple[tuple[str, Callable[[], Any]], ...]]:
    """Of every column: the values that all rows share, and what makes one for each row, such as a list."""
    fields = model._meta.concrete_fields
    makes = [field for field in fields if field.has_default() and callable(field.default)]
    constant = {field.attname: field.get_default() for field in fields if field not in makes}
    return constant, tuple((field.attname, field.get_default) for field in makes)


def insert_all(rows: Sequence[Row], *, numbered: bool = False) -> list[Row]:
    """Insert new rows of one table. Within a transaction. Returns them.

    numbered   whoever calls needs the numbers that the database gives as primary keys
    No signal is sent, and values are written as they are: the columns of times and weights take aware times and
    decimals, and a text that is too long is refused by the database.
    """
    if connection.vendor != "postgresql" or len(rows) < WORTH_COPYING:
        return type(rows[0])._base_manager.bulk_create(rows, batch_size=500) if rows else []
    if numbered:
        _number(rows)
    _copy(rows, with_key=numbered or not _numbers_itself(type(rows[0])))
    for row in rows:
        row._state.adding = False
    return list(rows)


def _numbers_itself(model: type[models.Model]) -> bool:
    return isinstance(model._meta.pk, models.AutoField)


def _number(rows: Sequence[models.Model]) -> None:
    """Give rows the next numbers of their table."""
    meta = rows[0]._meta
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(meta.db_table), meta.pk.column, len(rows)],
        )  # fmt: skip
        numbers = [number for (number,) in cursor.fetchall()]
    for row, number in zip(rows, numbers, strict=True):
        row.pk = number


def _copy(rows: Sequence[models.Model], *, with_key: bool) -> None:
    model = type(rows[0])
    fields = _columns(model, with_key)
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    values, written = attrgetter(*[field.attname for field in fields]), _written(fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN") as copy:
        for row in rows:
            line = list(values(row))
            for place, write in written:
                if line[place] is not None:
                    line[place] = write(line[place])
            copy.write_row(line)


@cache
def _columns(model: type[models.Model], with_key: bool) -> tuple[models.Field[Any, Any], ...]:
    return tuple(field for field in model._meta.concrete_fields if with_key or not field.primary_key)


def _written(fields: Sequence[models.Field[Any, Any]]) -> list[tuple[int, Callable[[Any], Any]]]:
    """The places of columns whose values are written in another way than Python has them."""
    return [(place, _json) for place, field in enumerate(fields) if isinstance(field, models.JSONField)]


_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _json(value: Any) -> str:
    return _WRITER.encode(value)
