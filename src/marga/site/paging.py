"""Lists in pages by key: a page begins after the last row of the one before, however much came in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

PAGE = 50
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: its time, and its key among those of that time."""

    at: datetime
    key: str

    def written(self) -> str:
        return f"{self.at.isoformat()}~{self.key}"

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """None for what is no cursor: the list then begins at the front."""
        at, _tilde, key = text.partition("~")
        try:
            found = datetime.fromisoformat(at)
        except ValueError:
            return None
        return cls(found, key) if found.tzinfo is not None and "\0" not in key else None


def page_of(
    rows: QuerySet[Row], time: str, after: Cursor | None, *, newest: bool = False, size: int = PAGE
) -> tuple[list[Row], Cursor | None]:  # fmt: skip
    """The rows after a cursor, and the cursor of the next page if there is one. One query.

    time     the column that they are ordered by, then by primary key; the oldest first, or the newest
    """
    rows = behind(rows, time, after, newest=newest)
    order = (f"-{time}", "-pk") if newest else (time, "pk")
    found = list(rows.order_by(*order)[: size + 1])
    page = found[:size]
    if len(found) <= size:
        return page, None
    return page, Cursor(getattr(page[-1], time), str(page[-1].pk))


def behind(rows: QuerySet[Row], time: str, after: Cursor | None, *, newest: bool = False) -> QuerySet[Row]:
    """The rows that come after a cursor; all of them after None, or after one whose key is none of this table's."""
    if after is None:
        return rows
    try:
        key = rows.model._meta.pk.to_python(after.key)
    except ValidationError:
        return rows
    way = "lt" if newest else "gt"
    later = Q(**{f"{time}__{way}": after.at}) | Q(**{time: after.at, f"pk__{way}": key})
    return rows.filter(later, **{f"{time}__{way}e": after.at})  # said twice, so that an index begins there


def cursor_of(request: HttpRequest) -> Cursor | None:
    """Where the page that is asked for begins; None for the first."""
    return Cursor.read(request.GET.get("after", ""))


def next_page(request: HttpRequest, further: Cursor | None) -> str:
    """The query of the next page: what was asked, after its cursor; "" after the last."""
    if further is None:
        return ""
    asked = request.GET.copy()
    asked["after"] = further.written()
    return asked.urlencode()


def keyed_page(
    rows: QuerySet[Row], columns: Sequence[str], after: str, *, size: int = PAGE
) -> tuple[list[Row], str]:  # fmt: skip
    """The rows after a place in a list that is ordered by several columns, the last of them unique; and the place of
    the next page, "" after the last. One query.

    after    the values of the last row of the page before, as they were returned; what is no place begins at the front
    """
    fields: list[Any] = [rows.model._meta.get_field(name) for name in columns]
    try:
        values = [field.to_python(text) for field, text in zip(fields, after.split("~"), strict=True)] if after else []
    except (ValidationError, ValueError):
        values = []
    later = Q()
    for place, name in enumerate(columns[: len(values)]):
        same = dict(zip(columns[:place], values, strict=False))
        later |= Q(**same, **{f"{name}__gt": values[place]})
    if values:  # the first column is said twice, so that an index begins there
        rows = rows.filter(later, **{f"{columns[0]}__gte": values[0]})
    found = list(rows.order_by(*columns)[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    return found[:size], "~".join(field.value_to_string(last) for field in fields)


def place_asked(request: HttpRequest) -> str:
    """Where the page that is asked for begins, for `keyed_page`; "" for the first."""
    asked = request.GET.get("after", "")
    return "" if "\0" in asked else asked


def next_place(request: HttpRequest, further: str) -> str:
    """The query of the next page of a `keyed_page`; "" after the last."""
    if not further:
        return ""
    asked = request.GET.copy()
    asked["after"] = further
    return asked.urlencode()
