"""Goes through a side's ledger as its database has it now: every entry with its record, for `marga.ledger.audit`.

It believes nothing: a row that cannot even be read is one that was changed. Everything is read as of one moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from typing import TypeVar

from django.db import connection, models, transaction
from django.db.models import Count, Exists, Max, OuterRef

from marga.ledger import commitment, findings
from marga.ledger.audit import MOST_FINDINGS, Audit, audit
from marga.ledger.audited import Record, Stored
from marga.ledger.checkpoints import Checkpoint as Seen
from marga.ledger.commitment import open_commitment
from marga.ledger.errors import LedgerError
from marga.ledger.findings import Finding, Kind
from marga.ledger.keys import VerifierKey
from marga.site.ledgers.models import Entered, Entry, Erasure, Node, entered_models
from marga.site.ledgers.nodes import StoredNodes
from marga.site.ledgers.signed import cosignatures, signed, unknown_witnesses

BATCH = 500
MOST_LOST = 1000  # leaves that may be lost before the last one that is there
UNREADABLE = Record(b"", None)  # opens no commitment
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Audited:
    """What came of it. `waiting` entries have no position yet; `records` names the rows of entries by position;
    `strangers` signatures under checkpoints are of no witness that is known here."""

    audit: Audit
    waiting: int
    records: dict[int, str]
    strangers: int


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read belongs together, whatever is entered meanwhile. Nothing can be written."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")  # not `atomic`, which would keep writers waiting
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def audit_all(
    keys: Collection[VerifierKey], witnessed: Collection[Seen] = (), remembered: Iterable[str] = (),
    progress: Callable[[int], object] = int, *, witnesses: Collection[VerifierKey] = (),
) -> Audited:  # fmt: skip
    """Recompute the ledger of this side from all its records. Call it within `one_moment`.

    remembered   notes that were signed before that moment, beside those in the database
    witnesses    whose stored signatures are verified
    """
    reading = Reading(tree_size())
    done = audit(reading.stored(), StoredNodes(), reading.size, kept=signed(), notes=remembered, log_keys=keys,
                 witnessed=witnessed, progress=progress)  # fmt: skip
    found = [one for one in done.findings if not (one.kind is Kind.MISSING and one.first in reading.being_erased)]
    erased = done.erased + len(done.findings) - len(found)
    found += islice(chain(_recordless(), cosignatures(keys, witnesses)), MOST_FINDINGS)
    about = {one.first for one in found if one.first is not None and one.first == one.last}
    return Audited(replace(done, findings=tuple(found), erased=erased), reading.waiting, _named(about),
                   unknown_witnesses(witnesses))  # fmt: skip


def tree_size() -> int:
    """How many leaves the stored tree has; entries may have been taken from behind it, or put there."""
    leaves = Node.objects.filter(level=0).aggregate(last=Max("index"), count=Count("index"))
    end = 0 if leaves["last"] is None else leaves["last"] + 1
    return int(end if end - leaves["count"] <= MOST_LOST else leaves["count"])


class Reading:
    """Entries in the order of their positions, each with its record; then the records that have no place."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.waiting = 0
        self.being_erased: set[int] = set()  # the erasure is entered, and has no position yet
        self._models = entered_models()

    def stored(self) -> Iterator[Stored]:
        """What the audit goes through."""
        self.being_erased = set(self._erasures_without_place())
        entries = Entry.objects.filter(position__isnull=False)
        last = None
        while ids := _next_ids(entries, last):
            last = ids[-1][0]
            batch = [pk for _position, pk in ids]
            records = self._records(batch)
            by_id = {entry.pk: entry for entry in _each(Entry.objects.all(), batch)}
            for position, pk in ids:
                yield from self._one(position, by_id.get(pk), records[pk])
        yield from self._without_place()

    def _one(self, position: int, entry: Entry | None, rows: Sequence[Entered | None]) -> Iterator[Stored]:
        """An entry with the record of its kind; further ones were added."""
        if entry is None:  # cannot be read, so is not what was entered
            return
        own = next((row for row in rows if row is None or row.kind_of_act() == entry.kind), None)
        others = [row for row in rows if row is not None and row is not own]
        if own is None and others:  # of another kind than its entry says
            own, others = others[0], others[1:]
        erased = own is not None and own.salt is None
        record = None if erased or not rows else _record(own, entry.kind)
        erased_by = own.erasure.position if own is not None and own.erasure_id and own.erasure else None
        filled = own is not None and erased and (own.kind_of_act() != entry.kind or _says_something(own))
        yield Stored(
            position, entry.kind, entry.day, bytes(entry.commitment), record, erased_by, leaf=bytes(entry.leaf),
            receipt=None if entry.receipt is None else bytes(entry.receipt), wanted=bool(entry.wanted), filled=filled,
        )  # fmt: skip
        yield from (_added(type(row), row.pk) for row in others)

    def _records(self, entries: Sequence[int]) -> dict[int, list[Entered | None]]:
        """The rows of each entry; None for one that cannot be read."""
        found: dict[int, list[Entered | None]] = defaultdict(list)
        for model in self._models:
            rows = model._base_manager.select_related("erasure", *model.READS)
            wanted = dict(model._base_manager.filter(entry__in=entries).values_list("pk", "entry_id"))
            read = {row.pk: row for row in _each(rows, list(wanted))}
            for pk, entry in wanted.items():
                found[entry].append(read.get(pk))
        return found

    def _without_place(self) -> Iterator[Stored]:
        """Records whose entry is not there, or waits for its position and is not what the record says."""
        placed = Entry.objects.filter(pk=OuterRef("entry_id"), position__isnull=False)
        for model in self._models:
            rows = model._base_manager.filter(~Exists(placed))
            for pk in rows.values_list("pk", flat=True).iterator():
                row = next(_each(model._base_manager.select_related(*model.READS), [pk]), None)
                entry = Entry.objects.filter(pk=row.entry_id).first() if row is not None else None
                if row is not None and entry is not None and _opens(row, entry):
                    self.waiting += 1
                else:
                    yield _added(model, pk)

    def _erasures_without_place(self) -> Iterator[int]:
        waiting = Erasure.objects.select_related("entry").filter(entry__position__isnull=True)
        return (one.position for one in waiting if _opens(one, one.entry))


