"""parts-whole and subset: parts make up the whole, and no part is larger than it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from marga.country import Period, Sentence, gettext_noop, say

from ..book import Book, Cell, Split, allowed
from ..evidence import bare, printed_in, shown_beside, shown_cell, shown_figure, shown_interval
from ..findings import Finding, repair, repairs
from ..intervals import ZERO, Interval, total
from ..reports import Figure
from ..statements import tiling

MOST_PERIODS_SHOWN = 12


def parts_whole(book: Book) -> Iterator[Finding]:
    """The parts of an exhaustive split against the printed whole, and two such splits against each other."""
    sums: dict[tuple[str, Cell], list[list[Figure]]] = defaultdict(list)
    for (report, whole, _), split in book.splits.items():
        printed = printed_in(book, whole, report)
        if book.makes_whole(split):
            parts = _ordered(book, split)
            for figure in printed:
                yield from _compare(book, figure, parts, split.dimension)
            for others in sums[report, whole]:
                yield from _compare_sums(others, parts)
            sums[report, whole].append(parts)
        elif book.dimensions.get(split.dimension) and book.is_exclusive(split.dimension, whole.measure):
            for figure in printed:
                yield from _exceeds(book, figure, split)


def _ordered(book: Book, split: Split) -> list[Figure]:
    """The parts in the order in which the dimension lists its categories, those inside another left out."""
    dimension = book.dimensions[split.dimension]
    return [split.parts[name] for name in dimension.categories if name in dimension.top() and name in split.parts]


def _compare(book: Book, whole: Figure, parts: list[Figure], dimension: str) -> Iterator[Finding]:
    made = total(allowed(part) for part in parts)
    if made.meets(allowed(whole)):
        return
    few = made.is_below(allowed(whole))
    yield _finding(
        "parts-whole", whole, parts,
        say(
            gettext_noop("{parts} make {sum}, not the {whole} printed as the total ({gap} too few).")
            if few
            else gettext_noop("{parts} make {sum}, not the {whole} printed as the total ({gap} too many)."),
            parts=named(book, parts, dimension), sum=shown_interval(made, whole), whole=shown_figure(whole),
            gap=_gap(made, whole),
        ),
        exact=True,
    )  # fmt: skip


def _gap(made: Interval, whole: Figure) -> Sentence:
    """How far the nearest possible sum is from the nearest possible whole."""
    there = allowed(whole)
    lower, upper = (made, there) if made.is_below(there) else (there, made)
    gap = (upper.low or ZERO) - (lower.high or ZERO)
    return shown_interval(Interval(gap, gap), whole)


def _exceeds(book: Book, whole: Figure, split: Split) -> Iterator[Finding]:
    """Parts that need not be all there are, but together are already more than the whole."""
    parts = _ordered(book, split)
    made = total(allowed(part) for part in parts)
    if len(parts) < 2 or not allowed(whole).is_below(made):
        return
    yield _finding(
        "parts-whole", whole, parts,
        say(
            gettext_noop("{parts} alone make {sum}, more than the {whole} printed as the total ({gap} too many)."),
            parts=named(book, parts, split.dimension), sum=shown_interval(made, whole), whole=shown_figure(whole),
            gap=_gap(made, whole),
        ),
        exact=False,
    )  # fmt: skip


def _compare_sums(one: list[Figure], other: list[Figure]) -> Iterator[Finding]:
    """The whole is not printed, but two splits of it are: by sex and by offence, say."""
    first, second = total(map(allowed, one)), total(map(allowed, other))
    if first.meets(second):
        return
    refs = tuple(figure.ref for figure in (*one, *other))
    yield Finding(
        "parts-whole", "error", refs,
        say(
            gettext_noop("Two splits of one total disagree: {one} make {first}, and {other} make {second}."),
            one=[shown_figure(figure) for figure in one], first=shown_interval(first, one[0]),
            other=[shown_figure(figure) for figure in other], second=shown_interval(second, other[0]),
        ),
        cores=(frozenset(refs),),
    )  # fmt: skip


def periods_whole(book: Book) -> Iterator[Finding]:
    """Periods that follow each other without a gap against the longer one that they fill, as one body printed them."""
    series: dict[tuple[object, ...], dict[Period, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for cell, figures in book.counts.items():
        measure = book.country.measures[cell.measure]
        if isinstance(cell.time, Period) and measure.time == "flow" and measure.adds_up:
            for figure in figures:
                body = book.by_id[figure.report].body
                series[body, cell.measure, cell.of, cell.where][cell.time].append(figure)
    for printed in series.values():
        for period, within in _held(printed):
            if tiles := tiling(period, within):
                parts = [max(printed[tile], key=lambda figure: _published(book, figure)) for tile in tiles]
                for figure in printed[period]:
                    yield from _compare_periods(book, figure, parts)


def _held(periods: Collection[Period]) -> Iterator[tuple[Period, list[Period]]]:
    """Each period with the others that lie within it."""
    ordered = sorted(periods)
    starts = [period.start for period in ordered]
    for period in ordered:
        near = ordered[bisect_left(starts, period.start) : bisect_right(starts, period.end)]
        yield period, [other for other in near if other != period and period.holds(other)]


def _published(book: Book, figure: Figure) -> date:
    return book.by_id[figure.report].published or date.min


def _compare_periods(book: Book, whole: Figure, parts: list[Figure]) -> Iterator[Finding]:
    made, there = total(map(allowed, parts)), allowed(whole)
    if made.meets(there) or any(there.is_below(allowed(part)) for part in parts):  # subset names one that is larger
        return
    few = made.is_below(there)
    yield _finding(
        "parts-whole", whole, parts,
        say(
            gettext_noop("{parts} follow each other without a gap and make {sum}, not the {whole} printed for {period} "
                         "({gap} too few).")
            if few
            else gettext_noop("{parts} follow each other without a gap and make {sum}, not the {whole} printed for "
                              "{period} ({gap} too many)."),
            parts=_by_period(book, parts), sum=shown_interval(made, whole), whole=shown_figure(whole),
            period=book.cell_of[whole.ref].time or "", gap=_gap(made, whole),
        ),
        exact=True,
    )  # fmt: skip


def _by_period(book: Book, parts: list[Figure]) -> list[Sentence]:
    """Each part with its period; of many only how many they are."""
    if len(parts) > MOST_PERIODS_SHOWN:
        return [say(gettext_noop("{count} numbers"), count=len(parts))]
    return [
        say(gettext_noop("{number} ({period})"), number=shown_figure(part), period=book.cell_of[part.ref].time or "")
        for part in parts
    ]


def _finding(rule: str, whole: Figure, parts: list[Figure], message: Sentence, *, exact: bool) -> Finding:
    """A finding about a whole and its parts, with what each would have to be. `exact`: the parts are all there are."""
    made = total(map(allowed, parts))
    mended = made if exact else Interval(made.low, None)
    offers = [repair(whole, mended.over(whole.unit.factor))]
    for part in parts:
        rest = total(allowed(other) for other in parts if other is not part)
        left = allowed(whole).minus(rest)
        left = left if exact else Interval(None, left.high)
        offers.append(repair(part, left.over(part.unit.factor)))
    refs = (whole.ref, *(part.ref for part in parts))
    return Finding(rule, "error", refs, message, repairs(offers), (frozenset(refs),))


def named(book: Book, parts: list[Figure], dimension: str) -> list[Sentence]:
    """The parts by name and number; one that stands alone by name only, since its number follows."""
    if len(parts) == 1:
        return [say("{label}", label=book.label(dimension, book.cell_of[parts[0].ref].category(dimension)))]
    return [
        say("{label} {number}", label=book.label(dimension, book.cell_of[part.ref].category(dimension)),
            number=bare(part) if not part.reading.hedge else shown_figure(part))
        for part in parts
    ]  # fmt: skip


def subset(book: Book) -> Iterator[Finding]:
    """A group is no larger than the group that holds it; a part of a period counts no more than the whole of it."""
    longer = _longer_periods(book)
    for cell, figures in book.counts.items():
        for holder in book.holders(cell):
            wholes = book.counts.get(holder, ())
            yield from _larger(book, [pair for pair in _pairs(figures, wholes) if not _is_split(book, *pair)], cell)
        for holder in longer.get(cell, ()):
            yield from _larger(book, _pairs(figures, book.counts[holder]), cell)


def _pairs(figures: list[Figure], wholes: list[Figure] | tuple[()]) -> list[tuple[Figure, Figure]]:
    return [(figure, whole) for figure in figures for whole in wholes]


def _is_split(book: Book, figure: Figure, whole: Figure) -> bool:
    """Whether parts-whole already compares the two as part and total of one report."""
    if figure.report != whole.report:
        return False
    for dimension, _ in book.cell_of[figure.ref].where - book.cell_of[whole.ref].where:
        split = book.splits.get((figure.report, book.cell_of[whole.ref], dimension))
        if split and (book.makes_whole(split) or len(split.parts) > 1):
            return split.dimension in book.dimensions and book.is_exclusive(dimension, figure.measure.name)
    return False


def _larger(book: Book, pairs: list[tuple[Figure, Figure]], cell: Cell) -> Iterator[Finding]:
    for figure, whole in pairs:
        if not allowed(whole).is_below(allowed(figure)):
            continue
        if book.by_id[figure.report].body != book.by_id[whole.report].body:
            yield _larger_of_two_bodies(book, figure, whole)
            continue
        template = (
            gettext_noop("{part} of {group} are more than the {whole} of all of them ({gap} too many).")
            if book.cell_of[whole.ref].time == cell.time
            else gettext_noop("{part} in {period} are more than the {whole} in the whole of {longer} ({gap} too many).")
        )
        yield _finding(
            "subset", whole, [figure],
            say(
                template, part=shown_figure(figure), whole=shown_figure(whole), gap=_gap(allowed(figure), whole),
                group=[book.label(*pair) for pair in sorted(cell.where - book.cell_of[whole.ref].where)],
                period=cell.time or "", longer=book.cell_of[whole.ref].time or "",
            ),
            exact=False,
        )  # fmt: skip


def _larger_of_two_bodies(book: Book, figure: Figure, whole: Figure) -> Finding:
    """The same between two bodies: read apart from both reports, so it says who printed what, and of what."""
    return _finding(
        "subset", whole, [figure],
        say(
            gettext_noop("{body} says {part} of {what}. That is more than the {whole} that {other} says of {wider}, "
                         "which holds it."),
            body=book.by_id[figure.report].body, part=shown_beside(figure, whole), what=shown_cell(book, figure),
            other=book.by_id[whole.report].body, whole=shown_beside(whole, figure), wider=shown_cell(book, whole),
        ),
        exact=False,
    )  # fmt: skip


def _longer_periods(book: Book) -> dict[Cell, list[Cell]]:
    """For each counted cell of a flow, the cells of the same group whose period holds its own."""
    groups: dict[tuple[str, str, object], dict[Period, Cell]] = defaultdict(dict)
    for cell in book.counts:
        if isinstance(cell.time, Period) and book.country.measures[cell.measure].time == "flow":
            groups[cell.measure, cell.of, cell.where][cell.time] = cell
    longer: dict[Cell, list[Cell]] = defaultdict(list)
    for cells in groups.values():
        for period, within in _held(cells):
            for other in within:
                longer[cells[other]].append(cells[period])
    return longer
