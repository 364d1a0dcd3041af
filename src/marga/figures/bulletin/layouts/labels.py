"""The labels of a drawing, taken out of it so that a print sets them as it sets all other text: what draws SVG inside a
PDF puts the signs of some Khmer letters on top of each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

SVG = "{http://www.w3.org/2000/svg}"
MOVED = re.compile(r"translate\(\s*(-?[\d.]+)[\s,]+(-?[\d.]+)\s*\)")
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True, slots=True)
class Label:
    """One label: where its line stands, in units of the drawing; which part of it is there (0 its start, 1 its end)."""

    text: str
    x: float
    y: float
    part: float
    size: float
    bold: bool
    colour: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing without its labels, its width in its own units, and the labels."""

    svg: str
    width: float
    labels: tuple[Label, ...]


def apart(svg: str) -> Drawn:
    """Take the labels out of an SVG that this program drew: its groups are moved, and neither turned nor scaled."""
    Xml.register_namespace("", SVG[1:-1])
    root = Xml.fromstring(svg)  # noqa: S314 - our own drawing
    labels = tuple(_labels(root, 0.0, 0.0))
    return Drawn(Xml.tostring(root, "unicode"), float(root.get("viewBox", "0 0 1 1").split()[2]), labels)


def _labels(inside: Xml.Element, x: float, y: float) -> Iterator[Label]:
    for one in list(inside):
        moved = MOVED.search(one.get("transform", ""))
        right, down = (x + float(moved[1]), y + float(moved[2])) if moved else (x, y)
        if one.tag == f"{SVG}text":
            inside.remove(one)
            size = float(one.get("font-size", "13px").removesuffix("px"))
            yield Label(one.text or "", right, down, ANCHORS[one.get("text-anchor", "start")], size,
                        one.get("font-weight", "") in ("600", "bold"), one.get("fill", "#000000"))  # fmt: skip
        else:
            yield from _labels(one, right, down)
