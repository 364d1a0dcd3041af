"""Instants are UTC inside, whatever clocks say, and time does not go back behind what was recorded."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.country.instants import Clock, day_of, duration, moment, utc

INSTANTS = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
HOME = ZoneInfo("Asia/Phnom_Penh")


@given(INSTANTS, st.none() | INSTANTS)
def test_time_never_goes_back_behind_what_was_seen(now, seen):
    clock = Clock(now, seen)
    assert clock.at >= now
    assert seen is None or clock.at >= seen
    assert clock.at in (now, seen)
    assert clock.behind == clock.at - now >= timedelta(0)


def test_a_clock_set_back_says_by_how_much():
    now = datetime(2026, 1, 1, 8, tzinfo=UTC)
    assert Clock(now, now + timedelta(hours=3)).behind == timedelta(hours=3)
    assert Clock(now, now - timedelta(hours=3)).behind == timedelta(0)


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="has no time zone"):
        utc(datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="has no time zone"):
        _ = Clock(datetime(2026, 1, 1)).at  # noqa: DTZ001


def test_the_same_instant_in_two_zones_is_one_instant():
    assert utc(datetime(2026, 1, 1, 7, tzinfo=HOME)) == utc(datetime(2026, 1, 1, 0, tzinfo=UTC))
    assert utc(datetime(2026, 1, 1, 7, tzinfo=HOME)).tzinfo is UTC


def test_the_day_is_that_of_the_country():
    late = datetime(2025, 12, 31, 17, 30, tzinfo=UTC)  # half past midnight in the country
    assert day_of(late, HOME).isoformat() == "2026-01-01"
    assert day_of(late, ZoneInfo("Europe/London")).isoformat() == "2025-12-31"


def test_a_moment_is_told_in_the_country_s_time():
    assert str(moment(datetime(2019, 9, 6, 7, 5, tzinfo=UTC), HOME)) == "6 September 2019, 14:05"
    assert (
        str(moment(datetime(2019, 9, 6, 7, 5, tzinfo=timezone(timedelta(hours=2))), HOME)) == "6 September 2019, 12:05"
    )


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (timedelta(0), "0 min"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h 0 min"),
        (-timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(hours=23, minutes=59), "23 h 59 min"),
        (timedelta(days=2, hours=3, minutes=59), "2 d 3 h"),
    ],
)
def test_a_span_is_told_in_whole_minutes_rounded_down(span, told):
    assert str(duration(span)) == told
