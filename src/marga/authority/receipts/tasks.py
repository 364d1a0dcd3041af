"""The work on lists of receipts that runs in the worker."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from marga.authority.receipts import services


@task()
def collect_receipts() -> None:
    """Take what is new of every ledger's lists, and forget from where wrong codes came an hour ago."""
    now = timezone.now()
    services.forget_tries(now=now)
    services.collect(now=now)
