"""Reviews fall due 6 hours after arrival and then 9 hours after the one before; what was missed stays missed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.country.instants import Clock
from marga.enforcement.rules.custody import Stay
from marga.enforcement.rules.officers import Officer
from marga.enforcement.rules.reviews import is_late, review_refusals, reviews_of

ARRIVED = datetime(2026, 3, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def at(hours):
    return ARRIVED + timedelta(hours=hours)


def states(found):
    """What a list of reviews says, in hours from arrival."""
    return [
        (
            (one.due - ARRIVED) / HOUR,
            "missed" if one.missed else None if one.held is None else (one.held - ARRIVED) / HOUR,
        )
        for one in found
    ]


def test_the_first_is_due_after_6_hours_and_the_next_9_hours_after_it_was_held(custody_rules):
    assert states(reviews_of(Stay(ARRIVED), custody_rules, Clock(ARRIVED))) == [(6, None)]
    held = Stay(ARRIVED, reviews=(at(4),))
    assert states(reviews_of(held, custody_rules, Clock(at(5)))) == [(6, 4), (13, None)]


def test_a_late_review_is_that_review_and_the_next_runs_from_it(custody_rules):
    found = reviews_of(Stay(ARRIVED, reviews=(at(8),)), custody_rules, Clock(at(9)))
    assert states(found) == [(6, 8), (17, None)]
    assert found[0].late


def test_a_review_not_held_before_the_next_was_due_is_missed_and_not_made_up_for(custody_rules):
    assert states(reviews_of(Stay(ARRIVED), custody_rules, Clock(at(14.9)))) == [(6, None)]
    assert states(reviews_of(Stay(ARRIVED), custody_rules, Clock(at(15)))) == [(6, "missed"), (15, None)]
    found = reviews_of(Stay(ARRIVED, reviews=(at(16),)), custody_rules, Clock(at(17)))
    assert states(found) == [(6, "missed"), (15, 16), (25, None)]


def test_when_custody_ends_what_was_due_is_missed_and_what_was_not_is_not_asked(custody_rules):
    assert states(reviews_of(Stay(ARRIVED, ended=at(5)), custody_rules, Clock(at(99)))) == []
    assert states(reviews_of(Stay(ARRIVED, ended=at(6)), custody_rules, Clock(at(99)))) == []
    assert states(reviews_of(Stay(ARRIVED, ended=at(7)), custody_rules, Clock(at(99)))) == [(6, "missed")]
    found = reviews_of(Stay(ARRIVED, reviews=(at(5),), ended=at(13)), custody_rules, Clock(at(99)))
    assert states(found) == [(6, 5)]


def test_a_review_after_the_end_of_the_limit_is_listed_only_for_who_is_still_held(custody_rules):
    stay = Stay(ARRIVED, reviews=tuple(at(hours) for hours in (6, 15, 24, 33, 42)))
    assert states(reviews_of(stay, custody_rules, Clock(at(43))))[-1] == (42, 42)
    assert states(reviews_of(stay, custody_rules, Clock(at(48))))[-1] == (51, None)


HOURS = st.integers(0, 200 * 60).map(lambda minutes: ARRIVED + minutes * MINUTE)


@given(st.lists(HOURS, max_size=12), HOURS)
def test_reviews_are_numbered_in_order_none_lost_and_gaps_are_never_above_nine_hours(custody_rules, held, now):
    stay = Stay(ARRIVED, reviews=tuple(held))
    clock = Clock(now, max(held, default=None))
    found = reviews_of(stay, custody_rules, clock)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert sorted(one.held for one in found if one.held) == sorted(held)
    marks = [ARRIVED, *(one.held or one.due for one in found)]
    assert all(one.due <= before + 9 * HOUR for before, one in zip(marks, found, strict=False))
    assert all(one.due <= clock.at for one in found if one.missed)
    assert sum(one.held is None and not one.missed for one in found) <= 1


@given(st.lists(HOURS, max_size=8), HOURS, HOURS)
def test_a_clock_set_back_never_makes_a_missed_review_due_again(custody_rules, held, now, seen):
    stay = Stay(ARRIVED, reviews=tuple(held))
    latest = max([now, seen, *held])
    assert reviews_of(stay, custody_rules, Clock(now, latest)) == reviews_of(stay, custody_rules, Clock(latest))


def test_reviews_are_the_same_whatever_zone_the_times_are_written_in(custody_rules):
    zone = ZoneInfo("Europe/Paris")
    here = Stay(at(0), reviews=(at(5), at(13)))
    there = Stay(at(0).astimezone(zone), reviews=tuple(one.astimezone(zone) for one in here.reviews))
    assert reviews_of(here, custody_rules, Clock(at(20))) == reviews_of(there, custody_rules, Clock(at(20)))


def refused(decided, reviewer, *, hours=5, reason="", in_case=("100", "101"), now=9, **stay):
    refusals = review_refusals(
        Stay(ARRIVED, **stay),
        reviewer,
        in_case,
        reason,
        at(hours),
        decided.custody,
        decided.register.ranks,
        Clock(at(now)),
    )
    return " ".join(str(one) for one in refusals)


def test_a_supervisor_outside_the_case_may_review(decided):
    assert refused(decided, Officer("7", "supervisor"), now=7) == ""
    assert refused(decided, Officer("7", "chief"), now=7) == ""


def test_a_review_in_time_that_is_written_down_more_than_an_hour_after_it_was_due_needs_a_reason(decided):
    assert "long after it was due" in refused(decided, Officer("7", "supervisor"), now=7.01)
    assert refused(decided, Officer("7", "supervisor"), now=7.01, reason="The line was down.") == ""


@pytest.mark.parametrize(
    ("reviewer", "more", "told"),
    [
        (Officer("101", "supervisor"), {}, "Officer 101 has a part in this case"),
        (Officer("7", "officer"), {}, "does not hold the rank for this. Ask someone who is at least: supervisor."),
        (Officer("7", "clerk"), {}, "does not hold the rank"),
        (Officer("7", "chief"), {"hours": 10}, "has not been held yet"),
        (Officer("7", "chief"), {"hours": 7}, "This review is late. Write why."),
        (Officer("7", "chief"), {"hours": 3, "reviews": (at(4),)}, "before the one before it"),
        (Officer("7", "chief"), {"hours": 5, "ended": at(6)}, "It needs no review"),
    ],
)
def test_a_review_that_is_not_good_is_refused_with_the_reason(decided, reviewer, more, told):
    assert told in refused(decided, reviewer, **more)


def test_a_late_review_with_its_reason_is_taken(decided):
    assert refused(decided, Officer("7", "chief"), hours=7, reason="all out on a raid") == ""


def test_a_review_at_the_very_instant_is_in_time(custody_rules):
    assert not is_late(Stay(ARRIVED), custody_rules, at(6))
    assert is_late(Stay(ARRIVED), custody_rules, at(6) + timedelta(microseconds=1))
    assert not is_late(Stay(ARRIVED, reviews=(at(4),)), custody_rules, at(13))
