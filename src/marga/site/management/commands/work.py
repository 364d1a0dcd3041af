"""`python -m django work`: the worker of this side."""

import os
import signal
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand

from marga.site.ledgers.models import keeps_ledger
from marga.site.ledgers.sequencer import keep_ledger
from marga.site.parent import when_parent_is_gone
from marga.site.schedule import jobs_of
from marga.site.worker import Worker

#: Seconds that a task has to end once the supervisor is gone. What it had begun is run again by the next worker.
GRACE = 20
ORPHANED = 4  # exit code


class Command(BaseCommand):
    """Run the worker until SIGTERM, or until the process that started it is gone."""

    help = "Run this side's worker: its queue and its schedule."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        beside = [keep_ledger] if keeps_ledger() else []
        worker = Worker(jobs=jobs_of(settings.MARGA_SIDE), lease=settings.WORKER_LEASE, beside=beside)

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            worker.stop.set()

        signal.signal(signal.SIGTERM, on_signal)
        signal.signal(signal.SIGINT, on_signal)

        def on_orphaned() -> None:
            worker.stop.set()
            if not worker.done.wait(GRACE):
                os._exit(ORPHANED)

        when_parent_is_gone(on_orphaned)
        worker.run()
