"""Ledger proofs and their checks grow with the logarithm of the entries to 10 million: ./bench ledger

Beside it: the same from pymerkle, in the same run, on trees in memory, filled in batches of 1,000 as a sequencer does.
Times are of the processor, the best of three; proofs and checks are the mean over 300 random places. Each tree has a
process of its own, whose memory is told at its peak, over what it had before. `./bench ledger SIZE…` measures others.
"""

from __future__ import annotations

import gc
import random
import resource
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, replace
from math import log2
from multiprocessing import get_context
from time import process_time
from typing import TypeVar

import pymerkle

from marga.ledger import tree
from marga.ledger.merkle import HASH_BYTES, leaf_hash, verify_consistency, verify_inclusion

T = TypeVar("T")
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
BATCH, PLACES, TIMES = 1000, 300, 3
#: By how much more than the logarithm a time may grow: a larger tree lies further from the processor's caches.
ROOM = 1.5


@dataclass(frozen=True)
class Times:
    """Microseconds of the processor: of one append, one proof of a kind, one check of it. Hashes in a proof; MB."""

    append: float
    prove_inclusion: float
    verify_inclusion: float
    prove_consistency: float
    verify_consistency: float
    hashes: float
    megabytes: float = 0


#: The names of what is a time.
TIMED = tuple(field.name for field in fields(Times))[:-2]


class Packed:
    """Nodes of a tree, 32 bytes each behind one another, level by level: what a store on disk would hold."""

    def __init__(self) -> None:
        self.levels: list[bytearray] = []

    def get(self, wanted: Collection[tree.NodeId]) -> Mapping[tree.NodeId, bytes]:
        return {(level, index): bytes(self.levels[level][index * HASH_BYTES : (index + 1) * HASH_BYTES])
                for level, index in wanted}  # fmt: skip

    def put(self, nodes: Mapping[tree.NodeId, bytes]) -> None:
        for (level, index), value in nodes.items():
            if level == len(self.levels):
                self.levels.append(bytearray())
            self.levels[level][index * HASH_BYTES :] = value


def main(sizes: Sequence[int]) -> int:
    heads = "".join(f"{name:>10s}" for name in ("append", "include", "check", "continue", "check", "hashes", "memory"))
    print(f"{'entries':>12s} {'':9s}{heads}")
    ours, theirs = [], []
    for size in sizes:
        ours.append(said(size, "marga", alone(marga, size)))
        theirs.append(said(size, "pymerkle", alone(py_merkle, size)))
        ratios = [f"{getattr(theirs[-1], name) / getattr(ours[-1], name):8.1f} x" for name in TIMED]
        memory = theirs[-1].megabytes / max(ours[-1].megabytes, 0.1)
        print(f"{'':12s} {'ratio':9s} {' '.join(ratios)} {'':7s} {memory:7.1f} x", flush=True)
    fine = not_slower(ours[-1], theirs[-1])
    return 0 if grows_with_the_logarithm(sizes, ours) and fine else 1


def alone(measure: Callable[[int], Times], size: int) -> Times:
    """A measurement in a process of its own, and the memory that it took."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        before = process.submit(peak).result()
        times = process.submit(measure, size).result()
        return replace(times, megabytes=process.submit(peak).result() - before)


def peak() -> float:
    """The most memory that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def marga(size: int) -> Times:
    """Fill a tree and measure it."""
    nodes = Packed()

    def fill() -> None:
        for start in range(0, size, BATCH):
            hashes = [leaf_hash(entry(number)) for number in range(start, min(size, start + BATCH))]
            tree.append(nodes, start, hashes)

    filling = seconds(fill)
    whole = tree.root(nodes, size)
    places = picked(size)
    roots = {place: tree.root(nodes, place) for place in places}
    leaves = {place: leaf_hash(entry(place)) for place in places}
    included, prove_in = best(lambda: [tree.inclusion_proof(nodes, place, size) for place in places])
    followed, prove_on = best(lambda: [tree.consistency_proof(nodes, place, size) for place in places])
    right, check_in = best(lambda: [verify_inclusion(leaves[place], place, size, proof, whole)
                                    for place, proof in zip(places, included, strict=True)])  # fmt: skip
    also, check_on = best(lambda: [verify_consistency(place, size, proof, roots[place], whole)
                                   for place, proof in zip(places, followed, strict=True)])  # fmt: skip
    assert all(right)
    assert all(also)
    hashes = sum(map(len, included)) / PLACES
    return Times(filling / size * 1e6, prove_in, check_in, prove_on, check_on, hashes)


def py_merkle(size: int) -> Times:
    """The same with pymerkle."""
    made = pymerkle.InmemoryTree(algorithm="sha256")

    def fill() -> None:
        for start in range(0, size, BATCH):
            made.append_entries([entry(number) for number in range(start, min(size, start + BATCH))])

    filling = seconds(fill)
    whole = made.get_root()
    places = picked(size)
    roots = {place: made.get_root(place) for place in places}
    leaves = {place: made.get_leaf(place + 1) for place in places}
    made.cache_clear()
    included, prove_in = best(lambda: [made.prove_inclusion(place + 1, size) for place in places])
    followed, prove_on = best(lambda: [made.prove_consistency(place, size) for place in places])
    _, check_in = best(lambda: [pymerkle.verify_inclusion(leaves[place], whole, proof, index=place + 1, size=size)
                                for place, proof in zip(places, included, strict=True)])  # fmt: skip
    _, check_on = best(lambda: [pymerkle.verify_consistency(roots[place], whole, proof, place, size)
                                for place, proof in zip(places, followed, strict=True)])  # fmt: skip
    hashes = sum(len(proof.path) - 1 for proof in included) / PLACES
    return Times(filling / size * 1e6, prove_in, check_in, prove_on, check_on, hashes)


def entry(number: int) -> bytes:
    """The bytes of an entry, as long as one of Marga's."""
    return b'{"commitment":"%064x","day":"2026-11-24","kind":"case.booked","v":1}' % number


def picked(size: int) -> list[int]:
    return [random.Random(place).randrange(1, size) for place in range(PLACES)]


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()  # trees of millions of objects: what the collector does is neither's own work
    start = process_time()
    work()
    spent = process_time() - start
    gc.enable()
    return spent


def best(work: Callable[[], T]) -> tuple[T, float]:
    """The result, and microseconds for each place."""
    return work(), min(seconds(work) for _ in range(TIMES)) / PLACES * 1e6


def said(size: int, who: str, times: Times) -> Times:
    columns = " ".join(f"{getattr(times, name):6.2f} µs" for name in TIMED)
    print(f"{size:12,d} {who:9s} {columns} {times.hashes:7.1f} {times.megabytes:6,.0f} MB", flush=True)
    return times


def grows_with_the_logarithm(sizes: Sequence[int], measured: Sequence[Times]) -> bool:
    """Whether each time grew by no more than the logarithm of the size did, with some room."""
    fine = True
    logarithm = log2(sizes[-1]) / log2(sizes[0])
    for name in TIMED[1:]:
        growth = getattr(measured[-1], name) / getattr(measured[0], name)
        fine &= growth <= logarithm * ROOM
        print(f"{name:20s} {growth:5.2f} x from {sizes[0]:,d} to {sizes[-1]:,d}; the logarithm {logarithm:.2f} x")
    return fine


def not_slower(ours: Times, theirs: Times) -> bool:
    print(f"append               {ours.append / theirs.append:5.2f} of pymerkle's time")
    return ours.append <= theirs.append


if __name__ == "__main__":
    sys.exit(main([int(one) for one in sys.argv[1:]] or SIZES))
