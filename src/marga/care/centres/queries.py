"""What pages show of centres: the four capacities beside who is there, and what is above safe."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from marga.care.rules.capacity import Fill, fill
from marga.care.stays.models import Offer, Stay, Wait
from marga.care.stays.room import present_at, rooms

from .models import Census, Centre, Ward


@dataclass(frozen=True, slots=True)
class Line:
    """A centre in the ministry's list, in people."""

    centre: Centre
    present: int
    waiting: int
    fill: Fill


@dataclass(frozen=True, slots=True)
class WardLine:
    """A ward: how many are safe in it (None: not limited by itself), present, and free safe places."""

    ward: Ward
    safe: int | None
    present: int
    free: int


def ministry_list() -> list[Line]:
    """Every open centre, those above what is safe first. Three questions."""
    centres = list(Centre.objects.filter(closed=None))
    present = present_at(centres)
    waiting = dict(Wait.objects.filter(ended=None).values_list("centre").annotate(people=Count("pk")))
    lines = [
        Line(one, there := present.get(one.code, 0), waiting.get(one.code, 0), fill(there, one.safe, one.emergency))
        for one in centres
    ]  # fmt: skip
    order = (Fill.ABOVE_EMERGENCY, Fill.ABOVE_SAFE, Fill.FULL, Fill.WITHIN)
    return sorted(lines, key=lambda line: (order.index(line.fill), line.centre.code))


@dataclass(frozen=True, slots=True)
class Replacing:
    """What a centre that is to close still holds: people in it, of them those with a place kept elsewhere, and people
    on its list. It closes when all are 0."""

    present: int
    kept_elsewhere: int
    waiting: int

    @property
    def without(self) -> int:
        return self.present - self.kept_elsewhere

    @property
    def may_close(self) -> bool:
        return not (self.present or self.waiting)


def replacing(centre: Centre) -> Replacing:
    """How far a centre is from closing. Three questions."""
    present = Stay.objects.filter(centre=centre, ended=None)
    offers = Offer.objects.filter(answer="").exclude(centre=centre).values("wait__client")
    waiting = Wait.objects.filter(centre=centre, ended=None).exclude(client__in=present.values("client"))
    return Replacing(present.count(), present.filter(client__in=offers).count(), waiting.count())


def above_safe_anywhere(count: int = 50) -> list[Stay]:
    """The stays that began above what is safe and last, at every centre, the newest first: for the ministry's list,
    which shows place, day and reason, and nobody's number."""
    rows = Stay.objects.filter(ended=None).exclude(above_safe="").select_related("centre")
    return list(rows.order_by("-began", "key")[:count])


def wards_of(centre: Centre) -> list[WardLine]:
    """The wards of a centre."""
    wards = list(centre.wards.select_related("centre").order_by("-open", "key"))
    room = rooms(wards)
    return [WardLine(one, room[one.pk].ward_safe, room[one.pk].ward_present, room[one.pk].free) for one in wards]


def above_safe(centre: Centre) -> list[Stay]:
    """The stays that began above what is safe, with the reason each was given."""
    rows = Stay.objects.filter(centre=centre, ended=None).exclude(above_safe="")
    return list(rows.order_by("began", "key"))


def last_censuses(centre: Centre, count: int = 14) -> list[Census]:
    """The last midnights, the newest first."""
    return list(centre.censuses.order_by("-day")[:count])
