"""Signed notes and checkpoints in C2SP's formats: what is signed verifies, and nothing else does."""

import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.foreign import checked_by_hand
from marga.ledger import LedgerError
from marga.ledger.checkpoints import Checkpoint, open_checkpoint, read_checkpoint, sign_checkpoint
from marga.ledger.keys import (
    KeyType,
    SignerKey,
    make_key,
    read_signer_key,
    read_verifier_key,
    read_verifier_keys,
    signer_at,
)
from marga.ledger.merkle import EMPTY_ROOT
from marga.ledger.notes import SignedNote, cosign, read_note, sign, verify

#: The keys, the note and the checkpoint that Go's sumdb/note and C2SP's documents print as examples.
GO_NOTE = """\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"

LOG, OLD = (make_key("police.example/enforcement", KeyType.LOG) for _ in range(2))
WITNESS = make_key("bar.example/witness", KeyType.WITNESS)
NOON = datetime(2026, 11, 24, 5, 54, 36, tzinfo=UTC)
TREE = Checkpoint(LOG.name, 1234, bytes(range(32)))


def test_a_note_of_go_s_own_example_is_read_verified_and_signed_alike():
    note, key, signer = read_note(GO_NOTE), read_verifier_key(GO_KEY), read_signer_key(GO_SIGNER)
    assert [one.key for one in verify(note, [key])] == [key]
    assert str(sign(note.text, [signer])) == GO_NOTE
    assert signer.verifier == key


def test_a_checkpoint_is_written_as_documented():
    note = sign_checkpoint(TREE, [LOG])
    lines = str(note).split("\n")
    assert lines[:4] == [LOG.name, "1234", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", ""]
    assert lines[4].startswith(f"— {LOG.name} ")
    assert lines[5:] == [""]


def test_a_signed_checkpoint_is_opened_and_a_cosignature_says_when():
    note = sign_checkpoint(TREE, [LOG]).with_signatures([cosign(TREE.text(), WITNESS, NOON)])
    opened = open_checkpoint(str(note).encode(), [LOG.verifier], [WITNESS.verifier])
    assert opened.checkpoint == TREE
    assert [(one.key, one.at) for one in opened.cosignatures] == [(WITNESS.verifier, NOON)]
    assert not open_checkpoint(str(note), [LOG.verifier]).witnessed


def test_signatures_are_over_the_exact_bytes_that_outsiders_would_check():
    note = str(sign_checkpoint(TREE, [LOG]).with_signatures([cosign(TREE.text(), WITNESS, NOON)]))
    assert checked_by_hand(note, str(LOG.verifier)) == (1234, bytes(range(32)), None)
    assert checked_by_hand(note, str(WITNESS.verifier)) == (1234, bytes(range(32)), int(NOON.timestamp()))


def test_openssl_verifies_a_checkpoint(tmp_path):
    note = sign_checkpoint(TREE, [LOG])
    (tmp_path / "text").write_text(note.text)
    (tmp_path / "signature").write_bytes(note.signatures[0].raw)
    subject = bytes.fromhex("302a300506032b6570032100")  # what stands before an Ed25519 key in DER (RFC 8410)
    (tmp_path / "key").write_bytes(subject + LOG.verifier.public)
    command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile signature"
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.strip() == "Signature Verified Successfully"
    (tmp_path / "text").write_text(note.text.replace("1234", "1235"))
    assert subprocess.run(command.split(), cwd=tmp_path, capture_output=True).returncode != 0


def test_while_keys_change_hands_who_trusts_either_reads_on():
    note = sign_checkpoint(TREE, [OLD, LOG])
    for trusted in ([OLD.verifier], [LOG.verifier], [OLD.verifier, LOG.verifier]):
        assert set(open_checkpoint(note, trusted).log_keys) == set(trusted)


def test_a_checkpoint_of_a_key_that_is_not_trusted_is_refused():
    with pytest.raises(LedgerError, match="is signed by no key of that name that is trusted here"):
        open_checkpoint(sign_checkpoint(TREE, [OLD]), [LOG.verifier])


def test_a_trusted_log_does_not_sign_for_another():
    other = make_key("care.example/log", KeyType.LOG)
    note = sign(TREE.text(), [other])
    with pytest.raises(LedgerError, match="signed by no key of that name"):
        open_checkpoint(note, [other.verifier, LOG.verifier])
    with pytest.raises(LedgerError, match="is signed by keys of that name"):
        sign_checkpoint(TREE, [other])


def test_a_log_cannot_witness_itself():
    itself = SignerKey("bar.example/witness", KeyType.WITNESS, LOG.private)
    note = sign_checkpoint(TREE, [LOG]).with_signatures([cosign(TREE.text(), itself, NOON)])
    assert not open_checkpoint(note, [LOG.verifier], [itself.verifier]).witnessed


def test_a_cosignature_alone_is_not_the_log_s_word():
    note = SignedNote(TREE.text(), (cosign(TREE.text(), WITNESS, NOON),))
    with pytest.raises(LedgerError, match="signed by no key"):
        open_checkpoint(note, [LOG.verifier], [WITNESS.verifier])


def test_keys_sign_only_what_they_are_for():
    with pytest.raises(LedgerError, match="by one or more keys of a log"):
        sign(TREE.text(), [WITNESS])
    with pytest.raises(LedgerError, match="by one or more keys of a log"):
        sign(TREE.text(), [])
    with pytest.raises(LedgerError, match="Only the key of a witness cosigns"):
        cosign(TREE.text(), LOG, NOON)


def test_a_line_of_an_unknown_key_is_passed_over():
    stranger = make_key(LOG.name, KeyType.LOG)
    note = sign_checkpoint(TREE, [stranger, LOG])
    assert open_checkpoint(note, [LOG.verifier]).log_keys == (LOG.verifier,)


@given(st.data())
def test_a_note_with_any_byte_changed_no_longer_verifies(data):
    """Every byte counts: the text, the dash, the name, the key's number, the signature."""
    note = sign_checkpoint(TREE, [LOG]).with_signatures([cosign(TREE.text(), WITNESS, NOON)])
    raw = bytearray(str(note).encode())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        opened = open_checkpoint(bytes(raw), [LOG.verifier], [WITNESS.verifier])
    except LedgerError:
        return
    assert opened.checkpoint == TREE
    assert not (opened.log_keys and opened.cosignatures)


