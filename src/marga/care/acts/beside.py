"""What no act says, and yet follows: a consent to the notice has a handle while it runs, and none afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from marga.care.models import Consent, ReceiptHandle
from marga.site.acts.comparing import BATCH
from marga.site.acts.differing import ADDED, MISSING, Difference, difference
from marga.site.acts.scratch import OWN


def beside() -> Iterator[Difference]:
    """The handles that are missing, or that live on. Whether one is of the receipt that the person typed is known where
    the keys of care are: what does not fit the act's commitment is never told."""
    own, running = (
        ReceiptHandle.objects.using(OWN),
        Consent.objects.using(OWN).filter(ended=None).exclude(commitment=""),
    )
    lost = running.exclude(pk__in=own.values("pk")).values_list("pk", flat=True)
    yield from (difference(ReceiptHandle, key, MISSING) for key in lost.iterator(BATCH))
    kept = own.exclude(pk__in=running.values("pk")).values_list("pk", flat=True)
    yield from (difference(ReceiptHandle, key, ADDED) for key in kept.iterator(BATCH))
