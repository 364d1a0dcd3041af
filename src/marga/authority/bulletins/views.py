"""Public pages of bulletins: thin, each reads and renders."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marga.authority.bulletins import queries
from marga.authority.bulletins.models import Published
from marga.authority.bulletins.pages import (
    coverage,
    difference,
    downloads,
    figure_list,
    figure_page,
    name_of_period,
    tables_of,
)  # fmt: skip
from marga.figures.bulletin.bulletin import Bulletin, Table
from marga.figures.bulletin.compare import compare
from marga.figures.bulletin.files import to_json
from marga.figures.bulletin.layouts import as_csv

FILE_KINDS = {".toml": "application/toml", ".csv": "text/csv; charset=utf-8", ".html": "text/html; charset=utf-8"}


@require_safe
def bulletin_index(request: HttpRequest) -> HttpResponse:
    """Every bulletin with its revisions, the latest first."""
    return render(request, "authority/bulletins/index.html", {
        "bulletins": [(one, name_of_period(one.period)) for one in queries.published()],
    })  # fmt: skip


@require_safe
def bulletin_page(request: HttpRequest, slug: str, revision: int | None = None) -> HttpResponse:
    """One bulletin: the last revision, or the one that is named."""
    found = _found(slug, revision)
    return render(request, "authority/bulletins/bulletin.html", {
        "published": found, "doc": queries.document_of(found), "charts": queries.charts(found),
        "downloads": downloads(queries.files(found)), "revisions": queries.revisions(slug),
        "entry": queries.entry_of(found),
        "overlapping": [(one, name_of_period(one.period)) for one in queries.overlapping(found)],
    })  # fmt: skip


def _found(slug: str, revision: int | None) -> Published:
    found = queries.find(slug, revision)
    if found is None:
        raise Http404
    return found


@require_safe
def bulletin_file(request: HttpRequest, slug: str, revision: int, name: str) -> HttpResponse:
    """A file of a bulletin. It never changes, so a browser may keep it."""
    content = queries.file(_found(slug, revision), name)
    if content is None:
        raise Http404
    kind = next((kind for ending, kind in FILE_KINDS.items() if name.endswith(ending)), None)
    answer = HttpResponse(content, content_type=kind or mimetypes.guess_type(name)[0] or "application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="marga-{name}"'
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@require_safe
def changes_page(request: HttpRequest) -> HttpResponse:
    """What changed between two bulletins: those named in the address, or the last two that came out."""
    known = list(queries.published())
    by_name = {str(one): one for one in known}
    last = sorted(known, key=lambda one: (one.published_at, one.pk), reverse=True)
    newer = by_name.get(request.GET.get("to", ""), last[0] if last else None)
    older = by_name.get(request.GET.get("from", ""), last[1] if len(last) > 1 else None)
    made = None
    if newer is not None and older is not None:
        made = difference(older, newer, compare(queries.bulletin(older), queries.bulletin(newer)))
    names = [(str(one), name_of_period(one.period), one.revision) for one in known]
    return render(request, "authority/bulletins/changes.html", {
        "made": made, "names": names, "older": str(older or ""), "newer": str(newer or ""),
    })  # fmt: skip


@require_safe
def figure_index(request: HttpRequest) -> HttpResponse:
    """Every figure that is counted or worked out, with its latest number."""
    latest = queries.latest()
    return render(request, "authority/bulletins/figures.html", {
        "published": latest, "sections": figure_list(queries.bulletin(latest) if latest else None),
    })  # fmt: skip


@require_safe
def figure(request: HttpRequest, name: str) -> HttpResponse:
    """One figure: sentence, chart, tables, definition, where it comes from, what changed, downloads."""
    latest = queries.latest()
    page = figure_page(queries.bulletin(latest), name) if latest else None
    if latest is None or page is None:
        raise Http404
    return render(request, "authority/bulletins/figure.html", {
        "published": latest, "page": page, "charts": queries.charts(latest, f"figure:{name}").get(f"figure:{name}"),
        "changes": queries.changes_of(name),
    })  # fmt: skip


@require_safe
def figure_download(request: HttpRequest, name: str, format: str) -> HttpResponse:
    """One figure of the latest bulletin as CSV or JSON."""
    latest = queries.latest()
    made = queries.bulletin(latest) if latest else None
    tables = tables_of(made, name) if made else []
    if made is None or not tables or format not in ("csv", "json"):
        raise Http404
    content = as_csv(made, tuple(tables)) if format == "csv" else _only(made, tables)
    kind = "text/csv; charset=utf-8" if format == "csv" else "application/json"
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="marga-{name}-{made.id}-r{made.revision}.{format}"'
    return answer


def _only(made: Bulletin, tables: Sequence[Table]) -> bytes:
    """A bulletin's file with these tables alone."""
    return to_json(replace(made, tables=tuple(tables), findings=(), changes=()))


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """When bulletins come out: those announced with every move of their day, and those that came."""
    return render(request, "authority/bulletins/calendar.html", {
        "releases": [(one, name_of_period(one.period)) for one in queries.calendar()],
    })  # fmt: skip


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Who reported, month by month, in the latest bulletin."""
    latest = queries.latest()
    return render(request, "authority/bulletins/coverage.html", {
        "published": latest, "period": name_of_period(latest.period) if latest else "",
        "bodies": coverage(queries.bulletin(latest)) if latest else [],
    })  # fmt: skip
