"""A receipt as a print on one page of A4, set by Typst, which shapes Khmer; its list, if it has one, on others."""

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
    """The PDF: the receipt, and the pages of its list, if it has one.

    language   one of the country's custody.toml, "" for the person's own; ValueError for another

    The same facts give the same bytes: its time is when the receipt was given, not the clock's.
    """
    return b"".join(_compiled(facts, country, language, format="pdf", timestamp=int(facts.given.timestamp())))


def png(facts: Facts, country: Country, language: str = "", dots: int = SHARP) -> bytes:
    """The page of the receipt as a picture, with so many dots an inch."""
    return pngs(facts, country, language, dots)[0]


def pngs(facts: Facts, country: Country, language: str = "", dots: int = SHARP) -> list[bytes]:
    """Each page as a picture."""
    return _compiled(facts, country, language, format="png", ppi=dots)


def _compiled(facts: Facts, country: Country, language: str, **how: Any) -> list[bytes]:
    """The one file of a PDF, or a picture for each page."""
    import typst  # a compiler of its own: only who prints loads it

    made = sheet(facts, country, language)
    with TemporaryDirectory(prefix="marga-receipt-") as folder:
        root = Path(folder)
        (root / LAYOUT.name).write_bytes(LAYOUT.read_bytes())
        said = {**asdict(made), "unverified": made.unverified, "pieces": len(facts.enclosed)}
        (root / "receipt.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        (root / "proof.svg").write_text(picture(facts.proof).svg(), "utf-8")
        for place, piece in enumerate(facts.enclosed):
            (root / f"piece-{place}.svg").write_text(picture(piece).svg(), "utf-8")
        printed = typst.compile(
            root / LAYOUT.name, root=root, font_paths=[FONTS], ignore_system_fonts=True, **how
        )  # fmt: skip
    return printed if isinstance(printed, list) else [printed]
