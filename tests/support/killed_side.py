"""`python -m support.killed_side begin | work | count`, within the environment of a side.

What `support.kills` needs of the side's own code and database, in processes of its own: `begin` prepares the side,
`work` is its worker with a short lease, `count` says as JSON how what was acknowledged stands. What is one side's alone
is in `support.killed_enforcement` and `support.killed_care`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from importlib import import_module
from typing import Any, Protocol, cast

import django

from support.kills import WAITING

# A worker that was killed is followed once its lease is over, and nobody waits here for a quarter of a minute.
LEASE = timedelta(seconds=2)


class OfSide(Protocol):
    """What a side says of itself."""

    def begin(self) -> None:
        """Tables, accounts, and where they work."""

    def totals(self) -> dict[str, int]:
        """How much there is."""

    def wrong(self, acknowledged: Mapping[str, Any]) -> Iterator[str]:
        """Each thing that is missing, there twice, or there by half."""


def of_side() -> OfSide:
    """The module of the side that this process is."""
    from django.conf import settings

    return cast(OfSide, import_module(f"support.killed_{settings.MARGA_SIDE}"))


def begin() -> None:
    """What the worker would make for the example for minutes is left out."""
    from django_tasks_db.models import DBTaskResult

    of_side().begin()
    DBTaskResult.objects.all().delete()


def work() -> None:
    """The worker of the side, until it is told to stop."""
    from django.conf import settings
    from django.core.management import call_command

    settings.WORKER_LEASE = LEASE
    call_command("work")


def count() -> None:
    """How what was acknowledged stands. Standard input: `Load.acknowledged`."""
    from marga.site.ledgers.models import Checkpoint, Entry

    acknowledged, side = json.load(sys.stdin), of_side()
    waiting = Entry.objects.filter(position__isnull=True).count()
    ledger = {"entries": Entry.objects.count(), WAITING: waiting, "checkpoints": Checkpoint.objects.count()}
    json.dump({**side.totals(), **ledger, "wrong": list(side.wrong(acknowledged))}, sys.stdout)


COMMANDS: dict[str, Callable[[], None]] = {"begin": begin, "work": work, "count": count}

if __name__ == "__main__":
    django.setup()
    COMMANDS[sys.argv[1]]()
