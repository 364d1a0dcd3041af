"""What pages show of figures and findings, put into words and shapes that a template only prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from marga.authority import queries
from marga.authority.queries import Outcome
from marga.authority.series import Change, Entry, entries, latest_change, time_of
from marga.country import Amount, DataError, Period, Text, Value, write
from marga.country.sentences import fill
from marga.figures import Figure, Report
from marga.figures.checking.rules.claims import change_said
from marga.site.writing import writer

FRONT_MEASURES = ("cases", "persons", "seized", "in_care")
#: Findings that a stranger understands at once stand first on the front page.
TELLING = ("parts-whole", "rate", "share", "growth", "later-revision", "between-bodies", "called", "claim")
GRAVITY = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One printed figure for a table: what it counts, as printed, when, and the findings about it."""

    figure: Figure
    what: str
    printed: str
    time: str
    findings: Sequence[Mapping[str, Any]]
    checked: bool

    @property
    def worst(self) -> str:
        """The gravest severity among its findings; "good" when there is none, "" when it was not checked yet."""
        if not self.checked:
            return ""
        found = {finding["severity"] for finding in self.findings}
        return next((severity for severity in GRAVITY if severity in found), "good")

    @property
    def own(self) -> list[Mapping[str, Any]]:
        """The findings that name this figure first; the others are told beside the figure they name first."""
        return [finding for finding in self.findings if finding["figures"][0] == self.figure.ref]

    @property
    def others(self) -> list[Mapping[str, Any]]:
        return [finding for finding in self.findings if finding["figures"][0] != self.figure.ref]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One line of a measure's series."""

    entry: Entry
    row: FigureRow
    per_day: str  # "" where it is no count over time
    partial: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A large number of the front page with the change since the last comparable year."""

    measure: str
    label: Text
    hedge: str  # the words before the number, "" for none
    value: str
    time: str
    before: str
    before_time: str
    change: str


def front_numbers(reports: Sequence[Report]) -> list[Number]:
    """The latest whole year of a few measures, each against the last comparable one."""
    found = []
    for name in FRONT_MEASURES:
        change = latest_change(entries(reports, name))
        if change is not None:
            found.append(_number(change))
    return found


def _number(change: Change) -> Number:
    now, before = change.now, change.before
    printed = _as_printed(now.figure)
    digits = next((place for place, letter in enumerate(printed) if letter.isdigit()), 0)
    return Number(
        now.figure.measure.name, now.figure.measure.label, printed[:digits].strip(), printed[digits:],
        _say(now.time or ""), _as_printed(before.figure) if before else "", _say(before.time or "") if before else "",
        fill(change_said(change.ratio), writer()) if change.ratio else "",
    )  # fmt: skip


def _say(value: Value) -> str:
    return write(value, writer())


def headline_findings(outcome: Outcome | None) -> list[dict[str, Any]]:
    """What is wrong in the published figures: of each telling rule the finding in the report that has most."""
    if outcome is None:
        return []
    reports = [_report_of(finding) for finding in outcome.findings]
    chosen: dict[str, dict[str, Any]] = {}
    for finding in sorted(
        outcome.findings, key=lambda one: (GRAVITY.index(one["severity"]), -reports.count(_report_of(one)))
    ):
        if finding["rule"] in TELLING and finding["severity"] != "note":
            chosen.setdefault(finding["rule"], finding)
    ordered = sorted(chosen.values(), key=lambda one: TELLING.index(one["rule"]))
    return [{**one, "report": queries.report(_report_of(one))} for one in ordered]


def _report_of(finding: Mapping[str, Any]) -> str:
    return str(finding["figures"][0]).split("/", 1)[0]


def report_list(reports: Sequence[Report], outcome: Outcome | None) -> list[dict[str, Any]]:
    """Every report with the count of its findings by severity."""
    rows = []
    for report in reports:
        about = outcome.about(report.id) if outcome else []
        own = [one for one in about if _report_of(one) == report.id]
        tally = {severity: sum(one["severity"] == severity for one in own) for severity in GRAVITY}
        rows.append({"report": report, "tally": tally, "period": _say(report.period) if report.period else "",
                     "worst": next((name for name in GRAVITY if tally[name]), "good")})  # fmt: skip
    return rows


def figure_rows(report: Report, outcome: Outcome | None) -> list[FigureRow]:
    return [_figure_row(figure, outcome) for figure in report.figures]


def _figure_row(figure: Figure, outcome: Outcome | None) -> FigureRow:
    return FigureRow(
        figure, what(figure), _as_printed(figure), _say(time_of(figure) or ""),
        outcome.of_figure(figure.ref) if outcome else [], outcome is not None,
    )  # fmt: skip


def what(figure: Figure) -> str:
    """What a figure counts, in words: "cases: trafficking", "people in cases, a day"."""
    name = _say(figure.measure.label)
    group = [_category(figure, dimension, category) for dimension, category in figure.where.items()]
    if group:
        name = gettext("{measure}: {group}").format(measure=name, group=", ".join(group))
    templates = {
        "rate": gettext("{what}, a day"),
        "share": gettext("{what}, share of all"),
        "change": gettext("{what}, change"),
    }
    return templates.get(figure.kind, "{what}").format(what=name)


def _category(figure: Figure, dimension: str, category: str) -> str:
    if dimension == "place":
        return category
    report = queries.report(figure.report)
    known = (report.dimensions if report else {}).get(dimension) or queries.country().dimensions.get(dimension)
    return _say(known.categories[category].label) if known and category in known.categories else category


def _as_printed(figure: Figure) -> str:
    """The printed text; where only a number is known, with its unit."""
    if figure.printed and not figure.printed.replace(",", "").replace(".", "").isdigit():
        return figure.printed
    return _say(figure.value if figure.unit.exact else Amount(figure.value, figure.unit.label))


def measure_rows(found: Sequence[Entry], outcome: Outcome | None) -> list[MeasureRow]:
    """A measure's series, latest first."""
    return [
        MeasureRow(entry, _figure_row(entry.figure, outcome), _a_day(entry), not entry.is_total)
        for entry in sorted(found, key=_latest_first)
    ]


