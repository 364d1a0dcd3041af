"""What the enforcement side's worker does by itself."""

from marga.site.schedule import Job

JOBS: tuple[Job, ...] = ()
