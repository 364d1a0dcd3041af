"""What the worker does about what units owe."""

from __future__ import annotations

from django_tasks import task

from marga.enforcement.acts.services import clock

from . import alerting


@task()
def raise_unit_alerts() -> None:
    """Tell inspectors and supervisors of overdue paper receipts, and of numbers that no case has."""
    alerting.raise_alerts(clock())
