"""rate, growth and share: a number printed as a relation of two others must follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from marga.country import Sentence, gettext_noop, say

from ..book import Book, Cell
from ..evidence import Evidence, days, evidence, rounded_like, shown_figure
from ..findings import Finding, Repair, repair, repairs
from ..intervals import Interval, total
from ..reports import Figure

HUNDRED = Decimal(100)
ONE = Decimal(1)


NOT_PRINTED = {
    1: gettext_noop("{rates}, not the {printed} a day printed."),
    2: gettext_noop("{rates}: neither is the {printed} a day printed."),
    3: gettext_noop("{rates}: none of these is the {printed} a day printed."),
}


def rate(book: Book) -> Iterator[Finding]:
    """A rate is the count over the days of its period, both ends counted, leap days included."""
    for figure in _of_kind(book, "rate"):
        cell = book.cell_of[figure.ref]
        if (length := days(cell.time)) is None:
            continue
        printed = figure.reading.allows.times(figure.unit.factor * length)
        said = evidence(book, cell, figure.report)
        if not said or any(one.interval.meets(printed) for one in said):
            continue
        made = [one.interval.over(length * figure.unit.factor) for one in said]
        yield Finding(
            "rate", "error", _refs(figure, said),
            say(
                NOT_PRINTED[min(len(said), 3)],
                rates=[
                    say(gettext_noop("{count} in {days} days is {rate} a day"), count=one.shown, days=length,
                        rate=about(rounded, figure))
                    for one, rounded in zip(said, made, strict=True)
                ],
                printed=shown_figure(figure),
            ),
            repairs([repair(figure, _hull(made)), *_mended(said, printed)]),
            _cores(figure, said),
        )  # fmt: skip


def growth(book: Book) -> Iterator[Finding]:
    """A change is judged on its own base: new less old, or new over old less one."""
    for figure in _of_kind(book, "change"):
        now, base = book.cell_of[figure.ref], book.base_of[figure.ref]
        pairs = [
            (new, old)
            for new in evidence(book, now, figure.report)
            for old in evidence(book, base, figure.report)
            if figure not in new.figures and figure not in old.figures
        ]
        if not pairs or any(_grows(figure, figure.reading.allows, *pair) for pair in pairs):
            continue
        if any(_grows(figure, figure.reading.cut_off, *pair) for pair in pairs):
            yield _cut_off("growth", figure, [one for pair in pairs for one in pair])
            continue
        yield _wrong_growth(figure, pairs)


def _grows(figure: Figure, printed: Interval, new: Evidence, old: Evidence) -> bool:
    """Whether some allowed new and old differ by an allowed change."""
    if figure.unit.name != "percent":
        return new.interval.minus(old.interval).meets(printed.times(figure.unit.factor))
    return _in_proportion(new.interval, old.interval, _factor(printed))


def _factor(percent: Interval) -> Interval:
    """Growth in percent as the factor from old to new."""
    return Interval(
        None if percent.low is None else max(1 + percent.low / HUNDRED, Decimal(0)),
        None if percent.high is None else max(1 + percent.high / HUNDRED, Decimal(0)),
    )


def _in_proportion(part: Interval, whole: Interval, ratio: Interval) -> bool:
    """Whether part = r * whole for some allowed part, whole (not negative) and r: the linear bounds of the ratio."""
    low = None if whole.low is None or ratio.low is None else whole.low * ratio.low
    high = None if whole.high is None or ratio.high is None else whole.high * ratio.high
    return part.meets(Interval(low, high))


def _wrong_growth(figure: Figure, pairs: list[tuple[Evidence, Evidence]]) -> Finding:
    said = [_growth_said(figure, new, old) for new, old in pairs]
    message = say(
        gettext_noop("{changes}, not the {printed} printed."),
        changes=[sentence for sentence, _ in said], printed=shown_figure(figure),
    )  # fmt: skip
    if figure.unit.name == "percent" and any(_on_new_base(figure, *pair) for pair in pairs):
        message = say(
            gettext_noop("{changes}, not the {printed} printed: that is the change as a share of the new number "
                         "(wrong base)."),
            changes=[sentence for sentence, _ in said], printed=shown_figure(figure),
        )  # fmt: skip
    involved = [one for pair in pairs for one in pair]
    cores = tuple(
        frozenset({figure.ref, *(other.ref for one in pair for other in one.figures)}) for pair in pairs
    )  # fmt: skip
    offers = [repair(figure, _hull([interval for _, interval in said]))]
    return Finding("growth", "error", _refs(figure, involved), message, repairs(offers), cores)


def _growth_said(figure: Figure, new: Evidence, old: Evidence) -> tuple[Sentence, Interval]:
    """How the change follows from the two numbers, as a sentence and as an interval in the figure's unit."""
    if figure.unit.name != "percent":
        made = new.interval.minus(old.interval).over(figure.unit.factor)
        return say(gettext_noop("from {old} to {new} is {change}"), old=old.shown, new=new.shown,
                   change=about(made, figure)), made  # fmt: skip
    made = ratio_of(new.interval, old.interval)
    made = made.minus(Interval(HUNDRED, HUNDRED))
    template = (
        gettext_noop("from {old} to {new} is a fall of {change} %")
        if made.high is not None and made.high < 0
        else gettext_noop("from {old} to {new} is a rise of {change} %")
    )
    size = made.turned() if made.high is not None and made.high < 0 else made
    return say(template, old=old.shown, new=new.shown, change=about(size, figure)), made


