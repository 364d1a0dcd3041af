"""What a report says of a cell, straight or by one step: printed, summed from parts, or left by a printed change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from marga.country import Amount, Period, Sentence, Text, Value, gettext_noop, say

from .book import Book, Cell, allowed
from .intervals import Interval, tidied, total
from .reports import Figure

MOST_PARTS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """Values that `figures` together allow for a cell, in base units, and how a sentence names them."""

    interval: Interval
    figures: tuple[Figure, ...]
    shown: Sentence


def evidence(book: Book, cell: Cell, report: str) -> list[Evidence]:
    """All that `report` says of the cell; if nothing, what other reports of the same body print for it.

    Where all that is said can be true together it is one evidence, the values left by all of it: people "over 18,000"
    whose parts make 18,965 are 18,965. Where it contradicts itself each is kept, and a rule looks at every one.
    """
    said = [*_printed(book, cell, report), *_summed(book, cell, report), *_left_by_change(book, cell, report)]
    if not said:
        body = book.by_id[report].body
        said = [
            Evidence(allowed(figure), (figure,), shown_figure(figure))
            for figure in book.counts.get(cell, ())
            if book.by_id[figure.report].body == body
        ]
    return _agreed(said)


def _agreed(said: list[Evidence]) -> list[Evidence]:
    if len(said) < 2:
        return said
    left: Interval | None = Interval(None, None)
    for one in said:
        left = left.within(one.interval) if left is not None else None
    if left is None:
        return said
    for one in said:
        if one.interval == left:
            return [one]
    figures = tuple({figure.ref: figure for one in said for figure in one.figures}.values())
    return [Evidence(left, figures, shown_interval(left, figures[0]))]


def printed_in(book: Book, cell: Cell, report: str) -> list[Figure]:
    """The counts that one report prints of the cell."""
    return [figure for figure in book.counts.get(cell, ()) if figure.report == report]


def _printed(book: Book, cell: Cell, report: str) -> Iterable[Evidence]:
    for figure in printed_in(book, cell, report):
        yield Evidence(allowed(figure), (figure,), shown_figure(figure))


def _summed(book: Book, cell: Cell, report: str) -> Iterable[Evidence]:
    for name in book.dimensions:
        split = book.splits.get((report, cell, name))
        if split is None or not book.makes_whole(split):
            continue
        parts = [split.parts[category] for category in sorted(book.dimensions[name].top())]
        made = total(allowed(part) for part in parts)
        yield Evidence(made, tuple(parts), _with_parts(made, parts))


def _left_by_change(book: Book, cell: Cell, report: str) -> Iterable[Evidence]:
    """The cell before a printed absolute change, or after it: 4,510 after a rise of 1,175 leaves 3,335."""
    for change in book.steps.get(cell, ()):
        if change.report != report:
            continue
        now, base = book.cell_of[change.ref], book.base_of[change.ref]
        for figure in printed_in(book, now if cell == base else base, report):
            step = allowed(change)
            left = allowed(figure).minus(step) if cell == base else allowed(figure).plus(step)
            less, more = gettext_noop("{made} ({one} less {other})"), gettext_noop("{made} ({one} and {other} more)")
            template = less if cell == base else more
            shown = say(
                template, made=shown_interval(left, figure), one=shown_figure(figure), other=shown_figure(change)
            )
            yield Evidence(left, (figure, change), shown)


def _with_parts(made: Interval, parts: list[Figure]) -> Sentence:
    """A sum with its parts beside it, where they are few enough to read."""
    if len(parts) > MOST_PARTS_SHOWN:
        return shown_interval(made, parts[0])
    return say(gettext_noop("{made} ({parts})"), made=shown_interval(made, parts[0]),
               parts=[shown_figure(part) for part in parts])  # fmt: skip


def shown_figure(figure: Figure) -> Sentence:
    """A printed figure inside a sentence: the number, or the printed words where they hedge it."""
    if figure.reading.hedge and figure.printed:
        return say(gettext_noop("“{printed}”"), printed=figure.printed)
    return say("{number}", number=bare(figure))


def bare(figure: Figure) -> Value:
    """A figure's number; with its unit where a number alone would not say what it is."""
    if figure.unit.of in ("case", "person", "arrest"):
        return figure.value
    return Amount(figure.value, figure.unit.label)


def shown_beside(figure: Figure, other: Figure) -> Sentence:
    """A figure inside a sentence that holds it against another: in the unit of the coarser one, and no finer than one
    digit more than that was printed with."""
    coarse = max((figure, other), key=lambda one: one.reading.digit * one.unit.factor)
    if figure is coarse or figure.unit.exact or figure.unit.of != coarse.unit.of or figure.reading.hedge:
        return shown_figure(figure)
    value = rounded_like(figure.value * figure.unit.factor / coarse.unit.factor, coarse)
    return say("{number}", number=Amount(tidied(value), coarse.unit.label))


def shown_cell(book: Book, figure: Figure) -> Sentence:
    """What a figure is of: "cases", "cases (2019)", "drugs seized (cannabis, 2019)"."""
    cell, measure = book.cell_of[figure.ref], figure.measure.label
    groups = [book.label(*pair) for pair in sorted(cell.where)]
    if groups and cell.time is not None:
        return say(gettext_noop("{measure} ({groups}, {time})"), measure=measure, groups=groups, time=cell.time)
    if cell.time is not None:
        return say(gettext_noop("{measure} ({inside})"), measure=measure, inside=cell.time)
    return say(gettext_noop("{measure} ({inside})"), measure=measure, inside=groups) if groups else say(
        "{measure}", measure=measure
    )  # fmt: skip


def shown_interval(interval: Interval, like: Figure) -> Sentence:
    """True values inside a sentence, in the unit of the figure `like`."""
    here = interval.over(like.unit.factor)
    return between(here, None if like.unit.of in ("case", "person", "arrest") else like.unit.label)


def between(interval: Interval, unit: Text | None = None) -> Sentence:
    """ "5,295", "8,950 to 9,050", "9,000 or more" or "up to 9,000", with the unit if one is given."""

    def number(value: Decimal) -> Value:
        tidy = tidied(value)
        return Amount(tidy, unit) if unit else tidy

    low, high = interval.low, interval.high
    if low is not None and high is not None:
        if low == high:
            return say("{number}", number=number(low))
        return say(gettext_noop("{low} to {high}"), low=tidied(low), high=number(high))
    if low is not None:
        return say(gettext_noop("{low} or more"), low=number(low))
    return say(gettext_noop("up to {high}"), high=number(high)) if high is not None else say(gettext_noop("any number"))


def rounded_like(value: Decimal, figure: Figure, more: int = 1) -> Decimal:
    """A computed value with `more` digits than the figure was printed with: 20.9 beside a printed 22."""
    exponent = min(int(figure.reading.digit.normalize().as_tuple().exponent), 0)
    return value.quantize(Decimal(1).scaleb(exponent - more))


def days(time: object) -> Decimal | None:
    """The days of a period; None for a day or no time at all."""
    return Decimal(time.days) if isinstance(time, Period) else None
