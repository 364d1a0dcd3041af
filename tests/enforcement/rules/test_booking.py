"""The times of a booking follow each other, and what lies between them is counted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from marga.country.instants import Clock
from marga.enforcement.rules.booking import Times, times_refusals, to_record, to_unit

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
TIMES = Times(NOW, NOW + HOUR, NOW + 3 * HOUR, NOW + 4 * HOUR)


def test_the_spans_between_arrest_arrival_and_record_are_counted():
    assert to_unit(TIMES) == 2 * HOUR
    assert to_record(TIMES) == 3 * HOUR
    assert to_unit(replace(TIMES, arrived=None)) is None
    assert to_record(replace(TIMES, arrested=None)) is None


def test_a_booking_at_one_instant_and_one_without_an_arrest_are_possible():
    assert times_refusals(Times(NOW, NOW, NOW, NOW), Clock(NOW)) == ()
    assert times_refusals(Times(None, None, None, NOW), Clock(NOW)) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"arrested": NOW - HOUR}, "The time of the arrest is before that of the event."),
        ({"arrived": NOW}, "The time of the arrival at the unit is before that of the arrest."),
        ({"recorded": NOW + 2 * HOUR}, "The time of the first record is before that of the arrival at the unit."),
        ({"recorded": NOW + 6 * HOUR}, "The time of the first record has not come yet."),
        ({"arrested": None, "arrived": NOW - HOUR}, "The time of the arrival at the unit is before that of the event."),
    ],
)
def test_times_that_cannot_be_are_refused_by_name(change, told):
    refusals = times_refusals(replace(TIMES, **change), Clock(NOW + 5 * HOUR))
    assert [str(one) for one in refusals] == [f"{told} Correct {'it' if 'come' in told else 'one of them'}."]


def test_a_clock_set_back_makes_no_record_come_from_the_future():
    assert times_refusals(TIMES, Clock(NOW, NOW + 5 * HOUR)) == ()
