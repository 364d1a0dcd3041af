"""What the worker does about reads of people."""

from __future__ import annotations

from django_tasks import task

from marga.enforcement.acts.services import clock

from . import sealing


@task()
def seal_reads() -> None:
    """Put who read what under the ledger."""
    sealing.seal_reads(clock())
