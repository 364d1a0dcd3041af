"""What pages show of clients. Names are opened here, for whoever may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext

from marga.care import access
from marga.care.acts.models import Act
from marga.care.acts.services import Acting
from marga.care.requests.models import Request
from marga.care.requests.queries import came_with, reads_of
from marga.care.sealing import opened
from marga.care.stays.models import Stay, Wait
from marga.identity.matching import Candidate, Known, candidates
from marga.site.acts.kinds import KINDS

from .models import Client, ClientMerge, ClientRead
from .services import Person, person_of, sound_words

SHOWN = 50
#: Records that share a sound with a name, of which the likeliest are offered.
COMPARED = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A client in a list."""

    client: Client
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """An act with a client: when, by whom, and in words what."""

    act: Act
    label: str


@dataclass(frozen=True, slots=True)
class Page:
    """A client in the clear, with what is under way. `asked`: the request from whose day a wait would count."""

    client: Client
    person: Person
    wait: Wait | None
    stay: Stay | None
    stays: list[Stay]
    requests: list[Request]
    asked: Request | None
    likely: list[Candidate[str]]
    merged: list[str]
    acts: list[Told]
    reads: list[ClientRead]


def look(text: str, who: Acting) -> list[Found]:
    """The clients of the centre with this number or a name that sounds like it; the newest without any text."""
    rows = access.clients(who)
    words = sound_words(text)
    if text.strip():
        rows = rows.filter(Q(pk=text.strip()) | Q(sounds__word__in=words)).distinct()
    found = list(rows.order_by("-opened")[:SHOWN])
    return [Found(one, opened(one.name, "client.name", one.number)) for one in found]


def page(client: Client, who: Acting) -> Page:
    """All that a client's page shows. A fixed number of questions."""
    person = person_of(client)
    keys = [client.pk, *client.waits.values_list("pk", flat=True), *client.stays.values_list("pk", flat=True)]
    acts = Act.objects.filter(about__in=keys).order_by("-at", "-pk")[:SHOWN]
    stays = list(client.stays.select_related("centre", "ward").order_by("-began"))
    return Page(
        client=client, person=person, wait=client.waits.filter(ended=None).select_related("centre").first(),
        stay=next((one for one in stays if one.ended is None), None), stays=stays,
        requests=list(Request.objects.filter(client=client.pk).order_by("-asked")), asked=came_with(client),
        likely=likely(client, person, who),
        merged=merged_with(client), acts=[Told(one, gettext(KINDS[one.kind].label)) for one in acts],
        reads=list(reads_of(client).order_by("-at", "-pk")[:10]),
    )  # fmt: skip


def likely(client: Client, person: Person, who: Acting) -> list[Candidate[str]]:
    """Records at this centre that may be the same person's. None of them is merged by itself."""
    words = sound_words(person.name, person.other_names)
    others = access.clients(who).filter(sounds__word__in=words).exclude(pk=client.pk).distinct()[:COMPARED]
    apart = set(merged_with(client))
    return candidates(_known(client, person), (_known(one, person_of(one)) for one in others if one.pk not in apart))


def merged_with(client: Client) -> list[str]:
    """The numbers of the records that are held to be this person's."""
    rows: Iterable[tuple[str, str]] = ClientMerge.objects.filter(
        Q(one=client.pk) | Q(other=client.pk), undone=None
    ).values_list("one", "other")
    return [other if one == client.pk else one for one, other in rows]


def held_to_be_one() -> dict[str, frozenset[str]]:
    """Each record that is held to be the same person's as another: its number, and those of all of that person's. One
    question."""
    found: dict[str, frozenset[str]] = {}
    for one, other in ClientMerge.objects.filter(undone=None).values_list("one", "other"):
        all_ = found.get(one, frozenset((one,))) | found.get(other, frozenset((other,)))
        found |= dict.fromkeys(all_, all_)
    return found


def _known(client: Client, person: Person) -> Known[str]:
    names = tuple(name for name in (person.name, person.other_names) if name)
    return Known(client.pk, names, person.born, client.sex)
