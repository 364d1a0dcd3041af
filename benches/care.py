"""Pages of 200 centres and a million episodes have a p95 under 100 ms, and no last bed is given twice: ./bench care

On a PostgreSQL that settles every commit on disk: clients, waits and stays with their acts and entries are entered by
two processes up to `--episodes` over `--centres`. Then today, the waiting list, stays, clients and searches are asked
from the web processes over loopback, 50 a second; times run from when a page was due. Last, 100 workers at once place
people into the last beds of one centre. `--episodes 20000 --centres 20` is a quick run.
"""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import sys
import tempfile
import threading
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

sys.path[:0] = [str(Path(__file__).parents[1] / "tests"), str(Path(__file__).parent)]
if __name__ == "__main__":  # processes that this one starts find it there
    os.environ["MARGA_DATA"] = tempfile.mkdtemp(prefix="marga-bench-")
    atexit.register(shutil.rmtree, os.environ["MARGA_DATA"], ignore_errors=True)
os.environ["MARGA_SIDE"], os.environ["DJANGO_SETTINGS_MODULE"] = "care", "marga.site.settings"

import django

django.setup()

import filled_care as filled
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from paced import Times, Visit, asked, percentile, web

from marga.care.acts.replaying import differences
from marga.care.acts.services import Acting
from marga.care.centres import contents
from marga.care.centres.models import Ward
from marga.care.centres.services import set_worker
from marga.care.clients.models import Client
from marga.care.stays.models import Stay, Wait
from marga.care.stays.offers import offer_place
from marga.care.stays.room import room_of
from marga.care.stays.services import Legal, begin_stay
from marga.country.instants import Clock
from marga.site import environment
from marga.site.refusals import Refused
from support.accounts import account, signed_in
from support.databases import default_database, postgresql_cluster

LIMIT_MS, A_SECOND, SECONDS, WORKERS, MANAGERS = 100, 50, 20, 100, 6
MEMORY = ("shared_buffers=2GB", "work_mem=32MB", "maintenance_work_mem=512MB", "effective_cache_size=6GB",
          "max_wal_size=4GB", "wal_compression=on", "random_page_cost=1.1", "max_connections=200")  # fmt: skip


def main() -> int:
    options = argparse.ArgumentParser(prog="./bench care")
    options.add_argument("--episodes", type=int, default=1_000_000)
    options.add_argument("--centres", type=int, default=200)
    options.add_argument("--replay", action="store_true", help="make all tables anew from the acts and compare")
    said = options.parse_args()
    codes = filled.codes(said.centres)
    with postgresql_cluster(*MEMORY, durable=True) as address:
        os.environ["MARGA_DATABASE_URL"] = address
        with default_database(environment.database(Path())):
            call_command("migrate", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            filled.make_centres(codes)
            seconds = filled.fill(said.episodes, codes)
            count, waiting = Stay.objects.count(), Wait.objects.filter(ended=None).count()
            print(f"{count:,d} episodes at {len(codes)} centres, {waiting:,d} people waiting: {count / seconds:,.0f} "
                  "episodes a second", flush=True)  # fmt: skip
            sessions = {code: session(code) for code in codes[:MANAGERS]}
            with web():
                visits = list(visited(sessions))
                asked(visits[:: len(visits) // 100], A_SECOND)  # the first answers of a process are not what people see
                fine = told(asked(visits, A_SECOND))
            fine &= crowd(codes[-1])
            if said.replay:
                found = list(differences())
                print(f"  {len(found)} rows are not what their acts say {[str(one) for one in found[:3]] or ''}")
                fine &= not found
    return 0 if fine else 1


def session(code: str) -> str:
    """The cookie of a centre's manager who signed in just now."""
    name = f"manager-{code}".lower()
    one = account(name, "manager")
    clerk = Acting("clerk", "", ("clerk",), Clock(filled.now()))
    set_worker(contents.WorkerSet(account=name, centre=code), clerk)
    client = signed_in(one)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def visited(sessions: dict[str, str]) -> Iterator[Visit]:
    """Pages in turn, by the managers of some centres, each of another client."""
    known = {code: list(Client.objects.filter(at__centre=code).order_by("?")[:200]) for code in sessions}
    waits = {code: list(Wait.objects.filter(centre=code, ended=None)) for code in sessions}
    for place in range(A_SECOND * SECONDS):
        code = list(sessions)[place // 7 % len(sessions)]
        client, wait = known[code][place % len(known[code])], waits[code][place % len(waits[code])]
        name = f"{filled.FAMILIES[place % len(filled.FAMILIES)]} {filled.GIVEN[place % len(filled.GIVEN)]}"
        pages = {
            "today": "/today/", "waiting list": "/waiting/", "stays": "/stays/", "client": f"/clients/{client.number}/",
            "search by name": f"/clients/?text={urllib.parse.quote(name)}", "one wait": f"/waits/{wait.key}/",
            "centre": f"/centres/{code}/",
        }  # fmt: skip
        what = list(pages)[place % len(pages)]
        yield what, sessions[code], pages[what]


def told(times: Times) -> bool:
    """Print p50 and p95 of each page; whether each p95 holds and every answer was a page."""
    failed = times.pop("failed", [])
    print(f"  {f'{A_SECOND} pages a second':26s} {'p50 ms':>8s} {'p95 ms':>8s}")
    for what, found in times.items():
        p50, p95 = percentile(found, 50), percentile(found, 95)
        print(f"  {what:26s} {p50:8.1f} {p95:8.1f}{'' if p95 < LIMIT_MS else '  MISSED'}")
    print(f"  {len(failed)} answers were no page {sorted(set(failed)) or ''}", flush=True)
    return not failed and all(percentile(found, 95) < LIMIT_MS for found in times.values())


def crowd(code: str) -> bool:
    """So many workers at once: half take people in, half keep places for who waits. Prints what came of it."""
    ward, who = Ward.objects.get(pk=f"{code}.1"), filled.manager(code)
    waits = list(Wait.objects.filter(centre=code, ended=None, client__sex="male").order_by("pk"))
    free = Client.objects.filter(at__centre=code, sex="male", waits__ended_why="placed").exclude(stays__ended=None)
    acts = [
        lambda one=one: begin_stay(one.number, ward.pk, Legal("voluntary"), who) for one in free[: WORKERS - len(waits)]
    ]
    acts += [lambda one=one: offer_place(one.key, ward.pk, "The last one.", who) for one in waits]
    start, outcome = threading.Barrier(len(acts)), Counter[str]()
    begun = perf_counter()
    threads = [threading.Thread(target=_placed, args=(act, start, outcome)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    room = room_of(Ward.objects.select_related("centre").get(pk=ward.pk))
    taken, safe, present = room.ward_present + room.ward_kept, room.ward_safe or 0, room.present + room.kept
    print(f"  {len(acts)} workers at once in {perf_counter() - begun:.1f} s: {dict(outcome)}; the ward holds or keeps "
          f"{taken} of {safe} safe places, the centre {present} of {room.safe}", flush=True)  # fmt: skip
    return set(outcome) == {"placed", "refused"} and room.free == 0 and taken <= safe and present <= room.safe


def _placed(act: Callable[[], object], start: threading.Barrier, outcome: Counter[str]) -> None:
    start.wait()
    try:
        act()
        outcome["placed"] += 1
    except Refused:
        outcome["refused"] += 1
    except Exception as error:  # told, whatever it is: a deadlock above all
        outcome[f"{type(error).__name__}: {str(error)[:80]}"] += 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
