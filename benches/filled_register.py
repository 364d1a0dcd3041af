"""A register on PostgreSQL filled with made-up cases by two processes, as two imports at once would fill it.

What the bench of the register measures on. Each process books for units of its own, so that no counter of numbers is
waited for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from random import Random
from time import perf_counter

import made_cases
from django.db import connection

from marga.country.instants import Clock
from marga.enforcement.acts.services import Acting
from marga.enforcement.exchange.bulk import book_all
from marga.enforcement.stations import contents as stations
from marga.enforcement.stations.models import Unit
from marga.enforcement.stations.services import set_officer, set_unit

SEED, PROCESSES, AT_ONCE = 20261124, 2, 1000
HELD = 0.001  # of the cases are of today, and their people are held still: some ten at a unit
RECORDS, INSPECTOR = "9001", "5001"
SPAWN = get_context("spawn")


@dataclass(frozen=True)
class Rate:
    """What was booked in how long: cases, rows of all tables that belong to them, and seconds of the clock."""

    cases: int
    rows: int
    seconds: float


def now() -> datetime:
    return datetime.now(UTC)


def clerk() -> Acting:
    """Who writes down units and officers."""
    return Acting(RECORDS, "officer", made_cases.units(0)[0], ("records",), Clock(now()))


def make_stations(codes: Sequence[str]) -> None:
    """Units and their officers, entered as a records administrator enters them; those that are there stay."""
    known = set(Unit.objects.values_list("code", flat=True))
    for code in codes:
        if code in known:
            continue
        set_unit(stations.UnitSet(code=code, name=f"Unit {code}", province="KH-12"), clerk())
        numbers = made_cases.officers(code)
        for number in numbers:
            rank = "supervisor" if number == numbers[-1] else "officer"
            set_officer(stations.OfficerSet(number=number, name=f"Officer {number}", rank=rank, unit=code,
                                            account=f"officer-{number}"), clerk())  # fmt: skip
    if not known:
        set_officer(stations.OfficerSet(number=INSPECTOR, name="Inspector", rank="chief", unit=codes[-1],
                                        account=f"officer-{INSPECTOR}"), clerk())  # fmt: skip


def fill(cases: int, codes: Sequence[str], *, done: int = 0) -> Rate:
    """Book cases until there are so many, the units one after the other, and bring the statistics up to date.

    done   how many there are already
    The clock runs while both processes book; bookings are made before.
    """
    before = rows()
    start = SPAWN.Barrier(PROCESSES)
    blocks = [(codes[place // made_cases.OF_A_UNIT], place % made_cases.OF_A_UNIT, min(AT_ONCE, cases - place))
              for place in range(done, cases, AT_ONCE)]  # fmt: skip
    with SPAWN.Pool(PROCESSES, initializer=_begin, initargs=(start,)) as pool:
        shares = [[block for block in blocks if codes.index(block[0]) % PROCESSES == which]
                  for which in range(PROCESSES)]  # fmt: skip
        spent = pool.starmap(_book, [(share, list(codes)) for share in shares], chunksize=1)
    added = rows()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Rate(cases - done, added - before, max(spent))


def rows() -> int:
    """Rows of all tables of the register and its ledger."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT coalesce(sum(n_tup_ins), 0) FROM pg_stat_user_tables "
                       "WHERE relname LIKE 'enforcement%%' OR relname LIKE 'ledgers%%'", [])  # fmt: skip
        return int(cursor.fetchone()[0])


_start: Barrier | None = None


def _begin(start: Barrier) -> None:
    global _start
    _start = start
    import django

    django.setup()


def _book(blocks: Sequence[tuple[str, int, int]], codes: list[str]) -> float:
    """Book blocks of cases: unit, number of the first, how many. Returns seconds, without those of making them up."""
    assert _start is not None
    names, spent = made_cases.Names(Random(SEED)), 0.0
    _start.wait()
    for unit, first, count in blocks:
        dice = Random(f"{unit} {first}")
        made = list(made_cases.bookings(unit, first, count, now(), HELD, names, codes, dice))
        who = Acting(made_cases.officers(unit)[0], "officer", unit, ("officer",), Clock(now()))
        start = perf_counter()
        book_all(made, who)
        spent += perf_counter() - start
    return spent
