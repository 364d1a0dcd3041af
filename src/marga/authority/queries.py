"""What the authority's pages and its API read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from threading import BoundedSemaphore
from time import thread_time
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from marga import __version__
from marga.authority.models import Chart, CheckOutcome, CheckRun
from marga.country import Country, DataError, Fault, gettext_noop, load, say
from marga.figures import Report, as_json, check, published_reports, read_report
from marga.site.writing import writer

MOST_SECONDS = 2.0  # of the processor, to search a visitor's report for suspects: some could take years
MOST_FIGURES = 300  # in a report that a visitor has checked here; `marga check` takes more
MOST_FINDINGS = 1_000  # that are written down of it: 300 figures can contradict each other in 45,000 ways
AT_ONCE = 2  # visitors' reports checked at once in one process, so that the other threads go on giving pages
WAIT_SECONDS = 0.2  # for another's check to end
_checking = BoundedSemaphore(AT_ONCE)


class Busy(DataError):
    """As many reports as can be are being checked. What was sent may be right: it was not looked at."""


def country() -> Country:
    return load(settings.MARGA_COUNTRY)


@cache
def reports() -> tuple[Report, ...]:
    """The published reports, latest first; those without a day of publication by what they are about."""
    found = published_reports(country())
    return tuple(sorted(found, key=lambda report: (_when(report), report.id), reverse=True))


def _when(report: Report) -> str:
    """The report's day for sorting: of publication, or else the last it is about."""
    days = [figure.period.end for figure in report.figures if figure.period]
    days += [figure.as_of for figure in report.figures if figure.as_of]
    return str(report.published or max(days, default=""))


def report(report_id: str) -> Report | None:
    return next((one for one in reports() if one.id == report_id), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found, in the reader's language. `run` is None for a visitor's own report: that is kept nowhere."""

    run: CheckRun | None
    data: Mapping[str, Any]

    @property
    def findings(self) -> list[dict[str, Any]]:
        return list(self.data["findings"])

    def first(self, most: int) -> Outcome:
        """The same with its first findings only: so many fit on a page."""
        return Outcome(self.run, {**self.data, "findings": self.findings[:most]})

    def about(self, report_id: str) -> list[dict[str, Any]]:
        """The findings in which a report's figures stand first; then those of others that touch it."""
        touching = [one for one in self.findings if any(_of(ref) == report_id for ref in one["figures"])]
        return sorted(touching, key=lambda one: _of(one["figures"][0]) != report_id)

    def of_figure(self, ref: str) -> list[dict[str, Any]]:
        return [one for one in self.findings if ref in one["figures"]]

    def suspects(self, report_id: str) -> list[dict[str, Any]]:
        """The groups of suspects in which a figure of the report is, and those whose search was stopped."""
        return [
            group for group in self.data["suspects"]
            if not group["sets"] or any(_of(ref) == report_id for one in group["sets"] for ref in one["figures"])
        ]  # fmt: skip


def _of(ref: str) -> str:
    return ref.split("/", 1)[0]


def published_tag() -> str:
    """The ETag of what follows from the published reports alone: it changes with them and with Marga's version."""
    return f'"{country().digest[:16]}-{__version__}"'


def outcome_tag() -> str:
    """The ETag of what the last check found: it changes with every check. One query."""
    run = CheckRun.objects.filter(country=settings.MARGA_COUNTRY).order_by("-finished_at", "-pk").first()
    return f'"{run.number if run else "unchecked"}-{__version__}"'


def latest_outcome() -> Outcome | None:
    """What the last check of the published reports found; None before the first. Two queries."""
    found = (
        CheckOutcome.objects.select_related("run")
        .filter(run__country=settings.MARGA_COUNTRY, language=get_language() or "en")
        .order_by("-run__finished_at", "-run_id")
        .first()
    )
    return None if found is None else Outcome(found.run, found.outcome)


def charts(name: str) -> dict[str, str]:
    """The SVG of a chart by width, from the last check; empty where none was drawn. One query."""
    run = CheckRun.objects.filter(country=settings.MARGA_COUNTRY).order_by("-finished_at", "-pk")[:1]
    found = Chart.objects.filter(run__in=run.values("pk"), name=name, language=get_language() or "en")
    return dict(found.values_list("width", "svg"))


def check_text(text: str | bytes, name: str) -> tuple[Report, Outcome]:
    """Check a visitor's report by itself; nothing is kept. Raises DataError with every fault in it, or Busy.

    `left_out` in the outcome's data is how many findings, the mildest, are not in it.
    """
    if not _checking.acquire(timeout=WAIT_SECONDS):
        raise Busy(Fault(name, "", say(gettext_noop(
            "This site is checking as many reports as it can at this moment. Wait some seconds and send it again."
        ))))  # fmt: skip
    try:
        own = read_report(text, name, country(), most_figures=MOST_FIGURES)
        end = thread_time() + MOST_SECONDS
        checked = check([own], country(), seconds_left=lambda: end - thread_time())
        listed = replace(checked, findings=checked.findings[:MOST_FINDINGS])
        left_out = len(checked.findings) - len(listed.findings)
        return own, Outcome(None, {**as_json(listed, writer()), "left_out": left_out})
    finally:
        _checking.release()
