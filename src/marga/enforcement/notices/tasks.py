"""What the worker asks care by itself."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from . import services
from .pulling import pull, source


@task()
def pull_notices() -> None:
    """Take care's batch of today, if it is known where it is."""
    asked = source()
    if asked is not None:
        services.take(pull(asked), timezone.now())
