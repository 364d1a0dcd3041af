"""What the first pages show. Each asks a fixed number of questions of indexed rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from marga.care import access
from marga.care.acts.services import Acting
from marga.care.centres.models import Centre
from marga.care.centres.queries import Line, ministry_list
from marga.care.days import today
from marga.care.episodes.models import Appeal
from marga.care.national import care
from marga.care.requests.models import Request
from marga.care.rules.capacity import Fill, fill
from marga.care.stays.models import Offer, Stay, Wait
from marga.care.stays.services import TRANSFERRED
from marga.country import load, write
from marga.site.roles import may
from marga.site.writing import writer

SHOWN = 20
#: A request that nobody answered for so long is an inspector's.
SILENT = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Today:
    """A centre today, in people. `free`: safe places nobody is in or has been offered; `kept`: places that are kept for
    somebody who is expected; `going`: planned ends within a week; `requests`: whoever waits for a word; `overdue`,
    `soon`: stays by what is due of them."""

    centre: Centre
    day: date
    present: int
    kept: int
    free: int
    fill: Fill
    waiting: int
    requests: list[Request]
    more_requests: bool
    overdue: list[Stay]
    soon: list[Stay]
    going: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """Every centre, as an inspector sees it first. `count`: of all overdue stays, of which the first are listed;
    `above`: stays that began above what is safe; `appeals`: those that should be decided;
    `silent`: requests that nobody has answered for three days."""

    overdue: list[Stay]
    count: int
    above: list[Stay]
    appeals: list[Appeal]
    full: list[Line]
    silent: int
    day: date


def sex_of_one(sex: str) -> str:
    """The sex of one person in the reader's language; of a category that is neither, the country's word; "" for ""."""
    found = load(settings.MARGA_COUNTRY).dimensions["sex"].categories.get(sex)
    return {"female": _("woman"), "male": _("man")}.get(sex) or (write(found.label, writer()) if found else sex)


def day_of_centre(who: Acting) -> Today:
    """What the first page of a centre shows."""
    centre, day = Centre.objects.get(pk=who.centre), today(who)
    present = Stay.objects.filter(centre=centre, ended=None)
    there = present.count()
    kept = Offer.objects.filter(centre=centre, answer="").count()
    waits = access.requests(who).filter(closed=None, unanswered__isnull=False)
    asked = list(waits.order_by("urgency", "unanswered", "number")[: SHOWN + 1]) if may(who, "care.requests") else []
    due = present.select_related("client", "ward").order_by("due", "key")
    return Today(
        centre=centre, day=day, present=there, kept=kept,
        free=max(0, min(centre.safe, centre.emergency) - there - kept),
        fill=fill(there, centre.safe, centre.emergency), waiting=Wait.objects.filter(centre=centre, ended=None).count(),
        requests=asked[:SHOWN], more_requests=len(asked) > SHOWN, overdue=list(due.filter(due__lt=day)[:SHOWN]),
        soon=list(due.filter(due__gte=day, due__lte=day + care().soon)[:SHOWN]),
        going=present.filter(planned_end__lte=day + timedelta(days=7)).count(),
    )  # fmt: skip


def day_of_inspector(who: Acting) -> Inspection:
    """What the first page of an inspector shows, of every centre."""
    there = access.stays(who).filter(ended=None).select_related("client", "centre", "ward")
    overdue = there.filter(due__lt=today(who)).order_by("due", "key")
    silent = Request.objects.filter(closed=None, answered=None, asked__lt=who.clock.at - SILENT)
    return Inspection(
        overdue=list(overdue[:SHOWN]), count=overdue.count(),
        above=list(there.exclude(above_safe="").order_by("began", "key")[:SHOWN]),
        appeals=_overdue_appeals(who),
        full=[line for line in ministry_list() if line.fill in (Fill.ABOVE_SAFE, Fill.ABOVE_EMERGENCY)],
        silent=silent.count(), day=today(who),
    )  # fmt: skip


def _overdue_appeals(who: Acting) -> list[Appeal]:
    """Against stays that last, or that went on at another centre; who waits longest first."""
    there = Q(stay__ended=None) | Q(stay__ended_why=TRANSFERRED)
    rows = Appeal.objects.filter(there, stay__in=access.stays(who), decided=None, due__lt=today(who))
    return list(rows.select_related("stay__centre").order_by("due", "pk")[:SHOWN])
