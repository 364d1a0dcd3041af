"""What the worker of the care side does by the clock."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from marga.care.acts.services import clock
from marga.care.centres.models import Census, Centre
from marga.care.centres.services import count_census
from marga.care.consents.services import expire_consents
from marga.care.days import today
from marga.care.disclosures.delivering import deliver
from marga.care.environment import example_people
from marga.care.episodes.services import end_lost as end_lost_episodes
from marga.care.stays import assigning, offers
from marga.site.queues import URGENT

#: After a standstill the midnights that were missed are counted, so many at most in one run.
MOST_DAYS = 31


@task()
def load_example_people() -> None:
    """Let the people of the example live."""
    from marga.care.example.people import make_people

    make_people(example_people())


@task(queue_name=URGENT)
def expire_offers() -> None:
    """Give back the places that nobody came for."""
    offers.expire_offers()


@task(queue_name=URGENT)
def deliver_alerts() -> None:
    """Send alerts of emergencies to offices by mail, or into the outbox; what failed is tried again."""
    deliver(clock())


@task()
def end_lost() -> None:
    """End the stays in the community whose people have not come for the country's period."""
    end_lost_episodes()


@task()
def propose_places() -> None:
    """Reckon who of all that wait would be placed where."""
    assigning.propose()


@task()
def end_consents() -> None:
    """End the consents whose last day is over."""
    expire_consents()


@task()
def count_midnights() -> None:
    """Count every midnight that is over and was not counted yet."""
    last = today(clock()) - timedelta(days=1)
    counted = Census.objects.order_by("-day").values_list("day", flat=True).first()
    first = Centre.objects.order_by("opened").values_list("opened", flat=True).first()
    if first is None:
        return
    day = max(counted if counted is not None else last, last - timedelta(days=MOST_DAYS))
    while day <= last:
        count_census(day)
        day += timedelta(days=1)
