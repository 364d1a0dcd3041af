"""What others make of our checkpoints, proofs and values: public tools that share no code with Marga."""

import base64
import json
from types import SimpleNamespace

import pymerkle
import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore._internal.rekor.checkpoint import SignedCheckpoint, verify_checkpoint
from sigstore._internal.trust import Keyring
from sigstore.errors import VerificationError
from sigstore_models.common.v1 import PublicKey, PublicKeyDetails

from marga.ledger import tree
from marga.ledger.canonical import canonical
from support.ledgers import Log, Witness

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def log():
    log = Log()
    log.enter(100)
    return log


def keyring(key):
    """A key as sigstore wants it."""
    der = Ed25519PublicKey.from_public_bytes(key.public).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Keyring([PublicKey(raw_bytes=base64.b64encode(der), key_details=PublicKeyDetails.PKIX_ED25519)])


def test_sigstore_reads_and_verifies_our_checkpoint(log):
    """sigstore checks the checkpoints of Rekor, the public log of software signatures, with this code."""
    note = Witness().saw(log.signed(), log).note
    theirs = SignedCheckpoint.from_text(str(note))
    assert (theirs.checkpoint.origin, theirs.checkpoint.log_size) == (log.key.name, 100)
    assert theirs.checkpoint.log_hash == log.checkpoint().root.hex()
    theirs.signed_note.verify(keyring(log.key.verifier), log.key.verifier.key_id)


@pytest.mark.parametrize("index", [0, 42, 63, 64, 99])
def test_sigstore_verifies_that_our_entry_is_in_our_checkpoint(log, index):
    entry = as_theirs(log, index, log.entries[index].leaf_data())
    verify_checkpoint(keyring(log.key.verifier), entry)
    verify_merkle_inclusion(entry)
    with pytest.raises(VerificationError, match="invalid root hash"):
        verify_merkle_inclusion(as_theirs(log, index, b"another"))


def as_theirs(log, index, leaf):
    """An entry with its proof, in the places where sigstore looks for them."""
    note, root = str(log.signed()), log.checkpoint().root
    proof = SimpleNamespace(log_index=index, tree_size=log.size, hashes=log.answer(index, log.size)[1],
                            root_hash=root, checkpoint=SimpleNamespace(envelope=note))  # fmt: skip
    log_id = SimpleNamespace(key_id=log.key.verifier.key_id)
    return SimpleNamespace(_inner=SimpleNamespace(inclusion_proof=proof, canonicalized_body=leaf, log_id=log_id))


def test_sigstore_refuses_our_checkpoint_with_another_size(log):
    forged = str(log.signed()).replace("\n100\n", "\n101\n")
    with pytest.raises(VerificationError, match="invalid signature"):
        SignedCheckpoint.from_text(forged).signed_note.verify(keyring(log.key.verifier), log.key.verifier.key_id)


@given(st.integers(1, 100), st.data())
def test_pymerkle_makes_the_same_trees_and_proofs(size, data):
    log = Log()
    log.enter(size)
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    theirs.append_entries([one.leaf_data() for one in log.entries])
    index, past = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert theirs.get_root() == log.checkpoint().root
    base, *path = theirs.prove_inclusion(index + 1, size).path
    assert (base, path) == log.answer(index, size)
    assert theirs.get_root(past) == tree.root(log.nodes, past)


@given(JSON)
def test_rfc8785_writes_our_values_alike(value):
    assert canonical(value) == rfc8785.dumps(value)
    assert json.loads(canonical(value)) == value
