"""What the clerk sees of slips: counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from .models import SlipBatch

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Counts:
    """A batch in slips. `expired`: neither shown nor lost when its last day was over; `open`: that may still come."""

    batch: SlipBatch
    shown: int
    expired: int
    open: int


def batches(day: date) -> list[Counts]:
    """The batches, the newest first. One question."""
    rows = SlipBatch.objects.annotate(seen=Count("slips", filter=Q(slips__shown__isnull=False)))
    return [_counts(row, row.seen, day) for row in rows.order_by("-printed", "pk")[:SHOWN]]


def _counts(batch: SlipBatch, shown: int, day: date) -> Counts:
    left = max(0, batch.count - batch.lost - shown)
    return Counts(batch, shown, left if batch.expires < day else 0, 0 if batch.expires < day else left)
