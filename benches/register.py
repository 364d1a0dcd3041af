"""Pages of a register of a million cases have a p95 under 100 ms, imports bring 2,000 cases a second: ./bench register

On a PostgreSQL that settles every commit on disk: cases with people, charges, exhibits and entries are booked by two
processes as an import books them, first 10,000 and then up to `--cases`. At both sizes pages are asked from the web
processes over loopback, 50 a second by officers and an inspector, then by six who never pause. Times run from when a
page was due. Last, bookings one by one with the ledger and without. `--cases 50000` is a quick run.

Beside ours stand the marks of DHIS2 2.43 by its own published test, on 4 cores with some 200,000 people and 6 users.
"""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "tests"), str(Path(__file__).parent)]
if __name__ == "__main__":  # processes that this one starts find it there
    os.environ["MARGA_DATA"] = tempfile.mkdtemp(prefix="marga-bench-")
    atexit.register(shutil.rmtree, os.environ["MARGA_DATA"], ignore_errors=True)
os.environ["MARGA_SIDE"], os.environ["DJANGO_SETTINGS_MODULE"] = "enforcement", "marga.site.settings"

import django

django.setup()

import booked_one_by_one
import filled_register as filled
import made_cases
from django.conf import settings
from django.core.management import call_command
from paced import Times, Visit, asked, percentile, web

from marga.enforcement.cases.models import Party
from marga.enforcement.exhibits.models import Exhibit
from marga.site import environment
from support.accounts import account, signed_in
from support.databases import default_database, postgresql_cluster

LIMIT_MS, A_SECOND, SECONDS, USERS = 100, 50, 20, 6
FIRST, MOST_LEDGER, LEAST_CASES = 10_000, 0.25, 2000
#: Milliseconds, p95: a list that is filtered, and a search by part of a name.
DHIS2 = {"list, filtered": 5100, "name, misspelt": 1000, "name, one word": 1000}
#: For 8 GB of memory, of which the server takes a quarter.
MEMORY = ("shared_buffers=2GB", "work_mem=32MB", "maintenance_work_mem=512MB", "effective_cache_size=6GB",
          "max_wal_size=4GB", "wal_compression=on", "random_page_cost=1.1")  # fmt: skip


def main() -> int:
    asked = argparse.ArgumentParser(prog="./bench register")
    asked.add_argument("--cases", type=int, default=1_000_000)
    cases = asked.parse_args().cases
    codes = made_cases.units(cases)
    with postgresql_cluster(*MEMORY, durable=True) as address:
        os.environ["MARGA_DATABASE_URL"] = address
        with default_database(environment.database(Path())):
            call_command("migrate", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            filled.make_stations(codes)
            sessions = [session(number) for number in (*made_cases.officers(codes[0])[:USERS], filled.INSPECTOR)]
            first, _ = at_size(0, FIRST, codes, sessions)
            fine, rate = at_size(FIRST, cases, codes, sessions, first)
            fine &= said("bulk import, cases a second", rate, LEAST_CASES, more=True)
            share = booked_one_by_one.share_of_the_ledger(codes[0])
            fine &= said("share of a booking that its entry costs", share, MOST_LEDGER)
    return 0 if fine else 1


def said(what: str, value: float, limit: float, *, more: bool = False) -> bool:
    """Print a claim and whether it holds."""
    holds = value >= limit if more else value < limit
    print(f"{what}: {value:,.2f}, claimed {'at least' if more else 'under'} {limit:,g}"
          f"{'' if holds else '  MISSED'}", flush=True)  # fmt: skip
    return holds


def session(number: str) -> str:
    """The cookie of an officer who signed in just now."""
    role = "inspector" if number == filled.INSPECTOR else "officer"
    client = signed_in(account(f"officer-{number}", role))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def at_size(
    done: int, cases: int, codes: Sequence[str], sessions: Sequence[str], before: Times | None = None
) -> tuple[Times | bool, float]:  # fmt: skip
    """Fill the register up to a size and measure its pages. Returns the times, or with those of a smaller size whether
    the claim holds; and cases a second of the import."""
    rate = filled.fill(cases, codes, done=done)
    a_second = rate.cases / rate.seconds
    print(f"\n{cases:,d} cases, {Party.objects.count():,d} people: booked {a_second:,.0f} cases and "
          f"{rate.rows / rate.seconds:,.0f} rows a second (DHIS2 imports 1,900 to 5,200 records a second: "
          f"{rate.rows / rate.seconds / 5200:.1f} to {rate.rows / rate.seconds / 1900:.1f} x)", flush=True)  # fmt: skip
    with web():
        visits = list(visited(sessions))
        asked(visits[:: len(visits) // 100], A_SECOND)  # the first answers of a process are not what people see
        steady = asked(visits[: A_SECOND * SECONDS], A_SECOND)
        busy = asked(visits[: A_SECOND * SECONDS], None, USERS)
    held = [told(f"{A_SECOND} pages a second", steady, before), told(f"{USERS} users without pause", busy, None)]
    return (steady, a_second) if before is None else (all(held), a_second)


def visited(sessions: Sequence[str]) -> Iterator[Visit]:
    """Pages in turn, each of another case and name, of six officers and at times the inspector."""
    parties = list(Party.objects.filter(case__unit=made_cases.units(0)[0]).order_by("?")[: A_SECOND * SECONDS])
    seals = dict(Exhibit.objects.filter(case__in={one.case_id for one in parties}).values_list("case", "seal"))
    for place, party in enumerate(parties):
        who = sessions[place // 8 % len(sessions)]
        quoted = urllib.parse.quote
        family, given = party.name.split()
        pages = {
            "list": "/cases/", "list, filtered": "/cases/?offence=trafficking&operation=raid&not_sent=on",
            "name, misspelt": f"/cases/?text={quoted(misspelt(family) + ' ' + given)}",
            "name, one word": f"/cases/?text={quoted(misspelt(given))}",
            "seal": f"/cases/?text={quoted(seals[party.case_id])}",
            "number": f"/cases/?text={quoted(party.case_id)}",
            "case": f"/cases/{quoted(party.case_id)}/", "board": "/held/",
        }  # fmt: skip
        what = list(pages)[place % len(pages)]
        if what == "board":
            who = sessions[place // 8 % USERS]  # an inspector holds nobody
        yield what, who, pages[what]


def misspelt(word: str) -> str:
    """The word with a letter twice, as one slips."""
    return word[:2] + word[1:]


def told(load: str, times: Times, before: Times | None) -> bool:
    """Print p50 and p95 of each page; whether each p95 holds and every answer was a page."""
    failed = times.pop("failed", [])
    print(f"  {load:26s} {'p50 ms':>8s} {'p95 ms':>8s}")
    for what, found in times.items():
        p50, p95 = percentile(found, 50), percentile(found, 95)
        mark = f"  DHIS2 {DHIS2[what]:,d}: {DHIS2[what] / p95:.0f} x" if what in DHIS2 else ""
        grown = f"  {p95 / percentile(before[what], 95):.1f} x of 10,000 cases" if before else ""
        print(f"  {what:26s} {p50:8.1f} {p95:8.1f}{mark}{grown}{'' if p95 < LIMIT_MS else '  MISSED'}")
    print(f"  {len(failed)} answers were no page {sorted(set(failed)) or ''}", flush=True)
    return not failed and all(percentile(found, 95) < LIMIT_MS for found in times.values())


if __name__ == "__main__":
    sys.exit(main())
