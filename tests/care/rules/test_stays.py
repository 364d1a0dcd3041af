"""On what a stay rests, until when, who looks at it, and that people may go."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.care.rules.stays import (
    Rested,
    What,
    asked_review_due,
    basis_refusals,
    basis_since,
    basis_until,
    dues,
    leave_refusals,
    rebased_review_due,
    review_due,
)
from marga.country import ENGLISH, load, write

BASES = load("kh").care.bases
DAY = date(2026, 11, 24)
WEEK = timedelta(days=7)
LATER = st.integers(0, 400).map(lambda count: DAY + timedelta(days=count))
EACH = st.sampled_from(list(BASES.values()))


@given(EACH, st.none() | LATER)
def test_a_basis_carries_no_longer_than_the_country_s_longest_nor_than_was_ordered(basis, ordered):
    until = basis_until(basis, DAY, ordered)
    if until is None:
        assert (basis.longest, ordered) == (None, None)
    else:
        assert ordered is None or until <= ordered
        assert basis.longest is None or until <= DAY + basis.longest


@given(EACH, st.lists(LATER, max_size=4))
def test_a_look_from_outside_is_due_after_the_last_one_and_never_later(basis, reviews):
    assert review_due(basis, DAY, reviews) == max([DAY, *reviews]) + basis.review


@given(EACH, LATER, LATER)
def test_another_basis_never_puts_a_look_from_outside_off(basis, since, before):
    assert rebased_review_due(basis, since, before) <= before


@given(EACH, st.lists(LATER, min_size=1, max_size=5))
def test_writing_the_same_basis_again_however_often_gives_it_no_day_more(basis, days):
    since = DAY
    for day in sorted(days):
        since = basis_since(Rested(basis.name, "A court, 1", since), basis.name, " a  Court, 1 ", day)
    assert since == DAY
    assert basis_until(basis, since, None) == basis_until(basis, DAY, None)


@given(EACH, EACH, LATER, LATER)
def test_a_basis_begins_on_its_day_unless_it_is_that_of_before_and_another_order_is_another(one, other, since, day):
    found = basis_since(Rested(one.name, "A court, 1", since), other.name, "A court, 2", day)
    assert found == (min(since, day) if one == other and one.name != "court" else day)
    assert basis_since(None, other.name, "A court, 2", day) == day


@given(LATER, st.none() | LATER, st.none() | LATER, st.none() | LATER, st.booleans())
def test_what_is_due_is_told_soonest_first_and_a_wish_to_leave_only_where_one_may(review, until, decided, asked, may):
    found = dues(review, until, decided, asked, may)
    assert list(found) == sorted(found, key=lambda one: (one.by, one.what))
    assert {one.what for one in found} == {What.REVIEW} | ({What.BASIS} if until else set()) | (
        {What.DECISION} if decided else set()) | ({What.LEAVE} if asked and may else set())  # fmt: skip
    assert all(one.overdue(one.by + timedelta(days=1)) and not one.overdue(one.by) for one in found)


@pytest.mark.parametrize(("name", "until", "court", "physician", "says"), [
    ("court", None, "A court, 1", False, "no order is without end"), ("court", DAY, "", False, "Name the court"),
    ("emergency", None, "", False, "Only a physician"),
    ("voluntary", DAY - timedelta(days=1), "", False, "ends before the stay begins"),
])  # fmt: skip
def test_a_basis_that_carries_nothing_is_refused(name, until, court, physician, says):
    refused = basis_refusals(BASES[name], DAY, until, court, physician)
    assert any(says in write(one, ENGLISH) for one in refused)


def test_a_basis_as_it_should_be_is_not_refused():
    assert basis_refusals(BASES["court"], DAY, DAY, "A court, 1", physician=False) == ()
    assert basis_refusals(BASES["emergency"], DAY, None, "", physician=True) == ()
    assert basis_refusals(BASES["voluntary"], DAY, None, "", physician=False) == ()


def test_who_came_of_their_own_will_may_go_and_nobody_may_keep_them():
    assert leave_refusals(BASES["voluntary"], WEEK) == leave_refusals(BASES["offered"], WEEK) == ()
    assert "Record the wish: somebody from outside then looks at the stay within 7 days." in write(
        leave_refusals(BASES["court"], WEEK)[0], ENGLISH)  # fmt: skip


@given(EACH, LATER, LATER)
def test_a_wish_to_leave_never_puts_a_look_from_outside_off_and_brings_it_near_for_who_may_not(basis, asked, before):
    found = asked_review_due(basis, WEEK, asked, before)
    assert found == (before if basis.may_leave else min(before, asked + WEEK))
    assert found <= before
