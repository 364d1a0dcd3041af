"""The two plots of a bulletin: lines over months, and bars of groups, with names and numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marga.figures.drawing import HEIGHTS, INK, QUIET, RIVER, Spec, as_given, as_svg, field

from .bulletin import Number
from .times import period_of

FEWEST_MONTHS = 3
FEWEST_BARS = 2
LETTER = 10  # pixels of one, of a name beside a plot
GAP = 16  # pixels between a plot and a name
BAR = 22  # pixels of one bar and the gap beside it
ROOM = 17  # pixels between the middles of two names, so that neither stands on the other
HEADROOM = 1.08  # the top of the scale over the largest number


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


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over months, from zero. `title` is the message; `caption` says what is drawn, of when, in which unit."""

    title: str
    caption: str
    series: tuple[Series, ...]

    @property
    def tells(self) -> bool:
        """Whether there are months enough to draw it: of the first line, which is of all."""
        return bool(self.series) and len(self.series[0].points) >= FEWEST_MONTHS

    @property
    def drawn(self) -> list[Series]:
        return [one for one in self.series if len(one.points) >= FEWEST_MONTHS]

    def svg(self, width: str) -> str:
        """The plot as SVG of a width in `drawing.WIDTHS`."""
        rows = [
            {"month": _day(month), "value": float(value), "name": one.name, "colour": one.colour,
             "dash": [6, 4] if one.limit else [1, 0]}
            for one in self.drawn for month, value in one.points
        ]  # fmt: skip
        top = HEADROOM * max(float(value) for one in self.drawn for _, value in one.points) or 1.0
        narrow = width == "narrow"  # names stand above the ends of their lines there: beside them is no room
        ticks = {"interval": "month", "step": 3 if narrow else 1}
        axis = {"aria": False, "format": "%m/%y", "grid": False, "labelOverlap": False, "tickCount": ticks}
        # Months begin at midnight in no place's own time, so that the first is on the scale wherever it is drawn.
        x = field("month", "temporal", title=None, axis=axis, scale={"type": "utc"})
        y = field("value", "quantitative", title=None, scale={"domain": [0, top], "nice": False},
                  axis={"aria": False, "tickCount": 4})  # fmt: skip
        main = {
            "data": {"values": rows},
            "mark": {"type": "line", "aria": False, "strokeWidth": 2.5, "point": {"size": 28, "aria": False}},
            "encoding": {
                "x": x, "y": y, "color": as_given("colour", "nominal"), "detail": field("name", "nominal"),
                "strokeDash": as_given("dash", "nominal"),
            },
        }  # fmt: skip
        beside = 0 if narrow else max(len(one.name) for one in self.drawn) * LETTER + GAP
        names = _names(_apart(self.drawn, top * ROOM / HEIGHTS[width]), x, y, narrow)
        return as_svg([main, names], self.title, self.caption, width, beside=beside)


def _day(month: str) -> str:
    return period_of(month).start.isoformat()


def _apart(drawn: Sequence[Series], room: float) -> list[dict[str, Any]]:
    """The name of each line at its end, moved up where it would stand on the one below it."""
    ends = sorted(drawn, key=lambda one: one.points[-1][1])
    rows: list[dict[str, Any]] = []
    for one in ends:
        month, value = one.points[-1]
        at = max(float(value), rows[-1]["value"] + room) if rows else float(value)
        rows.append({"month": _day(month), "value": at, "name": one.name,
                     "colour": INK if one.colour == QUIET else one.colour})  # fmt: skip
    return rows


def _names(rows: list[dict[str, Any]], x: Spec, y: Spec, above: bool) -> Spec:
    """The names beside the ends of their lines, or above them."""
    place = {"align": "right", "dy": -11} if above else {"align": "left", "dx": 8}
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "aria": False, "fontSize": 13, "fontWeight": 600, **place},
        "encoding": {"x": x, "y": y, "text": field("name", "nominal"), "color": as_given("colour", "nominal")},
    }


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from zero, one below the other. `title` and `caption` as of lines."""

    title: str
    caption: str
    bars: tuple[Bar, ...]
    longest_first: bool = False

    @property
    def tells(self) -> bool:
        """Whether there is something to compare."""
        return len(self.bars) >= FEWEST_BARS

    def svg(self, width: str) -> str:
        """The plot as SVG of a width in `drawing.WIDTHS`."""
        rows = [{"name": one.name, "value": float(one.value), "label": one.label} for one in self.bars]
        y = field("name", "nominal", title=None, sort="-x" if self.longest_first else None,
                  axis={"aria": False, "ticks": False, "domain": False, "labelLimit": 240})  # fmt: skip
        x = field("value", "quantitative", title=None, axis=None, scale={"zero": True})
        bars = {
            "data": {"values": rows}, "mark": {"type": "bar", "aria": False, "color": RIVER, "height": BAR - 8},
            "encoding": {"x": x, "y": y},
        }  # fmt: skip
        labels = {
            "data": {"values": rows},
            "mark": {"type": "text", "aria": False, "align": "left", "dx": 4, "fontSize": 13, "color": INK},
            "encoding": {"x": x, "y": y, "text": field("label", "nominal")},
        }
        beside = min(max(len(one.name) for one in self.bars) * LETTER + GAP, 240)
        return as_svg([bars, labels], self.title, self.caption, width, height=BAR * len(rows), beside=beside)


Plot = Lines | Bars
