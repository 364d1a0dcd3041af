"""same-number, between-bodies and later-revision: what is said twice must be one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from marga.country import Period, gettext_noop, say

from ..book import Book, Cell, allowed
from ..evidence import shown_figure
from ..findings import Finding, repair, repairs
from ..reports import Figure, Report

#: A number of fewer digits than this may well come up twice by chance.
TELLING_DIGITS = 3


def one_quantity(book: Book) -> Iterator[Finding]:
    """Two figures for the same thing that cannot both be true: the rule is named for who contradicts whom."""
    for figures in book.counts.values():
        if len(figures) < 2:
            continue
        low = max(figures, key=lambda figure: _or_end(allowed(figure).low, -1))
        high = min(figures, key=lambda figure: _or_end(allowed(figure).high, 1))
        if allowed(high).is_below(allowed(low)):
            yield _contradiction(book, *sorted((low, high), key=lambda figure: _when(book, figure)))


def _or_end(value: object, sign: int) -> float:
    return sign * float("inf") if value is None else float(str(value))


def _when(book: Book, figure: Figure) -> str:
    """Sorts by day of publication; what has no day comes last."""
    published = book.by_id[figure.report].published
    return f"{published or '9999'} {figure.ref}"


def _contradiction(book: Book, first: Figure, second: Figure) -> Finding:
    one, other = book.by_id[first.report], book.by_id[second.report]
    rule, template = _named_for(one, other)
    refs = (first.ref, second.ref)
    return Finding(
        rule, "error" if rule == "same-number" else "warning", refs,
        say(template, body=one.body, other=other.body, first=shown_figure(first), second=shown_figure(second),
            measure=first.measure.label, day=one.published or "", later=other.published or ""),
        repairs([
            repair(first, allowed(second).over(first.unit.factor)),
            repair(second, allowed(first).over(second.unit.factor)),
        ]),
        (frozenset(refs),),
    )  # fmt: skip


def _named_for(one: Report, other: Report) -> tuple[str, str]:
    """The rule and the sentence for two reports that contradict each other."""
    if one.id == other.id:
        return "same-number", gettext_noop("{body} prints one quantity as two numbers: {first} and {second}.")
    if one.body != other.body:
        return "between-bodies", gettext_noop("{body} says {first} and {other} says {second}, of the same {measure}.")
    if one.published and other.published:
        return "later-revision", gettext_noop(
            "{body} said {first} on {day} and {second} on {later}, of the same {measure}, and announced no revision."
        )
    return "later-revision", gettext_noop(
        "{body} said {first} in one report and {second} in another, of the same {measure}, and announced no revision."
    )


def same_number(book: Book) -> Iterator[Finding]:
    """One telling number printed for two periods: one of them was most likely copied."""
    seen: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for cell, figures in book.counts.items():
        if not isinstance(cell.time, Period) or book.country.measures[cell.measure].time != "flow":
            continue
        for figure in figures:
            if figure.reading.hedge == "" and _digits(figure) >= TELLING_DIGITS:
                body = book.by_id[figure.report].body
                seen[body, cell.measure, cell.of, cell.where, allowed(figure)].append(figure)
    for figures in seen.values():
        periods = {book.cell_of[figure.ref].time for figure in figures}
        if len(periods) > 1:
            yield _repeated(book, figures)


def _digits(figure: Figure) -> int:
    """Significant digits as printed: 8,927 has four, 5,000 has one."""
    return len(figure.value.normalize().as_tuple().digits)


def _repeated(book: Book, figures: list[Figure]) -> Finding:
    by_time: dict[object, Figure] = {}
    for figure in figures:
        by_time.setdefault(book.cell_of[figure.ref].time, figure)
    chosen = list(by_time.values())
    return Finding(
        "same-number", "warning", tuple(figure.ref for figure in chosen),
        say(
            gettext_noop("{number} is printed for {periods}: one number for two periods of {measure}."),
            number=shown_figure(chosen[0]), measure=chosen[0].measure.label,
            periods=[_time(book.cell_of[figure.ref]) for figure in chosen],
        ),
    )  # fmt: skip


def _time(cell: Cell) -> Period:
    assert isinstance(cell.time, Period)
    return cell.time
