"""The languages of a receipt: the person's where its sentences are written in it, else all that they are written in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from marga.country import ENGLISH, Sentence, Text, Value, Writer, say, write
from marga.country.catalogues import Catalogue
from marga.country.enforcement import Enforcement

SOURCE = Path(__file__).parents[2]
#: The catalogues of this side's sentences, and of the cores'.
LOCALES = (SOURCE / "enforcement" / "locale", SOURCE / "figures" / "locale")


@dataclass(frozen=True, slots=True)
class Line:
    """A text, and the code of the language it is in."""

    language: str
    text: str


#: The same thing in each language of the paper, the foremost first; once where the languages do not differ.
Said = tuple[Line, ...]


@cache
def _writer(code: str) -> Writer:
    return ENGLISH if code == "en" else Catalogue(code, *LOCALES)


def languages_for(language: str, country: Enforcement) -> tuple[str, ...]:
    """The languages of a paper for who reads this one. A reader of one in which no sentence is written gets all in
    which they are: more people near by can help. Raises ValueError for one that the country does not list."""
    written, known = country.register.written_in, country.custody.languages
    if language not in known:
        listed = ", ".join(known)
        raise ValueError(f"{language!r} is no language of the country's custody.toml; use one of {listed}")
    return (language,) if language in written else written


@dataclass(frozen=True, slots=True)
class Voice:
    """Says things in these languages."""

    languages: tuple[str, ...]

    def said(self, value: Sentence | Text, languages: tuple[str, ...] = ()) -> Said:
        """The value in each language, or in each of those given."""
        found: dict[str, Line] = {}
        for code in languages or self.languages:
            text = write(value, _writer(code))
            found.setdefault(text, Line(code, text))
        return tuple(found.values())

    def word(self, template: str, **values: Value) -> Said:
        """A sentence from a template marked by `gettext_noop`."""
        return self.said(say(template, **values))

    def plain(self, text: str) -> Said:
        """What was written down in whatever language; of no language for a program that reads aloud."""
        return (Line("", text),)
