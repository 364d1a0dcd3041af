"""Recompute a whole ledger from its records, and name what was changed, missing, added or swapped behind its back.

Each record is compared with its entry, each entry with its leaf in the stored tree, the leaves with the nodes above
them, with every signed checkpoint, and with the checkpoints that a witness saw. Whoever holds the log's key can make
all of it anew but the last: only a witnessed checkpoint shows that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from . import findings
from .audited import Leaves, Roots, Stored
from .checkpoints import Checkpoint, open_checkpoint
from .errors import LedgerError
from .findings import Finding
from .keys import VerifierKey
from .mismatches import Mismatches
from .tree import Nodes

BATCH = 1024  # entries whose nodes are read at once
MOST_FINDINGS = 1000


@dataclass(frozen=True, slots=True)
class Audit:
    """What came of an audit: the tree as it was recomputed, and everything found, in the order of the entries."""

    size: int
    root: bytes
    erased: int  # records that were lawfully erased
    findings: tuple[Finding, ...]


def audit(
    stored: Iterable[Stored], nodes: Nodes, size: int, *, notes: Iterable[str] = (),
    log_keys: Collection[VerifierKey] = (), witnessed: Iterable[Checkpoint] = (),
    progress: Callable[[int], object] = int,
) -> Audit:  # fmt: skip
    """Recompute a ledger of `size` entries that have a position.

    stored      the entries in the order of their positions; records without one anywhere between
    nodes       the stored tree
    notes       the stored checkpoints, each of which must be signed by one of `log_keys`
    witnessed   checkpoints of this log whose cosignatures the caller has verified
    progress    is told how many entries were gone through
    """
    signed, unreadable = _opened(notes, log_keys)
    seen = list(witnessed)
    leaves, mismatches = Leaves(), Mismatches(findings.entries_swapped, findings.entry_changed)
    roots = Roots(nodes, {one.size for one in [*signed, *seen]})
    for batch in _batches(leaves.of(stored, size)):
        for position, (made, kept) in enumerate(zip(batch, roots.grow(batch), strict=True), roots.size - len(batch)):
            if made is not None and kept is not None and made != kept:
                mismatches.add(position, made, kept)
        progress(roots.size)
    found = [*leaves.found(), *mismatches.found(), *roots.found, *unreadable]
    if not roots.found:  # else the signed trees differ for that reason
        found += _compared(signed, roots, findings.signed_other, findings.signed_more)
    found += _compared(seen, roots, findings.witnessed_other, findings.witnessed_more)
    found.sort(key=lambda one: (one.first is None, one.first or 0))
    return Audit(size, roots.root(), leaves.erased, tuple(found[:MOST_FINDINGS]))


def _batches(leaves: Iterable[bytes | None]) -> Iterator[list[bytes | None]]:
    running = iter(leaves)
    while batch := list(islice(running, BATCH)):
        yield batch


def _opened(notes: Iterable[str], keys: Collection[VerifierKey]) -> tuple[list[Checkpoint], list[Finding]]:
    """The stored checkpoints, and a finding for each that is not signed by a key of the log."""
    opened, found = [], []
    for note in notes:
        try:
            opened.append(open_checkpoint(note, keys).checkpoint)
        except LedgerError as error:
            found.append(findings.checkpoint_unreadable(error.says))
    return opened, found


def _compared(
    checkpoints: Iterable[Checkpoint], roots: Roots, other: Callable[[int, int], Finding],
    more: Callable[[int, int], Finding],
) -> list[Finding]:  # fmt: skip
    """The first checkpoint that is of another tree, as a finding about what lies behind the last that agrees."""
    agreed = 0
    for one in sorted(checkpoints, key=lambda one: one.size):
        if one.size > roots.size:
            return [more(roots.size, one.size)]
        if roots.at[one.size] != one.root:
            return [other(min(agreed, one.size - 1), one.size)]
        agreed = one.size
    return []
