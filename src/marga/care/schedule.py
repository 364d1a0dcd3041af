"""What the care side's worker does by itself."""

from datetime import timedelta

from marga.care.exchange.tasks import count_finished_months
from marga.care.tasks import count_midnights, deliver_alerts, end_consents, end_lost, expire_offers, propose_places
from marga.site.schedule import Job

JOBS = (
    Job("care.expire-offers", expire_offers, every=timedelta(minutes=5), at_start=True),
    Job("care.deliver-alerts", deliver_alerts, every=timedelta(minutes=1), at_start=True),
    Job("care.end-lost", end_lost, every=timedelta(hours=6), at_start=True),
    Job("care.propose-places", propose_places, every=timedelta(minutes=15), at_start=True),
    Job("care.count-finished-months", count_finished_months, every=timedelta(days=1)),
    Job("care.end-consents", end_consents, every=timedelta(hours=1), at_start=True),
    Job("care.count-midnights", count_midnights, every=timedelta(hours=1), at_start=True),
)
