"""A receipt proves itself without a server, and shows when the log has two histories."""

import base64
import gzip
import hashlib
import tracemalloc
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marga.ledger import LedgerError, tree
from marga.ledger.absence import Presence, absent_from
from marga.ledger.checkpoints import Checkpoint, sign_checkpoint
from marga.ledger.commitment import Act
from marga.ledger.keys import KeyType, make_key
from marga.ledger.proofs import read_hashes, read_log_proof, write_hashes
from marga.ledger.receipts import LONGEST, read_receipt, verify_receipt, write_receipt
from support.ledgers import NOON, ORIGIN, TODAY, Log, Witness

QUICK = settings(max_examples=50)


@pytest.fixture(scope="module")
def log():
    log = Log()
    log.enter(40)
    return log


@pytest.fixture(scope="module")
def witness():
    return Witness()


def never(index, size):
    """A log that does not answer."""


def verified(log, receipt, witness=None):
    return verify_receipt(receipt, [log.key.verifier], [witness.verifier] if witness else [])


def test_a_receipt_proves_itself_from_its_text_alone(log):
    checked = verified(log, write_receipt(log.receipt(17)))
    assert checked.genuine
    assert not checked.witnessed
    assert str(checked.says) == (
        "Genuine: entered on 24 November 2026 as entry 17. Signed by police.example/enforcement, not yet witnessed: "
        "check it again later against what a witness has seen."
    )
    assert checked.receipt.act["after"] == {"charge": "use", "number": 17}


def test_a_witnessed_receipt_names_who_vouches_for_it(log, witness):
    note = witness.saw(log.signed(), log).note
    checked = verified(log, write_receipt(log.receipt(17, note=note)), witness)
    assert checked.witnessed
    assert str(checked.says) == (
        "Genuine: entered on 24 November 2026 as entry 17 of police.example/enforcement, and witnessed by "
        "bar.example/witness."
    )
    assert not verified(log, write_receipt(log.receipt(17, note=note))).witnessed


def test_a_receipt_can_be_checked_with_three_common_tools(log):
    """As docs/ledger.md shows: base32, gzip and SHA-256, and nothing of Marga."""
    letters = write_receipt(log.receipt(17)).removeprefix("MARGA1:")
    plain = gzip.decompress(base64.b32decode(letters + "=" * (-len(letters) % 8))).decode()
    head, note = plain.split("\n\n", 1)
    told, first, extra, index, *path = head.split("\n")
    assert (first, index) == ("c2sp.org/tlog-proof@v1", "index 17")
    salt = base64.b64decode(extra.removeprefix("extra "))
    act = told.removeprefix('{"act":').partition(',"day":"2026-11-24","kind":"case.booked"}')[0]
    commitment = hashlib.sha256(b"marga ledger commitment v1\n" + salt + act.encode()).hexdigest()
    leaf = f'{{"commitment":"{commitment}","day":"2026-11-24","kind":"case.booked","v":1}}'
    made = hashlib.sha256(b"\0" + leaf.encode()).digest()
    for level, line in enumerate(path):  # 40 entries: at this place, every level has a sibling
        sibling = base64.b64decode(line)
        pair = sibling + made if 17 >> level & 1 else made + sibling
        made = hashlib.sha256(b"\x01" + pair).digest()
    assert base64.b64encode(made).decode() == note.split("\n")[2]


@QUICK
@given(st.data())
def test_a_receipt_with_any_letter_changed_is_never_genuine_for_another_act(log, data):
    text = write_receipt(log.receipt(17))
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:0189").filter(lambda one: one != text[place]))
    try:
        checked = verified(log, text[:place] + letter + text[place + 1 :])
    except LedgerError:
        return
    assert not checked.genuine or checked.receipt == log.receipt(17)


@pytest.mark.parametrize(
    "change",
    [
        {"act": Act("officer 3", "case 17", NOON, None, {"charge": "trafficking", "number": 17}).as_json()},
        {"salt": bytes(32)}, {"day": date(2026, 11, 25)}, {"kind": "case.closed"}, {"index": 18}, {"index": 400},
        {"path": ()}, {"path": (bytes(32),) * 6},
    ],
    ids=lambda change: "-".join(change),
)  # fmt: skip
def test_a_forged_receipt_is_not_genuine(log, change):
    checked = verified(log, write_receipt(replace(log.receipt(17), **change)))
    assert not checked.genuine
    assert not checked.witnessed
    assert str(checked.says) == (
        "Not genuine: police.example/enforcement signed a tree in which this is not what was entered."
    )


def test_a_receipt_of_a_key_that_is_not_trusted_is_not_genuine(log):
    other = Log(make_key(ORIGIN, KeyType.LOG))
    other.enter(3)
    checked = verified(log, write_receipt(other.receipt(1)))
    assert str(checked.says).startswith("Not genuine: the checkpoint of police.example/enforcement is signed by no key")


