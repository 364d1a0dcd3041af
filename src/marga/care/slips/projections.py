"""What stands since an act with slips."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext_noop

from marga.care.acts.models import Act
from marga.site.acts.kinds import kind

from . import contents
from .models import Slip, SlipBatch

AT_ONCE = 1000  # rows in one statement


@kind("slips.printed", "slips", gettext_noop("slips were printed"), contents.SlipsPrinted)
def slips_printed(act: Act, told: contents.SlipsPrinted) -> None:
    """A batch is there, and nobody has shown one of it."""
    SlipBatch.objects.create(number=act.about, printed=act.at, by=act.by, expires=told.expires, count=len(told.hashes))
    Slip.objects.bulk_create([Slip(hash=one, batch_id=act.about) for one in told.hashes], batch_size=AT_ONCE)


@kind("slip.shown", "slips", gettext_noop("a slip was shown"), contents.SlipShown)
def slip_shown(_act: Act, told: contents.SlipShown) -> None:
    """It opens nothing again."""
    Slip.objects.filter(pk=told.slip).update(shown=told.day)


@kind("slips.lost", "slips", gettext_noop("slips were lost"), contents.SlipsLost)
def slips_lost(act: Act, told: contents.SlipsLost) -> None:
    """Fewer of the batch can be handed over."""
    SlipBatch.objects.filter(pk=act.about).update(lost=F("lost") + told.count)