def _on_new_base(figure: Figure, new: Evidence, old: Evidence) -> bool:
    """Whether the printed percent is the change over the new number: the commonest slip."""
    change = ratio_of(new.interval.minus(old.interval), new.interval)
    return change.meets(figure.reading.allows)


def share(book: Book) -> Iterator[Finding]:
    """A share is the part over its own whole, and the shares of all the parts make 100 %."""
    for figure in _of_kind(book, "share"):
        part, whole = book.cell_of[figure.ref], book.base_of[figure.ref]
        pairs = [
            (one, other)
            for one in evidence(book, part, figure.report)
            for other in evidence(book, whole, figure.report)
        ]
        if not pairs or any(_in_proportion(a.interval, b.interval, _over_100(figure.reading.allows)) for a, b in pairs):
            continue
        if any(_in_proportion(a.interval, b.interval, _over_100(figure.reading.cut_off)) for a, b in pairs):
            yield _cut_off("share", figure, [one for pair in pairs for one in pair])
            continue
        yield _wrong_share(book, figure, pairs)
    yield from _shares_of_all(book)


def _over_100(percent: Interval) -> Interval:
    return Interval(*(None if end is None else end / HUNDRED for end in (percent.low, percent.high)))


def _wrong_share(book: Book, figure: Figure, pairs: list[tuple[Evidence, Evidence]]) -> Finding:
    made = [ratio_of(part.interval, whole.interval) for part, whole in pairs]
    said = [
        say(gettext_noop("{part} of {whole} is {share} %"), part=part.shown, whole=whole.shown,
            share=about(percent, figure))
        for (part, whole), percent in zip(pairs, made, strict=True)
    ]  # fmt: skip
    elsewhere = _by_other_measures(book, figure)
    involved = [one for pair in pairs for one in pair]
    message = (
        say(gettext_noop("{shares}, and {others}: the {printed} printed fits neither."), shares=said,
            others=elsewhere, printed=shown_figure(figure))
        if elsewhere
        else say(gettext_noop("{shares}, not the {printed} printed."), shares=said, printed=shown_figure(figure))
    )  # fmt: skip
    cores = tuple(
        frozenset({figure.ref, *(other.ref for one in pair for other in one.figures)}) for pair in pairs
    )  # fmt: skip
    return Finding("share", "error", _refs(figure, involved), message, repairs([repair(figure, _hull(made))]), cores)


