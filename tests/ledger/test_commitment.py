"""A leaf holds a commitment that only the act and its salt open, written in one way only."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.ledger import LedgerError
from marga.ledger.canonical import canonical, read_canonical
from marga.ledger.commitment import Act, Entry, commit, open_commitment, read_entry

SALT = bytes(range(32))
NOON = datetime(2026, 11, 24, 12, 54, 36, tzinfo=timezone(timedelta(hours=7)))
ACT = Act("officer 4711", "case 2026/0041", NOON, None, {"charge": "use", "grams": Decimal("0.50"), "minor": False})

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_values_are_written_as_documented():
    value = {
        "z": [1, True, None, "ខ្មែរ\n\"\\\x07\x7f"], "grams": Decimal("1.500"), "many": Decimal("1E+3"),
        "none": Decimal("-0.00"), "day": date(2026, 1, 2), "at": NOON,
    }  # fmt: skip
    assert canonical(value).decode() == (
        '{"at":"2026-11-24T05:54:36.000000Z","day":"2026-01-02","grams":"1.5","many":"1000","none":"0",'
        '"z":[1,true,null,"ខ្មែរ\\n\\"\\\\\\u0007\x7f"]}'
    )


def test_keys_stand_in_the_order_of_their_utf_16_units():
    """U+10000 is written with surrogates, which stand before U+FFEE (RFC 8785, 3.2.3)."""
    assert canonical({"\uffee": 1, "\U00010000": 2, "a": 3}).decode() == '{"a":3,"\U00010000":2,"\uffee":1}'


@given(JSON)
def test_what_was_written_is_read_back_and_is_json(value):
    written = canonical(value)
    assert read_canonical(written) == value
    assert json.loads(written) == value


@given(st.dictionaries(st.text(), st.integers(0, 9)), st.randoms())
def test_the_order_of_keys_makes_no_difference(table, random):
    keys = list(table)
    random.shuffle(keys)
    assert canonical({key: table[key] for key in keys}) == canonical(table)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_an_amount_is_written_alike_with_however_many_zeros(amount):
    assert canonical(amount) == canonical(amount.quantize(Decimal("1.000000"))) == canonical(amount.normalize())
    assert Decimal(json.loads(canonical(amount))) == amount


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.5, "Float 0.5 has no one way of being written"),
        ({1: "a"}, "A key is 1; keys are texts"),
        (2**53, "is beyond 2\\^53 - 1; write it as a text"),
        (datetime(2026, 1, 2), "2026-01-02T00:00:00 has no time zone"),  # noqa: DTZ001
        (Decimal("NaN"), "NaN is no amount"),
        (Decimal("1E+999999"), "is no amount"),
        ("\ud800", "holds half a letter"),
        ({"\ud800": 1}, "holds half a letter"),
        (b"bytes", "has no one way of being written"),
        ({"a", "b"}, "has no one way of being written"),
    ],
)
def test_a_value_without_one_way_of_being_written_is_refused(value, told):
    with pytest.raises(LedgerError, match=told):
        canonical(value)


def test_a_value_nested_without_end_is_refused():
    value: list = []
    value.append(value)
    with pytest.raises(LedgerError, match="nested more than 16 deep"):
        canonical(value)
    with pytest.raises(LedgerError, match="canonical"):
        read_canonical(b"[" * 100_000)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"1.0", b"1e3", b"NaN", b'"\\u0061"', b"\xff",
        b"9007199254740992", b"-0",
    ],
)  # fmt: skip
def test_what_is_written_in_another_way_is_not_read(data):
    with pytest.raises(LedgerError, match="not written in its one canonical way"):
        read_canonical(data)


def test_a_commitment_and_its_leaf_are_as_documented():
    act = (
        b'{"after":{"charge":"use","grams":"0.5","minor":false},"before":null,"what":"case 2026/0041",'
        b'"when":"2026-11-24T05:54:36.000000Z","who":"officer 4711"}'
    )
    made = commit(ACT, SALT)
    assert made == hashlib.sha256(b"marga ledger commitment v1\n" + SALT + act).digest()
    leaf = Entry("case.booked", date(2026, 11, 24), made).leaf_data()
    assert leaf == b'{"commitment":"%s","day":"2026-11-24","kind":"case.booked","v":1}' % made.hex().encode()
    assert b"officer" not in leaf


def test_the_act_and_its_salt_open_a_commitment():
    made = commit(ACT, SALT)
    assert open_commitment(made, SALT, ACT)
    assert open_commitment(made, SALT, ACT.as_json())


@given(JSON, JSON, st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_no_other_act_and_no_other_salt_opens_a_commitment(act, other, salt, other_salt):
    made = commit(act, salt)
    assert open_commitment(made, salt, act)
    assert open_commitment(made, salt, other) is (canonical(act) == canonical(other))
    assert open_commitment(made, other_salt, act) is (salt == other_salt)


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(33)])
def test_a_salt_of_another_length_is_refused(salt):
    with pytest.raises(LedgerError, match="A salt has 32 bytes, not"):
        commit(ACT, salt)
    assert not open_commitment(bytes(32), salt, ACT)


@pytest.mark.parametrize("kind", ["", "Case", "case.", ".case", "case..x", "case booked", "case\n", "a" * 65, "ករណី"])
def test_a_kind_is_a_plain_word_with_points(kind):
    with pytest.raises(LedgerError, match="is no kind of entry"):
        Entry(kind, date(2026, 1, 1), bytes(32))


@given(
    st.from_regex(r"[a-z][a-z0-9_]{0,9}(\.[a-z0-9_]{1,9}){0,3}", fullmatch=True),
    st.dates(),
    st.binary(min_size=32, max_size=32),
)
def test_a_leaf_is_read_back(kind, day, commitment):
    entry = Entry(kind, day, commitment)
    assert read_entry(entry.leaf_data()) == entry


LEAF = Entry("case.booked", date(2026, 11, 24), bytes(32)).leaf_data()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{}", b"[]", LEAF + b" ", LEAF.replace(b'"v":1', b'"v":2'), LEAF.replace(b',"v":1', b""),
        LEAF.replace(b"2026-11-24", b"20261124"), LEAF.replace(b"case.", b"Case."), LEAF.replace(b"00", b"0A", 1),
        LEAF.replace(b'"v":1', b'"v":true'), LEAF.replace(b'"v":1', b'"v":1,"w":1'), LEAF.replace(b"00", b"", 1),
    ],
)  # fmt: skip
def test_a_leaf_that_is_not_exactly_one_is_refused(data):
    with pytest.raises(LedgerError, match="does not hold an entry"):
        read_entry(data)


def test_a_moment_is_the_same_in_every_time_zone():
    assert canonical(NOON) == canonical(NOON.astimezone(UTC))
