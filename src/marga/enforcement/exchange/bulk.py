"""Thousands of bookings at once. Each is an act with its entry, as `cases.services.book` makes it; the statements are
shared, so that what takes hours one by one takes minutes.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction

from marga.country import gettext_noop, load, say
from marga.enforcement.acts.services import Acting, record_all
from marga.enforcement.cases.contents import Booking
from marga.enforcement.cases.models import Case
from marga.enforcement.cases.projections import booking_rows, insert
from marga.enforcement.cases.services import booked, zone
from marga.enforcement.exhibits.models import Exhibit
from marga.enforcement.rules.numbering import CaseNumber, written, year_of
from marga.enforcement.stations.services import next_serials
from marga.site.faults import Fault
from marga.site.roles import check_may

#: Cases that are written with one statement a table.
AT_ONCE = 1000
#: Values of one question to the database.
ASKED_AT_ONCE = 10_000


def book_all(bookings: Sequence[Booking], who: Acting, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Book cases that were found without faults, all of them or none, in their order.

    What was imported before, by its `source`, is left as it is. Returns how many are new; `progress` is told how many
    are done. Raises NotAllowed.
    """
    check_may(who, "enforcement.book")
    made = 0
    with transaction.atomic():
        for start in range(0, len(bookings), AT_ONCE):
            several = bookings[start : start + AT_ONCE]
            with _uncollected():
                made += _book(several, who)
            progress(start + len(several))
    return made


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's collector, which would walk all rows of a batch time and again; they go when it is written."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _book(bookings: Sequence[Booking], who: Acting) -> int:
    known = known_sources(bookings, who.unit)
    told = [booked(one, who) for one in bookings if one.source not in known]
    acts = record_all("case.booked", who, told, _numbers([one.recorded for one in told], who.unit))
    insert(row for act, one in zip(acts, told, strict=True) for row in booking_rows(act, one))
    return len(told)


def _numbers(recorded: Sequence[datetime], unit: str) -> list[str]:
    """The next numbers of the unit, a block for each year, given out in order."""
    years = [year_of(at, zone()) for at in recorded]
    blocks = {year: iter(next_serials(unit, year, count)) for year, count in sorted(Counter(years).items())}
    digits = load(settings.MARGA_COUNTRY).enforcement.register.number_digits
    return [written(CaseNumber(unit, year, next(blocks[year])), digits) for year in years]


def known_sources(bookings: Sequence[Booking], unit: str) -> set[str]:
    """Which of these were imported before."""
    sources = [one.source for one in bookings if one.source]
    found: set[str] = set()
    for start in range(0, len(sources), ASKED_AT_ONCE):
        asked = sources[start : start + ASKED_AT_ONCE]
        found.update(Case.objects.filter(unit=unit, source__in=asked).values_list("source", flat=True))
    return found


def taken_seals(bookings: Sequence[Booking]) -> Iterator[tuple[int, Fault]]:
    """Seals of these bookings that the register has already, each with the place of its booking."""
    at = {seal.seal: (place, number) for place, one in enumerate(bookings) for number, seal in enumerate(one.exhibits)}
    seals = list(at)
    for start in range(0, len(seals), ASKED_AT_ONCE):
        asked = seals[start : start + ASKED_AT_ONCE]
        for seal in Exhibit.objects.filter(seal__in=asked).values_list("seal", flat=True):
            place, number = at[seal]
            says = say(gettext_noop("The seal {seal} is in the register already. Compare it."), seal=seal)
            yield place, Fault(f"exhibits.{number}.seal", says)
