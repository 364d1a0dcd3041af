"""`python -m support.killed_side begin | work | count`, within the environment of an enforcement side.

What `support.kills` needs of the side's own code and database, in processes of its own: `begin` prepares the side with
its example accounts, `work` is its worker with a short lease, `count` says as JSON how what was acknowledged stands.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import django

# A worker that was killed is followed once its lease is over, and nobody waits here for a quarter of a minute.
LEASE = timedelta(seconds=2)


def begin() -> None:
    """Tables, accounts and stations; the cases of the example are left out, which the worker would make for minutes."""
    from django_tasks_db.models import DBTaskResult

    from marga.site.preparing import prepare

    prepare(example=True)
    DBTaskResult.objects.all().delete()


def work() -> None:
    """The worker of the side, until it is told to stop."""
    from django.conf import settings
    from django.core.management import call_command

    settings.WORKER_LEASE = LEASE
    call_command("work")


def count() -> None:
    """How what was acknowledged stands. Standard input: {"booked": {source: number}, "receipts": [key of a person]}."""
    acknowledged = json.load(sys.stdin)
    json.dump({**totals(), "wrong": list(wrong(acknowledged["booked"], acknowledged["receipts"]))}, sys.stdout)


def totals() -> dict[str, int]:
    """How much there is, and how many entries still wait for their position."""
    from marga.enforcement.cases.models import Case
    from marga.site.ledgers.models import Checkpoint, Entry

    waiting = Entry.objects.filter(position__isnull=True).count()
    return {"cases": Case.objects.count(), "entries": Entry.objects.count(), "waiting": waiting,
            "checkpoints": Checkpoint.objects.count()}  # fmt: skip


def wrong(booked: Mapping[str, str], receipts: list[str]) -> Iterator[str]:
    """Each thing that is missing, there twice, or there by half."""
    from marga.country import ENGLISH, write
    from marga.enforcement.acts.models import Act
    from marga.enforcement.acts.replaying import differences
    from marga.enforcement.cases.models import Case
    from marga.enforcement.stations.models import Counter

    cases = dict(Case.objects.values_list("number", "source"))
    acts = list(Act.objects.filter(kind="case.booked", entry__isnull=False).values_list("case", flat=True))
    yield from (f"{number} was acknowledged as {source} and is not there" for source, number in booked.items()
                if cases.get(number) != source)  # fmt: skip
    yield from (f"case {number} has no act with an entry" for number in cases.keys() - set(acts))
    yield from (f"act of {number} has no case" for number in set(acts) - cases.keys())
    if len(acts) != len(set(acts)) or len(set(cases.values())) != len(cases):
        yield "something was booked twice"
    given = {f"{case}.{part}" for case, part in Act.objects.filter(kind="receipt.given").values_list("case", "part")}
    yield from (f"the receipt of {key} was acknowledged and is not there" for key in set(receipts) - given)
    for counter in Counter.objects.all():
        used = set(Case.objects.filter(unit=counter.unit_id, year=counter.year).values_list("serial", flat=True))
        yield from (f"{counter.unit_id}/{counter.year}/{serial} was given out and no case has it"
                    for serial in set(range(1, counter.last + 1)) ^ used)  # fmt: skip
    yield from (write(one.says, ENGLISH) for one in differences())


COMMANDS: dict[str, Callable[[], None]] = {"begin": begin, "work": work, "count": count}

if __name__ == "__main__":
    django.setup()
    COMMANDS[sys.argv[1]]()
