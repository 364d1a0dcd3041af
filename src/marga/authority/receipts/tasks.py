"""The work on lists of receipts that runs in the worker."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from marga.authority.receipts import services
from marga.authority.receipts.example import add_example_source


@task()
def collect_receipts() -> None:
    """Take what is new of every ledger's lists."""
    services.collect(now=timezone.now())


#: How often, and how many times, it is looked whether the side beside this one has made its keys.
AGAIN, TIMES = timedelta(seconds=5), 60


@task()
def take_example_source(times: int = TIMES) -> None:
    """Take the lists of the enforcement side that `./run` started beside this one, once it has keys."""
    address = settings.BESIDE.get("enforcement")
    if not address:
        return
    if not add_example_source(beside=Path(settings.MARGA_FOLDER).parent / "enforcement", address=address) and times:
        take_example_source.using(run_after=timezone.now() + AGAIN).enqueue(times - 1)
