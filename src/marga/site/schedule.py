"""Jobs that a side does by itself: what, and how often.

A side lists its own in `marga.<side>.schedule.JOBS`; that module is found by name, so that `site` imports no app.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.db import transaction
from django_tasks.base import Task

from marga.site.models import ScheduledJob
from marga.site.tasks import forget_ended_sessions, forget_finished_tasks, forget_tries


@dataclass(frozen=True)
class Job:
    """A task to be queued every so often; `at_start` also when a worker becomes the leader."""

    name: str
    task: Task[[], None]
    every: timedelta
    at_start: bool = False


SHARED = (
    Job("site.forget-finished-tasks", forget_finished_tasks, every=timedelta(days=1)),
    Job("site.forget-ended-sessions", forget_ended_sessions, every=timedelta(days=1)),
    Job("site.forget-tries", forget_tries, every=timedelta(minutes=10)),
)


def jobs_of(side: str) -> Sequence[Job]:
    """The shared jobs and those of the side, if it lists any."""
    module = f"marga.{side}.schedule"
    own: Sequence[Job] = import_module(module).JOBS if find_spec(module) else ()
    return (*SHARED, *own)


def enqueue_due(jobs: Sequence[Job], now: datetime) -> list[str]:
    """Put each job that is due into the queue once, and set when it is next due. Returns the names of those queued.

    Time missed while no worker ran is not made up for: the job runs once, then keeps its pace from `now`.
    """
    return [job.name for job in jobs if _enqueue_if_due(job, now)]


def enqueue_at_start(jobs: Sequence[Job], now: datetime) -> None:
    """Make the jobs that want to run at every start due now."""
    names = [job.name for job in jobs if job.at_start]
    ScheduledJob.objects.filter(name__in=names, due_at__gt=now).update(due_at=now)


@transaction.atomic
def _enqueue_if_due(job: Job, now: datetime) -> bool:
    ScheduledJob.objects.get_or_create(name=job.name, defaults={"due_at": now})
    claimed = ScheduledJob.objects.filter(name=job.name, due_at__lte=now).update(due_at=now + job.every)
    if claimed:
        job.task.enqueue()
    return bool(claimed)
