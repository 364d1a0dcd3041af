"""period, unit and called: a number without its date, its unit or its right name says less than it seems to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from marga.country import Measure, Period, gettext_noop, say

from ..book import Book, allowed
from ..evidence import shown_figure
from ..findings import Finding
from ..reports import Figure


def period(book: Book) -> Iterator[Finding]:
    """A stock needs its day, a count its period, and neither can end after it was published."""
    for report in book.reports:
        dateless = [figure for figure in report.figures if _is_dateless(figure)]
        for measure in dict.fromkeys(figure.measure for figure in dateless):
            yield _no_date([figure for figure in dateless if figure.measure is measure], measure)
        for figure in report.figures:
            if (end := _end(figure)) is not None and report.published is not None and end > report.published:
                yield Finding("period", "warning", (figure.ref,), say(
                    gettext_noop("{number} ({measure}) is said of days up to {end}, but was published before, "
                                 "on {published}."),
                    number=shown_figure(figure), measure=figure.measure.label, end=end, published=report.published,
                ))  # fmt: skip


def _is_dateless(figure: Figure) -> bool:
    if figure.measure.time == "stock":
        return figure.as_of is None and figure.kind == "count"
    return figure.measure.time == "flow" and figure.period is None


def _end(figure: Figure) -> date | None:
    return figure.as_of or (figure.period.end if figure.period else None)


def _no_date(figures: list[Figure], measure: Measure) -> Finding:
    template = (
        gettext_noop("No day is printed with {numbers} ({measure}), and what there is changes from day to day.")
        if measure.time == "stock"
        else gettext_noop("No period is printed with {numbers} ({measure}), so nobody can tell how many a day that is.")
    )
    return Finding("period", "warning", tuple(figure.ref for figure in figures), say(
        template, numbers=[shown_figure(figure) for figure in figures], measure=measure.label,
    ))  # fmt: skip


def unit(book: Book) -> Iterator[Finding]:
    """A number needs its unit, and one that its measure is counted in."""
    for figure in book.figures.values():
        if not figure.unit_given:
            template = gettext_noop("{number} ({measure}) has no unit; it was read as {unit}.")
        elif figure.unit.name != "percent" and figure.unit.of not in _counted_in(book, figure):
            template = gettext_noop("{number} is given as {measure}, which are not counted in this unit: {unit}.")
        else:
            continue
        yield Finding("unit", "warning", (figure.ref,), say(
            template, number=shown_figure(figure), measure=figure.measure.label, unit=figure.unit.label,
        ))  # fmt: skip


def _counted_in(book: Book, figure: Figure) -> set[str]:
    return {book.country.units[name].of for name in figure.measure.units}


def called(book: Book) -> Iterator[Finding]:
    """A noun narrower than the group counted: everyone arrested called "users"."""
    for figure in book.figures.values():
        narrower = book.country.words.nouns.get(figure.called.lower(), {})
        missing = {name: category for name, category in narrower.items() if figure.where.get(name) != category}
        if missing:
            yield _miscalled(book, figure, missing)


def _miscalled(book: Book, figure: Figure, missing: dict[str, str]) -> Finding:
    others = [other for name, category in missing.items() for other in _outside(book, figure, name, category)]
    if not others:
        return Finding("called", "warning", (figure.ref,), say(
            gettext_noop("{number} are called “{noun}”, but not everyone counted is one."),
            number=shown_figure(figure), noun=figure.called,
        ))  # fmt: skip
    return Finding("called", "warning", (figure.ref, *(other.ref for other in others)), say(
        gettext_noop("{number} are called “{noun}”, but {others} of them are counted under {group}."),
        number=shown_figure(figure), noun=figure.called, others=[shown_figure(other) for other in others],
        group=[
            book.label(name, category)
            for name in missing for other in others if (category := book.cell_of[other.ref].category(name))
        ],
    ))  # fmt: skip


def _outside(book: Book, figure: Figure, dimension: str, category: str) -> list[Figure]:
    """What the report counts of the same whole under the dimension's other categories."""
    whole = book.cell_of[figure.ref]
    if isinstance(whole.time, Period) is False and figure.measure.time == "flow":
        return []
    split = book.splits.get((figure.report, whole.without(dimension), dimension))
    parts = split.parts if split else {}
    return [part for name, part in parts.items() if name != category and allowed(part).high != 0]
