"""What pages show of requests and of services near. Texts are opened here, for whoever may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from marga.care import access
from marga.care.acts.models import Act
from marga.care.acts.services import Acting
from marga.care.centres.models import Census, Centre, Ward
from marga.care.clients.models import Client, ClientRead
from marga.care.rules.capacity import Room, Takes, free_for, in_words
from marga.care.sealing import opened
from marga.care.stays.models import Wait
from marga.care.stays.room import rooms
from marga.country import Country, Sentence, gettext_noop, load, say
from marga.placement import Point
from marga.placement.model import kilometres
from marga.site.paging import keyed_page

from .models import Request

#: Services of other provinces are shown where a province has fewer than this; and no page shows more than the second.
FEW, MOST_NEAR = 5, 30
#: So many reads a page tells.
READS = 100
FAR = 1e6  # kilometres: of who knows where


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
class Standing:
    """How it stands with a request. `days`: since asking, of who is on the waiting list. `told`: when the range of days
    was written; `usual`: the days within which half and nine of ten got a place, where nobody wrote one; `kept`: until
    when a place is kept."""

    days: int | None
    told: datetime | None
    usual: tuple[int, int] | None
    kept: datetime | None


@dataclass(frozen=True, slots=True)
class Near:
    """A service as the public sees it. `free`: whether there are places, for whom: one line without a whom where it is
    the same for all. `usual`: the days within which half and nine of ten got a place, if known."""

    centre: Centre
    free: tuple[tuple[Sentence | None, Sentence], ...]
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


def is_urgent(request: Request) -> bool:
    """Whether it was said that there is danger to life now, or that it is about a child."""
    majority = load(settings.MARGA_COUNTRY).enforcement.register.majority
    young = request.age is not None and request.age < majority
    return young or not {"danger", "minor"}.isdisjoint(request.flags)


def standing(request: Request, day: date) -> Standing:
    """How it stands with a request on a day. Four questions."""
    waits = Wait.objects.filter(client=request.client, ended=None) if request.client else Wait.objects.none()
    wait = waits.first()
    answers = Act.objects.filter(about=request.number, kind="request.answered").order_by("-pk")
    told = next((act.at for act in answers if act.new and act.new["days_to"] is not None), None)
    where = wait.centre_id if wait else request.centre_id
    usual = _usual_waits([where]).get(where) if where and told is None else None
    kept = wait.offers.filter(answer="").values_list("expires", flat=True).first() if wait else None
    return Standing((day - wait.since).days if wait else None, told, usual, kept)


def reads_of(client: Client) -> QuerySet[ClientRead]:
    """Who was shown a client, or a request of theirs before it was a client's."""
    requests = Request.objects.filter(client=client.pk).values("number")
    return ClientRead.objects.filter(Q(client=client.pk) | Q(client__in=requests))


def reads_of_request(request: Request) -> list[tuple[ClientRead, str]]:
    """Who was shown a request, the newest first, with the name of their centre. Two questions."""
    rows = Q(client=request.number) | (Q(client=request.client, what="request") if request.client else Q())
    return named_reads(ClientRead.objects.filter(rows))


def named_reads(rows: QuerySet[ClientRead]) -> list[tuple[ClientRead, str]]:
    """Reads, the newest first, with the name of the centre where somebody read. Two questions."""
    reads = list(rows.order_by("-at", "-pk")[:READS])
    names = {one.code: str(one) for one in Centre.objects.filter(pk__in={read.centre for read in reads})}
    return [(read, names.get(read.centre, read.centre)) for read in reads]


def came_with(client: Client) -> Request | None:
    """The request that a client comes with: the earliest open one since they were last in care. Their wait counts from
    it, and by whom it was made is how they came."""
    found = Request.objects.filter(client=client.pk, closed=None).order_by("asked", "number")
    left = client.stays.exclude(ended=None).order_by("-ended").values_list("ended", flat=True).first()
    return (found if left is None else found.filter(since__gte=left)).first()


def open_requests(who: Acting, after: str = "") -> tuple[list[Request], str]:
    """The open requests that wait for a word or are no client's yet: danger first, then the longest waiting. And the
    place of the next page."""
    rows = access.requests(who).filter(Q(client="") | Q(unanswered__isnull=False), closed=None)
    return keyed_page(rows.select_related("centre"), ("urgency", "asked", "number"), after)


def near(province: str, now: datetime) -> list[Near]:
    """Open services of a province, and where they are few the nearest of others: in the order of the country's kinds of
    care, community services first, then by the way. At most `MOST_NEAR`. Five questions, however many people there are.
    """
    country = load(settings.MARGA_COUNTRY)
    care, chosen = country.care, _nearest(province)
    wards = Ward.objects.filter(open=True, centre__in=chosen).select_related("centre")
    centres = {one.code: one for one in Centre.objects.filter(pk__in=chosen)}
    found = list(wards)
    room = rooms(found)
    waits = _usual_waits(chosen)
    order = {name: place for place, name in enumerate(care.order)}
    fresh = now - care.stale_after
    lines = [
        Near(
            one, _free([ward for ward in found if ward.centre_id == one.code], room, country), one.touched,
            one.touched is None or one.touched < fresh, waits.get(one.code),
        )
        for one in (centres[code] for code in chosen)
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (line.centre.province != province, order[line.centre.modality]))


def _free(
    wards: list[Ward], room: dict[str, Room], country: Country
) -> tuple[tuple[Sentence | None, Sentence], ...]:  # fmt: skip
    """Whether a centre has places, for grown women and men and for who is younger."""
    takes = [Takes(frozenset(one.sexes), one.age_from, one.age_to, room[one.pk].free) for one in wards]
    together = room[wards[0].pk].together if wards else 0
    adult, sexes = country.enforcement.register.majority, country.dimensions["sex"].categories
    words = [
        (say(gettext_noop("{whom} from {first} years"), whom=one.label, first=adult),
         in_words(free_for(takes, together, sex, (adult, None))))
        for sex, one in sexes.items()
    ]  # fmt: skip
    young = max(free_for(takes, together, sex, (0, adult - 1)) for sex in sexes)
    words.append((say(gettext_noop("under {first} years"), first=adult), in_words(young)))
    return tuple(words) if len({says for _whom, says in words}) > 1 else ((None, words[0][1]),)


def _nearest(province: str) -> list[str]:
    """The codes of the open services to show for a province, the nearest first."""
    middles = load(settings.MARGA_COUNTRY).middles
    home = _point(middles.get(province))
    ways = []
    for code, there in Centre.objects.filter(closed=None).values_list("code", "province"):
        way = 0.0 if there == province else kilometres(home, _point(middles.get(there)))
        ways.append((FAR if way is None else way, code))
    own = sum(way == 0 for way, _code in ways)
    return [code for _way, code in sorted(ways)[: min(max(own, FEW), MOST_NEAR)]]


def _point(middle: tuple[float, float] | None) -> Point | None:
    return None if middle is None else Point(*middle)


def _usual_waits(centres: list[str]) -> dict[str, tuple[int, int]]:
    """The usual wait of each centre, as its last census says."""
    last = Census.objects.filter(centre=OuterRef("centre")).order_by("-day").values("pk")[:1]
    rows = Census.objects.filter(centre__in=centres, pk=Subquery(last), wait_most__isnull=False)
    found = rows.values_list("centre", "wait_half", "wait_most")
    return {centre: (half, most) for centre, half, most in found if half is not None and most is not None}
