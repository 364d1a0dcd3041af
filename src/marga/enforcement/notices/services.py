"""A batch of notices replaces the one before, whole: who is not in it is told of with nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marga.enforcement.people.models import ErasureRequest
from marga.ledger.notices import Batch
from marga.site.refusals import WrongState

from .handles import handle
from .models import CareBatch, CareNotice

AT_ONCE = 500  # rows in one statement


def take(batch: Batch, now: datetime) -> int:
    """Put a batch in place of the one before. Returns of how many people it tells.

    Raises WrongState for one that is older than what was taken.
    """
    with transaction.atomic():
        last = CareBatch.objects.select_for_update().order_by("-pk").first()
        if last is not None and batch.day < last.day:
            raise WrongState(_("This batch of notices is older than the last one. Nothing was taken of it."))
        CareNotice.objects.all().delete()
        CareBatch.objects.all().delete()
        CareBatch.objects.create(day=batch.day, taken=now)
        erased = {
            handle(key) for key in ErasureRequest.objects.filter(approved__isnull=False).values_list("party", flat=True)
        }
        found = [CareNotice(handle=one.handle, word=one.word, day=one.day, told=batch.day)
                 for one in batch.notices if one.handle not in erased]  # fmt: skip
        CareNotice.objects.bulk_create(found, batch_size=AT_ONCE)
    return len(found)


def forget(party: str) -> None:
    """Nothing of care stands beside a person whose record is erased."""
    CareNotice.objects.filter(pk=handle(party)).delete()
