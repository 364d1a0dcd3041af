"""What pages and monitors ask about the side itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection

from marga.site.models import WorkerLead


@dataclass(frozen=True)
class WorkerState:
    """Whether the side's worker runs; `stopped_at` is its last sign of life, None if it runs or never ran."""

    running: bool
    stopped_at: datetime | None


def worker_state(now: datetime) -> WorkerState:
    """Running while the leader's lease holds. A database that does not answer has no running worker."""
    try:
        lead = WorkerLead.objects.first()
    except DatabaseError:
        return WorkerState(running=False, stopped_at=None)
    if lead is None:
        return WorkerState(running=False, stopped_at=None)
    running = lead.leads_until > now
    return WorkerState(running=running, stopped_at=None if running else lead.beat_at)


def database_answers() -> bool:
    """Whether the database can be asked at all."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
