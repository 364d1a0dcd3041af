"""The tree in the database: one question for all nodes that are wanted, one statement for all that are new."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.db.models import Max, Q

from marga.ledger.tree import NodeId
from marga.site.ledgers.models import Entry, Node

Run = tuple[int, int, int]  # level, first and last index


class StoredNodes:
    """The nodes of this side's tree (`marga.ledger.tree.Nodes`)."""

    def get(self, wanted: Collection[NodeId]) -> Mapping[NodeId, bytes]:
        asked = Q(pk__in=[])
        for level, first, last in _runs(wanted):
            asked |= Q(level=level, index__range=(first, last))
        rows = Node.objects.filter(asked).values_list("level", "index", "hash")
        return {(level, index): bytes(value) for level, index, value in rows}

    def put(self, nodes: Mapping[NodeId, bytes]) -> None:
        rows = [Node(level=level, index=index, hash=value) for (level, index), value in nodes.items()]
        Node.objects.bulk_create(rows)


def sequenced() -> int:
    """How many entries have a position: the size of the tree."""
    last = Entry.objects.filter(position__isnull=False).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _runs(wanted: Collection[NodeId]) -> Iterator[Run]:
    """The wanted nodes as ranges of neighbours: a batch is a few of them, a proof one a level."""
    run: Run | None = None
    for level, index in sorted(wanted):
        if run is not None and (level, index) == (run[0], run[2] + 1):
            run = (level, run[1], index)
        else:
            if run is not None:
                yield run
            run = (level, index, index)
    if run is not None:
        yield run
