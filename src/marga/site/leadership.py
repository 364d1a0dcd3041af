"""Which worker process runs a side's tasks: one at a time, on any machine, held by a lease in the database.

The clocks of machines that run workers of one side must agree to well within the lease.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from marga.site.models import WorkerLead

MOST_TRIES = 3


def beat(worker: str, now: datetime, lease: timedelta) -> bool:
    """Take or renew the lead for `lease` from `now`. False while another worker's lease holds.

    One UPDATE decides, so two workers that try at once cannot both succeed.
    """
    WorkerLead.objects.get_or_create(id=1, defaults={"worker": worker, "leads_until": now, "beat_at": now})
    mine_or_free = Q(worker=worker) | Q(leads_until__lte=now)
    changed = WorkerLead.objects.filter(mine_or_free, id=1)
    return bool(changed.update(worker=worker, leads_until=now + lease, beat_at=now))


def renew(worker: str, now: datetime, lease: timedelta) -> bool:
    """Renew the lead while it is still this worker's. False if another took it.

    Late is soon enough as long as nobody took it, for whoever takes it writes their own name there: a machine that is
    busy for longer than a lease does not end the only worker in the middle of its work.
    """
    held = WorkerLead.objects.filter(id=1, worker=worker)
    return bool(held.update(leads_until=now + lease, beat_at=now))


def resign(worker: str, now: datetime) -> None:
    """Give up the lead, so that a standby need not wait for the lease to end."""
    WorkerLead.objects.filter(id=1, worker=worker).update(leads_until=now, beat_at=now)


@transaction.atomic
def recover_abandoned() -> list[str]:
    """Queue again what a lost leader had begun; give up on a task begun `MOST_TRIES` times. Returns ids given up.

    Called by a new leader only: no other worker of the side is running anything then. Tasks must bear being repeated.
    """
    given_up = []
    for result in DBTaskResult.objects.running():
        if len(result.worker_ids) < MOST_TRIES:
            result.status = TaskResultStatus.READY
            result.save(update_fields=["status"])
        else:
            result.set_failed(RuntimeError(f"The worker died {MOST_TRIES} times while running this."))
            given_up.append(str(result.id))
    return given_up
