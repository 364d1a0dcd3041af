"""Whether somebody has reviewed the text of rights in a language, as forms say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from marga.country import write
from marga.country.enforcement import Language
from marga.site.writing import writer

SOURCE = "en"  # the language in which the country's texts are written


def is_reviewed(language: Language) -> bool:
    """Whether somebody compared the text in it; the one it was written in needs nobody."""
    return language.code == SOURCE or bool(language.reviewed_by)


def language_said(language: Language) -> str:
    """A language to choose, and that nobody has reviewed the text in it where that is so."""
    label = write(language.label, writer())
    if is_reviewed(language):
        return label
    return gettext("{language} (translation not yet reviewed)").format(language=label)


def not_reviewed(languages: Mapping[str, Language], shown: Iterable[str]) -> str:
    """What stands over rights that are shown in some languages; "" where all of them were reviewed."""
    found = [languages[code] for code in shown if code in languages and not is_reviewed(languages[code])]
    names = ", ".join(write(one.label, writer()) for one in found)
    return gettext("Translation not yet reviewed: {languages}.").format(languages=names) if names else ""
