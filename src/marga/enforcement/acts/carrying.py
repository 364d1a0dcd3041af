"""Every act carried over anew, in the order in which acts were entered, to an empty register."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import Lag

from marga.enforcement.cases.contents import Booked
from marga.enforcement.cases.projections import booking_rows, insert
from marga.site.acts.differing import CHANGED, NOT_ERASED, OUT_OF_ORDER, Difference, difference
from marga.site.acts.rereading import batches, carried, done
from marga.site.acts.scratch import OWN
from marga.site.ledgers.models import Entry

from .models import Act
from .services import WANTED

Progress = Callable[[int], object]


class Carrying:
    """Carries acts over, many bookings with one statement a table. `erased` are the cases of which an act says that
    a person was erased: nothing of them can be made anew."""

    def __init__(self) -> None:
        self.erased = frozenset(_erased_cases())
        self._bookings: list[tuple[Act, Booked]] = []

    def all(self, progress: Progress) -> Iterator[Difference]:
        """What is wrong with acts themselves, while all that can be are carried over."""
        count = 0
        for acts in batches(Act):
            with transaction.atomic():
                found = [one for act in acts for one in self._carry(act)]
                found += self._flush()
            yield from found
            count += len(acts)
            progress(count)
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
            yield from carried(act)

    def _flush(self) -> Iterator[Difference]:
        """Write the rows of the bookings that wait; one by one, where one of them cannot be."""
        waiting, self._bookings = self._bookings, []
        if waiting and not done(lambda: insert(row for act, told in waiting for row in booking_rows(act, told))):
            for act, _told in waiting:
                yield from carried(act)


def _booked(act: Act) -> Booked | None:
    """What a booking says, if it changes nothing but its own rows."""
    try:
        told = Booked.model_validate(act.new)
    except ValueError:
        return None
    return told if told.slip is None else None


def _erased_cases() -> Iterator[str]:
    """The numbers of cases, as the acts that stand say: an act that was erased proves nothing any more."""
    for told in Act.objects.using(OWN).filter(kind="person.erased").values_list("new__party", flat=True):
        if isinstance(told, str):
            yield told.rpartition(".")[0]


def _out_of_order() -> Iterator[Difference]:
    """Acts whose numbers were swapped: pages tell what happened in their order. Acts of a case never overtake each
    other, for each locks it."""
    last = Window(Lag("pk"), partition_by=F("case"), order_by=F("entry__position").asc())
    placed = Act.objects.using(OWN).exclude(case="").filter(entry__position__isnull=False)
    swapped = placed.annotate(number_before=last).filter(number_before__gt=F("pk")).values_list("pk", flat=True)
    yield from (difference(Act, pk, OUT_OF_ORDER) for pk in swapped.iterator())
