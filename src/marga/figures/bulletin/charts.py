"""The charts of a bulletin: one message each, said in its title."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from marga.country import Country, gettext_noop, write
from marga.figures.drawing import BRICK, QUIET, RIVER

from .bulletin import Bulletin, Number, Table, Where
from .figure_sentences import figure_sentence
from .labels import category_label, unit_label
from .languages import writer_in
from .plots import FEWEST_MONTHS, Bar, Bars, Lines, Plot, Series
from .sentences import Reader, sentences
from .shown import capital, time_shown
from .times import name_of
from .voice import Voice


def charts(bulletin: Bulletin, country: Country, language: str, width: str) -> dict[str, str]:
    """Each section's chart as SVG, by the section's name; none where too little is shown to draw one."""
    voice = Voice(bulletin, country, writer_in(language), language)
    return {name: plot.svg(width) for name, plot in section_plots(voice).items()}


def section_plots(voice: Voice) -> dict[str, Plot]:
    """What is drawn of each section, by its name: also its title and caption, which stand beside the drawing."""
    reader = Reader(voice.bulletin)
    found = ((name, plot(voice, reader)) for name, plot in PLOTS.items())
    return {name: plot for name, plot in found if plot is not None and plot.tells}


def figure_charts(bulletin: Bulletin, country: Country, language: str, width: str) -> dict[str, str]:
    """One chart a figure, by its name."""
    voice = Voice(bulletin, country, writer_in(language), language)
    names = dict.fromkeys(table.figure for table in bulletin.tables)
    plots = ((name, figure_plot(voice, name)) for name in names)
    return {name: plot.svg(width) for name, plot in plots if plot is not None}


def figure_plot(voice: Voice, figure: str) -> Plot | None:
    """What is drawn of a figure: its first table that tells enough, over months or else its groups at the latest time;
    None where there is none."""
    plots = (_of_table(voice, table) for table in voice.bulletin.tables if table.figure == figure and table.times)
    return next((plot for plot in plots if plot.tells), None)


def _of_table(voice: Voice, table: Table) -> Plot:
    reader = Reader(voice.bulletin)
    title = figure_sentence(voice, table)
    if len(_points(reader, table.name)) >= FEWEST_MONTHS:
        words = gettext_noop("{figure}, by month ({period}): a line a group, a dot a month. Unit: {unit}.")
        return Lines(title, _caption(voice, words, table, name_of(voice.bulletin.period)), tuple(
            Series(voice.group(line.where), _points(reader, table.name, line.where), QUIET if line.where else RIVER)
            for line in table.lines if len(line.where) <= 1
        ))  # fmt: skip
    time = reader.latest(table)
    groups = [line.where for line in table.lines if len(line.where) == 1 and line.where[0][0] == table.by[0]]
    if groups:
        words = gettext_noop(
            "{figure}, {period}: a bar a group; groups whose number is not shown have none. Unit: {unit}."
        )
        bars = tuple(_bars(voice, table, groups, time))
    else:
        words = gettext_noop("{figure}: a bar a time; times whose number is not shown have none. Unit: {unit}.")
        bars = tuple(_over_times(voice, table))
    return Bars(title, _caption(voice, words, table, time), bars, longest_first=table.by[:1] == ("province",))


def _caption(voice: Voice, words: str, table: Table, time: str) -> str:
    return voice.say(
        words, figure=voice.figure(table.figure), period=time_shown(time, voice.writer),
        unit=unit_label(table.unit, voice.writer),
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


def _said(voice: Voice, words: str) -> str:
    return voice.say(words, period=time_shown(name_of(voice.bulletin.period), voice.writer))


def _cases(voice: Voice, reader: Reader) -> Plot:
    series = [Series(voice.group(()), _points(reader, "cases_a_day"), RIVER)]
    for category in voice.country.dimensions["offence"].categories:
        where = (("offence", category),)
        name = capital(category_label("offence", category, voice.country, voice.writer))
        series.append(Series(name, _points(reader, "cases_a_day", where), QUIET))
    words = gettext_noop("Cases a day, by month ({period}): a dot a month.")
    return Lines(_title("cases", voice), _said(voice, words), tuple(series))


def _asking(voice: Voice, reader: Reader) -> Plot:
    names = (("requests-by-route", gettext_noop("asked"), QUIET), ("starts-by-route", gettext_noop("started"), RIVER))
    series = [Series(capital(voice.word(name)), _points(reader, table), colour) for table, name, colour in names]
    words = gettext_noop("Requests received and treatments started, by month ({period}): a dot a month.")
    return Lines(_title("asking", voice), _said(voice, words), tuple(series))


def _treatment(voice: Voice, reader: Reader) -> Plot:
    where = (("modality", "residential"),)
    series = [
        Series(capital(voice.word(name)), _points(reader, table, where), colour, limit=colour == BRICK)
        for name, table, colour in (
            (gettext_noop("present"), "in-care-by-modality", RIVER),
            (gettext_noop("safe places"), "safe-places-by-modality", BRICK),
        )
    ]
    words = gettext_noop("People in residential centres and safe places there, at each month’s end ({period}).")
    return Lines(_title("treatment", voice), _said(voice, words), tuple(series))


def _where(voice: Voice, reader: Reader) -> Plot | None:
    table = reader.table("cases-by-province")
    if table is None or not table.times:
        return None
    wheres = [line.where for line in table.lines if line.where]
    time = reader.latest(table)
    words = gettext_noop(
        "Cases opened by province ({period}): the longest bar first. Provinces whose number is not shown have none."
    )
    caption = voice.say(words, period=time_shown(time, voice.writer))
    title = voice.say(gettext_noop("Cases opened by province ({period})"), period=time_shown(time, voice.writer))
    return Bars(title, caption, tuple(_bars(voice, table, wheres, time)), longest_first=True)


PLOTS: dict[str, Callable[[Voice, Reader], Plot | None]] = {
    "cases": _cases,
    "where": _where,
    "asking": _asking,
    "treatment": _treatment,
}
