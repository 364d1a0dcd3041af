"""What the enforcement side's worker does by itself."""

from datetime import timedelta

from marga.enforcement.custody.tasks import deliver_alerts, raise_alerts
from marga.enforcement.exchange.tasks import count_finished_months
from marga.enforcement.people.tasks import seal_reads
from marga.enforcement.stations.tasks import raise_unit_alerts
from marga.site.schedule import Job

JOBS = (
    Job("enforcement.raise-alerts", raise_alerts, every=timedelta(minutes=1), at_start=True),
    Job("enforcement.deliver-alerts", deliver_alerts, every=timedelta(minutes=1), at_start=True),
    Job("enforcement.raise-unit-alerts", raise_unit_alerts, every=timedelta(minutes=10), at_start=True),
    Job("enforcement.seal-reads", seal_reads, every=timedelta(hours=1), at_start=True),
    Job("enforcement.count-finished-months", count_finished_months, every=timedelta(days=1)),
)
