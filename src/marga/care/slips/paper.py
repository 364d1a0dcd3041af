"""Sealed slips on paper, set by Typst: two on a page, in both languages, each with its digits and a QR code of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import segno

from marga.country import ENGLISH, Writer, gettext_noop
from marga.country.catalogues import Catalogue

LAYOUT = Path(__file__).with_name("slips.typ")
SOURCE = Path(__file__).parents[2]
FONTS = SOURCE / "figures" / "bulletin" / "layouts"  # Khmer letters, as bulletins have them
SHARP = 200  # dots an inch
WORDS = {
    "title": gettext_noop("Help is open to you"),
    "what": gettext_noop("With this slip you can ask a health service for help with drugs. You decide whether you do. "
                         "It is not a punishment and not a fine."),
    "police": gettext_noop("The police do not know this number. They are not told whether you use it, and they learn "
                           "nothing of you from care unless you agree to it in writing."),
    "where": gettext_noop("Where to go: any health centre or hospital that helps with drugs; show this slip there. Or "
                          "type its digits under “I have a slip” at:"),
    "once": gettext_noop("It works once. You can ask without a slip, too, and get the same help."),
    "until": gettext_noop("Good until"),
}  # fmt: skip


def page(codes: Sequence[str], expires: date, address: str) -> bytes:
    """The PDF. `codes`: digits in groups; `address`: where the public pages of care are."""
    return _compiled(codes, expires, address, format="pdf")


def png(codes: Sequence[str], expires: date, address: str) -> bytes:
    """The one page of one or two slips as a picture."""
    return _compiled(codes, expires, address, format="png", ppi=SHARP)


def _compiled(codes: Sequence[str], expires: date, address: str, **how: Any) -> bytes:
    import typst  # a compiler of its own: only who prints loads it

    writers = _writers()
    said = {name: [writer.translate(text) for writer in writers] for name, text in WORDS.items()}
    doc = {"words": said, "expires": [writer.day(expires) for writer in writers], "address": address,
           "slips": [{"groups": code.split(), "picture": _picture(code)} for code in codes]}  # fmt: skip
    with TemporaryDirectory(prefix="marga-slips-") as folder:
        root = Path(folder)
        (root / LAYOUT.name).write_bytes(LAYOUT.read_bytes())
        (root / "slips.json").write_text(json.dumps(doc, ensure_ascii=False), "utf-8")
        made: bytes = typst.compile(
            root / LAYOUT.name, root=root, font_paths=[FONTS], ignore_system_fonts=True, **how
        )  # fmt: skip
    return made


def _writers() -> tuple[Writer, ...]:
    """Khmer first: most who get one read it."""
    return Catalogue("km", SOURCE / "care" / "locale", SOURCE / "figures" / "locale"), ENGLISH


def _picture(code: str) -> str:
    """A QR code of the digits alone: a telephone that reads it asks no address, so that no server is told of it."""
    drawn = BytesIO()
    segno.make("".join(code.split()), error="m", micro=False).save(drawn, kind="svg", border=0)
    return drawn.getvalue().decode()
