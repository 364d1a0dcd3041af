"""Trusting some figures more than others when suspects are sought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from marga.country import Table, gettext_noop

from .reports import Report


def with_trust(reports: Sequence[Report], wanted: Sequence[str]) -> list[Report]:
    """The reports with the weights of "REPORT/FIGURE=WEIGHT"; a set of suspects costs the sum of its weights.

    Raises DataError for a figure that is not there, or a weight that is not a number above 0.
    """
    weights = dict(_weight(one) for one in wanted)
    unknown = weights.keys() - {figure.ref for report in reports for figure in report.figures}
    for ref in sorted(unknown):
        Table("--trust", "", {}).fail(
            "", gettext_noop("names {figure}, which is no figure of these reports"), figure=ref
        )
    return [
        replace(report, figures=tuple(
            replace(figure, trust=weights.get(figure.ref, figure.trust)) for figure in report.figures
        ))
        for report in reports
    ]  # fmt: skip


def _weight(text: str) -> tuple[str, Decimal]:
    ref, _, weight = text.partition("=")
    try:
        number = Decimal(weight)
    except InvalidOperation:
        number = Decimal(0)
    if not number.is_finite() or number <= 0:
        Table("--trust", "", {}).fail(
            "", gettext_noop("should be FIGURE=WEIGHT with a weight above 0, such as kh-2019-09/A1=5, not {text}"),
            text=text,
        )  # fmt: skip
    return ref, number
