"""Intervals of true values, exact: a printed number allows some values and rules out the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """Values from `low` to `high`, both included; None where a side is open."""

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return not (self.is_below(other) or other.is_below(self))

    def is_below(self, other: Interval) -> bool:
        """Whether every value here is smaller than every value there."""
        return self.high is not None and other.low is not None and self.high < other.low

    def times(self, factor: Decimal) -> Interval:
        """Every value multiplied by a factor that is not negative."""
        return Interval(_times(self.low, factor), _times(self.high, factor))

    def over(self, divisor: Decimal) -> Interval:
        """Every value divided by a divisor above 0, to 28 digits: for showing, not for judging."""
        return Interval(
            None if self.low is None else self.low / divisor, None if self.high is None else self.high / divisor
        )

    def plus(self, other: Interval) -> Interval:
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high))

    def minus(self, other: Interval) -> Interval:
        return Interval(_minus(self.low, other.high), _minus(self.high, other.low))

    def turned(self) -> Interval:
        """Every value with its sign turned: a fall of 5 to 12 is a change of -12 to -5."""
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def within(self, other: Interval) -> Interval | None:
        """The values in both, or None when there are none."""
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = [high for high in (self.high, other.high) if high is not None]
        low, high = max(lows, default=None), min(highs, default=None)
        return None if low is not None and high is not None and low > high else Interval(low, high)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Interval(low, high)


def exactly(value: Decimal) -> Interval:
    return Interval(value, value)


def total(intervals: Iterable[Interval]) -> Interval:
    """The sums that can be made by taking one value from each."""
    made = exactly(ZERO)
    for interval in intervals:
        made = made.plus(interval)
    return made


def _times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _minus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def tidied(value: Decimal, digits: int = 6) -> Decimal:
    """The value without needless zeros, at most `digits` after the point, never as 7.5E+2."""
    short = round(value, digits)
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short.normalize()
