"""A public checker elsewhere answers from the signed list alone, and learns nobody's name."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.ledger import LedgerError
from marga.ledger.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from marga.ledger.codes import code_hash
from marga.ledger.keys import KeyType, make_key, to_base64
from marga.ledger.notes import sign
from marga.ledger.receipt_lists import ReceiptList, ReceiptRow, about, open_list, sign_list

LOG = make_key("police.example/enforcement", KeyType.LOG)
TREE = Checkpoint(LOG.name, 50, bytes(range(32)))
MINE, THEIRS = (code_hash(number, b"shared key") for number in (17, 18))
ROWS = (
    ReceiptRow(MINE, 20, "case.booked", date(2026, 11, 24)),
    ReceiptRow(THEIRS, 21, "case.booked", date(2026, 11, 24)),
    ReceiptRow(MINE, 49, "charge.changed", date(2026, 11, 26)),
)
LIST = ReceiptList(TREE, 20, ROWS)
SIGNED = str(sign_list(LIST, [LOG]))


def test_a_list_is_written_as_documented():
    lines = SIGNED.split("\n")
    assert lines[:4] == ["marga receipts v1", LOG.name, "20 50", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]
    assert lines[4].endswith(" 20 case.booked 2026-11-24")
    assert lines[7] == ""


def test_a_code_is_looked_up_with_all_that_was_entered_about_it_since():
    received = open_list(SIGNED, [LOG.verifier])
    assert [(row.index, row.kind) for row in about(received.rows, code_hash(17, b"shared key"))] == [
        (20, "case.booked"), (49, "charge.changed"),
    ]  # fmt: skip
    assert about(received.rows, code_hash(19, b"shared key")) == ()
    assert about(received.rows, code_hash(17, b"another key")) == ()


def test_lists_that_follow_each_other_leave_nothing_out():
    after = ReceiptList(replace(TREE, size=60), 50, ())
    assert after.follows(LIST)
    assert not LIST.follows(after)
    assert not replace(after, checkpoint=replace(TREE, size=60, origin="care.example/log")).follows(LIST)
    assert not ReceiptList(replace(TREE, size=60), 51, ()).follows(LIST)


def test_a_list_of_another_key_is_refused():
    other = make_key(LOG.name, KeyType.LOG)
    with pytest.raises(LedgerError, match=r"list of receipts of police\.example/enforcement is signed by no key"):
        open_list(str(sign_list(LIST, [other])), [LOG.verifier])


@given(st.data())
def test_a_list_with_any_byte_changed_is_refused(data):
    raw = bytearray(SIGNED.encode())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(LedgerError):
        open_list(bytes(raw), [LOG.verifier])


def test_a_list_never_passes_for_a_checkpoint_nor_a_checkpoint_for_a_list():
    with pytest.raises(LedgerError):
        open_checkpoint(SIGNED, [LOG.verifier])
    with pytest.raises(LedgerError, match="no list of receipts"):
        open_list(str(sign_checkpoint(TREE, [LOG])), [LOG.verifier])


@pytest.mark.parametrize(
    ("first", "places"), [(-1, ()), (51, ()), (20, (19,)), (20, (50,)), (20, (30, 30)), (20, (31, 30)), (50, (50,))]
)
def test_a_list_has_its_entries_in_order_and_in_its_part_of_the_tree(first, places):
    rows = tuple(replace(ROWS[0], index=place) for place in places)
    with pytest.raises(LedgerError, match="not in order, or not of its part"):
        ReceiptList(TREE, first, rows)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("receipts v1", "receipts v2"), ("20 50", "20  50"), ("20 50", "020 50"), ("20 50", "50"), ("20 50", "20 50 1"),
        ("2026-11-24", "20261124"), ("2026-11-24", "2026-13-24"), (" 20 case", " x case"), ("AAEC", "AAE"),
        (to_base64(THEIRS), "AAEC"), (" 21 ", " 99 "), ("case.booked 2026", "case.booked  2026"),
    ],
)  # fmt: skip
def test_a_list_written_in_another_way_is_refused_even_when_it_is_signed(old, new):
    with pytest.raises(LedgerError, match=r"no list of receipts of the form marga receipts v1\."):
        open_list(str(sign(LIST.text().replace(old, new), [LOG])), [LOG.verifier])


@given(st.integers(0, 50), st.data())
def test_every_list_is_read_back(first, data):
    places = sorted(data.draw(st.sets(st.integers(first, 49), max_size=8))) if first < 50 else []
    rows = tuple(
        ReceiptRow(data.draw(st.binary(min_size=32, max_size=32)), place, "charge.changed", data.draw(st.dates()))
        for place in places
    )
    receipts = ReceiptList(TREE, first, rows)
    assert open_list(str(sign_list(receipts, [LOG])), [LOG.verifier]) == receipts
