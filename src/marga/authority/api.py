"""The authority's API: reports, figures, findings and the check as JSON, described at /api/openapi.json."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe
from ninja import Field, NinjaAPI, Query, Schema, Status
from ninja.errors import HttpError, ValidationError

from marga import __version__
from marga.authority import queries
from marga.authority.api_shapes import (
    OR_CSV,
    ErrorOut,
    FaultOut,
    Language,
    nothing,
    tagged,
    tagged_by_kind,
    wants_csv,
)  # fmt: skip
from marga.authority.bulletins.api import router as bulletins
from marga.authority.downloads import as_csv, as_record
from marga.authority.series import Entry, per_day
from marga.country import DataError, write
from marga.figures import RULES, Report
from marga.site.writing import writer

api = NinjaAPI(
    title="Marga, the authority's side", version=__version__, docs_url=None, urls_namespace="api",
    description="Published figures, what was found of them, and the check itself. Nothing sent here is kept.",
)  # fmt: skip


class ReportOut(Schema):
    """A published report."""

    id: str
    title: str
    body: str
    published: date | None
    period_from: date | None
    period_to: date | None
    source: str
    url: str
    note: str
    figures: int


class FigureOut(Schema):
    """One printed figure. `least` and `most` are the true values it allows, null where open."""

    report: str
    figure: str
    body: str
    published: date | None
    measure: str
    where: dict[str, str]
    kind: str
    value: float
    unit: str
    printed: str
    period_from: date | None
    period_to: date | None
    as_of: date | None
    least: float | None
    most: float | None
    per_day: float | None
    derived: str
    source: str
    url: str


class RepairOut(Schema):
    """What a figure would have to be: an interval, null where open."""

    figure: str
    printed: float
    would_be: list[float | None]


class FindingOut(Schema):
    """One thing that is wrong."""

    rule: str
    severity: str
    figures: list[str]
    message: str
    repairs: list[RepairOut]
    claim: str | None = None


class SetOut(Schema):
    """One smallest set of figures of which something must be wrong."""

    figures: list[str]
    repairs: list[RepairOut]


class SuspectsOut(Schema):
    """Contradictions that hang together: every smallest set, and whether there were more than are listed."""

    capped: bool
    sets: list[SetOut]


class OutcomeOut(Schema):
    """What a check found; the same JSON as `marga check --format json`."""

    reports: int
    figures: int
    findings: list[FindingOut]
    smallest_wrong: list[list[str]]
    suspects: list[SuspectsOut]
    left_out: int = Field(0, description="Findings of a report with very many, the mildest, that are not listed.")


class CheckIn(Schema):
    """A report file in TOML, as text."""

    report: str


@api.get("/reports", response=list[ReportOut], tags=["published"])
@tagged(queries.published_tag)
def reports(request: HttpRequest) -> list[dict[str, Any]]:
    """Every published report, latest first."""
    return [_report(one) for one in queries.reports()]


@api.get("/reports/{report_id}", response={200: ReportOut, 404: ErrorOut}, tags=["published"])
@tagged(queries.published_tag)
def report(request: HttpRequest, report_id: str) -> Any:
    """One published report."""
    found = queries.report(report_id)
    return _no_report(report_id) if found is None else _report(found)


@api.get("/figures", response={200: list[FigureOut], 404: ErrorOut}, tags=["published"], openapi_extra=OR_CSV)
@tagged_by_kind(queries.published_tag)
def figures(request: HttpRequest, measure: str = "", report: str = "") -> Any:
    """Every printed figure, of one measure or one report if named. As CSV where text/csv is accepted.

    What was counted from records and published in bulletins is under /api/bulletins.
    """
    if measure and measure not in queries.country().measures:
        return nothing(f"There is no measure {measure!r}; the measures are {', '.join(queries.country().measures)}.")
    if report and queries.report(report) is None:
        return _no_report(report)
    found = [
        Entry(figure, one, per_day(figure))
        for one in queries.reports() if report in ("", one.id)
        for figure in one.figures if measure in ("", figure.measure.name)
    ]  # fmt: skip
    if wants_csv(request):
        return HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    return [_figure(one) for one in found]


@api.get("/findings", response={200: list[FindingOut], 404: ErrorOut}, tags=["published"])
@tagged(queries.outcome_tag)
def findings(request: HttpRequest, about: Query[Language], rule: str = "", report: str = "") -> Any:
    """What the last check of the published reports found, by one rule or about one report if named."""
    if rule and rule not in RULES:
        return nothing(f"There is no rule {rule!r}; the rules are {', '.join(RULES)}.")
    if report and queries.report(report) is None:
        return _no_report(report)
    with translation.override(_known(about.language)):
        outcome = queries.latest_outcome()
    found = [] if outcome is None else outcome.about(report) if report else outcome.findings
    return [one for one in found if rule in ("", one["rule"])]


@api.post(
    "/check", response={200: OutcomeOut, 400: ErrorOut, 413: ErrorOut, 422: ErrorOut, 503: ErrorOut}, tags=["check"]
)
def check(request: HttpRequest, sent: CheckIn, about: Query[Language]) -> Any:
    """Check a report file. Nothing is kept."""
    with translation.override(_known(about.language)):
        try:
            return queries.check_text(sent.report, "report")[1].data
        except queries.Busy as busy:
            return Status(503, {"error": str(busy.faults[0].message)})
        except DataError as error:
            faults = [{"place": fault.place, "says": write(fault.says, writer())} for fault in error.faults]
            return Status(422, {"error": "The report cannot be read.", "faults": faults})


api.add_router("", bulletins)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """One shape for every error: what was sent does not fit the description."""
    faults = [
        {"place": ".".join(str(part) for part in one["loc"]), "says": str(one["msg"])} for one in error.errors
    ]  # fmt: skip
    return _error(request, 422, "The request does not fit the description.", faults)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses by itself, such as a body that is not JSON, in the same shape."""
    return _error(request, error.status_code, f"{error}.".replace("..", "."))


def _error(request: HttpRequest, status: int, text: str, faults: list[dict[str, str]] | None = None) -> HttpResponse:
    shape = ErrorOut(error=text, faults=[FaultOut(**fault) for fault in faults or ()])
    return api.create_response(request, shape.model_dump(), status=status)


def _no_report(report_id: str) -> Status[dict[str, str]]:
    return nothing(f"There is no report {report_id!r}; see /api/reports.")


def _plain(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the API that answers HEAD as GET, without its body, and a wrong method in the shape of every error."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked  # the server leaves the body out
        given = view(request, *args, **named)
        request.method = asked
        if given.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return given
        refusal = _error(request, given.status_code, f"Use {given.headers['Allow']} here.")
        refusal.headers["Allow"] = given.headers["Allow"]
        return refusal

    return answer


def addresses() -> tuple[list[Any], str, str]:
    """The API's addresses as `urls` includes them."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        if pattern.callback is not None:
            view = require_safe(pattern.callback) if pattern.name == "openapi-json" else pattern.callback
            pattern.callback = _plain(view)
    return patterns, app, namespace


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else "en"


def _report(one: Report) -> dict[str, Any]:
    period = one.period
    return {
        "id": one.id, "title": one.title, "body": one.body, "published": one.published, "source": one.source,
        "period_from": period.start if period else None, "period_to": period.end if period else None,
        "url": one.url, "note": one.note, "figures": len(one.figures),
    }  # fmt: skip


def _figure(entry: Entry) -> dict[str, Any]:
    record = as_record(entry)
    return {**record, "period_from": record.pop("from"), "period_to": record.pop("to")}
