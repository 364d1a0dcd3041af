"""What the authority's worker does by itself."""

from datetime import timedelta

from marga.authority.bulletins.tasks import collect_by_schedule
from marga.authority.receipts.tasks import collect_receipts
from marga.authority.tasks import check_published_reports
from marga.site.schedule import Job

JOBS = (
    Job("authority.check-published", check_published_reports, every=timedelta(hours=1), at_start=True),
    Job("authority.collect-cubes", collect_by_schedule, every=timedelta(days=1)),
    Job("authority.collect-receipts", collect_receipts, every=timedelta(minutes=1), at_start=True),
)
