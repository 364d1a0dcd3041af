"""The outcome of a check as the JSON that others build on (see the report file's contract in the docs)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marga.country import ENGLISH, Writer, write

from .check import Checked
from .findings import Finding, Repair
from .localise import Suspects


def as_json(checked: Checked, writer: Writer = ENGLISH) -> dict[str, Any]:
    """Counts, findings and smallest sets of suspects, ready for json.dumps.

    Keys of the contract: reports, figures, findings (rule, severity, figures, message, repairs), smallest_wrong. Beside
    them each finding about a claim has `claim`, and `suspects` gives for each group its sets with what would mend them
    and whether the list was capped. An end of `would_be` is null where it is open.
    """
    return {
        "reports": len(checked.reports),
        "figures": checked.figure_count,
        "findings": [_finding(finding, writer) for finding in checked.findings],
        "smallest_wrong": [list(one.figures) for group in checked.localised for one in group.suspects],
        "suspects": [
            {"capped": group.capped, "sets": [_suspects(one) for one in group.suspects]} for group in checked.localised
        ],
    }


def _finding(finding: Finding, writer: Writer) -> dict[str, Any]:
    made: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "figures": list(finding.figures),
        "message": write(finding.message, writer),
        "repairs": [_repair(one) for one in finding.repairs],
    }
    return made | ({"claim": finding.claim} if finding.claim else {})


def _suspects(one: Suspects) -> dict[str, Any]:
    return {"figures": list(one.figures), "repairs": [_repair(repair) for repair in one.repairs]}


def _repair(one: Repair) -> dict[str, Any]:
    return {
        "figure": one.figure,
        "printed": number(one.printed),
        "would_be": [number(one.would_be.low), number(one.would_be.high)],
    }


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
