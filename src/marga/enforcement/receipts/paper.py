"""A receipt as a print on one page of A4, set by Typst, which shapes Khmer."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from marga.country import Country

from .facts import Facts
from .picture import picture
from .sheet import sheet
from .voices import SOURCE

LAYOUT = Path(__file__).with_name("receipt.typ")
FONTS = SOURCE / "figures" / "bulletin" / "layouts"  # Khmer letters, as bulletins have them
#: Dots an inch at which a square of the largest QR code is over three dots wide.
SHARP = 200


def page(facts: Facts, country: Country, language: str = "") -> bytes:
    """The PDF. `language`: one of the country's custody.toml, "" for the person's own; ValueError for another.

    The same facts give the same bytes: its time is when the receipt was given, not the clock's.
    """
    return _compiled(facts, country, language, format="pdf", timestamp=int(facts.given.timestamp()))


def png(facts: Facts, country: Country, language: str = "", dots: int = SHARP) -> bytes:
    """The same page as a picture, with so many dots an inch."""
    return _compiled(facts, country, language, format="png", ppi=dots)


def _compiled(facts: Facts, country: Country, language: str, **how: Any) -> bytes:
    import typst  # a compiler of its own: only who prints loads it

    made = sheet(facts, country, language)
    with TemporaryDirectory(prefix="marga-receipt-") as folder:
        root = Path(folder)
        (root / LAYOUT.name).write_bytes(LAYOUT.read_bytes())
        said = {**asdict(made), "unverified": made.unverified}
        (root / "receipt.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        (root / "proof.svg").write_text(picture(facts.proof).svg(), "utf-8")
        printed: bytes = typst.compile(
            root / LAYOUT.name, root=root, font_paths=[FONTS], ignore_system_fonts=True, **how
        )  # fmt: skip
    return printed
