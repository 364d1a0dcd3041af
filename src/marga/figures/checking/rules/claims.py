"""claim and later-revision: a claim in words must be carried by its numbers, and by those that came later."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from marga.country import Period, Sentence, gettext_noop, say

from ...poisson import RateRatio, rate_ratio
from ..book import Book, Cell, allowed
from ..evidence import days, shown_figure
from ..findings import Finding
from ..reports import Claim, Figure, Report

CHANGES = {"down": -1, "up": 1, "steady": 0}


def claim(book: Book) -> Iterator[Finding]:
    """What a claim says, held against the figures it names."""
    for report in book.reports:
        for one in report.claims:
            figures = [book.figures[f"{report.id}/{name}"] for name in one.about]
            if one.says in CHANGES:
                yield from _change_claim(book, one, figures)
            elif one.says in ("enough", "replaces"):
                yield from _room_claim(one, figures)
            else:
                yield from _all_or_none(one, figures)


def in_time_order(book: Book, figures: list[Figure]) -> list[Figure]:
    """By the first day they are about; figures of one period keep the order in which the claim names them."""
    return sorted(figures, key=lambda figure: _begins(book.cell_of[figure.ref].time))


def _begins(time: object) -> str:
    return (time.start if isinstance(time, Period) else time or "").__str__()


def compare(book: Book, before: Figure, now: Figure) -> RateRatio | None:
    """Rate now over rate before with its exact interval, at the printed values; None where they count no events."""
    first, second = _events(book, before), _events(book, now)
    if first is None or second is None or first[0] + second[0] == 0 or before.unit.of != now.unit.of:
        return None
    return rate_ratio(float(first[0]), float(first[1]), float(second[0]), float(second[1]))


def _events(book: Book, figure: Figure) -> tuple[Decimal, Decimal] | None:
    """Events counted and days; of a rate, the rate times its days."""
    length = days(book.cell_of[figure.ref].time)
    if length is None or figure.measure.time != "flow" or not figure.unit.exact:
        return None
    if figure.kind not in ("count", "rate"):
        return None
    return (figure.value * length if figure.kind == "rate" else figure.value, length)


def _change_claim(book: Book, one: Claim, figures: list[Figure]) -> Iterator[Finding]:
    if len(figures) == 1 and figures[0].kind == "change":
        yield from _stated_change(one, figures[0])
        return
    before, now = in_time_order(book, figures)[0], in_time_order(book, figures)[-1]
    ratio = compare(book, before, now)
    if ratio is None:
        yield from _plain_change(one, before, now)
        return
    beyond = next((need for word, need in book.country.words.beyond_percent.items() if word in one.words.lower()), None)
    fault = _not_carried(one.says, ratio, float(beyond or 0), float(book.country.words.steady_percent))
    if fault is None:
        return
    severity = "error" if fault is OPPOSITE else "warning"
    yield _claim_finding(one, figures, severity, say(
        fault, words=one.words or one.says, before=_per_day(book, before), now=_per_day(book, now),
        change=change_said(ratio), needed=beyond or book.country.words.steady_percent,
    ))  # fmt: skip


OPPOSITE = gettext_noop("“{words}” is the opposite of what the figures say: from {before} to {now} a day is {change}.")
NO_CHANGE = gettext_noop("“{words}” is more than the figures carry: from {before} to {now} a day is {change}.")
NOT_LARGE = gettext_noop(
    "“{words}” is more than the figures carry: from {before} to {now} a day is {change} (95 % interval), "
    "and such a word needs the whole interval beyond {needed} %."
)
NOT_STEADY = gettext_noop("“{words}” does not fit: from {before} to {now} a day is {change}, not within {needed} %.")


def _not_carried(says: str, ratio: RateRatio, beyond: float, steady: float) -> str | None:
    """The template for what is wrong with a claim about change, or None when the interval carries it."""
    _, low, high = ratio.percent
    if says == "steady":
        return None if -steady <= low and high <= steady else NOT_STEADY
    if says == "up":
        low, high = -high, -low
    if low > 0:
        return OPPOSITE
    if high >= 0:
        return NO_CHANGE
    return NOT_LARGE if beyond and high > -beyond else None


def change_said(ratio: RateRatio) -> Sentence:
    """ "5 % to 12 % fewer", "3 % fewer to 2 % more"."""
    _, low, high = ratio.percent
    if high < 0:
        return say(gettext_noop("{low} % to {high} % fewer"), low=_whole(-high), high=_whole(-low))
    if low > 0 and high == float("inf"):
        return say(gettext_noop("at least {low} % more"), low=_whole(low))
    if low > 0:
        return say(gettext_noop("{low} % to {high} % more"), low=_whole(low), high=_whole(high))
    if high == float("inf"):
        return say(gettext_noop("anything from {low} % fewer upwards"), low=_whole(-low))
    return say(gettext_noop("between {low} % fewer and {high} % more"), low=_whole(-low), high=_whole(high))


def _whole(percent: float) -> Decimal:
    return Decimal(round(percent))


def _per_day(book: Book, figure: Figure) -> Decimal:
    events = _events(book, figure)
    assert events is not None
    rate = events[0] / events[1]
    return rate.quantize(Decimal("0.1") if rate == 0 or rate >= 1 else Decimal(1).scaleb(rate.adjusted() - 1))


def _stated_change(one: Claim, figure: Figure) -> Iterator[Finding]:
    """A claim that rests on a printed change: its sign must agree."""
    sign = CHANGES[one.says]
    if (figure.value > 0) - (figure.value < 0) == -sign and sign:
        yield _claim_finding(one, [figure], "error", say(
            gettext_noop("“{words}” is the opposite of the change printed: {change}."), words=one.words or one.says,
            change=shown_figure(figure),
        ))  # fmt: skip


def _plain_change(one: Claim, before: Figure, now: Figure) -> Iterator[Finding]:
    """A change of what is no count of events (a stock, a weight): only its direction can be judged."""
    if before.unit.of != now.unit.of or before.kind != now.kind:
        return
    down, up = allowed(now).is_below(allowed(before)), allowed(before).is_below(allowed(now))
    if (one.says == "down" and up) or (one.says == "up" and down):
        yield _claim_finding(one, [before, now], "error", say(
            gettext_noop("“{words}” is the opposite of what the figures say: {before}, then {now}."),
            words=one.words or one.says, before=shown_figure(before), now=shown_figure(now),
        ))  # fmt: skip


def _room_claim(one: Claim, figures: list[Figure]) -> Iterator[Finding]:
    """Places against people: what is to be enough, or to replace, cannot be smaller."""
    room, people = figures[0], figures[1]
    if room.measure.name != "places" and people.measure.name == "places":
        room, people = people, room
    if allowed(room).is_below(allowed(people)):
        yield _claim_finding(one, [room, people], "error", say(
            gettext_noop("“{words}” does not follow: {room} places cannot hold {people} people."),
            words=one.words or one.says, people=shown_figure(people),
            room=shown_figure(room) if room.reading.hedge else room.value,
        ))  # fmt: skip


def _all_or_none(one: Claim, figures: list[Figure]) -> Iterator[Finding]:
    part = figures[0]
    if one.says == "none" and (allowed(part).low or 0) > 0:
        yield _claim_finding(one, [part], "error", say(
            gettext_noop("“{words}” is not so: {number} are printed."), words=one.words or one.says,
            number=shown_figure(part),
        ))  # fmt: skip
    if one.says == "all" and not allowed(part).meets(allowed(figures[1])):
        yield _claim_finding(one, figures, "error", say(
            gettext_noop("“{words}” is not so: {part} is not all of {whole}."), words=one.words or one.says,
            part=shown_figure(part), whole=shown_figure(figures[1]),
        ))  # fmt: skip


def _claim_finding(one: Claim, figures: list[Figure], severity: str, message: Sentence) -> Finding:
    return Finding("claim", severity, tuple(figure.ref for figure in figures), message, claim=one.ref)


def overtaken(book: Book) -> Iterator[Finding]:
    """later-revision: a claim of change that later figures, over periods which hold the claim's own, contradict."""
    for report in book.reports:
        for one in report.claims:
            if one.says in ("down", "up") and report.published:
                figures = in_time_order(book, [book.figures[f"{report.id}/{name}"] for name in one.about])
                yield from _overtaken(book, one, report, figures[0], figures[-1])