@given(
    st.binary(max_size=300)
    | st.text(max_size=300)
    | st.from_regex(r"[a-z]+\n[0-9]+\n[A-Za-z0-9+/=]+\n\n— [a-z]+ [A-Za-z0-9+/=]+\n")
)
def test_anything_that_is_no_signed_checkpoint_is_refused_with_a_sentence(data):
    with pytest.raises(LedgerError):
        open_checkpoint(data, [LOG.verifier])


GOOD = str(sign_checkpoint(TREE, [LOG]))
LINE = GOOD.split("\n")[4]


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("", "an empty line between its text and its signatures"),
        (GOOD.replace("\n\n", "\n"), "an empty line between"),
        (GOOD[:-1], "ends with a line break; its end is missing"),
        (GOOD + "\n", "ends with a line break"),
        (GOOD.replace("\n\n", "\n\n\n"), "further line of a checkpoint is empty"),
        (GOOD.replace("—", "-"), "is no signature"),
        (GOOD.replace("— ", "—  "), "is no signature"),
        (GOOD.replace("1234", "12\x0034"), "holds a control character"),
        (GOOD.replace("\n", "\r\n"), "an empty line between|control character"),
        (GOOD[:-2] + "\n", "is no signature"),
        (GOOD.replace(LINE, f"— {LOG.name} AAAA"), "is no signature"),
        (GOOD.replace(LINE, f"— a b {LINE.split()[2]}"), "is no signature"),
        (GOOD.replace(LINE, f"— a+b {LINE.split()[2]}"), "is no signature"),
        (GOOD + f"{LINE}\n" * 100, "more than 100 signatures"),
        (GOOD.encode() + b"\xff\n", "text in UTF-8"),
        ("a" * 64_001, "larger than 64,000 bytes"),
        ("\ud800\n\n", "text in UTF-8"),
    ],
)  # fmt: skip
def test_a_note_that_is_not_written_as_it_should_be_is_refused(note, told):
    with pytest.raises(LedgerError, match=told):
        open_checkpoint(note, [LOG.verifier])


