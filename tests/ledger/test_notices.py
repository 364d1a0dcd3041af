"""A handle that only the holder and the giver of a receipt can make, and a batch that nobody else can sign."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.ledger import LedgerError
from marga.ledger.codes import CODES, SLIP, code_hash, format_code, read_code
from marga.ledger.keys import KeyType, make_key
from marga.ledger.notices import HANDLE_BYTES, Batch, Notice, batch_of, handle_of, open_batch, sign_batch

KEY, OTHER = make_key("health.example/care/notices", KeyType.LOG), make_key("police.example/x", KeyType.LOG)
DAY = date(2026, 11, 24)
TOLD = [Notice(handle_of(number), word, DAY - timedelta(days=number + 1))
        for number, word in enumerate(("attended", "stopped", "completed"))]  # fmt: skip


def test_a_handle_is_of_one_receipt_and_is_no_hash_that_is_published():
    assert len({handle_of(number) for number in range(50)}) == 50
    assert len(handle_of(7)) == HANDLE_BYTES
    assert handle_of(7) != code_hash(7, b"key")
    assert handle_of(read_code(format_code(7))) == handle_of(7)


def test_a_batch_is_read_as_it_was_signed_and_its_order_is_that_of_handles():
    batch = batch_of(DAY, reversed(TOLD))
    assert open_batch(str(sign_batch(batch, KEY)), KEY.verifier) == batch == batch_of(DAY, TOLD)
    assert open_batch(str(sign_batch(Batch(DAY, ()), KEY)), KEY.verifier).notices == ()


def test_a_batch_that_was_changed_or_that_another_signed_is_not_believed():
    text = str(sign_batch(batch_of(DAY, TOLD), KEY))
    with pytest.raises(LedgerError, match="does not fit the text"):
        open_batch(text.replace("stopped", "completed"), KEY.verifier)
    with pytest.raises(LedgerError, match="not signed by the key"):
        open_batch(text, OTHER.verifier)


@pytest.mark.parametrize("notice", [
    Notice(b"x" * 31, "attended", DAY - timedelta(days=1)), Notice(b"x" * 32, "relapsed", DAY - timedelta(days=1)),
    Notice(b"x" * 32, "attended", DAY),
], ids=["short handle", "another word", "of today"])  # fmt: skip
def test_nothing_else_than_the_three_words_of_days_that_are_over_can_be_told(notice):
    with pytest.raises(LedgerError):
        batch_of(DAY, [notice])


def test_two_lines_of_one_handle_are_no_batch():
    with pytest.raises(LedgerError, match="order of their handles"):
        batch_of(DAY, [TOLD[0], TOLD[0]])


@given(st.integers(0, SLIP.codes - 1), st.data())
def test_a_slip_is_read_back_and_any_single_slip_of_the_pen_names_its_group(number, data):
    code = format_code(number, SLIP)
    assert [len(group) for group in code.split()] == [4] * 14
    assert read_code(code, SLIP) == number
    digits = list(code.replace(" ", ""))
    place = data.draw(st.integers(0, len(digits) - 1))
    digits[place] = str((int(digits[place]) + data.draw(st.integers(1, 9))) % 10)
    with pytest.raises(LedgerError, match=f"Group {place // 4 + 1} of the code"):
        read_code("".join(digits), SLIP)


@given(st.integers(0, SLIP.codes - 1), st.data())
def test_two_swapped_groups_of_a_slip_are_noticed(number, data):
    groups = format_code(number, SLIP).split()
    one, other = data.draw(st.lists(st.integers(0, 13), min_size=2, max_size=2, unique=True))
    if groups[one] == groups[other]:
        return
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(LedgerError):
        read_code(" ".join(groups), SLIP)


def test_a_slip_has_more_than_128_random_bits_and_the_code_of_a_receipt_is_none():
    assert SLIP.codes > 2**128
    with pytest.raises(LedgerError, match="56 digits in 14 groups of 4; here are 40"):
        read_code(format_code(CODES - 1), SLIP)
