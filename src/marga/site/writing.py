"""Writes the sentences of the cores in the language that is being read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

from marga.country import ENGLISH, Amount, Period, Text, Writer

KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
_LATIN = r"[!-%'-;=-~]*[A-Za-z][!-%'-;=-~]*"  # a word or a code; digits beside it are its own: 4.5 t, over 9,000
_NUMBER = r"[0-9][0-9.,]*"
#: What stays where digits turn Khmer (tags, entities, quotations and words in Latin letters); and digits.
KEPT_OR_DIGITS = re.compile(
    rf"<[^>]*>|&#?\w+;|“[^”]*[A-Za-z][^”]*”|(?:{_NUMBER} (?=[A-Za-z]))?{_LATIN}(?: {_LATIN})*(?: {_NUMBER})?|[0-9]+"
)


def writer() -> Writer:
    """The writer of the active language."""
    return Localised() if get_language() == "km" else ENGLISH


def reads_khmer_digits(request: HttpRequest | None) -> bool:
    """Whether the reader of a Khmer page chose Khmer digits for its running text."""
    chosen = request.COOKIES.get(settings.DIGITS_COOKIE_NAME) if request is not None else None
    return chosen == "khmer" and get_language() == "km"


def in_khmer_digits(text: str) -> str:
    """Text or HTML with its digits Khmer, save in codes and in what is quoted from another script."""
    return KEPT_OR_DIGITS.sub(_in_khmer, text)


def _in_khmer(found: re.Match[str]) -> str:
    text = found.group()
    return text.translate(KHMER_DIGITS) if text.isdigit() else text


class Localised:
    """Writes in a language that Django has translations for. Digits stay western: they can be held against the source.

    Thousands have a comma and decimals a point in every language, as the statistics of the example country print them.
    """

    def translate(self, template: str) -> str:
        return gettext(template)

    def number(self, value: Decimal) -> str:
        return ENGLISH.number(value)

    def amount(self, value: Amount) -> str:
        return f"{self.number(value.number)} {self.label(value.unit)}"

    def label(self, value: Text) -> str:
        return value.in_language(get_language() or "en")

    def day(self, value: date) -> str:
        return date_format(value, pgettext("date format", "j F Y"))

    def period(self, value: Period) -> str:
        if value.is_year:
            return pgettext("period", "{year}").format(year=value.start.year)
        same_year = value.start.year == value.end.year
        start = date_format(value.start, pgettext("date format", "j F")) if same_year else self.day(value.start)
        return gettext("{start} to {end}").format(start=start, end=self.day(value.end))

    def join(self, values: Sequence[str]) -> str:
        if len(values) < 2:
            return "".join(values)
        return gettext("{most} and {last}").format(most=", ".join(values[:-1]), last=values[-1])
