"""A batch of notices replaces the one before, whole: who is not in it is told of with nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from marga.enforcement.cases.models import Party
from marga.enforcement.people.models import ErasureRequest
from marga.enforcement.receipts.keys import code_of
from marga.ledger.notices import Batch, Notice, handle_of
from marga.site.refusals import WrongState

from .models import CareBatch, CareHandle, CareNotice

AT_ONCE = 500  # rows in one statement


def take(batch: Batch, now: datetime) -> int:
    """Put a batch in place of the one before. Returns of how many people of this register it tells.

    Raises WrongState for one that is older than what was taken.
    """
    make_handles()
    with transaction.atomic():
        last = CareBatch.objects.select_for_update().order_by("-pk").first()
        if last is not None and batch.day < last.day:
            raise WrongState(_("This batch of notices is older than the last one. Nothing was taken of it."))
        CareNotice.objects.all().delete()
        CareBatch.objects.all().delete()
        CareBatch.objects.create(day=batch.day, taken=now)
        found = list(_matched(batch))
        CareNotice.objects.bulk_create(found, batch_size=AT_ONCE)
    return len(found)


def make_handles() -> None:
    """Make the handles of the receipts that were given since."""
    erased = ErasureRequest.objects.filter(approved__isnull=False).values("party")
    rows = Party.objects.filter(receipt__isnull=False, care_handle__isnull=True).exclude(key__in=erased)
    waiting = iter(list(rows.values_list("key", flat=True)))
    while some := list(islice(waiting, AT_ONCE)):
        made = [CareHandle(party_id=key, handle=handle_of(code_of(key))) for key in some]
        CareHandle.objects.bulk_create(made, ignore_conflicts=True)


def forget(party: str) -> None:
    """Nothing of care stands beside a person whose record is erased."""
    CareNotice.objects.filter(pk=party).delete()
    CareHandle.objects.filter(pk=party).delete()


def _matched(batch: Batch) -> Iterator[CareNotice]:
    notices = iter(batch.notices)
    while some := list(islice(notices, AT_ONCE)):
        by_handle: dict[bytes, Notice] = {one.handle: one for one in some}
        for row in CareHandle.objects.filter(handle__in=list(by_handle)):
            one = by_handle[bytes(row.handle)]
            yield CareNotice(party_id=row.party_id, word=one.word, day=one.day, told=batch.day)
