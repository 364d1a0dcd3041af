"""The code of a receipt survives a telephone call in any script, and a slip names its group."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.ledger import LedgerError
from marga.ledger.codes import CODES, code_hash, format_code, read_code

NUMBERS = st.integers(0, CODES - 1)
CODE = format_code(1234567890123456789012345678)
SCRIPTS = ["0123456789", "០១២៣៤៥៦៧៨៩", "๐๑๒๓๔๕๖๗๘๙", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "໐໑໒໓໔໕໖໗໘໙"]


def test_a_code_is_ten_groups_of_four_digits_and_has_more_than_90_random_bits():
    assert re.fullmatch(r"\d{4}( \d{4}){9}", CODE)
    assert CODES > 2**90


def test_the_check_digits_are_those_of_iso_7064():
    """MOD 97-10 as in an IBAN, and the standard's own example of MOD 11,10: 0794 has the check digit 5."""
    digits = "".join(group[:3] for group in CODE.split())
    assert int(digits) % 97 == 1
    assert digits.startswith("1234567890123456789012345678")
    first_of_place_0 = format_code(7940000000000000000000000000 % CODES)
    assert first_of_place_0.split()[0] == "7945"


@given(NUMBERS, st.sampled_from(SCRIPTS), st.sampled_from(["", " ", "-", "\u200b", " – ", "\u00a0", "\n"]))
def test_a_code_is_read_in_any_script_with_any_separators(number, script, between):
    typed = between.join(format_code(number).split()).translate(str.maketrans("0123456789", script))
    assert read_code(f" {typed} ") == number


@given(NUMBERS, st.integers(0, 39), st.integers(1, 9))
def test_one_wrong_digit_names_its_group(number, place, more):
    digits = list(format_code(number).replace(" ", ""))
    digits[place] = str((int(digits[place]) + more) % 10)
    with pytest.raises(
        LedgerError, match=rf"Group {place // 4 + 1} of the code, “{''.join(digits[place // 4 * 4 :][:4])}”, has a slip"
    ):
        read_code("".join(digits))


@given(NUMBERS, st.integers(0, 38))
def test_two_digits_exchanged_are_found(number, place):
    digits = list(format_code(number).replace(" ", ""))
    if digits[place] != digits[place + 1]:
        digits[place : place + 2] = digits[place + 1], digits[place]
        with pytest.raises(LedgerError):
            read_code("".join(digits))


@given(NUMBERS, st.integers(0, 9), st.integers(0, 9))
def test_two_groups_exchanged_are_found(number, one, other):
    groups = format_code(number).split()
    if groups[one][:3] != groups[other][:3]:
        groups[one], groups[other] = groups[other], groups[one]
        with pytest.raises(LedgerError):
            read_code(" ".join(groups))


@given(NUMBERS, st.integers(0, 39))
def test_a_digit_left_out_names_its_group_when_the_groups_are_kept_apart(number, place):
    groups = format_code(number).split()
    short = groups[place // 4]
    groups[place // 4] = short[: place % 4] + short[place % 4 + 1 :]
    with pytest.raises(
        LedgerError, match=f"Group {place // 4 + 1} of the code, “{groups[place // 4]}”, should have 4 digits"
    ):
        read_code(" ".join(groups))
    with pytest.raises(LedgerError, match="A code has 40 digits in 10 groups of 4; here are 39"):
        read_code("".join(groups))


@given(st.text(max_size=60))
def test_anything_else_is_refused_with_a_sentence(text):
    with pytest.raises(LedgerError):
        read_code(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "here are 0"),
        (CODE + " 1", "here are 41"),
        (CODE.replace("0", "O", 1), "“O” is no digit"),
        (CODE.replace("1", "½", 1), "“½” is no digit"),
        (CODE.replace("1", "¹", 1), "“¹” is no digit"),
        ("1" * 5000, "far longer than the 40 digits"),
    ],
)
def test_what_is_no_code_is_refused(text, told):
    with pytest.raises(LedgerError, match=told):
        read_code(text)


def test_groups_that_are_each_right_but_not_together_are_refused():
    """Group 2 of one code in another: every group fits its place, the whole does not."""
    other = format_code(987654321987654321987654321)
    mixed = [*CODE.split()[:1], other.split()[1], *CODE.split()[2:]]
    with pytest.raises(LedgerError, match="but not all together"):
        read_code(" ".join(mixed))


@pytest.mark.parametrize("number", [-1, CODES])
def test_a_number_that_fits_no_code_is_refused(number):
    with pytest.raises(LedgerError, match="at most 28 digits"):
        format_code(number)


@given(NUMBERS, NUMBERS)
def test_the_hash_of_a_code_depends_on_the_code_and_the_key(one, other):
    assert (code_hash(one, b"key") == code_hash(other, b"key")) is (one == other)
    assert code_hash(one, b"key") != code_hash(one, b"another")
    assert len(code_hash(one, b"key")) == 32
