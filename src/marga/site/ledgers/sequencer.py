"""The sequencer at work: a thread of the worker that leads, so that no long task keeps a receipt waiting."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from django.db import close_old_connections, connection
from django.utils import timezone

from marga.site.ledgers import sequencing
from marga.site.models import WorkerLead

LOOK_SECONDS = 0.1
AFTER_A_FAULT_SECONDS = 2.0
BEAT = timedelta(seconds=3)
logger = logging.getLogger("marga.ledger")


def keep_ledger(done: threading.Event) -> None:
    """Sequence and sign until `done`. A fault is logged and tried again; until it is over, pages say so."""
    WorkerLead.objects.filter(id=1, ledger_at=None).update(ledger_at=timezone.now())
    beat_at: datetime | None = None
    fault = ""
    while not done.is_set():
        try:
            beat_at = one_pass(beat_at)
            fault, pause = "", LOOK_SECONDS
        except Exception as error:
            if str(error) != fault:
                logger.error("The ledger stands still: %s", error, exc_info=error)
            connection.close()
            fault, pause = str(error), AFTER_A_FAULT_SECONDS
        done.wait(pause)
    connection.close()


def one_pass(beat_at: datetime | None = None) -> datetime:
    """Sequence all that waits, sign what is due, and say that the ledger works. Returns when that was said last."""
    close_old_connections()
    now = timezone.now()
    while sequencing.sequence() == sequencing.BATCH:
        sequencing.sign(timezone.now())
    sequencing.sign(timezone.now())
    if beat_at is not None and timedelta(0) <= now - beat_at < BEAT:
        return beat_at
    WorkerLead.objects.filter(id=1).update(ledger_at=now)
    return now
