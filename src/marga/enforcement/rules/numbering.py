"""Case numbers: a unit, a year and a running number, with a check character; and the gaps that must be explained.

A number reads "UNIT/2026/00017-C". The check character is ISO 7064, MOD 37,2, over the letters and digits before it,
with the running number at nine digits: one wrong character, or two swapped, and it does not fit. Numbers of a
unit and year have no holes: a missing one is a case that somebody took away, or has a reason.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from marga.country import gettext_noop
from marga.country.instants import day_of

from .errors import RuleError

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHECKS = ALPHABET + "*"
#: What may stand for a hyphen or a stroke where a number was typed or copied.
HYPHENS, STROKES = "‐‑‒–—−", "⁄∕／"


@dataclass(frozen=True, slots=True, order=True)
class CaseNumber:
    """The parts of a case's number. `unit`: letters, digits and hyphens, such as a province's code and a number."""

    unit: str
    year: int
    serial: int

    def __post_init__(self) -> None:
        body = self.unit.replace("-", "")
        if not body or any(letter not in ALPHABET for letter in body) or not 1000 <= self.year <= 9999:
            raise ValueError(f"{self} cannot be a case's number")
        if self.serial < 1:
            raise ValueError(f"{self} does not count from 1")


def year_of(recorded: datetime, zone: ZoneInfo) -> int:
    """The year in which a case is numbered: of the day of its first record, in the country."""
    return day_of(recorded, zone).year


def written(number: CaseNumber, digits: int) -> str:
    """The number as it is printed. A serial with more digits than that is written out in full."""
    return f"{number.unit}/{number.year}/{number.serial:0{digits}d}-{_check(number)}"


def read_number(text: str) -> CaseNumber:
    """The number that somebody typed, in any case of letters and any script's digits. Raises RuleError."""
    plain = "".join(text.upper().split())
    if not plain.isascii():
        plain = "".join(_plain(letter) for letter in plain)
    body, _, check = plain.rpartition("-")
    parts = body.split("/")
    if len(parts) != 3 or not (parts[1].isdecimal() and parts[2].isdecimal()) or len(check) != 1:
        raise RuleError(gettext_noop("“{text}” is no case number. It reads UNIT/YEAR/NUMBER-CHECK."),
                        text=text.strip()[:40])  # fmt: skip
    try:
        number = CaseNumber(parts[0], int(parts[1]), int(parts[2]))
        right = _check(number) == check
    except ValueError:
        right = False
    if not right:
        raise RuleError(gettext_noop("The case number “{text}” has a slip. Compare it with the paper."),
                        text=text.strip()[:40])  # fmt: skip
    return number


def _check(number: CaseNumber) -> str:
    """Over a serial of one width, whatever zeros were typed: else a swap such as 200 for 020 could slip through."""
    return check_character(f"{number.unit}{number.year}{number.serial:09d}")


def _plain(letter: str) -> str:
    if letter in HYPHENS:
        return "-"
    return "/" if letter in STROKES else str(unicodedata.decimal(letter, letter))


def check_character(text: str) -> str:
    """The check character over the letters and digits of a text (ISO 7064, MOD 37,2); other signs do not count."""
    rest = 0
    for letter in text:
        if letter in ALPHABET:
            rest = (rest + ALPHABET.index(letter)) * 2 % 37
    return CHECKS[(1 - rest) % 37]


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is not as it should be among the numbers of a unit's year.

    unexplained   spans of missing numbers without a reason, first and last of each
    explained     missing numbers with their reason
    twice         numbers that two cases have
    beyond        numbers above the last that was given out
    """

    unexplained: tuple[tuple[int, int], ...]
    explained: Mapping[int, str]
    twice: tuple[int, ...]
    beyond: tuple[int, ...]

    @property
    def whole(self) -> bool:
        return not (self.unexplained or self.twice or self.beyond)


def gaps(used: Iterable[int], last: int, reasons: Mapping[int, str]) -> Gaps:
    """Hold the numbers that cases have against those given out.

    used      the running number of every case of the unit and year, in any order
    last      the highest number that was ever given out, by the counter and not by the cases: so that cases which
              were taken from the end are missed too
    reasons   why a number was given out and not used; an empty one is none
    """
    count = Counter(used)
    missing = [number for number in range(1, last + 1) if number not in count]
    explained = {number: reasons[number] for number in missing if reasons.get(number, "").strip()}
    bare = [number for number in missing if number not in explained]
    return Gaps(
        spans(bare), explained, tuple(sorted(number for number, times in count.items() if times > 1)),
        tuple(sorted(number for number in count if not 1 <= number <= last)),
    )  # fmt: skip


def spans(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Numbers in their order as first and last of each run without a hole."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


def untold(owed: Iterable[int], told: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The runs of numbers that somebody is yet to be told of: those that lie in no span that they were told of."""
    known = list(told)
    return spans([number for number in sorted(owed) if not any(first <= number <= last for first, last in known)])