def _by_other_measures(book: Book, figure: Figure) -> list[Sentence]:
    """The same share by the report's other measures, since a share is often printed without saying of what."""
    said = []
    part, whole = book.cell_of[figure.ref], book.base_of[figure.ref]
    for name, measure in book.country.measures.items():
        if name == part.measure:
            continue
        of = book.country.units[measure.units[0]].of
        other = [replace(cell, measure=name, of=of) for cell in (part, whole)]
        for one in evidence(book, other[0], figure.report)[:1]:
            for all_of_it in evidence(book, other[1], figure.report)[:1]:
                percent = ratio_of(one.interval, all_of_it.interval)
                if not percent.meets(figure.reading.allows):
                    said.append(
                        say(gettext_noop("by {measure} {part} of {whole} is {share} %"), measure=measure.label,
                            part=one.shown, whole=all_of_it.shown, share=about(percent, figure))
                    )  # fmt: skip
    return said


def _shares_of_all(book: Book) -> Iterator[Finding]:
    """The printed shares of every part of a whole, added up."""
    groups: dict[tuple[str, Cell, str], dict[str, Figure]] = defaultdict(dict)
    for figure in _of_kind(book, "share"):
        part, whole = book.cell_of[figure.ref], book.base_of[figure.ref]
        for dimension, category in part.where - whole.where:
            if part.without(dimension) == whole:
                groups[figure.report, whole, dimension].setdefault(category, figure)
    for (_, whole, dimension), parts in groups.items():
        known = book.dimensions.get(dimension)
        if known is None or not known.exhaustive or not book.is_exclusive(dimension, whole.measure):
            continue
        if not known.top() <= set(parts):
            continue
        figures = [parts[name] for name in known.categories if name in known.top()]
        made = total(figure.reading.allows.hull(figure.reading.cut_off) for figure in figures)
        if made.meets(Interval(HUNDRED, HUNDRED)):
            continue
        refs = tuple(figure.ref for figure in figures)
        yield Finding(
            "share", "error", refs,
            say(gettext_noop("The shares {shares} make {sum} %, not 100 %."),
                shares=[shown_figure(figure) for figure in figures], sum=sum(figure.value for figure in figures)),
            cores=(frozenset(refs),),
        )  # fmt: skip


def _of_kind(book: Book, kind: str) -> Iterator[Figure]:
    return (figure for figure in book.figures.values() if figure.kind == kind)


def _refs(figure: Figure, said: list[Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([figure.ref, *(other.ref for one in said for other in one.figures)]))


def _cores(figure: Figure, said: list[Evidence]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset({figure.ref, *(other.ref for other in one.figures)}) for one in said)


def _hull(intervals: list[Interval]) -> Interval:
    made = intervals[0]
    for interval in intervals[1:]:
        made = made.hull(interval)
    return made


def _mended(said: list[Evidence], would_be: Interval) -> Iterator[Repair | None]:
    """What a figure that stands alone for the count would have to be."""
    for one in said:
        if len(one.figures) == 1:
            yield repair(one.figures[0], would_be.over(one.figures[0].unit.factor))


def _cut_off(rule: str, figure: Figure, said: list[Evidence]) -> Finding:
    return Finding(
        rule, "note", _refs(figure, said),
        say(gettext_noop("The {printed} printed was cut off, not rounded."), printed=shown_figure(figure)),
    )  # fmt: skip


def ratio_of(part: Interval, whole: Interval) -> Interval:
    """Every share in percent that a part and a whole allow; open where the whole may be 0 or has no end."""
    low = None if part.low is None or not whole.high else part.low * HUNDRED / whole.high
    high = None if part.high is None or not whole.low else part.high * HUNDRED / whole.low
    if low is not None and high is not None and low > high:  # a fall over an open base
        low, high = high, low
    return Interval(low, high)


def about(interval: Interval, like: Figure) -> Sentence:
    """A computed interval with one digit more than the figure it is held against."""
    low, high = (None if end is None else rounded_like(end, like) for end in (interval.low, interval.high))
    if low is not None and high is not None:
        return say("{low}", low=low) if low == high else say(gettext_noop("{low} to {high}"), low=low, high=high)
    if low is None:
        return say(gettext_noop("up to {high}"), high=high) if high is not None else say(gettext_noop("any number"))
    return say(gettext_noop("{low} or more"), low=low)