def _a_day(entry: Entry) -> str:
    """The count a day to one digit after the point; weights all in one unit, so that lines can be compared."""
    if entry.per_day is None:
        return ""
    unit = entry.figure.unit
    usual = queries.country().units[entry.figure.measure.units[0]]
    factor = unit.factor / usual.factor if usual.of == unit.of else Decimal(1)
    value = round(entry.per_day * factor, 0 if entry.per_day * factor >= 100 else 1)
    return _say(value) if usual.exact or usual.of != unit.of else _say(Amount(value, usual.label))


def _latest_first(entry: Entry) -> tuple[int, int, bool, str]:
    """By first day, then the longer period, then the whole before its parts."""
    length = entry.time.days if isinstance(entry.time, Period) else 0
    return (-entry.start.toordinal(), -length, not entry.is_total or entry.figure.kind != "count", entry.figure.ref)


def suspect_groups(outcome: Outcome | None, report_id: str) -> list[dict[str, Any]]:
    """Sets of figures of which something must be wrong, with what would mend each."""
    if outcome is None:
        return []
    return [
        {
            "size": len(group["sets"][0]["figures"]) if group["sets"] else 0,
            "capped": group["capped"],
            "sets": [[_mended(repair, report_id) for repair in one["repairs"]] for one in group["sets"]],
        }
        for group in outcome.suspects(report_id)
    ]


def _mended(repair: Mapping[str, Any], report_id: str) -> dict[str, str]:
    low, high = repair["would_be"]
    report, _, figure = repair["figure"].partition("/")
    return {
        "figure": figure if report == report_id else repair["figure"],
        "report": report,
        "id": figure,
        "printed": f"{repair['printed']:,}",
        "low": _plain(low),
        "high": _plain(high),
    }


def _plain(value: float | None) -> str:
    """At most two digits after the point: enough to see what would mend a figure."""
    return "" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")


def problems(error: DataError) -> list[dict[str, str]]:
    """What is wrong with a report file, each with its place in it."""
    said = writer()
    return [
        {"message": ": ".join(part for part in (fault.place, fill(fault.says, said)) if part)}
        for fault in error.faults
    ]  # fmt: skip
