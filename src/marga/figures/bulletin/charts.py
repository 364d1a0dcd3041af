"""The charts of a bulletin: one message each, said in its title."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from marga.country import Country, gettext_noop, write
from marga.figures.drawing import BRICK, QUIET, RIVER

from .bulletin import Bulletin, Number, Table, Where
from .labels import category_label
from .languages import writer_in
from .plots import FEWEST_MONTHS, Bar, Series, bars, lines
from .sentences import Reader, sentences
from .shown import capital
from .voice import Voice

MOST_LINES = 4  # in one chart of a figure; more are told apart by the table only


def charts(bulletin: Bulletin, country: Country, language: str, width: str) -> dict[str, str]:
    """Each section's chart as SVG, by the section's name; none where too little is shown to draw one."""
    voice = Voice(bulletin, country, writer_in(language), language)
    drawn = {name: draw(voice, Reader(bulletin), width) for name, draw in DRAWN.items()}
    return {name: svg for name, svg in drawn.items() if svg}


def figure_charts(bulletin: Bulletin, country: Country, language: str, width: str) -> dict[str, str]:
    """One chart a figure, by its name: over months where there are enough, else its groups at the latest time."""
    voice = Voice(bulletin, country, writer_in(language), language)
    found: dict[str, str] = {}
    for table in bulletin.tables:
        if table.figure not in found and table.times:
            svg = _of_table(voice, table, width)
            if svg:
                found[table.figure] = svg
    return found


def _of_table(voice: Voice, table: Table, width: str) -> str:
    reader = Reader(voice.bulletin)
    wheres = [line.where for line in table.lines if len(line.where) <= 1]
    title = figure_sentence(voice, table)
    if len(_points(reader, table.name)) >= FEWEST_MONTHS:
        series = [
            Series(voice.group(where), _points(reader, table.name, where), QUIET if where else RIVER)
            for where in wheres[:MOST_LINES]
        ]
        return lines(series, title, voice.word(gettext_noop("A line a group, over months; a dot a month.")), width)
    groups = [where for where in wheres if where and where[0][0] == table.by[0]]
    if groups:
        shown = list(_bars(voice, table, groups, reader.latest(table)))
        words = voice.word(gettext_noop("A bar a group. Groups whose number is not shown have none."))
    else:
        shown = list(_over_times(voice, table))
        words = voice.word(gettext_noop("A bar a time. Times whose number is not shown have none."))
    return bars(shown, title, words, width, longest_first=table.by[:1] == ("province",))


def figure_sentence(voice: Voice, table: Table) -> str:
    """A figure's latest number in a sentence."""
    reader = Reader(voice.bulletin)
    time = reader.latest(table)
    value = voice.number(reader.of(table.name), table.unit)
    unit = " kg" if table.unit == "g" else " %" if table.unit == "percent" else ""
    return voice.say(
        gettext_noop("{figure}: {number} ({time})"),
        figure=voice.figure(table.figure), number=f"{value}{unit}", time=voice.time(time),
    )  # fmt: skip


def _bars(voice: Voice, table: Table, wheres: Sequence[Where], time: str) -> Iterator[Bar]:
    for where in wheres:
        value = table.value(where, time)
        if value is not None:
            yield Bar(voice.group(where), value, voice.number(value, table.unit))


def _over_times(voice: Voice, table: Table) -> Iterator[Bar]:
    for time, value in zip(table.times, table.lines[0].values, strict=True):
        if value is not None:
            yield Bar(voice.time(time), value, voice.number(value, table.unit))


def _points(reader: Reader, table: str, where: Where = ()) -> tuple[tuple[str, Number], ...]:
    """The shown numbers of months, in order."""
    found = reader.table(table)
    if found is None or not any(line.where == where for line in found.lines):
        return ()
    months = [time for time in found.times if len(time) == 7 and "Q" not in time]
    values = [(month, found.value(where, month)) for month in months]
    return tuple((month, value) for month, value in values if value is not None)


def _title(section: str, voice: Voice) -> str:
    """The chart's message: the first sentence of its section."""
    said = sentences(section, voice.bulletin, voice.country)
    return write(said[0], voice.writer) if said else voice.figure("cases")


def _cases(voice: Voice, reader: Reader, width: str) -> str:
    series = [Series(voice.group(()), _points(reader, "cases_a_day"), RIVER)]
    for category in voice.country.dimensions["offence"].categories:
        where = (("offence", category),)
        name = capital(category_label("offence", category, voice.country, voice.writer))
        series.append(Series(name, _points(reader, "cases_a_day", where), QUIET))
    words = gettext_noop("Cases a day, by month; a dot a month.")
    return lines(series, _title("cases", voice), voice.word(words), width)


def _asking(voice: Voice, reader: Reader, width: str) -> str:
    names = (("requests-by-route", gettext_noop("asked"), QUIET), ("starts-by-route", gettext_noop("started"), RIVER))
    series = [Series(capital(voice.word(name)), _points(reader, table), colour) for table, name, colour in names]
    words = gettext_noop("Requests received and treatments started, by month; a dot a month.")
    return lines(series, _title("asking", voice), voice.word(words), width)


def _treatment(voice: Voice, reader: Reader, width: str) -> str:
    where = (("modality", "residential"),)
    series = [
        Series(capital(voice.word(name)), _points(reader, table, where), colour, limit=colour == BRICK)
        for name, table, colour in (
            (gettext_noop("present"), "in-care-by-modality", RIVER),
            (gettext_noop("safe places"), "safe-places-by-modality", BRICK),
        )
    ]
    words = gettext_noop("People in residential centres and safe places there, at each month’s end.")
    return lines(series, _title("treatment", voice), voice.word(words), width)


def _where(voice: Voice, reader: Reader, width: str) -> str:
    table = reader.table("arrests-by-province")
    if table is None or not table.times:
        return ""
    wheres = [line.where for line in table.lines if line.where]
    shown = list(_bars(voice, table, wheres, reader.latest(table)))
    title = voice.say(gettext_noop("Arrests by province, {period}"), period=reader.when(table.name))
    words = gettext_noop("A bar a province, the longest first. Provinces whose number is not shown have none.")
    return bars(shown, title, voice.word(words), width, longest_first=True)


DRAWN: dict[str, Callable[[Voice, Reader, str], str]] = {
    "cases": _cases,
    "where": _where,
    "asking": _asking,
    "treatment": _treatment,
}
