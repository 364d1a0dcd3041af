"""The figure check: what does not add up in published reports, and which figures must be wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from marga.country import Country, Value, gettext_noop, say

from .book import Book
from .evidence import shown_figure
from .findings import RULES, SEVERITIES, Finding
from .linear import Patience
from .localise import Localised, localise
from .reports import Report
from .rules import ALL
from .statements import Group, groups


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check. `findings` are in the order of the reports, the gravest first within each."""

    reports: tuple[Report, ...]
    findings: tuple[Finding, ...]
    localised: tuple[Localised, ...]

    @property
    def found(self) -> bool:
        """Whether anything is wrong or misleading; a note alone is not."""
        return any(finding.severity != "note" for finding in self.findings)

    @property
    def figure_count(self) -> int:
        return sum(len(report.figures) for report in self.reports)


def check(reports: Sequence[Report], country: Country, *, seconds_left: Callable[[], float] | None = None) -> Checked:
    """Check reports together: each for itself, and against each other where they speak of the same quantity.

    reports   with ids that differ
    seconds_left  for the search for suspects: where it falls to 0 what is left of them is capped; None: no limit
    Returns   every finding, and for each group of figures that cannot all be true every smallest set of suspects
    """
    book = Book(reports, country)
    findings = [finding for rule in ALL for finding in rule(book)]
    named_wrong = {ref for finding in findings if finding.cores for ref in _named(finding)}
    localised = []
    place_of = {ref: index for index, ref in enumerate(book.figures)}
    for group, cores in _with_cores(groups(book), findings):
        for outcome in localise(book, group, cores, Patience(seconds_left)):
            localised.append(outcome)
            findings.extend(_unexplained(book, outcome, named_wrong, place_of))
    place = {report.id: index for index, report in enumerate(reports)}
    findings.sort(
        key=lambda finding: (
            place[finding.figures[0].split("/")[0]],
            SEVERITIES.index(finding.severity),
            RULES.index(finding.rule),
        )
    )
    return Checked(tuple(reports), tuple(findings), tuple(localised))


def _with_cores(found: list[Group], findings: list[Finding]) -> list[tuple[Group, list[frozenset[str]]]]:
    """Each group with the contradictions that the rules found in it."""
    cores: dict[str, list[frozenset[str]]] = defaultdict(list)
    for finding in findings:
        for core in finding.cores:
            cores[min(core)].append(core)
    return [
        (group, list(dict.fromkeys(core for ref in group.figures for core in cores.get(ref, ())))) for group in found
    ]


def _named(finding: Finding) -> tuple[str, ...]:
    """The figures that a finding calls into question: its first, or both where two say the same thing differently."""
    alike = finding.rule in ("same-number", "between-bodies", "later-revision")
    return finding.figures if alike else finding.figures[:1]


def _unexplained(book: Book, outcome: Localised, named_wrong: set[str], place: Mapping[str, int]) -> list[Finding]:
    """Contradictions of which no single rule named a figure: each can be true, but not all at once."""
    found = []
    for core in outcome.contradictions:
        if core & named_wrong:
            continue
        refs = tuple(sorted(core, key=place.__getitem__))
        shown: list[Value] = [
            say("{number} ({figure})", figure=ref, number=shown_figure(book.figures[ref])) for ref in refs
        ]
        message = say(gettext_noop("These cannot all be true together: {figures}."), figures=shown)
        found.append(Finding(_rule_of(book, core), "error", refs, message, cores=(core,)))
    return found


def _rule_of(book: Book, core: frozenset[str]) -> str:
    """The rule that a joint contradiction is filed under: that of its most particular figure."""
    kinds = {book.figures[ref].kind for ref in core}
    for kind, rule in (("share", "share"), ("change", "growth"), ("rate", "rate")):
        if kind in kinds:
            return rule
    times = {book.cell_of[ref].time for ref in core}
    return "parts-whole" if len(times) == 1 else "subset"
