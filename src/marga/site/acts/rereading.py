"""Every act of a side read again in the order in which it was entered, and carried over where that can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import models, transaction
from django.db.models import Max

from marga.site.ledgers.models import Entry

from .comparing import UNREADABLE_VALUES
from .differing import NOT_CARRIED, Difference, difference
from .kinds import project
from .models import ActRow
from .scratch import OWN

BATCH = 1000
Row = TypeVar("Row", bound=ActRow)


def batches(acts: type[Row]) -> Iterator[list[Row]]:
    """By position, which the tree proves, and not by their own numbers, which anybody could swap; then those that
    wait for one."""
    last = Entry.objects.using(OWN).aggregate(last=Max("position"))["last"]
    rows = acts._base_manager.using(OWN).select_related("entry")
    for first in range(0, (-1 if last is None else last) + 1, BATCH):
        yield _read(rows.filter(entry__position__range=(first, first + BATCH - 1)).order_by("entry__position"))
    yield _read(rows.filter(entry__position=None).order_by("entry_id"))


def carried(act: ActRow) -> Iterator[Difference]:
    """Carry an act over; what is told of one that does not fit what was before it."""
    if not done(lambda: project(act)):
        yield difference(type(act), act.pk, NOT_CARRIED)


def done(does: Callable[[], object]) -> bool:
    """Whether it could be done. Nothing that was typed into the database may stop an audit."""
    try:
        with transaction.atomic():
            does()
    except Exception:
        return False
    return True


def _read(acts: models.QuerySet[Row]) -> list[Row]:
    """Without those that cannot be read, which the audit of the ledger names."""
    try:
        return list(acts)
    except UNREADABLE_VALUES:
        found = []
        for pk in list(acts.values_list("pk", flat=True)):
            try:
                found += list(acts.filter(pk=pk))
            except UNREADABLE_VALUES:
                continue
        return found
