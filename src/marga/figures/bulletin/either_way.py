"""What was printed as "people" may be either: everybody once a case, or everybody once a year. A printed number is
wrong only where it agrees with neither; so each way of reading it is checked apart, and no unit is taken for another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from marga.country import Country, gettext_noop, say
from marga.figures.checking.findings import Finding
from marga.figures.checking.reports import Figure, Report

PEOPLE = "persons"
ONCE_A_CASE, ONCE_A_YEAR = "people_by_case", "different_people"
Rules = Callable[[Sequence[Report], Country], list[Finding]]


def either_way(bulletins: Sequence[Report], others: Sequence[Report], rules: Rules, country: Country) -> list[Finding]:
    """What `rules` find of people whichever way they are counted, each with what either way gives.

    bulletins  the reports of bulletins, which say both
    others     what other bodies printed as people
    """
    if not {PEOPLE, ONCE_A_CASE, ONCE_A_YEAR} <= country.measures.keys():
        return []
    said = [_only(one, PEOPLE) for one in others]
    by_case, by_year = (
        _by_printed(rules([*(_read_as(one, way, country) for one in bulletins), *said], country), bulletins)
        for way in (ONCE_A_CASE, ONCE_A_YEAR)
    )
    return [_both(one, by_year[key]) for key, one in by_case.items() if key in by_year]


def _only(report: Report, measure: str) -> Report:
    """A report with its figures of one measure, and the claims that rest on these alone."""
    figures = tuple(one for one in report.figures if one.measure.name == measure)
    names = {one.id for one in figures}
    return replace(report, figures=figures, claims=tuple(one for one in report.claims if names.issuperset(one.about)))


def _read_as(report: Report, way: str, country: Country) -> Report:
    """A bulletin's report with one way of counting people, under the measure that others print."""
    only = _only(report, way)
    return replace(only, figures=tuple(_as_people(one, country) for one in only.figures))


def _as_people(figure: Figure, country: Country) -> Figure:
    people, person = country.measures[PEOPLE], country.units["person"]
    unit = figure.unit if figure.unit.name == "percent" else person
    return replace(figure, measure=people, unit=unit, counted=person, unit_given=unit.name)


def _by_printed(found: Sequence[Finding], bulletins: Sequence[Report]) -> dict[tuple[str, frozenset[str]], Finding]:
    """The first finding of each rule about each set of figures that others printed."""
    mine = {one.id for one in bulletins}
    first: dict[tuple[str, frozenset[str]], Finding] = {}
    for one in found:
        printed = frozenset(ref for ref in one.figures if ref.split("/")[0] not in mine)
        if printed and len(printed) < len(one.figures):
            first.setdefault((one.rule, printed), one)
    return first


def _both(by_case: Finding, by_year: Finding) -> Finding:
    words = gettext_noop("With people counted once a case: {by_case} With different people: {by_year}")
    return replace(
        by_case, figures=tuple(dict.fromkeys((*by_case.figures, *by_year.figures))), repairs=(), cores=(),
        message=say(words, by_case=by_case.message, by_year=by_year.message),
    )  # fmt: skip
