"""What every chart shares: its colours and widths, and the way to an SVG that any page may hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

WIDTHS = {"narrow": 328, "wide": 1030}  # pixels: a phone's text column, and a desk's
HEIGHTS = {"narrow": 200, "wide": 280}
FRAME = 56  # pixels beside the plot, for its axis
INK, QUIET, RIVER, BRICK, LINE = "#14181d", "#55606b", "#0b5c7a", "#a4262c", "#ccd3da"
CONFIG = {
    "view": {"stroke": "transparent"}, "font": "sans-serif",
    "axis": {"labelColor": QUIET, "labelFontSize": 13, "domainColor": LINE, "tickColor": LINE, "gridColor": "#eef1f4",
             "labelFlush": False},
}  # fmt: skip
Spec = dict[str, Any]  # of Vega-Lite: plain values, as its documentation writes them


def as_svg(
    layers: Sequence[Spec], title: str, description: str, width: str, *, height: int = 0, beside: int = 0
) -> str:
    """Layers of a Vega-Lite chart as SVG of a width in WIDTHS, with a title and a description for those who cannot see.

    layers  specifications of Vega-Lite, the lowest first
    height  pixels of the plot, if not the usual ones
    beside  pixels to leave free at its right for names, which a browser's font may need more of than the one drawn with

    It has no size of its own, and nothing that a strict content policy would refuse.
    """
    import vl_convert  # heavy, and only the process that draws needs it

    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "layer": list(layers),
        "width": WIDTHS[width] - FRAME - beside - beside // 4, "height": height or HEIGHTS[width],
        "background": "transparent", "padding": {"left": 12, "top": 4, "right": 4 + beside // 4, "bottom": 4},
        "config": CONFIG,
    }  # fmt: skip
    svg = vl_convert.vegalite_to_svg(spec, show_warnings=False)
    svg = re.sub(r'\s+style="[^"]*"', "", svg)
    head = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    svg = re.sub(r'(<svg\b[^>]*?) width="[\d.]+" height="[\d.]+"', r'\1 role="img"', svg, count=1)
    return re.sub(r"(<svg\b[^>]*>)", lambda match: match.group(1) + head, svg, count=1)


def field(name: str, kind: str, **more: Any) -> Spec:
    """An encoding of a column: `kind` is temporal, quantitative or nominal."""
    return {"field": name, "type": kind, **more}


def as_given(name: str, kind: str, **more: Any) -> Spec:
    """An encoding of a column that holds colours, dashes or sizes themselves."""
    return field(name, kind, scale=None, **more)
