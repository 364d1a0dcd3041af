"""Tasks that every side's worker does."""

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from marga.site.tries import services as tries

KEPT_DAYS = 14


@task()
def forget_finished_tasks() -> None:
    """Delete results of tasks that ended more than `KEPT_DAYS` days ago, so that the queue's table stays small."""
    call_command("prune_db_task_results", min_age_days=KEPT_DAYS, queue_name="*", verbosity=0)


@task()
def forget_ended_sessions() -> None:
    """Delete the rows of sessions whose longest time is over."""
    call_command("clearsessions", verbosity=0)


@task()
def forget_tries() -> None:
    """Forget from where too much was tried, when it no longer counts."""
    tries.forget(timezone.now())
