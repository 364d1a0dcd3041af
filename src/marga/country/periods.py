"""Spans of whole days, both ends counted, in the country's own days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` to `end`, both included. Raises ValueError when it ends before it begins."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the period ends on {self.end}, before it begins on {self.start}")

    @property
    def days(self) -> int:
        """Number of days, leap days included: 1 January to 6 September 2019 is 249."""
        return (self.end - self.start).days + 1

    @property
    def is_year(self) -> bool:
        return (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31) and (
            self.start.year == self.end.year
        )

    @property
    def next_day(self) -> date:
        """The day after the last one: where a period that follows without a gap begins."""
        return self.end + timedelta(days=1)

    def holds(self, other: Period) -> bool:
        """Whether every day of `other` is a day of this period."""
        return self.start <= other.start and other.end <= self.end


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))
