"""What pages show of requests and of services near. Texts are opened here, for whoever may read them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Subquery

from marga.care import access
from marga.care.acts.services import Acting
from marga.care.centres.models import Census, Centre, Ward
from marga.care.rules.capacity import in_words
from marga.care.sealing import opened
from marga.care.stays.room import rooms
from marga.country import Sentence, load
from marga.site.paging import Cursor, page_of

from .models import Request


@dataclass(frozen=True, slots=True)
class Said:
    """A message in the clear."""

    from_asker: bool
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A request with its words in the clear."""

    request: Request
    name: str
    words: str
    contact: str
    messages: list[Said]


@dataclass(frozen=True, slots=True)
class Near:
    """A service as the public sees it. `usual`: the days within which half and nine of ten got a place, if known."""

    centre: Centre
    free: Sentence
    as_of: datetime | None
    stale: bool
    usual: tuple[int, int] | None


def shown(request: Request) -> Shown:
    """A request as the asker, or a worker who may, reads it."""
    number = request.number
    messages = [
        Said(one.from_asker, one.at, opened(one.text, "message.text", number))
        for one in request.messages.order_by("number")
    ]
    return Shown(request, opened(request.name, "request.name", number), opened(request.words, "request.words", number),
                 opened(request.contact, "request.contact", number), messages)  # fmt: skip


def open_requests(who: Acting, after: Cursor | None) -> tuple[list[Request], Cursor | None]:
    """The requests that are not closed and no client's yet, the longest waiting first."""
    rows = access.requests(who).filter(closed=None, client="").select_related("centre")
    return page_of(rows, "asked", after)


def near(province: str, now: datetime) -> list[Near]:
    """Open services, of a province or of all; community services first, as the country says. Three questions."""
    care = load(settings.MARGA_COUNTRY).care
    wards = Ward.objects.filter(open=True, centre__closed=None).select_related("centre")
    found = list(wards.filter(centre__province=province) if province else wards)
    centres, free = {ward.centre_id: ward.centre for ward in found}, Counter[str]()
    room = rooms(found)
    for ward in found:
        free[ward.centre_id] += room[ward.pk].free
    waits = _usual_waits(list(centres))
    order = {name: place for place, name in enumerate(care.order)}
    lines = [
        Near(one, in_words(min(free[code], one.safe)), one.touched,
             one.touched is None or now - one.touched > care.stale_after, waits.get(code))
        for code, one in centres.items()
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (order[line.centre.modality], line.centre.code))


def _usual_waits(centres: list[str]) -> dict[str, tuple[int, int]]:
    """The usual wait of each centre, as its last census says."""
    last = Census.objects.filter(centre=OuterRef("centre")).order_by("-day").values("pk")[:1]
    rows = Census.objects.filter(centre__in=centres, pk=Subquery(last), wait_most__isnull=False)
    found = rows.values_list("centre", "wait_half", "wait_most")
    return {centre: (half, most) for centre, half, most in found if half is not None and most is not None}
