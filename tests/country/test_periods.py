"""Days of a period, both ends counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.country import Period
from marga.country.periods import year

days = st.dates(date(1890, 1, 1), date(2110, 12, 31))


def by_hand(start: date, end: date) -> int:
    """The days counted one by one."""
    count, day = 0, start
    while day <= end:
        count, day = count + 1, day + timedelta(days=1)
    return count


@given(days, st.integers(0, 800))
def test_the_days_of_a_period_are_those_counted_one_by_one(start, more):
    end = start + timedelta(days=more)
    assert Period(start, end).days == by_hand(start, end)


def test_1_january_to_6_september_2019_is_249_days_and_a_day_more_in_a_leap_year():
    assert Period(date(2019, 1, 1), date(2019, 9, 6)).days == 249
    assert Period(date(2020, 1, 1), date(2020, 9, 6)).days == 250


@pytest.mark.parametrize(("number", "length"), [(2019, 365), (2020, 366), (2000, 366), (1900, 365), (2100, 365)])
def test_a_year_has_the_days_of_its_calendar(number, length):
    assert year(number).days == length
    assert year(number).is_year


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="the period ends on 2018-12-31, before it begins on 2019-01-01"):
        Period(date(2019, 1, 1), date(2018, 12, 31))


@given(days, days, days, days)
def test_one_period_holds_another_when_every_day_of_it_is_its_own(a, b, c, d):
    one, other = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    assert one.holds(other) == (one.start <= other.start <= other.end <= one.end)
    assert one.holds(one)


def test_a_period_is_a_year_only_from_its_first_day_to_its_last():
    assert not Period(date(2018, 1, 1), date(2019, 12, 31)).is_year
    assert not Period(date(2019, 1, 1), date(2019, 12, 30)).is_year
    assert Period(date(2019, 1, 1), date(2019, 12, 31)).next_day == date(2020, 1, 1)