def _recordless() -> Iterator[Finding]:
    """Entries that wait for their place, and are of no record: whoever took the record out left them behind."""
    waiting = Entry.objects.filter(position__isnull=True)
    for model in entered_models():
        waiting = waiting.filter(~Exists(model._base_manager.filter(entry=OuterRef("pk"))))
    yield from (findings.entry_without_record(_name(Entry, pk)) for pk in waiting.values_list("pk", flat=True))


def _says_something(row: Entered) -> bool:
    """Whether what an erasure empties is not empty."""
    return any(getattr(row, name) not in (None, "") for name in row.CONTENT)


def _next_ids(entries: models.QuerySet[Entry], last: int | None) -> list[tuple[int, int]]:
    """(position, id) of the next batch of entries."""
    behind = entries if last is None else entries.filter(position__gt=last)
    found = behind.order_by("position").values_list("position", "pk")[:BATCH]
    return [(position, pk) for position, pk in found if position is not None]


def _each(rows: models.QuerySet[Row], keys: Sequence[int]) -> Iterator[Row]:
    """The rows of these keys, without those that cannot be read: somebody wrote what no column of theirs can hold."""
    try:
        yield from list(rows.filter(pk__in=keys))
    except (ValueError, TypeError, ArithmeticError):
        if len(keys) > 1:
            for key in keys:
                yield from _each(rows, [key])


def _record(row: Entered | None, kind: str) -> Record:
    """A record that is not erased: one that names an erasure all the same is not as it was entered."""
    if row is None or row.kind_of_act() != kind or row.erasure_id is not None:
        return UNREADABLE
    try:
        return Record(bytes(row.salt or b""), row.act().as_json())
    except Exception:
        return UNREADABLE


def _opens(row: Entered, entry: Entry) -> bool:
    """Whether an entry that waits is still the one of its record."""
    try:
        leaf = commitment.Entry(entry.kind, entry.day, bytes(entry.commitment)).leaf_hash()
    except LedgerError:
        return False
    record = _record(row, entry.kind)
    return bytes(entry.leaf) == leaf and open_commitment(bytes(entry.commitment), record.salt, record.act)


def _added(model: type[Entered], pk: object) -> Stored:
    """A record that no entry is of."""
    return Stored(None, "", date.min, b"", None, name=_name(model, pk))


def _name(model: type[models.Model], pk: object) -> str:
    """A row as whoever looks for it in the database finds it."""
    return f"{model._meta.db_table} {pk}"


def _named(positions: Iterable[int]) -> dict[int, str]:
    """The rows that are the records of entries."""
    named: dict[int, str] = {}
    for model in entered_models():
        rows = model._base_manager.filter(entry__position__in=list(positions))
        named |= {
            place: _name(model, pk) for place, pk in rows.values_list("entry__position", "pk") if place is not None
        }
    return named
