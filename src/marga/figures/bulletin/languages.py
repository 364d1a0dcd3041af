"""Writes a bulletin in the reader's language without a web framework: the cores' own catalogue, read by gettext."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from marga.country import ENGLISH, Writer
from marga.country.catalogues import Catalogue

LOCALE = Path(__file__).parent.parent / "locale"


@cache
def writer_in(code: str) -> Writer:
    """The writer of a language by its code. Raises OSError for one that has no catalogue."""
    return ENGLISH if code == "en" else Catalogue(code, LOCALE)
