"""What the enforcement side's worker does by itself."""

from datetime import timedelta

from marga.enforcement.exchange.tasks import count_finished_months
from marga.site.schedule import Job

JOBS: tuple[Job, ...] = (Job("enforcement.count-finished-months", count_finished_months, every=timedelta(days=1)),)