def test_a_receipt_survives_spaces_line_breaks_and_small_letters(log):
    text = write_receipt(log.receipt(17))
    wrapped = "\n ".join(text[start : start + 60] for start in range(0, len(text), 60)).lower()
    assert read_receipt(wrapped) == read_receipt(text) == log.receipt(17)


@QUICK
@given(
    st.integers(0, 39), st.text(max_size=200), st.integers(), st.binary(min_size=32, max_size=32), st.dates(),
)  # fmt: skip
def test_every_receipt_is_read_back(log, index, note, number, salt, day):
    act = {"note": note.encode("utf-8", "replace").decode(), "number": number % 2**53}
    receipt = replace(log.receipt(index), salt=salt, day=day, act=act)
    assert read_receipt(write_receipt(receipt)) == receipt


@pytest.mark.parametrize(
    "text", ["", "MARGA1:", "MARGA1:AAAA", "MARGA2:AAAA", "hello", "MARGA1:" + "A" * 30_000, "MARGA1:០", "\ud800"]
)
def test_what_is_no_receipt_cannot_be_read(text):
    with pytest.raises(LedgerError, match=r"is no receipt|cannot be read"):
        read_receipt(text)


@QUICK
@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_what_is_packed_as_a_receipt_and_is_none_cannot_be_read(data):
    packed = base64.b32encode(gzip.compress(data)).decode().rstrip("=")
    with pytest.raises(LedgerError, match="cannot be read"):
        read_receipt(f"MARGA1:{packed}")


def test_a_bomb_is_not_unpacked():
    """10 MB pack into some 10 kB, which a receipt may have; a proof never needs so much."""
    packed = base64.b32encode(gzip.compress(bytes(10_000_000))).decode().rstrip("=")
    tracemalloc.start()
    with pytest.raises(LedgerError, match="cannot be read"):
        read_receipt(f"MARGA1:{packed}")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_receipt_of_ten_million_entries_with_two_witnesses_fits_a_qr_code():
    """24 hashes, two cosignatures and some 500 letters of act: what a large country needs."""
    log, witnesses = Log(), [Witness(make_key(f"witness-{number}.example/marga", KeyType.WITNESS)) for number in (1, 2)]
    log.enter(1, narrative="where and when, which officers, what was taken, and what the second scale said; " * 4)
    note = sign_checkpoint(Checkpoint(ORIGIN, 2**24 - 1, bytes(32)), [log.key])
    for one in witnesses:
        note = one.saw(note, log).note
    random = log.random.randbytes
    receipt = replace(log.receipt(0), index=9_999_999, path=tuple(random(32) for _ in range(24)), note=note)
    assert len(write_receipt(receipt)) <= LONGEST


def test_a_receipt_too_long_for_a_qr_code_is_not_printed(log):
    with pytest.raises(LedgerError, match=r"letters; a QR code holds 2,600\. Put less into what is entered"):
        write_receipt(replace(log.receipt(17), act={"narrative": log.random.randbytes(1000).hex()}))


def test_a_later_witnessed_tree_that_holds_the_entry_says_so(log, witness):
    checked = verified(log, write_receipt(log.receipt(17, 20)))
    looked = absent_from(checked, witness.saw(log.signed(), log), log.answer)
    assert looked.presence is Presence.PRESENT
    assert str(looked.says) == "The witnessed tree of 40 entries holds it unchanged."


def test_a_witnessed_tree_with_another_entry_in_its_place_is_evidence_of_a_fork(log, witness):
    checked = verified(log, write_receipt(log.receipt(17, 20)))
    other = log.rewritten(17, charge="trafficking")
    looked = absent_from(checked, witness.saw(other.signed(), log), other.answer)
    assert looked.presence is Presence.FORK
    assert str(looked.says).startswith("Evidence of a fork: police.example/enforcement signed a tree of 20 entries")


def test_a_witnessed_tree_of_the_same_size_with_another_root_is_evidence_by_itself(log, witness):
    checked = verified(log, write_receipt(log.receipt(17)))
    other = log.rewritten(3, charge="none")
    looked = absent_from(checked, witness.saw(other.signed(), log), never)
    assert looked.presence is Presence.FORK
    assert absent_from(checked, witness.saw(log.signed(), log), never).presence is Presence.PRESENT


def test_a_sequencer_that_stood_still_for_days_has_not_forked(log, witness):
    """The act waited for its place, and meanwhile a witness was honestly shown the shorter tree."""
    checked = verified(log, write_receipt(log.receipt(17)))
    for days in (0, 2, 3, 400):
        later = witness.saw(log.signed(10), log, timedelta(days=days))
        looked = absent_from(checked, later, never, lambda *sizes: tree.consistency_proof(log.nodes, *sizes))
        assert looked.presence is Presence.EARLIER
        assert str(looked.says) == (
            "The witnessed tree of 10 entries ends before entry 17, and the tree of this receipt continues it; take a "
            "later one."
        )


