"""What the authority's side does: one function an act, each in one transaction."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from marga import __version__
from marga.authority.charts import draw_all
from marga.authority.models import Chart, CheckOutcome, CheckRun
from marga.country import load
from marga.figures import Checked, as_json, check, published_reports
from marga.site.writing import writer


def check_published() -> CheckRun:
    """Check the country's published reports together and keep what was found, in every language, with its charts.

    The same reports under the same version are checked once: then the run that is there is returned.
    """
    country = load(settings.MARGA_COUNTRY)
    same = {"country": country.code, "country_digest": country.digest, "marga_version": __version__}
    if (run := CheckRun.objects.filter(**same).first()) is not None:
        return run
    started_at = timezone.now()
    checked = check(published_reports(country), country)
    outcomes: dict[str, Any] = {}
    charts: dict[str, dict[tuple[str, str], str]] = {}
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            outcomes[language] = as_json(checked, writer())
            charts[language] = draw_all(checked.reports, country)
    return _keep(same, started_at, checked, outcomes, charts)


@transaction.atomic
def _keep(
    same: dict[str, str], started_at: datetime, checked: Checked, outcomes: dict[str, Any],
    charts: dict[str, dict[tuple[str, str], str]],
) -> CheckRun:  # fmt: skip
    """Write the run with its outcome and charts in every language; nothing when another worker was first."""
    tally = Counter(finding.severity for finding in checked.findings)
    run, made = CheckRun.objects.get_or_create(
        **same,
        defaults={
            "started_at": started_at, "finished_at": timezone.now(),
            "reports": len(checked.reports), "figures": checked.figure_count,
            "errors": tally["error"], "warnings": tally["warning"], "notes": tally["note"],
        },
    )  # fmt: skip
    if made:
        CheckOutcome.objects.bulk_create(
            CheckOutcome(run=run, language=language, outcome=outcome) for language, outcome in outcomes.items()
        )
        Chart.objects.bulk_create(
            Chart(run=run, language=language, name=name, width=width, svg=svg)
            for language, drawings in charts.items()
            for (name, width), svg in drawings.items()
        )
    return run
