"""Two clocks of a wait: since asking, which nobody can stop, and without the days of pauses."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.care.rules.waiting import Pause, due, pause_refusals, usual, waited
from marga.country import ENGLISH, write

ASKED, TODAY = date(2026, 11, 1), date(2026, 11, 30)
DAYS = st.integers(-10, 60).map(lambda count: ASKED + timedelta(days=count))
PAUSES = st.lists(st.builds(Pause, DAYS, st.none() | DAYS), max_size=5)


def day(number):
    return date(2026, 11, number)


def test_the_first_clock_runs_on_while_the_second_is_paused():
    found = waited(ASKED, TODAY, [Pause(day(5), day(10)), Pause(day(20), None)])
    assert (found.whole, found.available, found.paused) == (29, 14, 15)


@given(PAUSES)
def test_no_pause_moves_the_first_clock_or_makes_a_wait_less_than_nothing(pauses):
    found = waited(ASKED, TODAY, pauses)
    assert found.whole == 29
    assert 0 <= found.available <= found.whole


@given(PAUSES, st.builds(Pause, DAYS, st.none() | DAYS))
def test_one_more_pause_never_makes_the_wait_longer_and_days_count_once(pauses, more):
    assert waited(ASKED, TODAY, [*pauses, more]).available <= waited(ASKED, TODAY, pauses).available
    assert waited(ASKED, TODAY, [*pauses, *pauses]) == waited(ASKED, TODAY, pauses)


@given(PAUSES)
def test_the_day_of_the_standard_moves_by_the_days_of_pause_and_by_no_other(pauses):
    standard = timedelta(days=21)
    moved = due(ASKED, pauses, standard, TODAY) - (ASKED + standard)
    assert moved == timedelta(days=waited(ASKED, TODAY, pauses).paused)


@pytest.mark.parametrize(("begun", "others", "says"), [
    (date(2026, 10, 31), [], "before the request"), (date(2026, 12, 1), [], "has not come yet"),
    (day(20), [Pause(day(10), None)], "paused already"), (day(11), [Pause(day(10), day(12))], "lasted until"),
    (day(10), [Pause(day(10), day(10))], "lasted until"),
])  # fmt: skip
def test_a_pause_that_cannot_be_is_refused(begun, others, says):
    assert says in write(pause_refusals(begun, None, ASKED, TODAY, others)[0], ENGLISH)


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 5)), max_size=6))
def test_pauses_that_are_let_through_never_overlap(drawn):
    kept = []
    for begun, length in drawn:
        first = ASKED + timedelta(days=begun)
        last = min(TODAY, first + timedelta(days=length))
        if not pause_refusals(first, last, ASKED, TODAY, kept):
            kept.append(Pause(first, last))
    assert sum((one.ended - one.begun).days for one in kept) == waited(ASKED, TODAY, kept).paused


def test_the_usual_wait_is_told_of_five_people_and_not_of_fewer():
    assert usual([1, 2, 3, 4]) is None
    assert usual([9, 1, 3, 2, 30]) == (3, 30)
    assert usual(list(range(1, 101))) == (50, 90)
