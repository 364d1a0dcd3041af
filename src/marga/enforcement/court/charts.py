"""The graph of what links cases: drawn on circles by steps away, so that the same links give the same picture."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from marga.enforcement.cases.words import in_register

from .queries import Net

SIZE, RING = 640, 100


@dataclass(frozen=True, slots=True)
class Row:
    """One linked case in the table: its number, whether it may be read, steps away, and what it shares."""

    number: str
    readable: bool
    steps: int
    shared: list[str]


def rows(net: Net) -> list[Row]:
    """The linked cases, the nearest first."""
    found = []
    for number, (case, steps) in net.cases.items():
        if steps:
            traces = sorted(net.graph.traces.get(number, frozenset()) - net.graph.hubs)
            shared = [f"{in_register('traces', kind)}: {net.shown[kind, value]}" for kind, value in traces]
            found.append(Row(number, case is not None, steps, shared))
    return found


def drawn(net: Net) -> SafeString:
    """The picture as SVG. Everything in it stands in the table as well."""
    spots = _spots(net)
    lines = sorted({
        (*sorted((number, other)),)
        for number in spots for other in net.graph.neighbours(number) if other in spots
    })  # fmt: skip
    drawn_lines = format_html_join("", '<line x1="{}" y1="{}" x2="{}" y2="{}" class="link"/>', (
        (*spots[one], *spots[other]) for one, other in lines))  # fmt: skip
    drawn_cases = format_html_join("", "{}", ((_spot(net, number, *spot),) for number, spot in spots.items()))
    title = _("Cases linked with {number}").format(number=net.start.number)
    return format_html('<svg class="net" viewBox="0 0 {} {}" role="group" aria-label="{}"><title>{}</title>{}{}</svg>',
                       SIZE, SIZE, title, title, drawn_lines, drawn_cases)  # fmt: skip


def _spot(net: Net, number: str, x: int, y: int) -> SafeString:
    """A case in the picture. One that may be read leads to what it is linked with itself."""
    case, steps = net.cases[number]
    name, size = ("case", 6) if steps else ("start", 9)
    inside = format_html('<title>{}</title><circle cx="{}" cy="{}" r="{}"/><text x="{}" y="{}">{}</text>',
                         number, x, y, size, x, y - 12, number.partition("/")[2])  # fmt: skip
    if case is None:
        return format_html('<g class="{}">{}</g>', name, inside)
    return format_html('<a href="{}" class="{}">{}</a>', reverse("links", args=[number]), name, inside)


def _spots(net: Net) -> dict[str, tuple[int, int]]:
    """Where each case stands: the start in the middle, the others around it by steps."""
    rings: dict[int, list[str]] = {}
    for number, (_case, steps) in net.cases.items():
        rings.setdefault(steps, []).append(number)
    spots = {}
    for steps, numbers in rings.items():
        for place, number in enumerate(numbers):
            turn = 2 * pi * place / len(numbers) + steps / 2
            spots[number] = (round(SIZE / 2 + RING * steps * cos(turn)), round(SIZE / 2 + RING * steps * sin(turn)))
    return spots
