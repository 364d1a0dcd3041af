"""Tables as they stand on a page: which numbers stand beside and below each other, and what stands under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marga.country import gettext_noop
from marga.country.sentences import fill

from .bulletin import Source, Table
from .labels import figure_label, unit_label
from .meanings import meaning_of
from .shown import capital, group_shown
from .then_and_now import Beside
from .voice import Voice

#: More times than this stand below each other, as columns do not fit a page.
MOST_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its head, its cells, and how deep it is inside the one above: 0 for a total."""

    head: str
    cells: tuple[str, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as it stands on a page. `facts` are what stands under it: unit, definition, period, body …"""

    name: str
    figure: str
    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    meaning: str
    facts: tuple[tuple[str, str], ...]
    hidden: int


def grid(voice: Voice, table: Table, side: str) -> Grid:
    """A table of the bulletin, whose records are of a side."""
    corner, columns, rows = _shape(voice, table)
    facts = tuple(_facts(voice, table.figure, unit_label(table.unit, voice.writer), voice.bulletin.source(side)))
    meaning = voice.word(meaning_of(table.figure))
    return Grid(table.name, table.figure, voice.title(table), corner, columns, rows, meaning, facts, table.hidden)


def _facts(voice: Voice, figure: str, unit: str, source: Source | None) -> Iterator[tuple[str, str]]:
    """What stands under every table, so that none of its numbers is alone."""
    made = voice.bulletin
    yield voice.word(gettext_noop("Unit")), unit
    yield voice.word(gettext_noop("Definition")), f"{figure} {made.definitions}"
    if source is not None:
        yield voice.word(gettext_noop("Counted by")), source.body
        yield voice.word(gettext_noop("Coverage")), voice.coverage(source)
    run = voice.piece(gettext_noop("{run}, revision {revision}"), run=made.run, revision=str(made.revision))
    yield voice.word(gettext_noop("Run")), run


def _shape(voice: Voice, table: Table) -> tuple[str, tuple[str, ...], tuple[Row, ...]]:
    """The corner, the columns and the rows."""
    if len(table.by) == 2 and len(table.times) == 1 and not table.bounds:
        return _crossed(voice, table)
    if len(table.times) > MOST_COLUMNS:
        return _times_below(voice, table)
    rows = tuple(
        Row(voice.group(line.where), tuple(voice.cell(table, place, time) for time in range(len(table.times))),
            len(line.where))
        for place, line in enumerate(table.lines)
    )  # fmt: skip
    corner = capital(voice.writer.join([voice.split(one) for one in table.by])) or voice.word(gettext_noop("Group"))
    return corner, tuple(voice.time(time) for time in table.times), rows


def _times_below(voice: Voice, table: Table) -> tuple[str, tuple[str, ...], tuple[Row, ...]]:
    """Groups across, times down."""
    columns = tuple(voice.group(line.where) for line in table.lines)
    rows = tuple(
        Row(voice.time(time), tuple(voice.cell(table, line, place) for line in range(len(table.lines))), _depth(time))
        for place, time in enumerate(table.times)
    )
    return voice.word(gettext_noop("When")), columns, rows


def _depth(time: str) -> int:
    """Months are inside quarters, quarters inside the year."""
    return 0 if ".." in time or len(time) == 4 else 1 if "Q" in time else 2


def _crossed(voice: Voice, table: Table) -> tuple[str, tuple[str, ...], tuple[Row, ...]]:
    """Two splits at one time: the first across, the second down."""
    across, down = table.by
    place_of = {line.where: place for place, line in enumerate(table.lines)}
    firsts = _categories(table, across)
    rows = []
    for second in _categories(table, down):
        wheres = [tuple(pair for pair in (first, second) if pair is not None) for first in firsts]
        cells = tuple(voice.cell(table, place_of[where], 0) for where in wheres)
        rows.append(Row(voice.group((second,) if second else ()), cells, 1 if second else 0))
    columns = tuple(voice.group((first,) if first else ()) for first in firsts)
    return capital(voice.split(down)), columns, tuple(rows)


def _categories(table: Table, split: str) -> list[tuple[str, str] | None]:
    """All (None), then each category of a split in its order."""
    alone = [line.where[0] for line in table.lines if [name for name, _ in line.where] == [split]]
    return [None, *alone]


def first_seen(voice: Voice, side: str) -> Grid:
    """Drugs and ways of hiding that were seized for the first time, and when."""
    rows = tuple(
        Row(voice.group(((one.split, one.category),)), (capital(voice.split(one.split)), voice.time(one.month)), 1)
        for one in voice.bulletin.first_seen
    )
    meaning = gettext_noop(
        "Drugs, and ways of hiding, that were first seized in the period, of all that the records hold from their "
        "beginning on. Not counted: what was seized in the first month of the records, in which everything is new."
    )
    unit = voice.word(gettext_noop("month of the first seizure"))
    return Grid(
        "first-seen", "", voice.word(gettext_noop("Seen for the first time")), voice.word(gettext_noop("What")),
        (voice.word(gettext_noop("Which kind")), voice.word(gettext_noop("First seized"))), rows, voice.word(meaning),
        tuple(_facts(voice, "first_seen", unit, voice.bulletin.source(side))), 0,
    )  # fmt: skip


def then_and_now(voice: Voice, printed: Sequence[Beside]) -> Grid:
    """What was printed of the same numbers, beside what is counted now."""
    columns = (gettext_noop("Printed"), gettext_noop("Counted now"), gettext_noop("Printed against now"))
    words = gettext_noop(
        "Where the printed period cuts a month, two numbers are counted now: of the whole months in it, and of all "
        "that it touches. Printed against now: how far what is printed is from the nearer of them, or that both can be "
        "true."
    )
    rows = tuple(
        Row(_printed_name(voice, one), (
            _printed(voice, one), _counted_now(voice, one), _apart(voice, one),
        ), 1)
        for one in printed
    )  # fmt: skip
    title = voice.word(gettext_noop("Printed then, counted now"))
    corner = voice.word(gettext_noop("Report and figure"))
    return Grid("then-and-now", "", title, corner, tuple(map(voice.word, columns)), rows, voice.word(words), (), 0)


def _apart(voice: Voice, one: Beside) -> str:
    """How far the two are apart, or that they agree."""
    if one.off_percent is None:
        return ""
    return f"{one.off_percent:+} %" if one.off_percent else voice.word(gettext_noop("agrees"))


def _printed(voice: Voice, one: Beside) -> str:
    """What was printed, in its words; with its unit where these do not name it, as a weight has one."""
    text = one.printed.printed or voice.writer.number(one.printed.value)
    bare = not any(letter.isalpha() for letter in text)
    return f"{text} {voice.writer.label(one.printed.unit.label)}" if bare and one.unit == "g" else text


def _printed_name(voice: Voice, one: Beside) -> str:
    """Which number was printed: by whom, what it counts, when, and where it stands."""
    words = [figure_label(one.figure, voice.writer)]
    if one.printed.where:
        words.append(group_shown(tuple(one.printed.where.items()), voice.country, voice.writer))
    when = one.printed.as_of or one.printed.period
    if when is not None:
        words.append(fill(when, voice.writer))
    words_of_it = gettext_noop("{body}: {what} ({ref}, worked out from what is printed)")
    as_printed = gettext_noop("{body}: {what} ({ref})")
    return voice.piece(
        words_of_it if one.printed.derived else as_printed, body=one.report.body, what=", ".join(words),
        ref=one.printed.ref,
    )  # fmt: skip


def _counted_now(voice: Voice, one: Beside) -> str:
    low, high = (voice.number(end, one.unit) for end in (one.low, one.high))
    unit = " kg" if one.unit == "g" else ""
    if low == high:
        return f"{low}{unit}"
    return voice.say(gettext_noop("{low} to {high}"), low=low, high=f"{high}{unit}")
