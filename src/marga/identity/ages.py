"""How old somebody is when the day of birth is known, or half known, or guessed; and who is treated as a minor.

Whoever may be a minor is treated as one until more is known. Born on 29 February, a person is a year older on 1 March
of other years.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from marga.country import Sentence, gettext_noop, say


@dataclass(frozen=True, slots=True)
class Born:
    """A person was born on one of these days, both included. Raises ValueError when they are the wrong way round."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"nobody is born from {self.earliest} to {self.latest}")

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest

    def may_be(self, other: Born) -> bool:
        """Whether both can be the birth of one person."""
        return self.earliest <= other.latest and other.earliest <= self.latest


@dataclass(frozen=True, slots=True)
class Age:
    """Whole years, from the least to the most that the person can be."""

    least: int
    most: int


class Minor(StrEnum):
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


def born_on(day: date) -> Born:
    return Born(day, day)


def born_in(year: int, month: int | None = None) -> Born:
    """Only the year, or year and month, are known."""
    if month is None:
        return Born(date(year, 1, 1), date(year, 12, 31))
    return Born(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1))


def estimated(years: int, give_or_take: int, on: date) -> Born:
    """Somebody looked so many years old on a day, give or take some years."""
    youngest = max(0, years - give_or_take)
    return Born(_latest_birth(on, years + give_or_take + 1) + timedelta(days=1), _latest_birth(on, youngest))


def _latest_birth(on: date, years: int) -> date:
    """The latest day of birth of somebody who is at least so many years old on a day."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February, and the other year has none: who is born on 1 March is a year too young
        return on.replace(year=on.year - years, day=28)


def age(born: Born, on: date) -> Age:
    """The age on a day. Raises ValueError for somebody who was not born yet."""
    if born.earliest > on:
        raise ValueError(f"born after {on}")
    return Age(_years(min(born.latest, on), on), _years(born.earliest, on))


def _years(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def minor(born: Born | None, on: date, majority: int) -> Minor:
    """Whether somebody is a minor on a day. Nothing known is MAYBE."""
    if born is None:
        return Minor.MAYBE
    years = age(born, on)
    if years.most < majority:
        return Minor.YES
    return Minor.MAYBE if years.least < majority else Minor.NO


def treated_as_minor(standing: Minor) -> bool:
    """Whoever may be a minor has a minor's rights."""
    return standing is not Minor.NO


def counted_age(born: Born | None, on: date) -> int | None:
    """The age for the extract: of the middle of the days of birth that are possible. None when nothing is known."""
    if born is None:
        return None
    latest = min(born.latest, on)
    return _years(born.earliest + (latest - born.earliest) // 2, on)


def birth_refusals(born: Born, on: date) -> tuple[Sentence, ...]:
    """Why this cannot be the birth of a person who stands before you."""
    if born.earliest > on:
        return (say(gettext_noop("The day of birth has not come yet. Correct it.")),)
    if _years(born.latest, on) > 120:
        return (say(gettext_noop("This person would be over 120 years old. Correct the birth or the age.")),)
    return ()
