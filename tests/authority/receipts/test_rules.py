"""What is said of a receipt: rules alone."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from marga.authority.receipts.rules import ANOTHER, KINDS, Verdict, changes, of_rows
from marga.ledger.receipt_lists import ReceiptRow

HASH = bytes(32)
DAY = date(2026, 11, 24)
ROWS = st.lists(
    st.builds(ReceiptRow, st.just(HASH), st.integers(0, 10**6), st.sampled_from([*KINDS, "moon.seen"]), st.dates()),
    min_size=1, unique_by=lambda row: row.index,
)  # fmt: skip


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
