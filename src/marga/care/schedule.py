"""What the care side's worker does by itself."""

from datetime import timedelta

from marga.care.tasks import count_midnights, end_lost, expire_offers
from marga.site.schedule import Job

JOBS = (
    Job("care.expire-offers", expire_offers, every=timedelta(minutes=5), at_start=True),
    Job("care.end-lost", end_lost, every=timedelta(hours=6), at_start=True),
    Job("care.count-midnights", count_midnights, every=timedelta(hours=1), at_start=True),
)
