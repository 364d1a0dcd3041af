"""Sentences kept in every language, so that each reader of a page gets their own."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language, override

from marga.country import DataError, Fault, Sentence, write
from marga.country.sentences import fill
from marga.site.writing import writer


def in_every_language(said: Exception) -> dict[str, str]:
    """What an error says: language -> text. What is no DataError says its own words, in English only."""
    if not isinstance(said, DataError):
        return {"en": str(said)}
    kept = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            kept[code] = " ".join(_fault(fault) for fault in said.faults)
    return kept


def all_in_every_language(said: Iterable[Sentence]) -> dict[str, str]:
    """Sentences, one a line: language -> text."""
    sentences, kept = list(said), {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            kept[code] = "\n".join(write(one, writer()) for one in sentences)
    return kept


def _fault(fault: Fault) -> str:
    """A fault as a sentence, behind the place that it is about."""
    where = ", ".join(part for part in (fault.file, fault.place) if part)
    stop = "។" if get_language() == "km" else "."
    return f"{where}: {fill(fault.says, writer())}{stop}"


def here(kept: dict[str, str]) -> str:
    """The text in the reader's language, or else in English."""
    return kept.get(get_language() or "en") or kept.get("en", "")
