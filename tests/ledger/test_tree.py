"""A growing tree kept as nodes gives what the whole list of leaves gives, for every size it ever had."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marga.ledger import LedgerError, merkle, tree
from marga.ledger.merkle import leaf_hash

MANY = [leaf_hash(number.to_bytes(4)) for number in range(1, 1200)]


class Counted(tree.InMemory):
    """Nodes that count how often they are read and written, and refuse to change one."""

    def __init__(self):
        super().__init__()
        self.reads = self.read_nodes = self.writes = 0

    def get(self, wanted):
        self.reads += 1
        self.read_nodes += len(wanted)
        return super().get(wanted)

    def put(self, nodes: Mapping):
        assert not self.nodes.keys() & nodes.keys(), "a node was written again"
        self.writes += 1
        super().put(nodes)


@pytest.fixture
def grown():
    """Makes a tree of leaves added in batches."""

    def grow(*batches):
        nodes, size = Counted(), 0
        for batch in batches:
            size = tree.append(nodes, size, MANY[size : size + batch])
        return nodes, size

    return grow


@settings(max_examples=30)
@given(st.lists(st.integers(0, 40), max_size=6))
def test_every_size_has_the_root_and_the_proofs_of_the_whole_list(batches):
    nodes, size = Counted(), 0
    for batch in batches:
        size = tree.append(nodes, size, MANY[size : size + batch])
    for past in range(size + 1):
        leaves = MANY[:past]
        assert tree.root(nodes, past) == merkle.root(leaves)
        for index in range(0, past, 7):
            assert tree.inclusion_proof(nodes, index, past) == merkle.inclusion_proof(leaves, index)
        for first in range(0, past + 1, 11):
            assert tree.consistency_proof(nodes, first, past) == merkle.consistency_proof(leaves, first)


def test_leaves_added_one_by_one_or_at_once_leave_the_same_nodes(grown):
    assert grown(*[1] * 300)[0].nodes == grown(300)[0].nodes == grown(7, 121, 172)[0].nodes


def test_a_batch_costs_one_read_and_one_write_and_less_than_two_hashes_a_leaf(grown):
    nodes, _ = grown(777)
    before = len(nodes.nodes)
    nodes.reads = nodes.writes = 0
    tree.append(nodes, 777, MANY[777:1177])
    assert (nodes.reads, nodes.writes) == (1, 1)
    assert len(nodes.nodes) - before < 2 * 400 + 10


def test_a_proof_reads_once_and_no_more_nodes_than_twice_the_height(grown):
    nodes, size = grown(1199)
    nodes.reads = nodes.read_nodes = 0
    tree.inclusion_proof(nodes, 700, size)
    tree.consistency_proof(nodes, 700, size)
    assert nodes.reads == 2
    assert nodes.read_nodes <= 2 * 2 * 11


def test_a_lost_node_is_named(grown):
    nodes, size = grown(6)
    del nodes.nodes[1, 2]
    with pytest.raises(LedgerError, match="has lost its node 2 of level 1; restore it, then audit it"):
        tree.root(nodes, size)
    with pytest.raises(LedgerError, match="has lost its node 2 of level 1"):
        tree.append(nodes, size, [MANY[0]])


def test_what_the_tree_does_not_have_cannot_be_asked_for(grown):
    nodes, size = grown(6)
    with pytest.raises(LedgerError, match="has no entry 6"):
        tree.inclusion_proof(nodes, 6, size)
    with pytest.raises(LedgerError, match="has no beginning of 7"):
        tree.consistency_proof(nodes, 7, size)


def test_what_an_inclusion_proof_tells_of_the_tree_is_what_stands_there(grown):
    for size in range(1, 40):
        nodes, _ = grown(size)
        for index in range(size):
            known = tree.nodes_proven(MANY[index], index, size, tree.inclusion_proof(nodes, index, size))
            assert known.items() <= nodes.nodes.items()
            assert tree.root_of(known, (0, index)) == merkle.root(MANY[:index])
            assert tree.root_of(known, (0, index + 1)) == merkle.root(MANY[: index + 1])
