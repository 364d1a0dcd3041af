"""What is too long for a QR code goes in pieces beside it, and the act names it by its hash alone."""

import base64
import gzip
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marga.ledger import LedgerError
from marga.ledger.checkpoints import Checkpoint, sign_checkpoint
from marga.ledger.enclosures import PREFIX, enclosure_hash, listed_in, read_enclosure, write_enclosure
from marga.ledger.keys import KeyType, make_key
from marga.ledger.receipts import LONGEST, leaves_room, read_receipt, verify_receipt, write_receipt
from support.ledgers import ORIGIN, Log, Witness

QUICK = settings(max_examples=50)
VALUES = st.recursive(st.text(st.characters(exclude_categories=["Cs"])) | st.integers(0, 99) | st.none(),
                      lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abc"), inner))  # fmt: skip


@QUICK
@given(st.dictionaries(st.sampled_from(["items", "property"]), VALUES, min_size=1), st.randoms(use_true_random=False))
def test_a_list_is_read_back_from_its_pieces_in_any_order_however_they_were_copied(value, random):
    pieces = [*write_enclosure(value)] * 2
    random.shuffle(pieces)
    copied = "\n ".join(f"{piece[:9]}\n{piece[9:]}".lower() for piece in pieces)
    assert read_enclosure(copied) == value
    assert enclosure_hash(read_enclosure(copied)) == enclosure_hash(value)


def long(count=3000):
    return {"items": [f"{base64.b32encode(number.to_bytes(8))}" for number in range(count)]}


def test_every_piece_fits_a_qr_code_and_says_which_of_how_many_it_is():
    pieces = write_enclosure(long())
    assert len(pieces) > 2
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert pieces[1].startswith(f"{PREFIX}2/{len(pieces)}:")


def test_the_first_piece_that_is_missing_is_named():
    pieces = write_enclosure(long())
    with pytest.raises(LedgerError, match=rf"Piece 2 of {len(pieces)} of the list is missing"):
        read_enclosure("\n".join([pieces[0], *pieces[2:]]))


@pytest.mark.parametrize("text", ["", "MARGALIST1:", "MARGALIST1:1/1:", "MARGALIST1:0/0:AAAA", "MARGALIST1:1/1:AAAA",
                                  "MARGALIST1:1/2:AAAA MARGALIST1:2/3:AAAA"])  # fmt: skip
def test_what_is_no_list_cannot_be_read(text):
    with pytest.raises(LedgerError):
        read_enclosure(text)


def test_pieces_of_two_lists_are_not_one():
    one, other = write_enclosure(long()), write_enclosure({"items": long()["items"][::-1]})
    assert len(one) == len(other)
    with pytest.raises(LedgerError, match="cannot be read"):
        read_enclosure("\n".join([one[0], *other[1:]]))


def test_a_bomb_is_not_unpacked():
    letters = base64.b32encode(gzip.compress(bytes(400_000_000), compresslevel=1)).decode().rstrip("=")
    tracemalloc.start()
    with pytest.raises(LedgerError, match="cannot be read"):
        read_enclosure(f"{PREFIX}1/1:{letters}")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000_000


def test_an_act_says_what_its_list_has_and_an_act_without_one_says_nothing():
    act = {"after": {"listed": {"exhibits": 3, "sha256": "ab", "things": 40}}}
    assert listed_in(act).counts == (("exhibits", 3), ("things", 40))
    assert listed_in(act).sha256 == "ab"
    for none in (None, {}, {"after": None}, {"after": {"listed": None}}, {"after": {"listed": {"sha256": 3}}}):
        assert listed_in(none) is None


@pytest.mark.parametrize("levels", [1, 7, 12, 17, 20, 22])
def test_an_act_that_leaves_room_fits_beside_its_proof_and_a_witness_is_left_off_where_there_are_two(levels):
    log = Log()
    log.enter(1)
    said = {"place": ""}
    while leaves_room(said, 2**levels - 1):
        said["place"] += "".join(chr(0x1780 + log.random.randrange(0x40)) for _letter in range(8))
    said["place"] = said["place"][:-8]
    assert len(said["place"]) > 50
    act = {"after": said, "before": None, "what": "person KH-12-03/2026/00041-7.1", "who": "PN-20417",
           "when": "2026-11-24T05:00:00.000000Z"}  # fmt: skip
    note = sign_checkpoint(Checkpoint(ORIGIN, 2 ** (levels + 1) - 1, log.random.randbytes(32)), [log.key])
    for number in (1, 2):
        note = Witness(make_key(f"witness-{number}.example/marga", KeyType.WITNESS)).saw(note, log).note
    path = tuple(log.random.randbytes(32) for _ in range(levels + 1))
    receipt = replace(log.receipt(0), act=act, index=2**levels, path=path, note=note, kind="receipt.given")
    written = read_receipt(write_receipt(receipt))
    assert written.act == act
    assert written.note.signatures == note.signatures[: len(written.note.signatures)]
    assert len(written.note.signatures) >= 2
    assert verify_receipt(written, [log.key.verifier]).checkpoint is not None  # the log's own is never left off
