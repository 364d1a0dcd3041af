"""What was signed of a ledger, as its database keeps it: gone through in the order of sizes, beside the growing tree.

A list of receipts is signed with every checkpoint but the first, of no entry, and begins where the one before ended. So
each vouches for the other, and one that is gone leaves a gap: only the last can go unseen, or those that lists were
signed around again. The lists also bind what no leaf holds: which receipt each entry belongs to.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from . import findings
from .audited import Stored
from .checkpoints import Checkpoint, open_checkpoint
from .errors import LedgerError
from .findings import Finding
from .keys import VerifierKey
from .merkle import EMPTY_ROOT
from .receipt_lists import ReceiptList, open_list


@dataclass(frozen=True, slots=True)
class KeptCheckpoint:
    """A row of the stored checkpoints, whatever was done to it. `urgent`: it was signed because somebody waited."""

    name: str
    size: int
    root: bytes
    note: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class KeptList:
    """A row of the stored lists of receipts, whatever was done to it."""

    name: str
    first: int
    size: int
    note: str


@dataclass(frozen=True, slots=True)
class Signed:
    """All that is kept of one size."""

    size: int
    checkpoints: tuple[KeptCheckpoint, ...] = ()
    lists: tuple[KeptList, ...] = ()


class Kept:
    """Compares what was signed with the entries and the tree; it holds no more than belongs to one batch of them."""

    def __init__(self, signed: Iterable[Signed], keys: Collection[VerifierKey], known: Collection[Checkpoint]) -> None:
        """`known`: checkpoints that are known from elsewhere to have been signed, and should be kept."""
        self.found: list[Finding] = []
        self._coming, self._keys = iter(signed), keys
        self._next = next(self._coming, None)
        if self._next is not None and self._next.size > 0:
            self.found.append(findings.checkpoint_missing(0))
        self._known = {(one.size, one.root) for one in known}
        self._end = 0  # where the next list begins
        self._agreed = 0  # the last size of which the signed tree is this one
        self._other: Finding | None = None
        self._receipts: deque[tuple[int, bytes]] = deque()
        self._wanted: deque[int] = deque()

    def entered(self, one: Stored) -> None:
        """An entry with a position, in the order of positions."""
        if one.position is not None and one.receipt is not None:
            self._receipts.append((one.position, one.receipt))
        if one.position is not None and one.wanted:
            self._wanted.append(one.position)

    def due(self, size: int) -> list[Signed]:
        """What was signed up to a size and was not given yet."""
        due = []
        while self._next is not None and self._next.size <= size:
            due.append(self._next)
            self._next = next(self._coming, None)
        return due

    def compare(self, due: Iterable[Signed], roots: Mapping[int, bytes]) -> None:
        """With the entries so far, and the roots of the tree at these sizes."""
        for one in due:
            signed = list(filter(None, map(self._opened, one.checkpoints)))
            lists = list(filter(None, map(self._list, one.lists)))
            self._urgency(one)
            for receipts in lists:
                self._receipts_of(receipts)
            if not one.checkpoints and lists:
                self.found.append(findings.checkpoint_missing(one.size))
            if not one.lists and signed and one.size > self._end:
                self.found.append(findings.list_missing(self._end, one.size))
            self._compare_roots([*signed, *(receipts.checkpoint for receipts in lists)], roots)
            if signed or lists:
                self._pass(one.size)

    def trees(self, size: int) -> list[Finding]:
        """What was signed of another tree, or of a larger one than of `size` entries."""
        more: list[Finding] = []
        while not more and self._next is not None:
            one, self._next = self._next, next(self._coming, None)
            if any(list(map(self._opened, one.checkpoints))) or any(list(map(self._list, one.lists))):
                more.append(findings.signed_more(size, one.size))
        return [self._other] if self._other else more

    def unkept(self) -> list[Finding]:
        """Those known from elsewhere that are not stored."""
        return [findings.not_kept(size) for size, _root in sorted(self._known)]

    def _opened(self, row: KeptCheckpoint) -> Checkpoint | None:
        try:
            opened = open_checkpoint(row.note, self._keys).checkpoint
        except LedgerError as error:
            self.found.append(findings.checkpoint_unreadable(row.name, error.says))
            return None
        if (opened.size, opened.root) != (row.size, row.root):
            self.found.append(findings.checkpoint_changed(row.name))
            return None
        self._known.discard((opened.size, opened.root))
        return opened

    def _list(self, row: KeptList) -> ReceiptList | None:
        try:
            opened = open_list(row.note, self._keys)
        except LedgerError as error:
            self.found.append(findings.list_unreadable(row.name, error.says))
            return None
        if (opened.first, opened.checkpoint.size) != (row.first, row.size) or opened.first < self._end:
            self.found.append(findings.list_changed(row.name))
            return None
        if opened.first > self._end:
            self.found.append(findings.both_missing(opened.first))
            self._pass(opened.first)
        return opened

    def _urgency(self, one: Signed) -> None:
        """Only the first that was signed of a size was waited for; others came with another key."""
        waited = any(self._end <= position < one.size for position in self._wanted)
        for row in one.checkpoints:
            if row.urgent != waited and one.size:
                self.found.append(findings.urgency_changed(row.name, min(self._end, one.size - 1), one.size - 1))
            waited = False

    def _receipts_of(self, receipts: ReceiptList) -> None:
        size = receipts.checkpoint.size
        stand = {place: value for place, value in self._receipts if receipts.first <= place < size}
        said = {row.index: row.hash for row in receipts.rows}
        for place in sorted(stand.keys() | said.keys()):
            if place not in stand:
                self.found.append(findings.receipt_taken(place))
            elif place not in said:
                self.found.append(findings.receipt_added(place))
            elif stand[place] != said[place]:
                self.found.append(findings.receipt_changed(place))

    def _compare_roots(self, signed: Iterable[Checkpoint], roots: Mapping[int, bytes]) -> None:
        for one in signed:
            if self._other is None and one.root != roots.get(one.size, EMPTY_ROOT):
                self._other = findings.signed_other(min(self._agreed, one.size - 1), one.size)
            self._agreed = one.size

    def _pass(self, size: int) -> None:
        """All before this size is accounted for."""
        self._end = max(self._end, size)
        while self._receipts and self._receipts[0][0] < self._end:
            self._receipts.popleft()
        while self._wanted and self._wanted[0] < self._end:
            self._wanted.popleft()