def _overtaken(book: Book, one: Claim, report: Report, before: Figure, now: Figure) -> Iterator[Finding]:
    earlier, later = (book.cell_of[figure.ref] for figure in (before, now))
    if not isinstance(earlier.time, Period) or not isinstance(later.time, Period) or earlier.time == later.time:
        return
    for new in _later_counts(book, later, report):
        for old in _later_counts(book, earlier, report):
            if new.report != old.report or _overlap(book, old, new):
                continue
            ratio = compare(book, old, new)
            if ratio is None or _not_carried(one.says, ratio, 0.0, 0.0) is not OPPOSITE:
                continue
            yield Finding("later-revision", "warning", (before.ref, now.ref, old.ref, new.ref), say(
                gettext_noop("{body} said “{words}” of {measure}. It did not last: by the figures that {other} "
                             "published later, {old} in {then} and {new} in {since}, there were {change} a day."),
                body=report.body, measure=now.measure.label, other=book.by_id[new.report].body,
                words=one.words or one.says, old=shown_figure(old), new=shown_figure(new), change=change_said(ratio),
                then=book.cell_of[old.ref].time or "", since=book.cell_of[new.ref].time or "",
            ), claim=one.ref)  # fmt: skip
            return


def _later_counts(book: Book, cell: Cell, report: Report) -> Iterator[Figure]:
    """Counts of the same group published after the report, over periods that hold the cell's."""
    for other, figures in book.counts.items():
        same = (other.measure, other.of, other.where) == (cell.measure, cell.of, cell.where)
        if same and isinstance(other.time, Period) and isinstance(cell.time, Period) and other.time.holds(cell.time):
            for figure in figures:
                published = book.by_id[figure.report].published
                if published and report.published and published > report.published:
                    yield figure


def _overlap(book: Book, old: Figure, new: Figure) -> bool:
    first, second = book.cell_of[old.ref].time, book.cell_of[new.ref].time
    assert isinstance(first, Period)
    assert isinstance(second, Period)
    return first.end >= second.start
