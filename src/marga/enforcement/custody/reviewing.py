"""Whether somebody has reviewed the text of rights in a language, as forms say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from marga.country import write
from marga.country.enforcement import Language
from marga.site.writing import writer


def language_said(language: Language) -> str:
    """A language to choose, and that nobody has reviewed the text in it where that is so."""
    label = write(language.label, writer())
    if language.is_reviewed:
        return label
    return gettext("{language} (translation not yet reviewed)").format(language=label)


def not_reviewed(languages: Mapping[str, Language], shown: Iterable[str]) -> str:
    """What stands over rights that are shown in some languages; "" where all of them were reviewed."""
    found = [languages[code] for code in shown if code in languages and not languages[code].is_reviewed]
    names = ", ".join(write(one.label, writer()) for one in found)
    return gettext("Translation not yet reviewed: {languages}.").format(languages=names) if names else ""
