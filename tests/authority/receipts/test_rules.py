"""What is said of a receipt, and how many wrong ones may be tried: rules alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.authority.receipts.rules import (
    ANOTHER,
    KINDS,
    MANY,
    TRIES,
    TRIES_WHILE_MANY,
    WITHIN,
    Verdict,
    changes,
    minutes_until,
    of_rows,
    place_of,
    wait_until,
)  # fmt: skip
from marga.ledger.receipt_lists import ReceiptRow

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
HASH = bytes(32)
DAY = date(2026, 11, 24)
ROWS = st.lists(
    st.builds(ReceiptRow, st.just(HASH), st.integers(0, 10**6), st.sampled_from([*KINDS, "moon.seen"]), st.dates()),
    min_size=1, unique_by=lambda row: row.index,
)  # fmt: skip
#: Tries of a place within the last hour, in order.
BEFORE = st.lists(st.integers(1, 3599)).map(lambda ago: [NOW - timedelta(seconds=one) for one in sorted(ago)[::-1]])


def row(index, kind, day=DAY):
    return ReceiptRow(HASH, index, kind, day)


def test_a_receipt_is_of_the_day_of_its_first_entry_and_what_came_since_is_counted_and_dated():
    later = DAY + timedelta(days=3)
    answer = of_rows("police", [row(9, "charge.changed", later), row(4, "case.booked"), row(7, "charge.changed")], 0)
    assert (answer.verdict, answer.day) == (Verdict.GENUINE, DAY)
    (changed,) = answer.changes
    assert (changed.words, changed.days, changed.last) == ("the charge was changed", (DAY, later), later)


def test_a_receipt_is_witnessed_when_the_cosigned_tree_holds_its_first_entry():
    rows = [row(4, "case.booked"), row(9, "charge.changed")]
    assert [of_rows("police", rows, size).witnessed for size in (0, 4, 5, 10)] == [False, False, True, True]


def test_acts_of_kinds_that_are_not_known_are_told_as_one_kind():
    told = changes([row(1, "moon.seen"), row(2, "charge.changed"), row(3, "sun.seen")])
    assert [(one.words, len(one.days)) for one in told] == [(ANOTHER, 2), (KINDS["charge.changed"], 1)]


@given(ROWS)
def test_no_act_since_is_left_out_or_told_twice(rows):
    answer = of_rows("police", rows, 0)
    assert sum(len(one.days) for one in answer.changes) == len(rows) - 1
    assert len({one.words for one in answer.changes}) == len(answer.changes)


@given(BEFORE, st.integers(0, 3 * MANY))
def test_who_waits_long_enough_may_always_try_again(before, everywhere):
    until = wait_until(before, everywhere)
    if until is not None:
        assert NOW < until <= NOW + WITHIN
        assert wait_until([one for one in before if one > until - WITHIN], everywhere) is None


@given(BEFORE, st.integers(0, MANY - 1))
def test_a_place_has_ten_wrong_tries_an_hour(before, everywhere):
    assert (wait_until(before, everywhere) is None) == (len(before) < TRIES)


@given(BEFORE, st.integers(MANY, 10 * MANY))
def test_while_very_many_are_tried_everywhere_each_place_has_fewer(before, everywhere):
    assert (wait_until(before, everywhere) is None) == (len(before) < TRIES_WHILE_MANY)


@given(st.integers(0, 10**9))
def test_a_place_without_a_wrong_try_never_waits_whatever_others_do(everywhere):
    assert wait_until([], everywhere) is None


def test_the_time_to_wait_is_told_in_whole_minutes_and_never_as_none():
    told = [minutes_until(NOW + timedelta(seconds=seconds), NOW) for seconds in (-5, 0, 1, 60, 61, 3600)]
    assert told == [1, 1, 1, 1, 2, 60]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        (None, ""),
        ("nowhere", ""),
    ],
)
def test_a_place_is_an_address_or_the_network_of_one_customer(address, place):
    assert place_of(address) == place
