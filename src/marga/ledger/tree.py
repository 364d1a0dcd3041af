"""A growing Merkle tree kept as nodes, so that n new leaves cost some 2n hashes, and a proof a few reads.

Only complete subtrees are kept: node (level, index) is the root over the leaves from index * 2^level to
(index + 1) * 2^level. Such a node never changes once it is there, whatever follows (as in C2SP tlog-tiles). The ragged
right edge is put together when it is asked for, so the root and the proofs of every past size stay at hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from marga.country import gettext_noop

from .errors import LedgerError
from .merkle import EMPTY_ROOT, Range, consistency_ranges, inclusion_ranges, node_hash

NodeId = tuple[int, int]  # level, counted from the leaves up; index within it


class Nodes(Protocol):
    """Where nodes are kept. Whoever appends sees to it that nobody else does at the same time."""

    def get(self, wanted: Collection[NodeId]) -> Mapping[NodeId, bytes]:
        """Those of the wanted nodes that are there."""
        ...

    def put(self, nodes: Mapping[NodeId, bytes]) -> None:
        """Keep new nodes; none of them is there yet."""
        ...


class InMemory:
    """Nodes in memory, for trees that are rebuilt whenever they are looked at."""

    def __init__(self) -> None:
        self.nodes: dict[NodeId, bytes] = {}

    def get(self, wanted: Collection[NodeId]) -> Mapping[NodeId, bytes]:
        return {one: self.nodes[one] for one in wanted if one in self.nodes}

    def put(self, nodes: Mapping[NodeId, bytes]) -> None:
        self.nodes.update(nodes)


def append(nodes: Nodes, size: int, leaf_hashes: Sequence[bytes]) -> int:
    """Add leaves to a tree of `size` leaves, with one read and one write. Returns the new size.

    Raises LedgerError when a node of the tree so far is missing.
    """
    edge = read(nodes, complete_parts((0, size)))
    nodes.put(grown(edge, size, leaf_hashes))
    return size + len(leaf_hashes)


def grown(edge: Mapping[NodeId, bytes], size: int, leaf_hashes: Sequence[bytes]) -> dict[NodeId, bytes]:
    """The nodes that become complete when leaves are added to a tree of `size` leaves.

    `edge` holds at least the complete parts of that tree, as `complete_parts((0, size))` names them.
    """
    made: dict[NodeId, bytes] = {}
    first, fresh, level = size, list(leaf_hashes), 0
    while fresh:
        made.update(zip(((level, index) for index in range(first, first + len(fresh))), fresh, strict=True))
        if first % 2:  # its left neighbour waited at the edge
            first, fresh = first - 1, [edge[level, first - 1], *fresh]
        fresh = [node_hash(*pair) for pair in zip(fresh[::2], fresh[1::2], strict=False)]
        first, level = first // 2, level + 1
    return made


def root(nodes: Nodes, size: int) -> bytes:
    """The root when the tree had `size` leaves. Raises LedgerError when a node is missing."""
    return _roots(nodes, [(0, size)])[0]


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """That leaf `index` is in the tree of `size` leaves. Raises LedgerError when it is not, or a node is missing."""
    return _roots(nodes, inclusion_ranges(index, size))


def consistency_proof(nodes: Nodes, first_size: int, second_size: int) -> list[bytes]:
    """That the tree of `second_size` continues that of `first_size`. Raises LedgerError as above."""
    return _roots(nodes, consistency_ranges(first_size, second_size))


def nodes_proven(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes]) -> dict[NodeId, bytes]:
    """The nodes that an inclusion proof which holds says something of: from them follow roots of other sizes.

    To the left of the leaf that is everything, in its largest parts: always enough for the tree that ends there.
    """
    known = {(0, index): leaf_hash}
    for (start, end), value in zip(inclusion_ranges(index, size), proof, strict=True):
        level = (end - start).bit_length() - 1
        if end - start == 1 << level:
            known[level, start >> level] = value
    level = 0
    while (level, index >> level ^ 1) in known:
        pair = sorted([index >> level, index >> level ^ 1])
        known[level + 1, pair[0] // 2] = node_hash(*(known[level, one] for one in pair))
        level += 1
    return known


def _roots(nodes: Nodes, ranges: Sequence[Range]) -> list[bytes]:
    """The roots over ranges of leaves, with one read."""
    known = read(nodes, [part for one in ranges for part in complete_parts(one)])
    return [root_of(known, one) for one in ranges]


def root_of(known: Mapping[NodeId, bytes], leaves: Range) -> bytes:
    """The root over a range of leaves from its complete parts; the range begins where a subtree of it can."""
    made = b""
    for part in reversed(list(complete_parts(leaves))):
        made = node_hash(known[part], made) if made else known[part]
    return made or EMPTY_ROOT


def complete_parts(leaves: Range) -> Iterator[NodeId]:
    """The largest complete subtrees that a range of leaves consists of, from the left."""
    start, end = leaves
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def read(nodes: Nodes, wanted: Collection[NodeId] | Iterator[NodeId]) -> Mapping[NodeId, bytes]:
    """All of the wanted nodes. Raises LedgerError when one is missing: then the stored tree is damaged."""
    asked = list(wanted)
    found = nodes.get(asked) if asked else {}
    for level, index in asked:
        if (level, index) not in found:
            raise LedgerError(
                gettext_noop("the stored tree has lost its node {index} of level {level}; restore it, then audit it."),
                index=str(index), level=str(level),
            )  # fmt: skip
    return found
