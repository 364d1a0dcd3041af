"""What the worker does for people in custody."""

from __future__ import annotations

from django_tasks import task

from marga.enforcement.acts.services import clock
from marga.site.queues import URGENT

from . import alerting, delivering


@task(queue_name=URGENT)
def raise_alerts() -> None:
    """Tell supervisors, and those above them, of deadlines that come near or have passed."""
    alerting.raise_alerts(clock())


@task(queue_name=URGENT)
def deliver_alerts() -> None:
    """Send alerts to offices by mail, or into the outbox; what failed is tried again."""
    delivering.deliver(clock())
