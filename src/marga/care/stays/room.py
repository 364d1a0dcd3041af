"""How full wards and centres are now, as the rules see it. Few questions of indexed rows, whatever the past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.conf import settings

from marga.care.centres.models import Centre, Ward
from marga.care.rules.capacity import Room, ward_safe
from marga.care.rules.capacity import Ward as WardRoom
from marga.country import load

from .models import Offer, Stay


def room_of(ward: Ward, *, moving: bool = False) -> Room:
    """The room of a ward. `moving`: somebody of the same centre comes into it, and so leaves a place there free."""
    return rooms([ward], moving=moving)[ward.pk]


def rooms(wards: Iterable[Ward], *, moving: bool = False) -> dict[str, Room]:
    """The room of wards, by key; their `centre` is read. Two questions for all."""
    wards = list(wards)
    centres = {ward.centre_id for ward in wards}
    present = Counter(Stay.objects.filter(centre__in=centres, ended=None).values_list("centre", "ward"))
    kept = Counter(Offer.objects.filter(centre__in=centres, answer="").values_list("centre", "ward"))
    there, reserved = _by_centre(present), _by_centre(kept)
    metres = load(settings.MARGA_COUNTRY).care.area
    return {
        ward.pk: Room(
            ward_safe=ward_safe(WardRoom(ward.pk, ward.area, ward.beds), metres),
            ward_present=present[ward.centre_id, ward.pk], ward_kept=kept[ward.centre_id, ward.pk],
            safe=ward.centre.safe, emergency=ward.centre.emergency,
            present=there[ward.centre_id] - (1 if moving else 0), kept=reserved[ward.centre_id],
        )
        for ward in wards
    }  # fmt: skip


def present_at(centres: Iterable[Centre]) -> dict[str, int]:
    """People present in each centre, by code."""
    rows = Stay.objects.filter(centre__in=[one.pk for one in centres], ended=None).values_list("centre", flat=True)
    return dict(Counter(rows))


def _by_centre(counted: Counter[tuple[str, str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (centre, _ward), number in counted.items():
        found[centre] += number
    return found
