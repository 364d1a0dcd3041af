"""Writes the sentences of the cores in the language that is being read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

from marga.country import ENGLISH, Amount, Period, Text, Writer

KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def writer() -> Writer:
    """The writer of the active language."""
    return Localised() if get_language() == "km" else ENGLISH


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
            return str(value.start.year)
        return gettext("{start} to {end}").format(start=self.day(value.start), end=self.day(value.end))

    def join(self, values: Sequence[str]) -> str:
        if len(values) < 2:
            return "".join(values)
        return gettext("{most} and {last}").format(most=", ".join(values[:-1]), last=values[-1])
