"""Every slip of a pad is accounted for, and one that was passed over is an arrest that nobody typed in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.country.instants import Clock
from marga.enforcement.rules.pads import (
    Pad,
    Slip,
    Standing,
    account,
    counts,
    issue_refusals,
    type_in_refusals,
)

ISSUED = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAD = Pad("P-7", "12-03", 101, 105, ISSUED)
WITHIN = 72 * HOUR


def at(hours):
    return ISSUED + hours * HOUR


def standings(slips, hours, seen=None):
    clock = Clock(at(hours), None if seen is None else at(seen))
    return [line.standing.value for line in account(PAD, slips, clock, WITHIN)]


def test_a_new_pad_is_unused():
    assert standings([], 1000) == ["unused"] * 5


def test_a_slip_is_typed_in_in_time_or_late():
    slips = [Slip(101, at(1), at(73)), Slip(102, at(1), at(74))]
    assert standings(slips, 100) == ["typed_in", "typed_in_late", "unused", "unused", "unused"]


def test_a_slip_that_somebody_showed_waits_and_is_overdue_after_its_hours():
    assert standings([Slip(101, at(1))], 73)[0] == "waiting"
    assert standings([Slip(101, at(1))], 73.1)[0] == "overdue"


def test_a_slip_below_one_that_was_used_was_used_too():
    slips = [Slip(101, at(1), at(2)), Slip(104, at(10), at(11))]
    assert standings(slips, 50) == ["typed_in", "waiting", "waiting", "typed_in", "unused"]
    assert standings(slips, 83) == ["typed_in", "overdue", "overdue", "typed_in", "unused"]
    lines = account(PAD, slips, Clock(at(83)), WITHIN)
    assert [line.skipped for line in lines] == [False, True, True, False, False]
    assert lines[1].due == at(82)


def test_the_earliest_use_above_a_skipped_slip_counts():
    slips = [Slip(103, at(30), at(31)), Slip(105, at(1), at(2))]
    assert standings(slips, 74) == ["overdue", "overdue", "typed_in", "overdue", "typed_in"]


def test_a_void_slip_is_no_gap():
    assert standings([Slip(101, void="torn"), Slip(102, at(1), at(2))], 999) == [
        "void", "typed_in", "unused", "unused", "unused",
    ]  # fmt: skip


def test_a_clock_set_back_does_not_make_what_is_overdue_wait_again():
    assert standings([Slip(101, at(1))], 2, seen=80)[0] == "overdue"


SLIPS = st.lists(
    st.builds(
        Slip, st.integers(101, 105), st.none() | st.integers(0, 200).map(at), st.none() | st.integers(200, 400).map(at),
        st.sampled_from(["", "", "torn"]),
    ),
    unique_by=lambda slip: slip.serial,
)  # fmt: skip


@given(SLIPS, st.integers(0, 500))
def test_every_slip_stands_once_in_order_and_the_counts_make_the_pad(slips, hours):
    lines = account(PAD, slips, Clock(at(hours)), WITHIN)
    assert [line.serial for line in lines] == [101, 102, 103, 104, 105]
    assert sum(counts(lines).values()) == 5
    assert set(counts(lines)) == set(Standing)


@given(SLIPS, st.integers(0, 500), st.integers(0, 500))
def test_time_alone_never_turns_overdue_into_waiting(slips, one, other):
    early, late = (account(PAD, slips, Clock(at(hours)), WITHIN) for hours in sorted((one, other)))
    assert all(b.standing is Standing.OVERDUE for a, b in zip(early, late, strict=True)
               if a.standing is Standing.OVERDUE)  # fmt: skip


def refused(slip, known=(), unit="12-03"):
    return " ".join(str(one) for one in type_in_refusals([PAD], unit, slip, known, Clock(at(50))))


def test_a_slip_of_the_unit_s_pad_may_be_typed_in():
    assert refused(Slip(101, at(1))) == ""
    assert refused(Slip(101, at(1)), [Slip(101, at(1))]) == ""


@pytest.mark.parametrize(
    ("slip", "known", "unit", "told"),
    [
        (Slip(100, at(1)), (), "12-03", "No pad with slip 100"),
        (Slip(106, at(1)), (), "12-03", "No pad with slip 106"),
        (Slip(101, at(1)), (), "12-04", "No pad with slip 101"),
        (Slip(101, at(1)), [Slip(101, at(1), at(2))], "12-03", "was typed in already"),
        (Slip(101, at(1)), [Slip(101, void="torn")], "12-03", "was made void"),
        (Slip(101), (), "12-03", "Give the time"),
        (Slip(101, at(-1)), (), "12-03", "before its pad was issued"),
        (Slip(101, at(51)), (), "12-03", "has not come yet"),
    ],
)
def test_a_slip_that_cannot_be_is_refused_with_the_reason(slip, known, unit, told):
    assert told in refused(slip, known, unit)


def test_no_number_is_issued_twice():
    assert issue_refusals([PAD], Pad("P-8", "1", 106, 150, ISSUED)) == ()
    assert issue_refusals([PAD], Pad("P-8", "1", 1, 100, ISSUED)) == ()
    for first, last in ((105, 110), (90, 101), (102, 103), (1, 999)):
        assert "were issued before" in str(issue_refusals([PAD], Pad("P-8", "1", first, last, ISSUED))[0])


def test_a_pad_without_slips_is_none():
    with pytest.raises(ValueError, match="has no slips"):
        replace(PAD, last=100)
