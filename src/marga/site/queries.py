"""What pages and monitors ask about the side itself."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection

from marga.site.models import WorkerLead


@dataclass(frozen=True)
class WorkerState:
    """Whether the side's worker runs; `stopped_at` is its last sign of life, None if it runs or never ran.

    `ledger_running` is None on a side that keeps no ledger; `ledger_stopped_at` is when it last was seen to work.
    """

    running: bool
    stopped_at: datetime | None
    ledger_running: bool | None = None
    ledger_stopped_at: datetime | None = None


def worker_state(now: datetime) -> WorkerState:
    """Running while the leader's lease holds. A database that does not answer has no running worker."""
    try:
        lead = WorkerLead.objects.first()
    except DatabaseError:
        return WorkerState(running=False, stopped_at=None)
    if lead is None:
        return WorkerState(running=False, stopped_at=None)
    running = lead.leads_until > now
    ledger = None if lead.ledger_at is None else lead.ledger_at > now - settings.WORKER_LEASE
    return WorkerState(running, None if running else lead.beat_at, ledger, lead.ledger_at if ledger is False else None)


def database_answers() -> bool:
    """Whether the database can be asked at all."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
