"""The columns of a file of cases, and how each value is read: docs/import.md says the same in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from marga.country import gettext_noop
from marga.enforcement.rules.bands import read_grams
from marga.enforcement.rules.errors import RuleError
from marga.identity.ages import Born, born_in, born_on

PERSON, EXHIBIT, CASE = "person", "exhibit", "case"
#: What nobody at a station writes down lies outside of these years, and reckoning with it ends beyond the calendar.
FIRST_YEAR, LAST_YEAR = 1850, 2200
Read = Callable[[str, ZoneInfo], Any]
#: The columns of what was taken from a person, in the order in which it is numbered.
TAKEN = ("cash", "phones", "vehicles")
MONEY = re.compile(r"(?P<amount>\d{1,15}(?:\.\d{1,2})?)\s*(?P<currency>[A-Z]{3})")
LONGEST_MARK = 120


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `of`: what a line must be to have it: a person, an exhibit, or any (of the case)."""

    name: str
    of: str
    means: str
    read: Read
    must: bool = False


def _text(text: str, _zone: ZoneInfo) -> str:
    return text


def _list(text: str, _zone: ZoneInfo) -> tuple[str, ...]:
    return tuple(text.split())


def _when(text: str, zone: ZoneInfo) -> datetime:
    """A day and time, in the country's time where it has no offset of its own."""
    try:
        when = datetime.fromisoformat(plain_digits(text)) if ":" in text else None
    except ValueError:
        when = None
    if when is None or not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise RuleError(gettext_noop("“{text}” is no time. Write day and time, such as 2026-11-24 14:05."),
                        text=text[:40])  # fmt: skip
    return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)


def _day(text: str, _zone: ZoneInfo) -> date:
    try:
        day = date.fromisoformat(plain_digits(text))
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RuleError(gettext_noop("“{text}” is no day. Write it such as 2026-11-24."), text=text[:40])
    return day


def _count(text: str, _zone: ZoneInfo) -> int:
    if not text.isdecimal() or len(text) > 3:
        raise RuleError(gettext_noop("“{text}” is no whole number. Write digits, such as 2."), text=text[:40])
    return int(text)


def _grams(text: str, _zone: ZoneInfo) -> Decimal:
    return read_grams(text)


def _yes(text: str, _zone: ZoneInfo) -> bool:
    if text not in ("yes", "no"):
        raise RuleError(gettext_noop("“{text}” is neither yes nor no. Write one of them, or leave it empty."),
                        text=text[:40])  # fmt: skip
    return text == "yes"


def several(text: str) -> list[str]:
    """The things that stand in one cell, with semicolons between."""
    return [one.strip() for one in text.split(";") if one.strip()]


def _money(text: str, _zone: ZoneInfo) -> list[dict[str, Any]]:
    """Sums of money, each with its currency, as `contents.Taken` has them."""
    found = []
    for one in several(text):
        read = MONEY.fullmatch(plain_digits(one))
        if read is None:
            raise RuleError(gettext_noop("“{text}” is no money. Write each amount with its currency, such as 20000 "
                                         "KHR; 50 USD."), text=one[:40])  # fmt: skip
        found.append({"kind": "cash", "amount": Decimal(read["amount"]), "currency": read["currency"]})
    return found


def _marked(kind: str) -> Read:
    """Things of a kind, each known by its number or plate."""

    def read(text: str, _zone: ZoneInfo) -> list[dict[str, Any]]:
        for one in several(text):
            if len(one) > LONGEST_MARK:
                raise RuleError(gettext_noop("“{text}…” is too long for one number. Put semicolons between them."),
                                text=one[:40])  # fmt: skip
        return [{"kind": kind, "mark": one} for one in several(text)]

    return read


def _birth(text: str, _zone: ZoneInfo) -> dict[str, Any]:
    """A day, a month (2001-05) or a year of birth, as `contents.Birth` has it."""
    parts = plain_digits(text).split("-")
    try:
        known = ("year", "month", "day")[len(parts) - 1]
        if not all(part.isascii() and part.isdecimal() for part in parts):
            raise ValueError
        numbers = [int(part) for part in parts]
        if not FIRST_YEAR <= numbers[0] <= LAST_YEAR:
            raise ValueError
        birth = born_on(date(*numbers)) if known == "day" else born_in(*numbers)
    except (ValueError, IndexError):
        raise RuleError(gettext_noop("“{text}” is no birth. Write a day, a month or a year, such as 2001-05-04, "
                                     "2001-05 or 2001."), text=text[:40]) from None  # fmt: skip
    return said_birth(birth, known)