def test_a_shorter_tree_shown_after_a_witnessed_receipt_is_no_evidence_by_its_time(log, witness):
    """It may be an old copy, or the clock of one of the two witnesses is wrong."""
    note = witness.saw(log.signed(), log).note
    checked = verified(log, write_receipt(log.receipt(17, note=note)), witness)
    looked = absent_from(checked, witness.saw(log.signed(10), log, timedelta(days=30)), log.answer)
    assert looked.presence is Presence.UNPROVEN
    assert "no proof was given that the tree of 40 entries of this receipt continues it" in str(looked.says)
    assert "showed it to the witness, on 24 December 2026, after you were given the receipt, show both" in str(
        looked.says
    )


@pytest.mark.parametrize("proof", [None, [], [bytes(32)] * 6])
def test_a_shorter_tree_that_the_receipt_s_own_does_not_provably_continue_leaves_it_open(log, witness, proof):
    checked = verified(log, write_receipt(log.receipt(17)))
    other = log.rewritten(3, charge="none")
    for shown in (log, other):
        looked = absent_from(checked, witness.saw(shown.signed(10), log), never, lambda *_: proof)
        assert looked.presence is Presence.UNPROVEN


@pytest.mark.parametrize("size", [16, 17, 18, 20, 24, 32])
def test_where_the_receipt_itself_tells_the_root_nobody_is_asked_and_another_is_evidence(log, witness, size):
    checked = verified(log, write_receipt(log.receipt(17)))
    other = log.rewritten(3, charge="none")
    assert absent_from(checked, witness.saw(other.signed(size), log), never).presence is Presence.FORK
    held = Presence.PRESENT if size > 17 else Presence.EARLIER
    assert absent_from(checked, witness.saw(log.signed(size), log), never).presence is held


def test_of_an_honest_log_no_receipt_and_no_witnessed_tree_are_ever_taken_for_a_fork(witness):
    log = Log()
    log.enter(12)
    for size in range(1, 13):
        for index in range(size):
            checked = verified(log, log.receipt(index, size))
            for seen in range(13):
                looked = absent_from(checked, witness.saw(log.signed(seen), log, timedelta(days=9)), log.answer,
                                     lambda *sizes: tree.consistency_proof(log.nodes, *sizes))  # fmt: skip
                assert looked.presence is (Presence.PRESENT if seen > index else Presence.EARLIER)


@pytest.mark.parametrize("answer", [None, (bytes(32), []), (bytes(32), [bytes(32)] * 6)])
def test_a_log_that_proves_nothing_leaves_it_open(log, witness, answer):
    checked = verified(log, write_receipt(log.receipt(17, 20)))
    looked = absent_from(checked, witness.saw(log.signed(), log), lambda *_: answer)
    assert looked.presence is Presence.UNPROVEN
    assert "if it never comes, show the receipt and the checkpoint to a witness" in str(looked.says)


def test_only_a_genuine_receipt_and_a_witnessed_checkpoint_of_the_same_log_are_compared(log, witness):
    checked = verified(log, write_receipt(log.receipt(17)))
    forged = verified(log, write_receipt(replace(log.receipt(17), index=18)))
    other = Log(make_key("care.example/log", KeyType.LOG))
    other.enter(50)
    with pytest.raises(LedgerError, match="Only a genuine receipt"):
        absent_from(forged, witness.saw(log.signed(), log), log.answer)
    with pytest.raises(LedgerError, match=r"is of care\.example/log, the receipt of police\.example/enforcement"):
        absent_from(checked, witness.saw(other.signed(), other), log.answer)
    unwitnessed = replace(witness.saw(log.signed(), log), cosignatures=())
    with pytest.raises(LedgerError, match="cosigned by no witness that is trusted here"):
        absent_from(checked, unwitnessed, log.answer)


@QUICK
@given(st.lists(st.binary(min_size=32, max_size=32), max_size=65))
def test_hashes_are_read_back(hashes):
    assert list(read_hashes(write_hashes(hashes))) == hashes


@pytest.mark.parametrize(
    "text", ["a", "a\n", "AAAA\n", "\n", write_hashes([bytes(32)])[:-1], write_hashes([bytes(32)] * 66)]
)
def test_what_is_no_list_of_hashes_is_refused(text):
    with pytest.raises(LedgerError, match="A proof is hashes of 32 bytes in base64"):
        read_hashes(text)


def test_a_proof_written_in_another_way_is_refused(log):
    letters = write_receipt(log.receipt(17)).removeprefix("MARGA1:")
    plain = gzip.decompress(base64.b32decode(letters + "=" * (-len(letters) % 8))).decode().partition("\n")[2]
    assert str(read_log_proof(plain)) == plain
    for old, new in [("@v1", "@v2"), ("index 17", "index 017"), ("index 17", "index x"), ("extra ", ""), ("\n\n", "\n"),
                     ("index 17", f"index {2**70}"), ("index 17", "index -17"), ("extra", "extra ")]:  # fmt: skip
        with pytest.raises(LedgerError, match="no proof of the form"):
            read_log_proof(plain.replace(old, new, 1))
    assert TODAY.isoformat() in str(log.receipt(17).entry.leaf_data())
