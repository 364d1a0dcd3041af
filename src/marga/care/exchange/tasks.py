"""What the worker does for the authority by itself."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from .extracting import write_cube


@task()
def count_finished_months() -> None:
    """Make the cube that the authority collects."""
    write_cube(timezone.now())