def said_birth(birth: Born, known: str) -> dict[str, Any]:
    """A birth as `contents.Birth` is made from it."""
    return {"earliest": birth.earliest, "latest": birth.latest, "known": known}


def plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


#: In the order in which docs/import.md and the example file have them.
COLUMNS: Mapping[str, Column] = {
    one.name: one
    for one in (
        Column("case", CASE, "Your own reference of the case. Lines of one case stand together.", _text, must=True),
        Column("line", CASE, "What this line is: `person` or `exhibit`.", _text, must=True),
        Column("recorded", CASE, "When the case was first written down. It is numbered and counted by this.", _when,
               must=True),
        Column("event", CASE, "When it happened.", _when),
        Column("place", CASE, "Where it happened, in words.", _text),
        Column("province", CASE, "The code of the province.", _text, must=True),
        Column("operation", CASE, "How it came about.", _text, must=True),
        Column("officers", CASE, "Numbers of the officers who were there, with spaces between.", _list),
        Column("narrative", CASE, "What happened.", _text),
        Column("role", PERSON, "The part in the case.", _text, must=True),
        Column("name", PERSON, "The name.", _text),
        Column("alias", PERSON, "What the person is called.", _text),
        Column("sex", PERSON, "The sex as recorded.", _text),
        Column("birth", PERSON, "A day, a month or a year: 2001-05-04, 2001-05, 2001.", _birth),
        Column("age", PERSON, "Whole years when it was written down, where no birth is known.", _count),
        Column("citizenship", PERSON, "Of which kind.", _text),
        Column("nationality", PERSON, "Of which country.", _text),
        Column("languages", PERSON, "Codes, with spaces between.", _list),
        Column("occupation", PERSON, "What the person works as.", _text),
        Column("moved_for_work", PERSON, "`yes` or `no`.", _yes),
        Column("moved_from", PERSON, "From where.", _text),
        Column("moved_since", PERSON, "Since which day.", _day),
        Column("address_province", PERSON, "The code of the province where the person lives.", _text),
        Column("guardian_of", PERSON, "The number of the person, in this case, whose guardian this one is.", _count),
        Column("arrested", PERSON, "When the person was arrested.", _when),
        Column("arrived", PERSON, "When the person came to the unit.", _when),
        Column("left", PERSON, "When custody ended. Without it the person is held now.", _when),
        Column("left_how", PERSON, "How it ended.", _text),
        Column("left_named", PERSON, "The court, unit, body or reason of its end.", _text),
        Column("offence", PERSON, "The first charge.", _text),
        Column("quantity", PERSON, "The group of drugs whose limits apply to the charge.", _text),
        Column("band", PERSON, "The band of quantity.", _text),
        Column("cash", PERSON, "Money taken, each amount with its currency: `20000 KHR; 50 USD`.", _money),
        Column("phones", PERSON, "Telephones taken, by their numbers, with semicolons between.", _marked("phone")),
        Column("vehicles", PERSON, "Vehicles taken, by their plates, with semicolons between.", _marked("vehicle")),
        Column("person", EXHIBIT, "The number, in this case, of the person it was taken from.", _count),
        Column("seal", EXHIBIT, "The number on the seal.", _text, must=True),
        Column("seal_source", EXHIBIT, "Marks on the package it came in.", _text),
        Column("drug", EXHIBIT, "What it is held to be.", _text, must=True),
        Column("form", EXHIBIT, "Its form.", _text, must=True),
        Column("concealment", EXHIBIT, "How it was hidden.", _text, must=True),
        Column("description", EXHIBIT, "What it looks like.", _text),
        Column("seized", EXHIBIT, "When it was seized.", _when, must=True),
        Column("first_grams", EXHIBIT, "The first net weight, as the paper has it.", _grams),
        Column("second_grams", EXHIBIT, "The second net weight.", _grams),
    )
}  # fmt: skip
