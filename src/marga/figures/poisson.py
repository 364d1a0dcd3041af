"""The ratio of two rates of counted events, with its exact 95 % interval."""

from __future__ import annotations

from dataclasses import dataclass

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class RateRatio:
    """How a rate compares with an earlier one: 0.9 is 10 % fewer. `low` and `high` bound the 95 % interval."""

    ratio: float
    low: float
    high: float

    @property
    def percent(self) -> tuple[float, float, float]:
        """Change in percent: middle, low, high; below 0 for fewer."""
        return (100 * (self.ratio - 1), 100 * (self.low - 1), 100 * (self.high - 1))


def rate_ratio(before: float, days_before: float, now: float, days_now: float) -> RateRatio:
    """Rate now over rate before, of events that come independently of each other.

    before, now             counts of events, >= 0; a count known only as a rate times days need not be whole
    days_before, days_now   lengths of the two periods in days, > 0
    Returns   ratio and exact interval; infinite where nothing was counted before
    Raises    ValueError outside those ranges, or when nothing was counted at all
    Source    Given the total, `now` is binomial; its Clopper-Pearson interval turned into a ratio of rates
              (Przyborowski and Wilenski 1940; Clopper and Pearson 1934).
    """
    from scipy.special import betaincinv  # slow to import, and most checks need none

    if min(before, now) < 0 or min(days_before, days_now) <= 0 or before + now == 0:
        raise ValueError(f"No rate ratio from {before} in {days_before} days and {now} in {days_now} days.")
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if now == 0 else float(betaincinv(now, before + 1, tail))
    high = 1.0 if before == 0 else float(betaincinv(now + 1, before, 1 - tail))
    exposure = days_before / days_now
    return RateRatio(_odds(now / (now + before)) * exposure, _odds(low) * exposure, _odds(high) * exposure)


def _odds(share: float) -> float:
    return float("inf") if share >= 1 else share / (1 - share)
