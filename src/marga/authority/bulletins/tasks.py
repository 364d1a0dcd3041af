"""The work on bulletins that runs in the worker."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from marga.authority.bulletins import example, running, services


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
    example.load_bulletins()


#: How often, and how many times, it is looked whether the sides beside this one have made their cubes.
AGAIN, TIMES = timedelta(seconds=15), 240


@task()
def take_cubes_beside(times: int = TIMES) -> None:
    """Take the cubes of the sides that `./run` started beside this one, once they have made them."""
    if not example.take_cubes_beside(Path(settings.MARGA_FOLDER).parent, settings.BESIDE) and times:
        take_cubes_beside.using(run_after=timezone.now() + AGAIN).enqueue(times - 1)
