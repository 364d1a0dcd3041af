"""How full wards and centres are now, as the rules see it: counted by the database, few questions whatever the past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, QuerySet

from marga.care.centres.models import Centre, Ward
from marga.care.national import care
from marga.care.rules.capacity import Room, ward_safe
from marga.care.rules.capacity import Ward as WardRoom

from .models import Offer, Stay


def room_of(ward: Ward, *, apart_from: Offer | None = None) -> Room:
    """The room of a ward; `apart_from`: as if this place were not kept, for whoever it is kept for."""
    return rooms([ward], apart_from=apart_from)[ward.pk]


def rooms(wards: Iterable[Ward], *, apart_from: Offer | None = None) -> dict[str, Room]:
    """The room of wards, by key; their `centre` is read. Two questions for all. An offer keeps its
    place until it is ended, also past its time: rather less room for a while than one bed for two."""
    wards = list(wards)
    centres = {ward.centre_id for ward in wards}
    present = _by_ward(Stay.objects.filter(centre__in=centres, ended=None))
    offers = Offer.objects.filter(centre__in=centres, answer="")
    kept = _by_ward(offers if apart_from is None else offers.exclude(pk=apart_from.pk))
    there, reserved = _by_centre(present), _by_centre(kept)
    metres = care().area
    return {
        ward.pk: Room(
            ward_safe=ward_safe(WardRoom(ward.pk, ward.area, ward.beds), metres),
            ward_present=present[ward.centre_id, ward.pk], ward_kept=kept[ward.centre_id, ward.pk],
            safe=ward.centre.safe, emergency=ward.centre.emergency, present=there[ward.centre_id],
            kept=reserved[ward.centre_id],
        )
        for ward in wards
    }  # fmt: skip


def present_at(centres: Iterable[Centre]) -> dict[str, int]:
    """People present in each centre, by code."""
    rows = Stay.objects.filter(centre__in=[one.pk for one in centres], ended=None)
    return dict(rows.values_list("centre").annotate(people=Count("pk")))


def _by_ward(rows: QuerySet[Stay] | QuerySet[Offer]) -> Counter[tuple[str, str]]:
    counted = rows.order_by().values_list("centre", "ward").annotate(people=Count("pk"))
    return Counter({(centre, ward): people for centre, ward, people in counted})


def _by_centre(counted: Counter[tuple[str, str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (centre, _ward), number in counted.items():
        found[centre] += number
    return found
