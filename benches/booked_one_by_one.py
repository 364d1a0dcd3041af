"""What the ledger costs a booking: bookings one by one with their entries, and with entries that were there before.

The stub leaves out what an entry costs a service: the salt, the check of the columns, the commitment and the row of the
entry. The act has its row either way, because the register has no other record of a case.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

import made_cases
from django.utils import timezone

from marga.country.instants import Clock
from marga.enforcement.acts import services
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases import contents
from marga.enforcement.cases.services import book
from marga.site.ledgers.models import Entry

BOOKINGS, ROUNDS = 10, 40


def share_of_the_ledger(unit: str) -> float:
    """The part of the time of a booking that its entry costs: the median of rounds in which each way has its turn."""
    names, dice = made_cases.Names(Random(2)), Random(3)
    who = Acting(made_cases.officers(unit)[0], "officer", unit, ("officer",), Clock(timezone.now()))
    made = made_cases.bookings(unit, 10**6, BOOKINGS * ROUNDS * 2, timezone.now(), 0, names, [unit], dice)
    taken: dict[bool, list[float]] = {True: [], False: []}
    for round_number in range(ROUNDS * 2):
        several = [plain(next(made)) for _ in range(BOOKINGS)]
        taken[round_number % 2 == 0].append(booked(several, who, with_ledger=round_number % 2 == 0))
    with_it, without = median(taken[True]), median(taken[False])
    print(f"\nbooked one by one: {BOOKINGS / with_it:,.0f} a second with the ledger, {BOOKINGS / without:,.0f} with "
          "entries made before", flush=True)  # fmt: skip
    return (with_it - without) / with_it


def plain(booking: contents.Booking) -> contents.Booking:
    """As an officer books it: without weights from a paper."""
    exhibits = tuple(one.model_copy(update={"first_net": None, "second_net": None}) for one in booking.exhibits)
    return booking.model_copy(update={"exhibits": exhibits})


def booked(several: list[contents.Booking], who: Acting, *, with_ledger: bool) -> float:
    """Seconds to book these."""
    spare = iter(() if with_ledger else entries())

    def stub(row: Act, **_named: Any) -> Act:
        row.salt, row.entry = bytes(32), next(spare)
        row.save(force_insert=True)
        return row

    with patch.object(services, "enter", services.enter if with_ledger else stub):
        start = perf_counter()
        for booking in several:
            book(booking, who)
        return perf_counter() - start


def entries() -> Iterator[Entry]:
    """Entries that say nothing, one for each booking."""
    blank = [Entry(kind="x", day=timezone.localdate(), commitment=bytes(32), leaf=bytes(32)) for _ in range(BOOKINGS)]
    return iter(Entry.objects.bulk_create(blank))
