"""Whose exhibit is it to see: by the case, by the unit whose store it is in, or because it is or was in one's hands."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from marga.enforcement.access import visible
from marga.enforcement.acts.services import Acting
from marga.site.refusals import NotFound
from marga.site.roles import check_may, may

from .models import Exhibit, HandOver, Witness


def visible_exhibits(who: Acting) -> QuerySet[Exhibit]:
    """The exhibits that somebody may see: of cases they may read; a keeper's, those of the unit; and everybody's, those
    that were given to them, that they hold, or whose destruction they witness."""
    check_may(who, "enforcement.exhibits")
    mine = Exists(HandOver.objects.filter(exhibit=OuterRef("pk"), taker=who.number, cancelled=None))
    seen = Exists(Witness.objects.filter(destruction__exhibit=OuterRef("pk"), officer=who.number,
                                         destruction__cancelled=None))  # fmt: skip
    wanted = Q(case__in=visible(who).values("pk")) | Q(holder=who.number) | Q(mine) | Q(seen)
    if may(who, "enforcement.keep"):
        wanted |= Q(case__unit=who.unit)
    return Exhibit.objects.filter(wanted)


def exhibit_for(who: Acting, key: str, *, lock: bool = False) -> Exhibit:
    """An exhibit that somebody may see. `lock`: for an act, until its transaction ends. Raises NotFound otherwise."""
    found = visible_exhibits(who).filter(pk=key).first()
    if found is not None and lock:
        found = Exhibit.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no exhibit {key} that you may see.").format(key=key))
    return found
