"""What was agreed to and told: for a worker who may read of the client, and for the person by their code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q

from marga.care.access import clients
from marga.care.acts.services import Acting
from marga.care.clients.models import Client, ClientRead
from marga.care.days import today
from marga.care.requests.queries import named_reads, reads_of
from marga.care.sealing import opened
from marga.country.instants import day_of
from marga.site.paging import Cursor, page_of
from marga.site.roles import may

from .models import Consent, CourtOrder, Disclosure, Objection

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Agreed:
    """A consent in the clear. `state`: waits, running, over, revoked or expired; `name` is whom it is to, if one is;
    `interpreter` who put the words into the person's language, if somebody did."""

    consent: Consent
    name: str
    client_name: str
    interpreter: str
    state: str

    @property
    def running(self) -> bool:
        return self.state in ("waits", "running")


@dataclass(frozen=True, slots=True)
class Ordered:
    """A court's order in the clear. `state`: waits, running, over, refused or ended; `why` it was refused or ended."""

    order: CourtOrder
    court: str
    words: str
    name: str
    state: str
    why: str

    @property
    def open(self) -> bool:
        return self.state in ("waits", "running")


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was told, in the clear."""

    row: Disclosure
    name: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Objected:
    """What somebody objects to and its answer, in the clear. `days`: since they did; `overdue`: waits too long."""

    row: Objection
    text: str
    answer: str
    days: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class Objections:
    """What nobody has answered, the first due first, of `count`, of which `overdue` are past their day; and what was
    answered last, with where its list goes on."""

    open: list[Objected]
    count: int
    overdue: int
    answered: list[Objected]
    further: Cursor | None


@dataclass(frozen=True, slots=True)
class Wall:
    """All that was agreed to, ordered, told, and objected to, of one person; the newest first."""

    has_code: bool
    consents: list[Agreed]
    orders: list[Ordered]
    told: list[Told]
    objections: list[Objected]


@dataclass(frozen=True, slots=True)
class Own:
    """What the person reads: the same, and who read their record, with the name of the centre they work at."""

    client: Client
    wall: Wall
    reads: list[tuple[ClientRead, str]]


def wall(client: Client, day: date) -> Wall:
    """Of one person. Five questions."""
    return Wall(
        has_code=Client.objects.filter(pk=client.pk, code__isnull=False).exists(),
        consents=[agreed(one, day) for one in client.consents.select_related("centre").order_by("-given")[:SHOWN]],
        orders=[ordered(one, day) for one in client.orders.order_by("-recorded")[:SHOWN]],
        told=[told(one) for one in client.disclosures.order_by("-at", "-key")[:SHOWN]],
        objections=[objected(one, day) for one in client.objections.order_by("-at")[:SHOWN]],
    )  # fmt: skip


def own(client: Client, day: date) -> Own:
    """What a person sees of their own record. Seven questions."""
    return Own(client, wall(client, day), named_reads(reads_of(client)))


def agreed(row: Consent, day: date) -> Agreed:
    """A consent for whoever may read it."""
    return Agreed(row, opened(row.recipient_name, "permit.recipient_name", row.key),
                  opened(row.name, "consent.name", row.key),
                  opened(row.interpreter, "consent.interpreter", row.key), _state(row, day))  # fmt: skip


def ordered(row: CourtOrder, day: date) -> Ordered:
    """An order for whoever may read it."""
    court, words = opened(row.court, "order.court", row.key), opened(row.words, "order.words", row.key)
    name = opened(row.recipient_name, "permit.recipient_name", row.key)
    why = opened(row.ended_words, "order.ended", row.key)
    return Ordered(row, court, words, name, _state(row, day), why)


def orders_waiting(who: Acting) -> list[CourtOrder]:
    """The orders that no inspector has confirmed or refused, the oldest first. One question, and none for others."""
    if not may(who, "care.inspect"):
        return []
    rows = CourtOrder.objects.filter(confirmed=None, ended=None).select_related("centre")
    return list(rows.order_by("recorded", "key")[:SHOWN])


def told(row: Disclosure) -> Told:
    """What exactly was told."""
    values = json.loads(opened(row.values, "packet.values", row.key) or "{}") if row.values else {}
    return Told(row, opened(row.recipient_name, "permit.recipient_name", row.permit), values)


def objected(row: Objection, day: date) -> Objected:
    """An objection for whoever may read it."""
    text, answer = opened(row.text, "objection.text", row.key), opened(row.answer, "objection.answer", row.key)
    waited = (day - day_of(row.at, ZoneInfo(settings.TIME_ZONE))).days
    return Objected(row, text, answer, waited, row.answered is None and row.due < day)


def objections(who: Acting, after: Cursor | None) -> Objections:
    """What people objected to: those of the centre, of an inspector all. Three questions."""
    day, rows = today(who), Objection.objects.filter(client__in=clients(who))
    open_ = rows.filter(answered=None)
    answered, further = page_of(rows.exclude(answered=None), "answered", after, newest=True)
    count, overdue = objections_waiting(who)
    return Objections([objected(one, day) for one in open_.order_by("due", "at", "key")[:SHOWN]], count, overdue,
                      [objected(one, day) for one in answered], further)  # fmt: skip


def objections_waiting(who: Acting) -> tuple[int, int]:
    """How many objections nobody has answered, and how many of them are past their day, of those whose answer is
    somebody's. One question, and none for who answers none."""
    if not may(who, "care.objections"):
        return 0, 0
    found = Objection.objects.filter(client__in=clients(who), answered=None).aggregate(
        count=Count("pk"), overdue=Count("pk", filter=Q(due__lt=today(who))))  # fmt: skip
    return found["count"], found["overdue"]


def state_today(row: Consent, who: Acting) -> Agreed:
    """A consent as it stands today."""
    return agreed(row, today(who))


def _state(row: Consent | CourtOrder, day: date) -> str:
    if row.ended_why:
        return row.ended_why
    if row.last < day:
        return "over"
    heard = row.confirmed if isinstance(row, CourtOrder) else row.witnessed
    return "running" if heard is not None else "waits"
