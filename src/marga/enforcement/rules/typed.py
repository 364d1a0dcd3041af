"""What an officer types, read: times, days, births and money, in the digits of any script.

Each reader raises RuleError with a sentence that says what to type; what is left empty is for whoever calls it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from marga.country import gettext_noop
from marga.country.instants import day_of, utc
from marga.identity.ages import Born, born_in, born_on, estimated

from .errors import RuleError

#: An age that somebody looks is give or take so many years, unless the officer says otherwise. A choice, not a law.
GIVE_OR_TAKE = 3
#: Nobody is older; a greater number is a year of birth.
MOST_YEARS = 130

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})[./ -](\d{4})")
_TIME = re.compile(r"(\d{1,2})\s*[:.h]\s*(\d{2})")
_SPAN = re.compile(r"(\d{4})\s*(?:-|–|to)\s*(\d{4})")
_YEARS = re.compile(r"(?:about|around|~)?\s*(\d{1,3})(?:\s*(?:±|\+/?-)\s*(\d{1,2}))?")


def western(text: str) -> str:
    """The text with the digits of every script as 0 to 9, and without spaces at its ends."""
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text).strip()


def read_day(text: str) -> date:
    """A day: 2026-11-24 or 24.11.2026."""
    found = _DAY.fullmatch(western(text))
    if found:
        year, month, day, last_day, last_month, last_year = found.groups()
        try:
            return date(int(year or last_year), int(month or last_month), int(day or last_day))
        except ValueError:
            pass  # a day that no calendar has: said below
    raise RuleError(gettext_noop("“{text}” is no day. Write year-month-day, such as 2026-11-24, and check that it "
                                 "exists."), text=_short(text))  # fmt: skip


def read_instant(text: str, on: date, zone: ZoneInfo) -> datetime:
    """A time of the country: 14:05 on the day `on`, or with a day of its own before it. The result is in UTC."""
    plain = western(text)
    day, _space, clock = plain.rpartition(" ") if " " in plain else plain.rpartition("T")
    found = _TIME.fullmatch(clock)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise RuleError(gettext_noop("“{text}” is no time. Write hours and minutes, such as 14:05; for another day "
                                     "write it before, such as 2026-11-24 14:05."), text=_short(text))  # fmt: skip
    local = datetime.combine(read_day(day) if day else on, time(int(found[1]), int(found[2])), tzinfo=zone)
    try:
        return utc(local)
    except OverflowError as error:
        raise RuleError(gettext_noop("“{text}” is too long ago. Correct the year."), text=_short(text)) from error


def write_instant(instant: datetime, on: date, zone: ZoneInfo) -> str:
    """A time as `read_instant` reads it: hours and minutes alone on the day `on`."""
    local = utc(instant).astimezone(zone)
    clock = f"{local:%H:%M}"
    return clock if day_of(instant, zone) == on else f"{local.date().isoformat()} {clock}"


def read_birth(text: str, on: date) -> tuple[Born, str]:
    """A day, a month with its year, a year, two years between which it was, or the age that somebody looks on the day
    `on`.

    Returns the days that are possible, and how they are known: day, month, year or about.
    """
    plain = western(text)
    if _DAY.fullmatch(plain):
        return born_on(read_day(plain)), "day"
    try:
        if found := _MONTH.fullmatch(plain):
            return born_in(int(found[1] or found[4]), int(found[2] or found[3])), "month"
        if re.fullmatch(r"\d{4}", plain):
            return born_in(int(plain)), "year"
        if found := _SPAN.fullmatch(plain):
            return Born(date(int(found[1]), 1, 1), date(int(found[2]), 12, 31)), "about"
        found = _YEARS.fullmatch(plain)
        if found and int(found[1]) < MOST_YEARS:
            return estimated(int(found[1]), int(found[2] or GIVE_OR_TAKE), on), "about"
    except ValueError:
        pass  # a month that is none, or a year before the calendar: said below
    raise RuleError(gettext_noop("“{text}” is no birth. Write a day such as 1999-03-04, a month such as 1999-03, a "
                                 "year such as 1999, or the age that the person looks, such as 20."),
                    text=_short(text))  # fmt: skip


def read_amount(text: str) -> Decimal:
    """An amount of money; commas and spaces part thousands."""
    plain = western(text)
    if re.fullmatch(r"\d{1,3}(?:[, ]\d{3})*(?:\.\d{1,2})?|\d{1,16}(?:\.\d{1,2})?", plain):
        return Decimal(plain.replace(",", "").replace(" ", ""))
    raise RuleError(gettext_noop("“{text}” is no amount. Write digits, such as 20000 or 12.50."), text=_short(text))


def read_whole(text: str) -> int:
    """A number such as that of a paper slip."""
    plain = western(text)
    if re.fullmatch(r"\d{1,9}", plain):
        return int(plain)
    raise RuleError(gettext_noop("“{text}” is no number. Write digits only, such as 1207."), text=_short(text))


def _short(text: str) -> str:
    return text.strip()[:40]
