"""Writes a language without a web framework: catalogues of gettext, and numbers that stay western."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from .periods import Period
from .sentences import ENGLISH, Amount, Text, gettext_noop

MONTHS = (
    gettext_noop("January"), gettext_noop("February"), gettext_noop("March"), gettext_noop("April"),
    gettext_noop("May"), gettext_noop("June"), gettext_noop("July"), gettext_noop("August"),
    gettext_noop("September"), gettext_noop("October"), gettext_noop("November"), gettext_noop("December"),
)  # fmt: skip


class Catalogue:
    """A `Writer` of a language that these folders of catalogues have; the first one that knows a sentence says it.

    Numbers stay western: they can be held against the source. Raises OSError where no folder has the language.
    """

    def __init__(self, code: str, *folders: Path) -> None:
        self.code = code
        first, *others = [gettext.translation("django", folder, [code]) for folder in folders]
        for other in others:
            first.add_fallback(other)
        self._said = first

    def translate(self, template: str) -> str:
        return self._said.gettext(template)

    def number(self, value: Decimal) -> str:
        return ENGLISH.number(value)

    def amount(self, value: Amount) -> str:
        return f"{self.number(value.number)} {self.label(value.unit)}"

    def label(self, value: Text) -> str:
        return value.in_language(self.code)

    def day(self, value: date) -> str:
        return f"{value.day} {self.translate(MONTHS[value.month - 1])} {value.year}"

    def period(self, value: Period) -> str:
        if value.is_year:
            return self.translate(gettext_noop("the year {year}")).format(year=value.start.year)
        start = self.day(value.start)
        if value.start.year == value.end.year:
            start = start.removesuffix(f" {value.start.year}")
        return self.translate(gettext_noop("{start} to {end}")).format(start=start, end=self.day(value.end))

    def join(self, values: Sequence[str]) -> str:
        if len(values) < 2:
            return "".join(values)
        return self.translate(gettext_noop("{most} and {last}")).format(most=", ".join(values[:-1]), last=values[-1])
