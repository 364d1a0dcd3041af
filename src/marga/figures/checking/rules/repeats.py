"""same-number, between-bodies and later-revision: what is said twice must be one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations

from marga.country import Period, gettext_noop, say

from ..book import Book, allowed
from ..evidence import shown_beside, shown_cell, shown_figure
from ..findings import Finding, repair, repairs
from ..intervals import Interval
from ..reports import Figure, Report

#: A number of fewer digits than this may well come up twice by chance.
TELLING_DIGITS = 3
#: Where a body prints many numbers, two are bound to be alike: a repeat tells only if chance makes fewer than this in
#: all of them together.
MOST_BY_CHANCE = 0.05


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
        say(template, body=one.body, other=other.body, first=shown_beside(first, second),
            second=shown_beside(second, first), what=shown_cell(book, first), day=one.published or "",
            later=other.published or ""),
        repairs([
            repair(first, allowed(second).over(first.unit.factor)),
            repair(second, allowed(first).over(second.unit.factor)),
        ]),
        (frozenset(refs),),
    )  # fmt: skip


def _named_for(one: Report, other: Report) -> tuple[str, str]:
    """The rule and the sentence for two reports that contradict each other."""
    if one.id == other.id:
        return "same-number", gettext_noop("{body} prints one quantity as two numbers, {first} and {second}: {what}.")
    if one.body != other.body:
        return "between-bodies", gettext_noop("{body} says {first} and {other} says {second}, of the same {what}.")
    if one.published and other.published:
        return "later-revision", gettext_noop(
            "{body} said {first} on {day} and {second} on {later}, of the same {what}, and announced no revision."
        )
    return "later-revision", gettext_noop(
        "{body} said {first} in one report and {second} in another, of the same {what}, and announced no revision."
    )


def same_number(book: Book) -> Iterator[Finding]:
    """One telling number printed for two periods: one of them was most likely copied."""
    series: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for cell, figures in book.counts.items():
        if isinstance(cell.time, Period) and book.country.measures[cell.measure].time == "flow":
            for figure in figures:
                series[book.by_id[figure.report].body, cell.measure, cell.of, cell.where].append(figure)
    chance: dict[object, float] = defaultdict(float)
    for (body, *_), figures in series.items():
        chance[body] += _by_chance(book, figures)
    for (body, *_), figures in series.items():
        seen: dict[Interval, dict[Period, Figure]] = defaultdict(dict)
        for figure in figures:
            if figure.reading.hedge == "" and _digits(figure) >= TELLING_DIGITS:
                seen[allowed(figure)].setdefault(_time(book, figure), figure)
        repeated = [by_time for by_time in seen.values() if len(by_time) > 1]
        for by_time in repeated:
            if chance[body] < MOST_BY_CHANCE or _nested(by_time):
                yield _repeated(book, list(by_time.values()))


def _nested(periods: Iterable[Period]) -> bool:
    """Whether one of the periods holds another: then an equal count leaves none for the days between."""
    return any(one != other and one.holds(other) for one, other in permutations(periods, 2))


def _by_chance(book: Book, figures: list[Figure]) -> float:
    """How many pairs of periods chance would make alike, were counts spread evenly between the least and the most."""
    count = len({_time(book, figure) for figure in figures})
    values = [float(figure.value * figure.unit.factor) for figure in figures]
    spread = max(max(values) - min(values), max(values) / 10)
    return count * (count - 1) / 2 / spread if spread else float("inf")


def _digits(figure: Figure) -> int:
    """Significant digits as printed: 8,927 has four, 5,000 has one."""
    return len(figure.value.normalize().as_tuple().digits)


def _repeated(book: Book, figures: list[Figure]) -> Finding:
    return Finding(
        "same-number", "warning", tuple(figure.ref for figure in figures),
        say(
            gettext_noop("{number} is printed for {periods}: one number for two periods of {measure}."),
            number=shown_figure(figures[0]), measure=figures[0].measure.label,
            periods=[_time(book, figure) for figure in figures],
        ),
    )  # fmt: skip


def _time(book: Book, figure: Figure) -> Period:
    time = book.cell_of[figure.ref].time
    assert isinstance(time, Period)
    return time
