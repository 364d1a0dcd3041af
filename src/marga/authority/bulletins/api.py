"""Bulletins for programs: what was published, whole or a table, as JSON or CSV; and what every figure counts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from marga.authority.api_shapes import OR_CSV, ErrorOut, nothing, tagged_by_kind, wants_csv
from marga.authority.bulletins import queries
from marga.authority.bulletins.models import Published
from marga.figures.bulletin.bulletin import Bulletin
from marga.figures.bulletin.derived import DERIVED
from marga.figures.bulletin.layouts import as_csv
from marga.figures.bulletin.meanings import meaning_of
from marga.figures.bulletin.times import period_of
from marga.figures.counting import VERSION, ordered

router = Router(tags=["bulletins"])
CSV = "text/csv; charset=utf-8"


class BulletinOut(Schema):
    """A published revision of a bulletin. `sha256` is of its file, which /api/bulletins/{id} gives as it was frozen."""

    id: str
    revision: int
    period_from: date
    period_to: date
    published_at: datetime
    definitions: str
    sha256: str
    changed: int


class NumberOut(Schema):
    """One number of a table; `value` is null where it is not shown."""

    where: dict[str, str]
    period_from: date
    period_to: date
    value: float | None
    low: float | None = None
    high: float | None = None


class TableOut(Schema):
    """One table of a bulletin."""

    bulletin: str
    revision: int
    name: str
    figure: str
    unit: str
    derived: bool
    definitions: str
    run: str
    numbers: list[NumberOut]


class DefinitionOut(Schema):
    """What a figure counts. `table` and `day` say from which records; a derived figure has none."""

    name: str
    unit: str
    meaning: str
    derived: bool
    table: str
    day: str
    splits: list[str]
    measure: str
    definitions: str


@router.get("/bulletins", response=list[BulletinOut], openapi_extra=OR_CSV)
@tagged_by_kind(queries.tag)
def bulletins(request: HttpRequest) -> Any:
    """Every published revision, the latest first. As CSV where text/csv is accepted."""
    rows = [_bulletin(one) for one in queries.published()]
    return _lines(rows, list(BulletinOut.model_fields)) if wants_csv(request) else rows


@router.get(
    "/bulletins/{bulletin_id}", response={200: dict[str, Any], 404: ErrorOut, 422: ErrorOut}, openapi_extra=OR_CSV
)
@tagged_by_kind(queries.tag)
def bulletin(request: HttpRequest, bulletin_id: str, revision: int | None = None) -> Any:
    """A bulletin's file, byte for byte as it was frozen: the last revision or the one named; or its lines as CSV."""
    found = _find(bulletin_id, revision)
    if found is None:
        return _no_bulletin(bulletin_id)
    if wants_csv(request):
        return HttpResponse(as_csv(queries.bulletin(found)), content_type=CSV)
    return HttpResponse(queries.content(found), content_type="application/json")


@router.get(
    "/bulletins/{bulletin_id}/tables/{table}", response={200: TableOut, 404: ErrorOut, 422: ErrorOut},
    openapi_extra=OR_CSV,
)  # fmt: skip
@tagged_by_kind(queries.tag)
def table(request: HttpRequest, bulletin_id: str, table: str, revision: int | None = None) -> Any:
    """One table of a bulletin, number by number. As CSV where text/csv is accepted."""
    found = _find(bulletin_id, revision)
    if found is None:
        return _no_bulletin(bulletin_id)
    made = queries.bulletin(found)
    names = [one.name for one in made.tables]
    if table not in names:
        return nothing(f"Bulletin {bulletin_id} has no table {table!r}; its tables are {', '.join(names)}.")
    if wants_csv(request):
        return HttpResponse(as_csv(made, (made.table(table),)), content_type=CSV)
    return _table(made, table)


@router.get("/dictionary", response=list[DefinitionOut], openapi_extra=OR_CSV)
@tagged_by_kind(lambda: f'"{VERSION}"')
def dictionary(request: HttpRequest) -> Any:
    """Every figure with what it counts and what it does not. As CSV where text/csv is accepted."""
    rows = list(_figures())
    return _lines(rows, list(DefinitionOut.model_fields)) if wants_csv(request) else rows


def _find(bulletin_id: str, revision: int | None) -> Published | None:
    """A bulletin by its id. No id has a null character, and no revision needs more than 31 bits."""
    if "\0" in bulletin_id or not 0 <= (revision or 0) < 2**31:
        return None
    return queries.find(bulletin_id, revision)


def _no_bulletin(bulletin_id: str) -> Any:
    return nothing(f"There is no bulletin {bulletin_id!r} of that revision; see /api/bulletins.")


def _bulletin(one: Published) -> dict[str, Any]:
    return {
        "id": one.slug, "revision": one.revision, "period_from": one.starts, "period_to": one.ends,
        "published_at": one.published_at, "definitions": one.definitions, "sha256": one.sha256, "changed": one.changed,
    }  # fmt: skip


def _table(made: Bulletin, name: str) -> dict[str, Any]:
    one = made.table(name)
    numbers = []
    for place, line in enumerate(one.lines):
        for at, time in enumerate(one.times):
            days, value = period_of(time), line.values[at]
            low, high = (one.bounds[place][at] or (None, None)) if one.bounds else (None, None)
            numbers.append({
                "where": dict(line.where), "period_from": days.start, "period_to": days.end,
                "value": None if value is None else float(value), "low": low, "high": high,
            })  # fmt: skip
    return {
        "bulletin": made.id, "revision": made.revision, "name": name, "figure": one.figure, "unit": one.unit,
        "derived": one.derived, "definitions": made.definitions, "run": made.run, "numbers": numbers,
    }  # fmt: skip


def _figures() -> Iterator[dict[str, Any]]:
    for one in ordered():
        yield {
            "name": one.name, "unit": one.unit, "meaning": meaning_of(one.name), "derived": False, "table": one.table,
            "day": one.day, "splits": list(one.splits), "measure": one.measure, "definitions": VERSION,
        }  # fmt: skip
    for name, derived in DERIVED.items():
        yield {
            "name": name, "unit": derived.unit, "meaning": derived.meaning, "derived": True, "table": "", "day": "",
            "splits": [], "measure": "", "definitions": VERSION,
        }  # fmt: skip


def _lines(rows: list[dict[str, Any]], columns: list[str]) -> HttpResponse:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: " ".join(value) if isinstance(value, list) else value for name, value in row.items()})
    return HttpResponse(out.getvalue(), content_type=CSV)
