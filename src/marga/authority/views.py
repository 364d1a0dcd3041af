"""Pages of the authority's side: thin, each reads once and renders."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from marga.authority import queries
from marga.authority.bulletins import queries as bulletins
from marga.authority.downloads import as_csv, as_measure_json
from marga.authority.drafts import carried, unpacked
from marga.authority.forms import DraftForm, FileForm
from marga.authority.pages import (
    figure_rows,
    front_numbers,
    headline_findings,
    measure_rows,
    problems,
    report_list,
    suspect_groups,
)  # fmt: skip
from marga.authority.series import drawn, entries
from marga.country import DataError, Measure
from marga.figures import EXPLANATIONS, Report

MOST_LISTED = 200  # findings on the page of a visitor's report


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, the published years in one look, and what is wrong with them."""
    outcome, latest = queries.latest_outcome(), bulletins.latest()
    return render(request, "authority/front.html", {
        "published": latest, "doc": bulletins.document_of(latest) if latest else None,
        "bulletin_charts": bulletins.charts(latest, "cases").get("cases") if latest else None,
        "outcome": outcome, "country": queries.country(), "numbers": front_numbers(queries.reports()),
        "charts": queries.charts("cases"), "headlines": headline_findings(outcome), "reports": queries.reports(),
    })  # fmt: skip


@require_safe
def report_index(request: HttpRequest) -> HttpResponse:
    outcome = queries.latest_outcome()
    return render(request, "authority/reports.html", {
        "outcome": outcome, "reports": report_list(queries.reports(), outcome),
    })  # fmt: skip


@require_safe
def report_page(request: HttpRequest, report_id: str) -> HttpResponse:
    """One published report: each figure with what was found of it, the arithmetic, the source."""
    report, outcome = queries.report(report_id), queries.latest_outcome()
    if report is None:
        raise Http404
    return render(request, "authority/report.html", {
        "report": report, "outcome": outcome, "rows": figure_rows(report, outcome),
        "findings": outcome.about(report.id) if outcome else [], "suspects": suspect_groups(outcome, report.id),
    })  # fmt: skip


@require_safe
def measure_index(request: HttpRequest) -> HttpResponse:
    return render(request, "authority/measures.html", {
        "measures": [
            (measure, len(entries(queries.reports(), name))) for name, measure in queries.country().measures.items()
        ],
    })  # fmt: skip


@require_safe
def measure_page(request: HttpRequest, name: str) -> HttpResponse:
    """One measure over the years, with revisions and between bodies: chart, table, downloads."""
    measure, found = _measure(name), entries(queries.reports(), name)
    outcome = queries.latest_outcome()
    return render(request, "authority/measure.html", {
        "measure": measure, "rows": measure_rows(found, outcome), "charts": queries.charts(name), "outcome": outcome,
        "drawn": len(drawn(found, queries.country())), "units": measure.units,
    })  # fmt: skip


@require_safe
@condition(etag_func=lambda _request, **_named: queries.published_tag())
def measure_download(request: HttpRequest, name: str, format: str) -> HttpResponse:
    """The series of a measure as CSV or JSON, in full."""
    found = entries(queries.reports(), _measure(name).name)
    if format == "csv":
        return _attachment(as_csv(found), "text/csv; charset=utf-8", f"{name}.csv")
    if format == "json":
        return _attachment(as_measure_json(found), "application/json", f"{name}.json")
    raise Http404


def _measure(name: str) -> Measure:
    if (measure := queries.country().measures.get(name)) is None:
        raise Http404
    return measure


def _attachment(content: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    return render(request, "authority/rules.html", {"explanations": EXPLANATIONS})


@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    """What programs can ask for."""
    return render(request, "authority/api.html", {"calls": [
        ("GET /api/reports", _("Every published report, latest first.")),
        ("GET /api/reports/ID", _("One published report.")),
        ("GET /api/figures?measure=NAME&report=ID", _("Every printed figure, of one measure or one report if named.")),
        ("GET /api/findings?rule=NAME&report=ID&language=en", _("What the last check of the published reports found.")),
        ("POST /api/check", _("Check a report file. Nothing is kept.")),
    ]})  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def check_form(request: HttpRequest) -> HttpResponse:
    """Check your own: a form with a row a figure. What is typed is checked and given back, never kept."""
    draft = DraftForm(request.POST if request.method == "POST" else None)
    context, status = dict[str, Any](draft=draft), 422
    if draft.bound and not draft.wants_rows and draft.is_valid():
        text = draft.toml()
        try:
            context |= _checked(text, "my-report")
        except DataError as error:
            draft.blame(error)
            status = _status_of(error)
    context["wrong"] = draft.bound and not draft.wants_rows and "outcome" not in context
    return render(request, "authority/check_form.html", context, status=status if context["wrong"] else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def check_file(request: HttpRequest) -> HttpResponse:
    """Check your own: a report file, pasted or uploaded."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context, status = dict[str, Any](form=form), 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        text, name = form.text()
        try:
            return render(request, "authority/outcome.html", _checked(text, name))
        except DataError as error:
            context["problems"], status = problems(error), _status_of(error)
    return render(request, "authority/check_file.html", context, status=status)


@require_safe
def carried_report(request: HttpRequest) -> HttpResponse:
    """The check of a report that the address itself carries."""
    text = unpacked(request.GET.get("r", ""))
    try:
        if text is not None:
            return render(request, "authority/outcome.html", _checked(text, "report"))
    except DataError as error:
        return render(request, "authority/check_file.html", {
            "form": FileForm(initial={"report": text}), "problems": problems(error),
        }, status=_status_of(error))  # fmt: skip
    cut = _(
        "The link was cut off or altered, so the report in it cannot be read. Ask for the link, or the file, again."
    )
    return render(
        request, "authority/check_file.html", {"form": FileForm(), "problems": [{"message": cut}]}, status=422
    )


@require_POST
def draft_download(request: HttpRequest) -> HttpResponse:
    """The report that a visitor wrote, as a file."""
    return _attachment(request.POST.get("report", ""), "application/toml; charset=utf-8", "my-report.toml")


def _status_of(error: DataError) -> int:
    return 503 if isinstance(error, queries.Busy) else 422


def _checked(text: str | bytes, name: str) -> dict[str, Any]:
    """What the outcome of a visitor's report needs on a page. Raises DataError."""
    report, found = queries.check_text(text, name)
    outcome = found.first(MOST_LISTED)
    plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    return {
        "report": report, "outcome": outcome, "findings": outcome.findings, "text": plain, "carried": carried(plain),
        "found": len(found.findings) + found.data["left_out"],
        "rows": figure_rows(report, outcome), "suspects": suspect_groups(outcome, report.id),
        "by_row": by_row(report, outcome),
    }  # fmt: skip


def by_row(report: Report, outcome: queries.Outcome) -> dict[str, list[dict[str, Any]]]:
    return {figure.id: outcome.of_figure(figure.ref) for figure in report.figures}
