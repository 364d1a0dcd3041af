"""When a plan is reviewed, contact is lost, and somebody came back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.care.rules import episodes as rules
from marga.care.rules import safety
from marga.country import load

DAY = date(2026, 11, 24)
dates = st.dates(date(2020, 1, 1), date(2030, 1, 1))
spans = st.integers(1, 400).map(lambda count: timedelta(days=count))


@given(dates, st.lists(dates, max_size=5), spans)
def test_a_review_is_due_a_period_after_the_last_look(agreed, reviews, period):
    due = rules.review_due(agreed, reviews, period)
    assert due - period in {agreed, *reviews}
    assert all(due - period >= one for one in (agreed, *reviews))


@given(dates, dates, st.none() | dates, spans)
def test_nobody_is_lost_before_the_period_is_over_since_they_were_seen_and_nobody_who_sleeps_there_ever(
    today, began, last, period
):  # fmt: skip
    assert not rules.is_lost(today, began, last, period, overnight=True)
    lost = rules.is_lost(today, began, last, period, overnight=False)
    seen = max(day for day in (began, last) if day is not None)
    assert lost == (today - seen >= period)


def test_three_months_without_contact_is_lost_on_the_day_and_not_before():
    period = load("kh").care.lost.span
    assert period == timedelta(days=90)
    assert not rules.is_lost(DAY + timedelta(days=89), DAY, None, period, overnight=False)
    assert rules.is_lost(DAY + timedelta(days=90), DAY, None, period, overnight=False)
    assert not rules.is_lost(DAY + timedelta(days=90), DAY, DAY + timedelta(days=1), period, overnight=False)


@given(
    dates,
    st.lists(st.builds(rules.Earlier, dates, st.sampled_from(["completed", "left", "transferred"])), max_size=5),
    spans,
)
def test_only_an_end_within_the_time_that_was_no_transfer_makes_a_return(began, earlier, within):
    fitting = [one for one in earlier if timedelta(0) <= began - one.ended <= within and one.why != "transferred"]
    assert rules.is_return(began, earlier, within) == bool(fitting)


@pytest.mark.parametrize(("days", "found"), [
    ([], None), ([(-10, "a")], "a"), ([(-10, "a"), (-2, "b")], "b"), ([(-2, "b"), (3, "c"), (30, "d")], "c"),
    ([(0, "e"), (3, "c")], "e"),
])  # fmt: skip
def test_the_first_assessment_since_the_beginning_says_how_it_was_else_the_last_before(days, found):
    assert rules.starting([(DAY + timedelta(days=one), name) for one, name in days], DAY) == found


@pytest.mark.parametrize(("said", "fields"), [
    ({}, set()), ({"day": DAY + timedelta(days=1)}, {"day"}), ({"day": DAY - timedelta(days=11)}, {"day"}),
    ({"minutes": 0}, {"minutes"}), ({"minutes": 1441}, {"minutes"}),
    ({"next_day": DAY - timedelta(days=1)}, {"next_day"}), ({"next_day": DAY}, set()),
])  # fmt: skip
def test_a_session_cannot_have_been_before_or_after_its_time(said, fields):
    plain = {"day": DAY, "minutes": 30, "began": DAY - timedelta(days=10), "today": DAY, "next_day": None}
    assert set(rules.session_refusals(**{**plain, **said})) == fields


def test_an_appeal_is_filed_within_the_stay_and_decided_after_it_was_filed():
    day = timedelta(days=1)
    assert rules.appeal_refusals(DAY, DAY, DAY) == {}
    assert set(rules.appeal_refusals(DAY + day, DAY, DAY)) == {"filed"}
    assert set(rules.appeal_refusals(DAY - day, DAY, DAY)) == {"filed"}
    assert rules.decision_refusals(DAY, DAY, DAY) == {}
    assert set(rules.decision_refusals(DAY - day, DAY, DAY)) == {"decided"}
    assert set(rules.decision_refusals(DAY + day, DAY, DAY)) == {"decided"}


def test_what_is_not_met_is_somebodys_to_mend_until_a_day():
    finding = safety.Finding
    assert safety.gap_refusals(finding.MET, "", "", None, DAY) == {}
    assert set(safety.gap_refusals(finding.PARTLY, " ", "", None, DAY)) == {"gap", "owner", "due"}
    assert set(safety.gap_refusals(finding.NOT, "No lamp.", "manager", DAY - timedelta(days=1), DAY)) == {"due"}
    assert safety.gap_refusals(finding.NOT, "No lamp.", "manager", DAY, DAY) == {}


def test_nothing_happened_in_the_future():
    now = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    assert safety.incident_refusals(now, now) == {}
    assert set(safety.incident_refusals(now + timedelta(seconds=1), now)) == {"at"}


def test_the_country_has_twelve_to_sixteen_standards_each_of_which_says_that_it_is_not_verified():
    quality = load("kh").clinical.quality
    assert 12 <= len(quality) <= 16
    assert all(one.basis.unverified and one.label.km for one in quality.values())


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [("1", "5", "none"), ("5", "5", "none"), ("1", "4", "less"), ("2", "3", "less"), ("3", "3", "same"),
     ("4", "1", "more"), ("5", "4", "more"), ("99", "5", None), ("1", "99", None)],
)  # fmt: skip
def test_use_at_the_exit_is_said_beside_the_beginning_and_only_where_both_were_measured(start, end, found):
    assert rules.use_at_exit({"frequency": start}, {"frequency": end}) == found
    assert rules.use_at_exit({}, {"frequency": end}) is None
    assert rules.use_at_exit({"frequency": start}, {}) is None
