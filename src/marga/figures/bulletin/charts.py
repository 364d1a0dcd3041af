"""The charts of a bulletin: one message each, said in its title; lines and bars have their names beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from marga.country import Country, Writer, gettext_noop, say, write
from marga.figures.drawing import BRICK, INK, QUIET, RIVER, as_svg

from .bulletin import Bulletin, Number, Where
from .labels import category_label, figure_label
from .languages import writer_in
from .sentences import Reader, sentences
from .shown import capital
from .times import period_of

FEWEST_MONTHS = 3
LETTER = 10  # pixels of one, of a name beside a plot
GAP = 16  # pixels between a plot and a name
BAR = 22  # pixels of one bar and the gap beside it


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: its name, its numbers by month, its colour, and whether it is a limit."""

    name: str
    points: tuple[tuple[str, Number], ...]
    colour: str
    limit: bool = False


def charts(bulletin: Bulletin, country: Country, language: str, width: str) -> dict[str, str]:
    """Each section's chart as SVG, by the section's name; none where too little is shown to draw one."""
    reader, writer = Reader(bulletin), writer_in(language)
    found = {}
    for name, draw in DRAWN.items():
        svg = draw(reader, country, writer, width)
        if svg:
            found[name] = svg
    return found


def title_of(section: str, bulletin: Bulletin, country: Country, writer: Writer) -> str:
    """The chart's message: the first sentence of its section."""
    said = sentences(section, bulletin, country)
    return write(said[0], writer) if said else capital(figure_label("cases", writer))


def _points(reader: Reader, table: str, where: Where = ()) -> tuple[tuple[str, Number], ...]:
    """The shown numbers of months, in order."""
    found = reader.table(table)
    if found is None or not any(line.where == where for line in found.lines):
        return ()
    months = [time for time in found.times if len(time) == 7 and "Q" not in time]
    values = [(month, found.value(where, month)) for month in months]
    return tuple((month, value) for month, value in values if value is not None)


def _cases(reader: Reader, country: Country, writer: Writer, width: str) -> str:
    series = [Series(capital(writer.translate(gettext_noop("all"))), _points(reader, "cases_a_day"), RIVER)]
    for category in country.dimensions["offence"].categories:
        where = (("offence", category),)
        name = category_label("offence", category, country, writer)
        series.append(Series(capital(name), _points(reader, "cases_a_day", where), QUIET))
    title = title_of("cases", reader.bulletin, country, writer)
    return _lines(series, title, gettext_noop("Cases a day, by month; a dot a month."), writer, width)


def _asking(reader: Reader, country: Country, writer: Writer, width: str) -> str:
    names = (("requests-by-route", gettext_noop("asked"), QUIET), ("starts-by-route", gettext_noop("started"), RIVER))
    series = [Series(capital(writer.translate(name)), _points(reader, table), colour) for table, name, colour in names]
    title = title_of("asking", reader.bulletin, country, writer)
    words = gettext_noop("Requests received and treatments started, by month; a dot a month.")
    return _lines(series, title, words, writer, width)


def _treatment(reader: Reader, country: Country, writer: Writer, width: str) -> str:
    where = (("modality", "residential"),)
    series = [
        Series(capital(writer.translate(name)), _points(reader, table, where), colour, limit=colour == BRICK)
        for name, table, colour in (
            (gettext_noop("present"), "in-care-by-modality", RIVER),
            (gettext_noop("safe places"), "safe-places-by-modality", BRICK),
        )
    ]
    title = title_of("treatment", reader.bulletin, country, writer)
    words = gettext_noop("People in residential centres and safe places there, at each month’s end.")
    return _lines(series, title, words, writer, width)


def _lines(series: Sequence[Series], title: str, words: str, writer: Writer, width: str) -> str:
    """Lines over months, from zero, each with its name at its end. "" where there are too few months."""
    import altair as alt  # heavy, and only the process that draws needs it

    drawn = [one for one in series if len(one.points) >= FEWEST_MONTHS]
    if not drawn or drawn[0] is not series[0]:
        return ""
    rows = [
        {"month": period_of(month).start.isoformat(), "value": float(value), "name": one.name, "colour": one.colour,
         "dash": [6, 4] if one.limit else [1, 0]}
        for one in drawn for month, value in one.points
    ]  # fmt: skip
    base = alt.Chart({"values": rows})
    step = 3 if width == "narrow" else 1
    axis = alt.Axis(aria=False, format="%m/%y", grid=False, tickCount={"interval": "month", "step": step})
    x = alt.X("month:T", title=None, axis=axis)
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(aria=False, tickCount=4))
    colour = alt.Color("colour:N", scale=None)
    layers = [
        base.mark_line(aria=False, strokeWidth=2.5, point=alt.OverlayMarkDef(size=28, aria=False)).encode(
            x=x, y=y, color=colour, detail="name:N", strokeDash=alt.StrokeDash("dash:N", scale=None)
        ),
        _ends(alt, drawn, x, y),
    ]
    beside = max(len(one.name) for one in drawn) * LETTER + GAP
    return as_svg(alt.layer(*layers), title, write(say(words), writer), width, beside=beside)


def _ends(alt: Any, drawn: Sequence[Series], x: Any, y: Any) -> Any:
    ends = [
        {"month": period_of(one.points[-1][0]).start.isoformat(), "value": float(one.points[-1][1]), "name": one.name,
         "colour": INK if one.colour == QUIET else one.colour}
        for one in drawn
    ]  # fmt: skip
    return (
        alt.Chart(alt.Data(values=ends))
        .mark_text(aria=False, align="left", dx=8, fontSize=13, fontWeight=600)
        .encode(x=x, y=y, text="name:N", color=alt.Color("colour:N", scale=None))
    )


def _where(reader: Reader, country: Country, writer: Writer, width: str) -> str:
    """Bars by province, the longest first, each with its number; those that are not shown have none."""
    import altair as alt

    table = reader.table("arrests-by-province")
    if table is None or not table.times:
        return ""
    time = reader.latest(table)
    rows = [
        {"name": category_label("province", line.where[0][1], country, writer), "value": float(value)}
        for line in table.lines if line.where and (value := table.value(line.where, time)) is not None
    ]  # fmt: skip
    base = alt.Chart({"values": [{**row, "label": f"{row['value']:,.0f}"} for row in rows]}).encode(
        y=alt.Y("name:N", title=None, sort="-x", axis=alt.Axis(aria=False, ticks=False, domain=False)),
        x=alt.X("value:Q", title=None, axis=None, scale=alt.Scale(zero=True)),
    )
    layers = [
        base.mark_bar(aria=False, color=RIVER, height=BAR - 8),
        base.mark_text(aria=False, align="left", dx=4, fontSize=13, color=INK).encode(text="label:N"),
    ]
    title = write(say(gettext_noop("Arrests by province, {period}"), period=reader.when("arrests-by-province")), writer)
    words = gettext_noop("A bar a province, the longest first. Provinces whose number is not shown have none.")
    beside = max(len(str(row["name"])) for row in rows) * LETTER + GAP
    return as_svg(
        alt.layer(*layers), title, write(say(words), writer), width, height=BAR * len(rows), beside=beside
    )  # fmt: skip


DRAWN: dict[str, Callable[[Reader, Country, Writer, str], str]] = {
    "cases": _cases,
    "where": _where,
    "asking": _asking,
    "treatment": _treatment,
}
