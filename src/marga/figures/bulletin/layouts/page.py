"""A bulletin as one HTML file that needs nothing else: no script, no font, no other host."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from ..document import Document

HERE = Path(__file__).parent
NAMES = {"en": "English", "km": "ខ្មែរ"}


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(HERE), autoescape=True).get_template("bulletin.html.jinja")


def as_html(document: Document, charts: Mapping[str, str]) -> str:
    """The page. `charts`: section -> SVG, drawn by this program, so it is put in as it is."""
    return _template().render(
        doc=document, charts={name: Markup(svg) for name, svg in charts.items()},  # noqa: S704 - our own drawing
        style=Markup((HERE / "bulletin.css").read_text("utf-8")),  # noqa: S704 - our own style sheet
        others=[(code, name) for code, name in NAMES.items() if code != document.language],
    )  # fmt: skip
