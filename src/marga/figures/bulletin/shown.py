"""How numbers, times and groups stand on a page, in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from marga.country import Country, Writer, gettext_noop
from marga.country.catalogues import MONTHS

from .bulletin import Number, Where
from .labels import category_label
from .times import period_of

#: The one mark of a number that is not shown, whatever for.
MARK = "[c]"
KILO = 1000


def number_shown(value: Number | None, unit: str, writer: Writer) -> str:
    """A number as a table has it: weights in kilograms, whole counts whole, the mark where it is not shown."""
    if value is None:
        return MARK
    if unit == "g":
        return writer.number(round(Decimal(value) / KILO, 3))
    return writer.number(Decimal(value))


def time_shown(time: str, writer: Writer) -> str:
    """ "March 2019", "quarter 1 of 2019", "2019", "January to September 2019"."""
    if ".." in time:
        days = period_of(time)
        return writer.translate(gettext_noop("{first} to {last} {year}")).format(
            first=_month(days.start.month, writer), last=_month(days.end.month, writer), year=days.start.year
        )
    if "Q" in time:
        return writer.translate(gettext_noop("quarter {number} of {year}")).format(number=time[-1], year=time[:4])
    if len(time) == 4:
        return time
    return f"{_month(int(time[5:]), writer)} {time[:4]}"


def _month(number: int, writer: Writer) -> str:
    return writer.translate(MONTHS[number - 1])


def group_shown(where: Where, country: Country, writer: Writer) -> str:
    """The words for a group: "all", or its categories."""
    if not where:
        return writer.translate(gettext_noop("all"))
    return ", ".join(category_label(split, category, country, writer) for split, category in where)


def capital(text: str) -> str:
    """The text as a heading begins."""
    return text[:1].upper() + text[1:]
