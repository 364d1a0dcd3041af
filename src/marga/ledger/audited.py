"""What an audit goes through: entries as the database has them now, and the tree as it is recomputed over them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from . import findings, tree
from .canonical import Json
from .commitment import ERASED, Act, Entry, commit, erasure_of
from .errors import LedgerError
from .findings import Finding
from .merkle import HASH_BYTES
from .mismatches import Mismatches
from .tree import NodeId, Nodes

NOTHING = bytes(HASH_BYTES)  # stands for a leaf that is nowhere any more


@dataclass(frozen=True, slots=True)
class Record:
    """What opens a commitment: the salt, and the act made anew from the record as it stands."""

    salt: bytes
    act: Act | Json


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as the database has it now, whatever was done to it."""

    position: int | None  # None: a record that should have an entry and has none
    kind: str
    day: date
    commitment: bytes
    record: Record | None  # None: it is not there
    erased_by: int | None = None  # the position of the entry that says that the record was lawfully erased
    name: str = ""  # the record by its number, for a message
    leaf: bytes | None = None  # the hash of its leaf, as it is stored with it; None: nowhere
    receipt: bytes | None = None  # the hash of the code of the receipt it is about
    wanted: bool = False  # somebody waited for its proof
    filled: bool = False  # it was erased, and its record says something all the same


class Leaves:
    """The hash of the leaf of each position, from the entry that stands there now."""

    def __init__(self) -> None:
        self.erased = 0
        self._found: list[Finding] = []
        self._records = Mismatches(findings.records_swapped, findings.record_changed)
        self._leaves = Mismatches(findings.leaves_swapped, findings.leaf_rewritten)
        self._filled: set[int] = set()
        self._claims: dict[int | None, list[int]] = {}  # erasure -> entries it is said to have erased; None: no erasure

    def of(self, stored: Iterable[Stored], size: int) -> Iterator[bytes | None]:
        """One for each position below `size`; None where the entry is missing or cannot be one."""
        expected = 0
        for one in stored:
            if one.position is None:
                self._found.append(findings.record_added(one.name))
            elif one.position < expected or one.position >= size:
                self._found.append(findings.entry_added(one.position))
            else:
                yield from self._missing(expected, one.position)
                expected = one.position + 1
                yield self._leaf(one.position, one)
        yield from self._missing(expected, size)

    def found(self) -> list[Finding]:
        """What is not as it should be, once all entries were gone through."""
        unsaid = {place for places in self._claims.values() for place in places}
        missing = [findings.record_missing(place) for place in unsaid]
        filled = [findings.erased_filled(place) for place in self._filled - unsaid]
        return [*self._found, *self._records.found(), *missing, *filled]

    def rewritten(self) -> list[Finding]:
        """Leaves stored with entries that are not theirs: worth telling where the entry is as it was."""
        return self._leaves.found()

    def _missing(self, first: int, end: int) -> Iterator[None]:
        if first < end:
            self._found.append(findings.entries_missing(first, end - 1))
            yield from (None for _ in range(first, end))

    def _leaf(self, position: int, one: Stored) -> bytes | None:
        try:
            entry = Entry(one.kind, one.day, one.commitment)
        except LedgerError:
            self._found.append(findings.entry_changed(position))
            return None
        self._check_record(position, one)
        self._settle(position, one)
        made = entry.leaf_hash()
        if one.leaf is not None and one.leaf != made:
            self._leaves.add(position, one.leaf, made)
        return made

    def _check_record(self, position: int, one: Stored) -> None:
        if one.record is None:
            self._claims.setdefault(one.erased_by, []).append(position)
            if one.filled:
                self._filled.add(position)
        else:
            try:
                made = commit(one.record.act, one.record.salt)
            except LedgerError:
                made = NOTHING
            if made != one.commitment:
                self._records.add(position, made, one.commitment)

    def _settle(self, position: int, one: Stored) -> None:
        """Believe the erasures that this entry speaks of: it names one entry, and comes after it."""
        if one.kind != ERASED or one.record is None:
            return
        act = one.record.act
        what = act.what if isinstance(act, Act) else act.get("what") if isinstance(act, dict) else None
        places = self._claims.pop(position, [])
        unsaid = [place for place in places if erasure_of(place) != what]
        self.erased += len(places) - len(unsaid)
        if unsaid:
            self._claims[position] = unsaid


class Roots:
    """The tree recomputed from the stored leaves, compared with the stored nodes above them."""

    def __init__(self, nodes: Nodes) -> None:
        self.size = 0
        self.found: list[Finding] = []
        self._nodes = nodes
        self._edge: dict[NodeId, bytes] = {}
        self._bad: set[NodeId] = set()

    def grow(self, made: Sequence[bytes | None], sizes: Collection[int]) -> tuple[list[bytes | None], dict[int, bytes]]:
        """Add the next leaves, as they are stored, or as they were made where none is.

        Returns the stored ones, and the root at each of the sizes, none of which is behind the new leaves.
        """
        places = range(self.size, self.size + len(made))
        kept = self._nodes.get([(0, place) for place in places])
        stored = [kept.get((0, place)) for place in places]
        self.found += [findings.entry_added(place) for place in places if (0, place) not in kept]
        leaves = [old or new or NOTHING for old, new in zip(stored, made, strict=True)]
        grown = tree.grown(self._edge, self.size, leaves)
        self._compare({node: value for node, value in grown.items() if node[0]})
        known = {**self._edge, **grown}
        self.size += len(made)
        roots = {size: tree.root_of(known, (0, size)) for size in sizes}
        self._edge = {part: known[part] for part in tree.complete_parts((0, self.size))}
        return stored, roots

    def root(self) -> bytes:
        return tree.root_of(self._edge, (0, self.size))

    def _compare(self, made: dict[NodeId, bytes]) -> None:
        """A finding for each stored node that does not fit, unless one under it does not either."""
        kept = self._nodes.get(list(made))
        for (level, index), value in made.items():
            first, last = index << level, (index + 1 << level) - 1
            if (level, index) not in kept:
                self.found.append(findings.node_lost(first, last))
            elif kept[level, index] != value:
                if not self._bad & {(level - 1, 2 * index), (level - 1, 2 * index + 1)}:
                    self.found.append(findings.leaf_changed(first, last))
                self._bad.add((level, index))
