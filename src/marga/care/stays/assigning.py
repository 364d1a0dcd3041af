"""Places for all who wait at once, by `marga.placement.assign`: never above what is safe, fair by priority and waiting.

The worker reckons it and keeps the result beside the waiting list. It is a proposal: an offer is made by a person, who
locks the centre and looks again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from marga.care.acts.services import clock
from marga.care.days import today
from marga.placement import assign

from .models import Proposed, Wait
from .offering import places, seeker


def propose() -> int:
    """Reckon anew who of all that wait and have no offer would be placed where. Returns how many would be."""
    now = clock()
    day = today(now)
    waits = Wait.objects.filter(ended=None, paused_since=None).exclude(offers__answer="")
    seekers = [seeker(wait, day) for wait in waits.select_related("client").prefetch_related("pauses")]
    found = assign(seekers, places(day))
    rows = [Proposed(wait_id=key, ward_id=ward, at=now.at) for key, ward in found.placed.items()]
    rows += [Proposed(wait_id=key, at=now.at, nowhere=key in found.no_place_fits) for key in found.left]
    with transaction.atomic():
        Proposed.objects.all().delete()
        Proposed.objects.bulk_create(rows, batch_size=1000)
    return len(found.placed)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the assignment says of all who wait: how many of one centre's list would go to which, how many wait on, and
    for how many no place fits at all, full or not."""

    moves: tuple[tuple[str, str, int], ...]
    left: int
    nowhere: int


def summary() -> Summary:
    """For the ministry: counts only, nobody's number."""
    placed = Proposed.objects.filter(ward__isnull=False).values_list("wait__centre", "ward__centre")
    counted = Counter(placed)
    left = Proposed.objects.filter(ward__isnull=True)
    moves = tuple((one, other, number) for (one, other), number in sorted(counted.items()))
    return Summary(moves, left.count(), left.filter(nowhere=True).count())
