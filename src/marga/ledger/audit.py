"""Recompute a whole ledger from its records, and name what was changed, missing, added or swapped behind its back.

Each record is compared with its entry, each entry with its leaf in the stored tree, the leaves with the nodes above
them, with every signed checkpoint and list of receipts, and with the checkpoints that a witness saw. Whoever holds the
log's key can make all of it anew but the last: only a witnessed checkpoint shows that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from . import findings
from .audited import Leaves, Roots, Stored
from .checkpoints import Checkpoint, open_checkpoint
from .errors import LedgerError
from .findings import Finding
from .kept import Kept, Signed
from .keys import VerifierKey
from .merkle import EMPTY_ROOT
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
    stored: Iterable[Stored], nodes: Nodes, size: int, *, kept: Iterable[Signed] = (), notes: Iterable[str] = (),
    log_keys: Collection[VerifierKey] = (), witnessed: Iterable[Checkpoint] = (),
    progress: Callable[[int], object] = int,
) -> Audit:  # fmt: skip
    """Recompute a ledger of `size` entries that have a position.

    stored      the entries in the order of their positions; records without one anywhere between
    nodes       the stored tree
    kept        the stored checkpoints and lists of receipts in the order of their sizes, each to be signed by one of
                `log_keys`; nothing may be missing among them
    notes       checkpoints that are remembered elsewhere, as `log_keys` signed them
    witnessed   checkpoints of this log whose cosignatures the caller has verified
    progress    is told how many entries were gone through
    """
    remembered, unreadable = _opened(notes, log_keys)
    seen = list(witnessed)
    signed = Kept(kept, log_keys, [*remembered, *seen])
    leaves, roots = Leaves(), Roots(nodes)
    sizes = {one.size for one in [*remembered, *seen]}
    swapped, at = _grown(leaves.of(_told(stored, signed), size), roots, signed, sizes, progress)
    found = [*leaves.found(), *swapped, *roots.found, *unreadable]
    trees = signed.trees(roots.size)
    found += signed.found
    if not roots.found:  # else the signed trees differ for that reason
        found += trees or _compared(remembered, roots.size, at, findings.signed_other, findings.signed_more)
    found += (others := _compared(seen, roots.size, at, findings.witnessed_other, findings.witnessed_more))
    if not (trees or others or roots.found):
        found += signed.unkept()
    named = {one.first for one in found if one.first == one.last}
    found += [one for one in leaves.rewritten() if one.first not in named]
    found.sort(key=lambda one: (one.first is None, one.first or 0))
    return Audit(size, roots.root(), leaves.erased, tuple(found[:MOST_FINDINGS]))


def _told(stored: Iterable[Stored], signed: Kept) -> Iterator[Stored]:
    for one in stored:
        signed.entered(one)
        yield one


def _grown(
    leaves: Iterable[bytes | None], roots: Roots, signed: Kept, sizes: Collection[int],
    progress: Callable[[int], object],
) -> tuple[list[Finding], dict[int, bytes]]:  # fmt: skip
    """Grow the tree to its end. Returns what differs between leaves and entries, and the roots at the sizes."""
    mismatches = Mismatches(findings.entries_swapped, findings.entry_changed)
    at, first = {0: EMPTY_ROOT}, 0
    signed.compare(signed.due(0), at)
    for batch in _batches(leaves):
        end = first + len(batch)
        due = signed.due(end)
        wanted = {size for size in sizes if first < size <= end}
        kept, now = roots.grow(batch, wanted | {one.size for one in due})
        for position, (made, old) in enumerate(zip(batch, kept, strict=True), first):
            if made is not None and old is not None and made != old:
                mismatches.add(position, made, old)
        signed.compare(due, now)
        at |= {size: now[size] for size in wanted}
        first = end
        progress(end)
    return mismatches.found(), at


def _batches(leaves: Iterable[bytes | None]) -> Iterator[list[bytes | None]]:
    running = iter(leaves)
    while batch := list(islice(running, BATCH)):
        yield batch


def _opened(notes: Iterable[str], keys: Collection[VerifierKey]) -> tuple[list[Checkpoint], list[Finding]]:
    """The remembered checkpoints, and a finding for each that is not signed by a key of the log."""
    opened, found = [], []
    for note in notes:
        try:
            opened.append(open_checkpoint(note, keys).checkpoint)
        except LedgerError as error:
            found.append(findings.checkpoint_unreadable("ledger.checkpoint", error.says))
    return opened, found


def _compared(
    checkpoints: Iterable[Checkpoint], size: int, at: Mapping[int, bytes], other: Callable[[int, int], Finding],
    more: Callable[[int, int], Finding],
) -> list[Finding]:  # fmt: skip
    """The first checkpoint that is of another tree, as a finding about what lies behind the last that agrees."""
    agreed = 0
    for one in sorted(checkpoints, key=lambda one: one.size):
        if one.size > size:
            return [more(size, one.size)]
        if at[one.size] != one.root:
            return [other(min(agreed, one.size - 1), one.size)]
        agreed = one.size
    return []
