"""Every act carried over anew, in the order in which acts were entered, to an empty register."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import models, transaction
from django.db.models import F, Max, Window
from django.db.models.functions import Lag

from marga.enforcement.cases.contents import Booked
from marga.enforcement.cases.projections import booking_rows, insert
from marga.site.ledgers.models import Entry

from .comparing import UNREADABLE_VALUES
from .differing import CHANGED, NOT_CARRIED, NOT_ERASED, OUT_OF_ORDER, Difference, difference
from .kinds import project
from .models import Act
from .scratch import OWN
from .services import WANTED

BATCH = 1000
Progress = Callable[[int], object]


class Carrying:
    """Carries acts over, many bookings with one statement a table. `erased` are the cases of which an act says that
    a person was erased: nothing of them can be made anew."""

    def __init__(self) -> None:
        self.erased = frozenset(_erased_cases())
        self._bookings: list[tuple[Act, Booked]] = []

    def all(self, progress: Progress) -> Iterator[Difference]:
        """What is wrong with acts themselves, while all that can be are carried over."""
        done = 0
        for acts in _batches():
            with transaction.atomic():
                found = [one for act in acts for one in self._carry(act)]
                found += self._flush()
            yield from found
            done += len(acts)
            progress(done)
        yield from _out_of_order()

    def _carry(self, act: Act) -> Iterator[Difference]:
        if act.entry.wanted != (act.kind in WANTED):
            yield difference(Entry, act.entry_id, CHANGED, column="wanted", stands=act.entry.wanted,
                             said=act.kind in WANTED)  # fmt: skip
        if act.case in self.erased:
            return
        if act.new is None:
            yield difference(Act, act.pk, NOT_ERASED)
        elif act.kind == "case.booked" and (booked := _booked(act)) is not None:
            self._bookings.append((act, booked))
        else:
            yield from self._flush()
            yield from _projected(act)

    def _flush(self) -> Iterator[Difference]:
        """Write the rows of the bookings that wait; one by one, where one of them cannot be."""
        waiting, self._bookings = self._bookings, []
        if waiting and not _done(lambda: insert(row for act, told in waiting for row in booking_rows(act, told))):
            for act, _told in waiting:
                yield from _projected(act)


def _booked(act: Act) -> Booked | None:
    """What a booking says, if it changes nothing but its own rows."""
    try:
        told = Booked.model_validate(act.new)
    except ValueError:
        return None
    return told if told.slip is None else None


def _projected(act: Act) -> Iterator[Difference]:
    """What is told of an act that does not fit what was before it."""
    if not _done(lambda: project(act)):
        yield difference(Act, act.pk, NOT_CARRIED)


def _done(does: Callable[[], object]) -> bool:
    """Whether it could be done. Nothing that was typed into the database may stop an audit."""
    try:
        with transaction.atomic():
            does()
    except Exception:
        return False
    return True


def _erased_cases() -> Iterator[str]:
    """The numbers of cases, as the acts that stand say: an act that was erased proves nothing any more."""
    for told in Act.objects.using(OWN).filter(kind="person.erased").values_list("new__party", flat=True):
        if isinstance(told, str):
            yield told.rpartition(".")[0]


def _batches() -> Iterator[list[Act]]:
    """By position, which the tree proves, and not by their own numbers, which anybody could swap; then those that
    wait for one."""
    last = Entry.objects.using(OWN).aggregate(last=Max("position"))["last"]
    acts = Act.objects.using(OWN).select_related("entry")
    for first in range(0, (-1 if last is None else last) + 1, BATCH):
        yield _read(acts.filter(entry__position__range=(first, first + BATCH - 1)).order_by("entry__position"))
    yield _read(acts.filter(entry__position=None).order_by("entry_id"))


def _read(acts: models.QuerySet[Act]) -> list[Act]:
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


def _out_of_order() -> Iterator[Difference]:
    """Acts whose numbers were swapped: pages tell what happened in their order. Acts of a case never overtake each
    other, for each locks it."""
    last = Window(Lag("pk"), partition_by=F("case"), order_by=F("entry__position").asc())
    placed = Act.objects.using(OWN).exclude(case="").filter(entry__position__isnull=False)
    swapped = placed.annotate(number_before=last).filter(number_before__gt=F("pk")).values_list("pk", flat=True)
    yield from (difference(Act, pk, OUT_OF_ORDER) for pk in swapped.iterator())
