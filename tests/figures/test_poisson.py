"""The ratio of two rates against an exact computation in fractions, and against the truth it should cover."""

from fractions import Fraction
from math import comb, inf, isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.figures.poisson import rate_ratio

TAIL = Fraction(25, 1000)


def tail_from(least: int, of: int, share: Fraction) -> Fraction:
    """The chance of at least `least` among `of` events that each fall in the later period with this share."""
    return sum((comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(least, of + 1)), Fraction(0))


def share_where(chance, wanted: Fraction) -> float:
    """The share at which a growing chance reaches `wanted`, by bisection."""
    low, high = Fraction(0), Fraction(1)
    for _ in range(40):
        middle = Fraction(round((low + high) / 2 * 2**44), 2**44)
        low, high = (middle, high) if chance(middle) < wanted else (low, middle)
    return float(low)


def exact(before: int, now: int) -> tuple[float, float]:
    """Clopper and Pearson's interval for the share of the later period, turned into a ratio; equal periods."""
    of = before + now
    low = 0.0 if now == 0 else share_where(lambda share: tail_from(now, of, share), TAIL)
    high = 1.0 if before == 0 else share_where(lambda share: tail_from(now + 1, of, share), 1 - TAIL)
    return low / (1 - low), inf if high == 1 else high / (1 - high)


@pytest.mark.parametrize(("before", "now"), [(1, 1), (0, 3), (3, 0), (5, 2), (10, 20), (24, 22), (40, 40), (1, 30)])
def test_the_interval_is_that_of_an_exact_computation(before, now):
    ratio = rate_ratio(before, 365, now, 365)
    low, high = exact(before, now)
    assert isclose(ratio.low, low, rel_tol=1e-6, abs_tol=1e-9)
    assert isclose(ratio.high, high, rel_tol=1e-6)


@pytest.mark.parametrize(("mean", "true"), [(4.0, 1.0), (20.0, 0.8), (100.0, 1.3)])
def test_the_interval_holds_the_true_ratio_at_least_95_times_in_100(mean, true):
    random = np.random.default_rng(20190906)
    drawn = zip(random.poisson(mean, 2000), random.poisson(mean * true, 2000), strict=True)
    ratios = [rate_ratio(int(before), 100, int(now), 100) for before, now in drawn if before + now > 0]
    assert sum(one.low <= true <= one.high for one in ratios) / len(ratios) >= 0.95


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 400), st.integers(1, 400))
def test_the_ratio_lies_in_its_interval_and_turns_over_with_the_periods(before, now, days_before, days_now):
    if before + now == 0:
        return
    ratio = rate_ratio(before, days_before, now, days_now)
    assert ratio.low <= ratio.ratio <= ratio.high
    other = rate_ratio(now, days_now, before, days_before)
    for one, turned in ((ratio.low, other.high), (ratio.high, other.low)):
        assert one == turned == 0 or isclose(one, 1 / turned if turned else inf, rel_tol=1e-6) or turned == inf


def test_twice_the_days_for_the_same_events_is_half_the_rate():
    assert isclose(rate_ratio(50, 100, 50, 200).ratio, 0.5)
    assert isclose(rate_ratio(50, 100, 50, 200).low, rate_ratio(50, 100, 50, 100).low / 2)


def test_nothing_before_gives_no_upper_end_and_nothing_now_a_lower_end_of_none():
    grown, gone = rate_ratio(0, 365, 5, 365), rate_ratio(5, 365, 0, 365)
    assert (grown.ratio, grown.high) == (inf, inf)
    assert grown.low > 0
    assert (gone.ratio, gone.low) == (0, 0)
    assert gone.high < inf


def test_a_rate_of_22_after_24_a_day_over_249_days_is_5_to_12_percent_fewer():
    assert [round(end) for end in rate_ratio(24 * 249, 249, 22 * 249, 249).percent] == [-8, -12, -5]


@pytest.mark.parametrize(("before", "days_before", "now", "days_now"), [
    (0, 1, 0, 1), (-1, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, -1), (1, 1, -1, 1)])  # fmt: skip
def test_no_ratio_is_made_from_what_cannot_be_counted(before, days_before, now, days_now):
    with pytest.raises(ValueError, match="No rate ratio from"):
        rate_ratio(before, days_before, now, days_now)
