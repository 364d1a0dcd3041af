"""Places for all who wait at once, by `marga.placement.assign`: never above what is safe, fair by priority and waiting.

The worker reckons it and keeps the result beside the waiting list. It is a proposal: an offer is made by a person, who
locks the centre and looks again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, Q

from marga.care.acts.services import clock
from marga.care.centres.models import Centre
from marga.care.days import today
from marga.placement import assign

from .models import Proposed, Wait
from .offering import places, seeker

#: The worker reckons every quarter of an hour: what is older than this was not reckoned when it should have been.
STALE = timedelta(hours=1)


def propose() -> int:
    """Reckon anew who of all that wait and have no offer would be placed where. Returns how many would be."""
    now = clock()
    day = today(now)
    waits = Wait.objects.filter(ended=None, paused_since=None).exclude(offers__answer="")
    seekers = [seeker(wait, day) for wait in waits.select_related("client").prefetch_related("pauses")]
    found = assign(seekers, places(now))
    rows = [Proposed(wait_id=key, ward_id=ward, at=now.at) for key, ward in found.placed.items()]
    rows += [Proposed(wait_id=key, at=now.at, nowhere=key in found.no_place_fits) for key in found.left]
    with transaction.atomic():
        Proposed.objects.all().delete()
        Proposed.objects.bulk_create(rows, batch_size=1000)
    return len(found.placed)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the assignment says of all who wait, in people: how many of one centre's list would go to which centre (both
    by their names), how many wait on, and for how many no place fits at all, full or not. `at`: when it was reckoned,
    None before it ever was, or when nobody waited then; `stale`: that is longer ago than it should be."""

    moves: tuple[tuple[str, str, int], ...]
    left: int
    nowhere: int
    at: datetime | None
    stale: bool


def summary() -> Summary:
    """For the ministry: counts only, nobody's number. Three questions."""
    counted = Counter(Proposed.objects.filter(ward__isnull=False).values_list("wait__centre", "ward__centre"))
    waits_on = Q(ward__isnull=True)
    said = Proposed.objects.aggregate(
        at=Max("at"), left=Count("pk", filter=waits_on), nowhere=Count("pk", filter=waits_on & Q(nowhere=True))
    )
    names = {one.code: str(one) for one in Centre.objects.filter(pk__in={code for pair in counted for code in pair})}
    moves = tuple((names[one], names[other], number) for (one, other), number in sorted(counted.items()))
    stale = said["at"] is not None and clock().at - said["at"] > STALE
    return Summary(moves, said["left"], said["nowhere"], said["at"], stale)
