"""What no act says word for word, and yet follows: the picture of a hash, the last number given, who heard an alert,
and who read what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from hashlib import sha256
from itertools import groupby, islice

from django.db.models import Max, QuerySet

from marga.enforcement.models import Alert, Case, Counter, Photograph, Read, ReadSeal, Step, Unused
from marga.enforcement.people.sealing import root_of
from marga.site.acts.comparing import BATCH, UNREADABLE_VALUES, of_erased
from marga.site.acts.differing import ADDED, CHANGED, MISSING, READS, UNREADABLE, Difference, difference
from marga.site.acts.scratch import OWN

AlertKey = tuple[str, str, int, datetime, int]
PICTURES = 20  # in memory at once


def beside(erased: Collection[str]) -> Iterator[Difference]:
    """What of these tables does not follow from the acts."""
    parts = ((_pictures(), Photograph), (_counters(), Counter), (_alerts(erased), Alert), (_reads(), Read))
    for found, model in parts:
        try:
            yield from found
        except UNREADABLE_VALUES:
            yield difference(model, "…", UNREADABLE)


def _pictures() -> Iterator[Difference]:
    """The bytes of a picture have the hash that its row, and so its act, has."""
    for row in Photograph.objects.using(OWN).order_by("pk").iterator(PICTURES):
        made = sha256(row.data).hexdigest()
        if made != row.sha256:
            yield difference(Photograph, (row.exhibit_id, row.sha256), CHANGED, column="data", stands=made,
                             said=row.sha256)  # fmt: skip


def _counters() -> Iterator[Difference]:
    """A number is given out in the transaction that uses it: the last one is that of a case, or was explained."""
    last: dict[tuple[str, int], int] = {}
    for model in (Case, Unused):
        rows = model._base_manager.using(OWN).values_list("unit_id", "year").annotate(last=Max("serial"))
        for unit, year, serial in rows:
            last[unit, year] = max(serial, last.get((unit, year), 0))
    for row in Counter.objects.using(OWN).order_by("unit_id", "year"):
        said = last.pop((row.unit_id, row.year), 0)
        if row.last != said:
            yield difference(Counter, (row.unit_id, row.year), CHANGED, column="last", stands=row.last, said=said)
    yield from (difference(Counter, key, MISSING) for key in sorted(last))


def _alerts(erased: Collection[str]) -> Iterator[Difference]:
    """Who answered which alert with what is an act. That one was raised follows from the clock, and from no act."""
    steps = Step.objects.filter(what="acknowledged").order_by("pk").iterator(BATCH)
    while batch := list(islice(steps, BATCH)):
        stand = {_key(one): one for one in _answered().filter(custody__in={step.custody_id for step in batch})}
        for step in batch:
            yield from _answer(step, stand.get(_said(step)))
    answered = _answered().order_by("pk").iterator(BATCH)
    while rows := list(islice(answered, BATCH)):
        said = {_said(step) for step in Step.objects.filter(what="acknowledged", custody__in={
            row.custody_id for row in rows})}  # fmt: skip
        for row in rows:
            if _key(row) not in said and not of_erased(row.custody_id, erased):
                yield difference(Alert, row.pk, CHANGED, column="acknowledged", stands=row.acknowledged, said=None)


def _answered() -> QuerySet[Alert]:
    return Alert.objects.using(OWN).filter(acknowledged__isnull=False)


def _key(row: Alert) -> AlertKey:
    return row.custody_id, row.subject, row.number, row.due, row.after_minutes


def _said(step: Step) -> AlertKey:
    said = step.said
    return (step.custody_id, said["subject"], said["number"], datetime.fromisoformat(said["due"]),
            said["after_minutes"])  # fmt: skip


def _answer(step: Step, row: Alert | None) -> Iterator[Difference]:
    if row is None:
        yield difference(Alert, _said(step), MISSING)
        return
    said = {"acknowledged": step.recorded, "acknowledged_by": step.by, "note": step.said["note"],
            "to": step.said["to"], "raised": datetime.fromisoformat(step.said["raised"])}  # fmt: skip
    for column, value in said.items():
        if getattr(row, column) != value:
            yield difference(Alert, row.pk, CHANGED, column=column, stands=getattr(row, column), said=value)


def _reads() -> Iterator[Difference]:
    """Reads are entered many at a time, as the root of their tree: of those together one is not what it was, or all
    are. Those that wait to be entered are compared with nothing."""
    seals = {one.number: one for one in ReadSeal.objects.all()}
    sealed = Read.objects.using(OWN).filter(seal__isnull=False).order_by("seal", "pk")
    for number, rows in groupby(sealed.iterator(BATCH), lambda read: read.seal or 0):
        reads, seal = list(rows), seals.pop(number, None)
        if seal is None:
            yield difference(Read, f"seal {number}", ADDED)
        elif len(reads) != seal.count or root_of(reads) != seal.root:
            yield _reads_changed(seal, len(reads))
    yield from (_reads_changed(seal, 0) for seal in seals.values())


def _reads_changed(seal: ReadSeal, there: int) -> Difference:
    return difference(Read, f"seal {seal.number}", READS, said=seal.count, stands=there,
                      first=f"{seal.first:%Y-%m-%d %H:%M}Z", last=f"{seal.last:%Y-%m-%d %H:%M}Z")  # fmt: skip
