"""A case number survives a slip of the pen, and no number of a unit's year is missing without a reason."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marga.enforcement.rules.errors import RuleError
from marga.enforcement.rules.numbering import (
    ALPHABET,
    CaseNumber,
    check_character,
    gaps,
    read_number,
    untold,
    written,
    year_of,
)

NUMBERS = st.builds(
    CaseNumber, st.from_regex(r"[A-Z]{2}-[0-9]{1,2}-[0-9]{2}", fullmatch=True), st.integers(1990, 2100),
    st.integers(1, 10**7),
)  # fmt: skip


def test_a_number_reads_unit_year_serial_and_check():
    assert written(CaseNumber("KH-12-03", 2026, 17), 5) == "KH-12-03/2026/00017-4"


def test_the_check_character_is_that_of_iso_7064():
    """The donation number that ISBT 128, which uses MOD 37,2, works out as its example."""
    assert check_character("G1234 98 654321") == "H"


@given(NUMBERS, st.integers(3, 9))
def test_what_was_written_is_read_again_with_any_number_of_zeros(number, digits):
    assert read_number(written(number, digits)) == number


@given(NUMBERS)
def test_a_number_is_read_in_small_letters_khmer_digits_and_other_hyphens(number):
    typed = written(number, 5).lower().translate(str.maketrans("0123456789-", "០១២៣៤៥៦៧៨៩–"))
    assert read_number(f" {typed} ") == number


def refused(text):
    try:
        read_number(text)
    except RuleError:
        return True
    return False


@given(NUMBERS, st.data())
def test_one_wrong_character_is_always_noticed(number, data):
    text = written(number, 5)
    place = data.draw(st.sampled_from([at for at, letter in enumerate(text) if letter in ALPHABET]))
    other = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != text[place]]))
    assert refused(text[:place] + other + text[place + 1 :])


@given(NUMBERS)
@example(CaseNumber("AA-3-03", 2050, 200))
def test_two_swapped_neighbours_are_always_noticed(number):
    text = written(number, 1)
    body = text.rpartition("-")[0]
    for place, (one, other) in enumerate(pairwise(body)):
        if one != other and one in ALPHABET and other in ALPHABET:
            swapped = text[:place] + other + one + text[place + 2 :]
            assert refused(swapped), swapped


@pytest.mark.parametrize("text", ["", "17", "KH-12-03/2026", "KH-12-03/2026/17", "KH-12-03/x/17-4", "/2026/17-4"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(RuleError, match=r"is no case number|has a slip"):
        read_number(text)


@pytest.mark.parametrize("text", ["KH-12-03/2026/00018-4", "KH-12-03/2026/0-4", "KH-12-03/99999/1-4", "KH12_/2026/1-4"])
def test_a_slip_is_told(text):
    with pytest.raises(RuleError, match=r"has a slip\. Compare it with the paper"):
        read_number(text)


def test_the_year_is_that_of_the_country_s_day():
    late = datetime(2025, 12, 31, 17, 30, tzinfo=UTC)
    assert year_of(late, ZoneInfo("Asia/Phnom_Penh")) == 2026
    assert year_of(late, ZoneInfo("America/New_York")) == 2025


def test_numbers_without_a_hole_are_whole():
    assert gaps(range(1, 8), 7, {}).whole
    assert gaps([], 0, {}).whole


def test_a_hole_is_named_as_a_span_unless_it_has_a_reason():
    found = gaps([1, 2, 6, 9], 9, {4: "given out twice by mistake", 7: " "})
    assert found.unexplained == ((3, 3), (5, 5), (7, 8))
    assert found.explained == {4: "given out twice by mistake"}
    assert not found.whole


def test_cases_taken_from_the_end_are_missed_because_the_counter_remembers_them():
    assert gaps([1, 2, 3], 5, {}).unexplained == ((4, 5),)


def test_a_number_of_two_cases_or_above_the_counter_is_named():
    found = gaps([1, 2, 2, 9], 2, {})
    assert (found.twice, found.beyond, found.whole) == ((2,), (9,), False)


@given(st.sets(st.integers(1, 60)), st.integers(0, 60))
def test_every_number_is_used_or_in_exactly_one_span(used, last):
    found = gaps(used, last, {})
    inside = [number for first, end in found.unexplained for number in range(first, end + 1)]
    assert sorted([*inside, *(used - set(found.beyond))]) == list(range(1, last + 1))
    assert all(after[0] > before[1] + 1 for before, after in pairwise(found.unexplained))


def test_of_numbers_that_are_owed_only_those_that_nobody_was_told_of_are_told():
    assert untold({5, 1, 2, 9}, [(1, 3), (8, 8)]) == ((5, 5), (9, 9))
    assert untold([1, 2, 4], []) == ((1, 2), (4, 4))
    assert untold([2], [(1, 3)]) == untold([], []) == ()
