"""Merkle trees: the reference values, the definition of RFC 9162, and every kind of forged proof."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import reference
from marga.ledger import LedgerError
from marga.ledger.merkle import (
    EMPTY_ROOT,
    LARGEST_SIZE,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "merkle.json").read_text())
LEAVES = [leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["leaves_hex"]]
HASH = b"\x07" * 32


def hexed(hashes):
    return [one.hex() for one in hashes]


def flipped(value: bytes, bit: int) -> bytes:
    """The bytes with one bit changed."""
    changed = bytearray(value)
    changed[bit // 8 % len(value)] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize(("size", "expected"), VECTORS["roots"].items())
def test_a_root_is_that_of_the_reference(size, expected):
    assert root(LEAVES[: int(size)]).hex() == expected


@pytest.mark.parametrize("one", VECTORS["inclusion"], ids=str)
def test_an_inclusion_proof_is_that_of_the_reference_and_verifies(one):
    leaves, index = LEAVES[: one["size"]], one["index"]
    proof = inclusion_proof(leaves, index)
    assert hexed(proof) == one["proof"]
    assert verify_inclusion(leaves[index], index, len(leaves), proof, root(leaves))


@pytest.mark.parametrize("one", VECTORS["consistency"], ids=str)
def test_a_consistency_proof_is_that_of_the_reference_and_verifies(one):
    first, second = LEAVES[: one["from"]], LEAVES[: one["to"]]
    proof = consistency_proof(second, len(first))
    assert hexed(proof) == one["proof"]
    assert verify_consistency(len(first), len(second), proof, root(first), root(second))


@given(st.lists(st.binary(max_size=8), max_size=70), st.data())
def test_trees_and_proofs_are_those_of_the_definition(data, draw):
    hashes = [leaf_hash(one) for one in data]
    assert root(hashes) == reference.root(data)
    if data:
        index = draw.draw(st.integers(0, len(data) - 1))
        assert inclusion_proof(hashes, index) == reference.path(index, data)
        first = draw.draw(st.integers(1, len(data)))
        assert consistency_proof(hashes, first) == reference.proof(first, data)


def test_every_proof_of_every_small_tree_verifies():
    for size in range(1, len(LEAVES) + 1):
        leaves, whole = LEAVES[:size], root(LEAVES[:size])
        for index in range(size):
            assert verify_inclusion(leaves[index], index, size, inclusion_proof(leaves, index), whole)
        for first in range(size + 1):
            assert verify_consistency(first, size, consistency_proof(leaves, first), root(leaves[:first]), whole)


@st.composite
def included(draw):
    """A leaf in a tree, with its proof."""
    size = draw(st.integers(1, 80))
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    index = draw(st.integers(0, size - 1))
    return leaves[index], index, size, inclusion_proof(leaves, index), root(leaves)


@given(included(), st.data())
def test_an_inclusion_proof_with_anything_changed_is_refused(case, draw):
    leaf, index, size, proof, whole = case
    bit = draw.draw(st.integers(0, 255))
    assert not verify_inclusion(flipped(leaf, bit), index, size, proof, whole)
    assert not verify_inclusion(leaf, index, size, proof, flipped(whole, bit))
    assert not verify_inclusion(leaf, index, size, [*proof, HASH], whole)
    if proof:
        place = draw.draw(st.integers(0, len(proof) - 1))
        changed = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
        assert not verify_inclusion(leaf, index, size, changed, whole)
        assert not verify_inclusion(leaf, index, size, [*proof[:place], *proof[place + 1 :]], whole)
    other = draw.draw(st.integers(0, size - 1).filter(lambda other: other != index) if size > 1 else st.just(size))
    assert not verify_inclusion(leaf, other, size, proof, whole)


@given(included(), st.integers(0, 200))
def test_a_proof_is_for_one_size_unless_the_path_to_the_leaf_is_the_same_in_both(case, other):
    """A size is bound by the shape of the path alone; the root that a checkpoint signs is bound to its size."""
    leaf, index, size, proof, whole = case
    shape = shape_of(index, size) == shape_of(index, other) if index < other else False
    assert verify_inclusion(leaf, index, other, proof, whole) is shape


def shape_of(index, size):
    """At which side each part of the path stands, from the leaf up."""
    sides, start, end = [], 0, size
    while end - start > 1:
        middle = start + reference.largest_power_of_two_below(end - start)
        sides.append(index < middle)
        start, end = (start, middle) if index < middle else (middle, end)
    return sides[::-1]


@st.composite
def continued(draw):
    """A tree and a later one, with the proof that it continues the first."""
    second = draw(st.integers(2, 80))
    first = draw(st.integers(1, second - 1))
    leaves = [leaf_hash(bytes([number])) for number in range(second)]
    return first, second, consistency_proof(leaves, first), root(leaves[:first]), root(leaves)


@given(continued(), st.data())
def test_a_consistency_proof_with_anything_changed_is_refused(case, draw):
    first, second, proof, old, new = case
    bit = draw.draw(st.integers(0, 255))
    place = draw.draw(st.integers(0, len(proof) - 1))
    changed = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
    assert not verify_consistency(first, second, changed, old, new)
    assert not verify_consistency(first, second, proof, flipped(old, bit), new)
    assert not verify_consistency(first, second, proof, old, flipped(new, bit))
    assert not verify_consistency(first, second, [*proof, HASH], old, new)
    assert not verify_consistency(first, second, [*proof[:place], *proof[place + 1 :]], old, new)
    assert not verify_consistency(second, first, proof, old, new)


@given(st.integers(1, 60), st.integers(0, 59), st.integers(1, 20))
def test_a_tree_with_one_early_leaf_replaced_has_no_proof_that_it_continues_the_first(size, at, more):
    at %= size
    leaves = [leaf_hash(bytes([number])) for number in range(size + more)]
    forged = [*leaves[:at], HASH, *leaves[at + 1 :]]
    proof = consistency_proof(forged, size)
    assert not verify_consistency(size, size + more, proof, root(leaves[:size]), root(forged))


def test_the_empty_tree_is_continued_by_every_tree_and_by_no_proof():
    assert verify_consistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)
    assert verify_consistency(0, 3, [], EMPTY_ROOT, root(LEAVES[:3]))
    assert not verify_consistency(0, 3, [HASH], EMPTY_ROOT, root(LEAVES[:3]))
    assert not verify_consistency(0, 3, [], HASH, root(LEAVES[:3]))
    assert not verify_consistency(0, 0, [], HASH, HASH)
    assert consistency_proof(LEAVES[:3], 0) == []


def test_a_leaf_does_not_pass_for_a_node():
    """A leaf made of two hashes is no node over them: they are hashed behind different first bytes."""
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != root([left, right])


def test_a_node_does_not_pass_for_a_leaf_of_a_smaller_tree_nor_a_part_of_a_tree_for_the_whole():
    """Proofs that hash to the root, and are longer or shorter than the sizes allow."""
    left, right = LEAVES[:2]
    both = root([left, right])
    assert not verify_inclusion(right, 0, 1, [left], both)
    assert not verify_inclusion(left, 0, 4, [right], both)
    assert not verify_consistency(1, 4, [right], left, both)
    assert not verify_consistency(1, 2, [right, HASH], left, root([both, HASH]))
    assert not verify_consistency(2, 2, [HASH], both, both)


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.binary(max_size=40),
    st.just(HASH), st.lists(st.just(HASH), max_size=70), st.lists(st.binary(max_size=33)), st.just(LARGEST_SIZE),
    st.just(2**10_000), st.just(object()), st.tuples(st.just(HASH), st.none()), st.iterables(st.just(HASH)),
)  # fmt: skip


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_a_verifier_answers_no_to_anything_it_is_given(a, b, c, d, e):
    assert verify_inclusion(a, b, c, d, e) in (True, False)
    assert verify_consistency(a, b, c, d, e) in (True, False)


@pytest.mark.parametrize(
    ("index", "size"), [(-1, 3), (3, 3), (0, 0), (True, 3), (1.0, 3), ("1", 3), (1, -3), (1, 2**63), (None, None)]
)
def test_a_place_that_no_tree_has_is_refused(index, size):
    proof, whole = inclusion_proof(LEAVES[:3], 1), root(LEAVES[:3])
    assert not verify_inclusion(LEAVES[1], index, size, proof, whole)


@pytest.mark.parametrize("hashed", [b"", HASH[:31], HASH + b"\x00", "7" * 32, bytearray(HASH), None])
def test_what_is_no_hash_is_refused_wherever_it_stands(hashed):
    proof, whole = inclusion_proof(LEAVES[:3], 1), root(LEAVES[:3])
    assert not verify_inclusion(hashed, 1, 3, proof, whole)
    assert not verify_inclusion(LEAVES[1], 1, 3, proof, hashed)
    assert not verify_inclusion(LEAVES[1], 1, 3, [hashed, proof[1]], whole)
    assert not verify_consistency(3, 3, [], hashed, hashed)
    assert not verify_consistency(0, 3, [], EMPTY_ROOT, hashed)


def test_a_proof_that_the_tree_does_not_have_cannot_be_asked_for():
    with pytest.raises(LedgerError, match="A tree of 3 entries has no entry 3; they count from 0"):
        inclusion_proof(LEAVES[:3], 3)
    with pytest.raises(LedgerError, match="has no entry -1"):
        inclusion_proof(LEAVES[:3], -1)
    with pytest.raises(LedgerError, match="A tree of 3 entries has no beginning of 4"):
        consistency_proof(LEAVES[:3], 4)
