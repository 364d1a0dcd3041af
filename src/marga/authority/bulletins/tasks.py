"""The work on bulletins that runs in the worker."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from marga.authority.bulletins import running, services
from marga.authority.bulletins.example import load_bulletins


@task()
def collect_cubes(by: str) -> None:
    """Fetch every side's cube because somebody of this name asked."""
    services.collect(by=by, now=timezone.now())


@task()
def collect_by_schedule() -> None:
    """Fetch every side's cube, as every day."""
    services.collect(by="", now=timezone.now())


@task()
def run_draft(draft_id: int) -> None:
    """Make the bulletin of a draft."""
    running.run_draft(draft_id)


@task()
def render_bulletin(published_id: int) -> None:
    """Make the files of a published bulletin."""
    running.render(published_id)


@task()
def load_example_bulletins() -> None:
    """Publish the example country's bulletins, once."""
    load_bulletins()
