"""The two plots of a bulletin: lines over months, and bars of groups, with names and numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marga.figures.drawing import INK, QUIET, RIVER, as_svg

from .bulletin import Number
from .times import period_of

FEWEST_MONTHS = 3
LETTER = 10  # pixels of one, of a name beside a plot
GAP = 16  # pixels between a plot and a name
BAR = 22  # pixels of one bar and the gap beside it


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name, its numbers by month, its colour, and whether it is a limit."""

    name: str
    points: tuple[tuple[str, Number], ...]
    colour: str
    limit: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its number, and the number as it is written."""

    name: str
    value: Number
    label: str


def lines(series: Sequence[Series], title: str, words: str, width: str) -> str:
    """Lines over months, from zero, as SVG; `words` describes them. "" where the first has too few months."""
    import altair as alt  # heavy, and only the process that draws needs it

    drawn = [one for one in series if len(one.points) >= FEWEST_MONTHS]
    if not drawn or drawn[0] is not series[0]:
        return ""
    rows = [
        {"month": period_of(month).start.isoformat(), "value": float(value), "name": one.name, "colour": one.colour,
         "dash": [6, 4] if one.limit else [1, 0]}
        for one in drawn for month, value in one.points
    ]  # fmt: skip
    step = 3 if width == "narrow" else 1
    ticks = {"interval": "month", "step": step}
    axis = alt.Axis(aria=False, format="%m/%y", grid=False, labelOverlap=False, tickCount=ticks)
    x = alt.X("month:T", title=None, axis=axis)
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(aria=False, tickCount=4))
    main = (
        alt.Chart({"values": rows})
        .mark_line(aria=False, strokeWidth=2.5, point=alt.OverlayMarkDef(size=28, aria=False))
        .encode(x=x, y=y, color=alt.Color("colour:N", scale=None), detail="name:N",
                strokeDash=alt.StrokeDash("dash:N", scale=None))
    )  # fmt: skip
    narrow = width == "narrow"  # names stand above the ends of their lines there: beside them is no room
    beside = 0 if narrow else max(len(one.name) for one in drawn) * LETTER + GAP
    return as_svg(alt.layer(main, _names(alt, drawn, x, y, narrow)), title, words, width, beside=beside)


def _names(alt: Any, drawn: Sequence[Series], x: Any, y: Any, above: bool) -> Any:
    """The name of each line at its end: beside it, or above."""
    place = {"align": "right", "dy": -11} if above else {"align": "left", "dx": 8}
    ends = [
        {"month": period_of(one.points[-1][0]).start.isoformat(), "value": float(one.points[-1][1]), "name": one.name,
         "colour": INK if one.colour == QUIET else one.colour}
        for one in drawn
    ]  # fmt: skip
    return (
        alt.Chart({"values": ends})
        .mark_text(aria=False, fontSize=13, fontWeight=600, **place)
        .encode(x=x, y=y, text="name:N", color=alt.Color("colour:N", scale=None))
    )


def bars(shown: Sequence[Bar], title: str, words: str, width: str, *, longest_first: bool = False) -> str:
    """Bars from zero, one below the other, as SVG. "" where there are fewer than two."""
    import altair as alt

    if len(shown) < 2:
        return ""
    rows = [{"name": one.name, "value": float(one.value), "label": one.label} for one in shown]
    base = alt.Chart({"values": rows}).encode(
        y=alt.Y("name:N", title=None, sort="-x" if longest_first else None,
                axis=alt.Axis(aria=False, ticks=False, domain=False, labelLimit=240)),
        x=alt.X("value:Q", title=None, axis=None, scale=alt.Scale(zero=True)),
    )  # fmt: skip
    layers = [
        base.mark_bar(aria=False, color=RIVER, height=BAR - 8),
        base.mark_text(aria=False, align="left", dx=4, fontSize=13, color=INK).encode(text="label:N"),
    ]
    beside = min(max(len(one.name) for one in shown) * LETTER + GAP, 240)
    return as_svg(alt.layer(*layers), title, words, width, height=BAR * len(rows), beside=beside)
