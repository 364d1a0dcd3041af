"""Merkle trees over a list of leaf hashes: roots, proofs, and their verification (RFC 9162, section 2.1).

A tree of n leaves is cut at the largest power of two below n, and so are its parts: an odd node at the right is
carried up, never doubled. Hashes are SHA-256, 32 bytes. A leaf and a node are hashed behind different first bytes, so
that neither passes for the other. The provers raise LedgerError for a place or size that the tree does not have; the
verifiers only ever answer True or False, whatever they are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from marga.country import gettext_noop

from .errors import LedgerError

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
#: Sizes are 64 bits in RFC 9162; the sign bit is left to the databases that keep them.
LARGEST_SIZE = 2**63 - 1
#: No proof between trees of such sizes is longer.
LONGEST_PROOF = 64

Range = tuple[int, int]  # first leaf, and the one after the last


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf that holds these bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node from the hashes of its two children."""
    return sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root of the tree over these leaves; that of no leaf is the hash of nothing."""
    level = list(leaf_hashes)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [node_hash(*pair) for pair in zip(level[::2], level[1::2], strict=False)] + odd
    return level[0]


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """What to hash a leaf with, from its sibling up, to arrive at the root. `index` counts from 0."""
    return [root(leaf_hashes[start:end]) for start, end in inclusion_ranges(index, len(leaf_hashes))]


def consistency_proof(leaf_hashes: Sequence[bytes], first_size: int) -> list[bytes]:
    """What shows that the tree of the first `first_size` leaves is the beginning of this one."""
    return [root(leaf_hashes[start:end]) for start, end in consistency_ranges(first_size, len(leaf_hashes))]


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The parts of a tree whose roots make up an inclusion proof, in its order (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise LedgerError(gettext_noop("a tree of {size} entries has no entry {index}; they count from 0."),
                          size=size, index=index)  # fmt: skip
    start, end, ranges = 0, size, []
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(first_size: int, second_size: int) -> list[Range]:
    """The parts of a tree whose roots make up a consistency proof, in its order (RFC 9162, 2.1.4.1).

    None are needed from an empty tree, which every tree continues, and none from a tree to itself.
    """
    if not 0 <= first_size <= second_size:
        raise LedgerError(gettext_noop("a tree of {second} entries has no beginning of {first}."),
                          second=second_size, first=first_size)  # fmt: skip
    if first_size in (0, second_size):
        return []
    start, end, ranges = 0, second_size, []
    while end != first_size:
        middle = start + split(end - start)
        if first_size <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start:  # the whole of the first tree is known to whoever asks
        ranges.append((start, end))
    return ranges[::-1]


def split(size: int) -> int:
    """The largest power of two below `size`, which is 2 or more."""
    return 1 << (size - 1).bit_length() - 1


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the tree of `size` leaves with this root has this leaf at `index` (RFC 9162, 2.1.3.2)."""
    if not (_are_sizes(index, size) and index < size and _are_hashes([leaf_hash, root]) and _is_proof(proof)):
        return False
    here, last, made = index, size - 1, leaf_hash
    for part in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            made = node_hash(part, made)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            made = node_hash(made, part)
        here, last = here >> 1, last >> 1
    return last == 0 and made == root


def verify_consistency(
    first_size: int, second_size: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> bool:
    """Whether the first tree is the beginning of the second (RFC 9162, 2.1.4.2).

    Every tree continues the empty one, whose root is EMPTY_ROOT, without a proof.
    """
    if not (_are_sizes(first_size, second_size) and _are_hashes([first_root, second_root]) and _is_proof(proof)):
        return False
    if first_size > second_size:
        return False
    if first_size == second_size:
        return not proof and first_root == second_root and (first_size > 0 or first_root == EMPTY_ROOT)
    if first_size == 0:
        return not proof and first_root == EMPTY_ROOT
    return _continues(first_size, second_size, proof, first_root, second_root)


def _continues(first_size: int, second_size: int, proof: Sequence[bytes], first: bytes, second: bytes) -> bool:
    """The steps of RFC 9162, 2.1.4.2, for 0 < first_size < second_size."""
    path = list(proof)
    if first_size & (first_size - 1) == 0:
        path.insert(0, first)
    if not path:
        return False
    here, last = first_size - 1, second_size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for part in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(part, old), node_hash(part, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, part)
        here, last = here >> 1, last >> 1
    return last == 0 and old == first and new == second


def _are_sizes(*numbers: object) -> bool:
    return all(type(number) is int and 0 <= number <= LARGEST_SIZE for number in numbers)


def _are_hashes(values: Sequence[object]) -> bool:
    return all(isinstance(value, bytes) and len(value) == HASH_BYTES for value in values)


def _is_proof(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) <= LONGEST_PROOF and _are_hashes(value)
