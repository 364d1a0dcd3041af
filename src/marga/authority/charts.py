"""Charts of published figures, drawn as SVG on the server: one message each, two widths, the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from marga.authority.series import Entry, drawn, entries, recent
from marga.country import Country, Period, say, write
from marga.figures import Report
from marga.figures.drawing import INK, QUIET, RIVER, WIDTHS, Spec, as_given, as_svg, field
from marga.site.writing import writer

LABEL_ROOM = 10  # labels need a tenth of the height between them
SHORT_PERIOD = 300  # days: a shorter one is drawn as context


def draw_all(reports: Sequence[Report], country: Country) -> dict[tuple[str, str], str]:
    """Every measure that has at least two totals, in each width: (measure, width) -> SVG, in the active language."""
    charts = {}
    for name in country.measures:
        shown = recent(drawn(entries(reports, name), country))
        if len(shown) < 2:
            continue
        for width in WIDTHS:
            charts[name, width] = draw(shown, country, width)
    return charts


def draw(shown: Sequence[Entry], country: Country, width: str) -> str:
    """One measure over time as SVG with a title and a description: a line for each total, as long as its period."""
    labelled = {id(entry) for entry in _labelled(shown, country)}
    rows = [_row(entry, country, id(entry) in labelled) for entry in shown]
    return as_svg(_layers(rows, width), chart_title(shown, country), _description(), width)


def _labelled(shown: Sequence[Entry], country: Country) -> list[Entry]:
    """The main entries; of two that overlap in time and nearly in height only the longer, or labels would collide."""
    chosen: list[Entry] = []
    room = max((_value(entry, country) for entry in shown), default=Decimal(0)) / LABEL_ROOM
    for entry in sorted((entry for entry in shown if _is_main(entry)), key=lambda entry: -_span(entry)[1]):
        start, length = _span(entry)
        crowded = any(
            abs(_value(entry, country) - _value(other, country)) < room
            and start < _span(other)[0] + _span(other)[1]
            and _span(other)[0] < start + length
            for other in chosen
        )
        if not crowded:
            chosen.append(entry)
    return chosen


def _span(entry: Entry) -> tuple[int, int]:
    """Its first day as a number, and how many days it is drawn over."""
    return entry.start.toordinal(), entry.time.days if isinstance(entry.time, Period) else SHORT_PERIOD // 3


def _row(entry: Entry, country: Country, labelled: bool) -> dict[str, Any]:
    """Where one entry stands: from its first day to the day after its last, at its count a day (or what there was)."""
    start = entry.start
    # What there was on one day is drawn a little wider than the day, which would be too thin to see.
    end = entry.time.next_day if isinstance(entry.time, Period) else start + timedelta(days=20)
    main = _is_main(entry)
    return {
        "start": start.isoformat(), "end": end.isoformat(), "value": float(_value(entry, country)),
        "colour": RIVER if main else QUIET, "size": 5 if main else 2.5, "opacity": 1 if main else 0.45,
        "label": _label(entry, country) if labelled else "", "middle": (start + (end - start) / 2).isoformat(),
    }  # fmt: skip


def _layers(rows: list[dict[str, Any]], width: str) -> list[Spec]:
    """A rule for each total, and the labels above."""
    data = {"values": rows}
    first = min(date.fromisoformat(row["start"]) for row in rows).replace(month=1, day=1)
    last = max(date.fromisoformat(row["end"]) for row in rows)
    scale = {"domain": [first.isoformat(), date(last.year + (last.month > 1), 1, 1).isoformat()]}
    step = max(1, round((last.year - first.year) / (5 if width == "narrow" else 12)))
    axis = {"aria": False, "format": "%Y", "tickCount": {"interval": "year", "step": step}, "grid": False}
    x = field("start", "temporal", title=None, scale=scale, axis=axis)
    y = field("value", "quantitative", title=None, scale={"zero": True, "nice": True},
              axis={"aria": False, "tickCount": 4})  # fmt: skip
    bars = {
        "data": data, "mark": {"type": "rule", "strokeCap": "butt", "aria": False},
        "encoding": {
            "x": x, "x2": {"field": "end"}, "y": y, "color": as_given("colour", "nominal"),
            "size": as_given("size", "quantitative", legend=None),
            "opacity": as_given("opacity", "quantitative", legend=None),
        },
    }  # fmt: skip
    labels = {
        "data": data, "transform": [{"filter": "datum.label != ''"}],
        "mark": {"type": "text", "aria": False, "dy": -10, "fontSize": 13, "fontWeight": 600, "color": INK},
        "encoding": {"x": field("middle", "temporal", scale=scale), "y": y, "text": field("label", "nominal")},
    }  # fmt: skip
    return [bars, labels]


def chart_title(shown: Sequence[Entry], country: Country) -> str:
    """The chart's message as a sentence in the active language: how it began, its highest, and how it ended."""
    telling = [entry for entry in shown if _is_main(entry)] or list(shown)
    highest = max(telling, key=lambda entry: _value(entry, country))
    points = sorted({id(entry): entry for entry in (telling[0], highest, telling[-1])}.values(), key=_begins)
    template = gettext("{measure} a day: {points}") if shown[0].per_day is not None else gettext("{measure}: {points}")
    said = [say("{number} ({time})", number=_said(entry, country), time=entry.time or "") for entry in points]
    return write(say("{title}", title=template.format(
        measure=write(shown[0].figure.measure.label, writer()), points=", ".join(write(one, writer()) for one in said)
    )), writer())  # fmt: skip


def _begins(entry: Entry) -> date:
    return entry.start


def _is_main(entry: Entry) -> bool:
    """Whether it covers about a year or more, or is what there was on a day: the rest is context."""
    if not isinstance(entry.time, Period):
        return True
    return entry.figure.kind == "count" and entry.time.days >= SHORT_PERIOD


def _value(entry: Entry, country: Country) -> Decimal:
    """A day's count, or what there was, in the measure's usual unit."""
    usual = country.units[entry.figure.measure.units[0]]
    value = entry.figure.value if entry.per_day is None else entry.per_day
    return value * entry.figure.unit.factor / usual.factor


def _label(entry: Entry, country: Country) -> str:
    """A number as a label can hold it: three digits, thousands with a comma."""
    value = _value(entry, country)
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}".removesuffix(".0")


def _said(entry: Entry, country: Country) -> str:
    """A number for the title; of what is weighed, with its unit."""
    unit = country.units[entry.figure.measure.units[0]]
    label = _label(entry, country)
    return label if unit.exact else f"{label} {write(unit.label, writer())}"


def _description() -> str:
    return gettext(
        "Each line is one printed total, as long as its period: thick for about a year or more, thin for a part of "
        "one. The table has every number."
    )