ROOT = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"log\n12\n{ROOT}", "a line each"),
        ("log\n12\n", "a line each"),
        (f"log\n012\n{ROOT}\n", "size of a checkpoint is “012”"),
        (f"log\n-1\n{ROOT}\n", "size of a checkpoint is “-1”"),
        (f"log\n១២\n{ROOT}\n", "size of a checkpoint"),
        (f"log\n{'9' * 5000}\n{ROOT}\n", "size of a checkpoint"),
        (f"log\n{2**63}\n{ROOT}\n", "a size and a root of 32 bytes"),
        (f"log\n12\n{ROOT[:-2]}=\n", "root of a checkpoint"),
        ("log\n12\nAAEC\n", "a root of 32 bytes"),
        (f"log\n12\n{ROOT[:-2]}9=\n", "root of a checkpoint"),
        (f"\n12\n{ROOT}\n", "is no name of a key"),
        (f"l g\n12\n{ROOT}\n", "is no name of a key"),
        (f"log\n12\n{ROOT}\n\n", "further line of a checkpoint is empty"),
        (f"log\n0\n{ROOT}\n", "no entries has another root"),
    ],
)  # fmt: skip
def test_a_checkpoint_that_is_not_one_is_refused(text, told):
    with pytest.raises(LedgerError, match=told):
        read_checkpoint(text)


@given(
    st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(st.text("abc =.", min_size=1), max_size=3)
)
def test_a_checkpoint_is_read_back(size, root, extensions):
    checkpoint = Checkpoint(LOG.name, size, root, tuple(extensions))
    assert read_checkpoint(checkpoint.text()) == checkpoint
    assert open_checkpoint(str(sign_checkpoint(checkpoint, [LOG])), [LOG.verifier]).checkpoint == checkpoint


def test_the_empty_tree_has_a_checkpoint():
    assert read_checkpoint(Checkpoint("log", 0, EMPTY_ROOT).text()).size == 0


@given(st.text(min_size=1, max_size=30), st.sampled_from(KeyType))
def test_a_key_with_any_name_that_can_be_one_is_read_back_from_its_text(name, type):
    try:
        key = make_key(name, type)
    except LedgerError:
        assert "+" in name or not all(letter.isprintable() and not letter.isspace() for letter in name)
        return
    assert read_verifier_key(str(key.verifier)) == key.verifier
    assert str(read_signer_key(str(key))) == str(key)


@pytest.mark.parametrize(
    "text",
    [
        "", "a+b", "a+b+c", "a+00000000+" + ROOT, GO_KEY[:-1], GO_KEY + "=", GO_KEY.replace("c7", "c8"),
        GO_KEY.replace("Peter", "P"), GO_SIGNER, "ក" + GO_KEY,
    ],
)  # fmt: skip
def test_a_verifier_key_with_anything_changed_is_refused(text):
    with pytest.raises(LedgerError, match="is no verifier key"):
        read_verifier_key(text)


def test_a_file_of_keys_has_one_a_line_and_remarks():
    keys = read_verifier_keys(f"# police\n{LOG.verifier}\n\n  {WITNESS.verifier}  \n")
    assert keys == (LOG.verifier, WITNESS.verifier)


def test_a_signer_key_that_cannot_be_read_is_never_repeated():
    with pytest.raises(LedgerError, match="A signer key cannot be read") as caught:
        read_signer_key(GO_SIGNER[:-1])
    assert "AYEK" not in str(caught.value)
    assert "AYEK" not in repr(read_signer_key(GO_SIGNER))


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    file = tmp_path / "log.key"
    made = signer_at(file, "log.example", KeyType.LOG)
    assert str(signer_at(file, "log.example", KeyType.LOG)) == str(made) == file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["log.key"]


def test_many_who_make_a_key_at_once_have_the_same(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: str(signer_at(tmp_path / "log.key", "log.example", KeyType.LOG)), range(8)))
    assert len(set(made)) == 1


def test_a_key_file_of_another_name_or_type_or_none_at_all_is_refused(tmp_path):
    signer_at(tmp_path / "key", "log.example", KeyType.LOG)
    with pytest.raises(LedgerError, match=r"The file key holds a key of the name log\.example, not"):
        signer_at(tmp_path / "key", "other.example", KeyType.LOG)
    with pytest.raises(LedgerError, match="choose another file"):
        signer_at(tmp_path / "key", "log.example", KeyType.WITNESS)
    (tmp_path / "key").write_bytes(b"\xff")
    with pytest.raises(LedgerError, match="does not hold one signer key"):
        signer_at(tmp_path / "key", "log.example", KeyType.LOG)


def test_a_signature_is_deterministic_so_that_signing_again_changes_no_byte():
    assert str(sign_checkpoint(TREE, [LOG])) == str(sign_checkpoint(TREE, [LOG]))
    assert isinstance(LOG.private, Ed25519PrivateKey)
