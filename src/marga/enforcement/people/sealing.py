"""Reads are put under the ledger: every hour an act says how many there were since the last, and the root of their
tree.

A read is no act: there are more of them than of anything else. So the ledger does not hold each, but one hash of many.
Whoever owns the database and changes, takes out or adds one of them later contradicts the act, and the audit says so.
What was read since the last act is not covered yet.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Max

from marga.country.instants import Clock
from marga.enforcement.acts.services import Acting, record
from marga.ledger.canonical import canonical
from marga.ledger.merkle import leaf_hash, root

from . import contents
from .models import Read, ReadSeal

MOST = 5000  # reads of one act, so that neither its transaction nor an audit needs much memory
#: Who acts where nobody does: the worker of the side.
WORKER = "worker"


def seal_reads(clock: Clock) -> int:
    """Enter all reads that no act covers yet. Returns how many; 0 too while another worker is at it."""
    done = 0
    try:
        while count := _seal(clock):
            done += count
    except IntegrityError:  # another worker gave the same number: nothing of this one is written
        return done
    return done


def _seal(clock: Clock) -> int:
    """One act about the first reads that wait. A read that is committed later, under a lower number, waits for the
    next: so none is missed, whatever the order of commits."""
    with transaction.atomic():
        reads = list(Read.objects.filter(seal=None).order_by("pk")[:MOST])
        if not reads:
            return 0
        number = (ReadSeal.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        times = [one.at for one in reads]
        told = contents.ReadsSealed(number=number, count=len(reads), first=min(times), last=max(times),
                                    root=root_of(reads))  # fmt: skip
        record("reads.sealed", Acting(WORKER, "", "", (), clock), told, part=str(number))
        Read.objects.filter(pk__in=[one.pk for one in reads]).update(seal=number)
        return len(reads)


def root_of(reads: Iterable[Read]) -> str:
    """The root, in hex, of the tree whose leaves are these reads in the order of their numbers."""
    return root([_leaf(one) for one in reads]).hex()


def _leaf(read: Read) -> bytes:
    """The hash of all that a read says."""
    said = {name: getattr(read, name) for name in ("at", "officer", "unit", "case", "what", "detail", "by_inspector")}
    return leaf_hash(canonical({"id": read.pk, **said}))


def sealed_until() -> ReadSeal | None:
    """The last act about reads; None while there is none."""
    return ReadSeal.objects.order_by("-number").first()
