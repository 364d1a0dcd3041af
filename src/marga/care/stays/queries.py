"""What pages show of waiting and stays, bounded and by index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from marga.care import access
from marga.care.acts.services import Acting
from marga.care.days import today
from marga.care.rules import stays as rules
from marga.care.rules.waiting import Pause, waited
from marga.care.rules.waiting import Wait as Waited
from marga.care.rules.waiting import due as wait_due
from marga.care.sealing import opened
from marga.country import load
from marga.country.care import PriorityRule

from .models import Offer, Proposed, Stay, StayReview, Wait

SHOWN = 100


@dataclass(frozen=True, slots=True)
class WaitLine:
    """Somebody on the waiting list: both clocks in days, and the day by which care should have begun."""

    wait: Wait
    clocks: Waited
    due: date
    late: bool
    reasons: list[PriorityRule]
    offer: Offer | None
    proposed: Proposed | None


@dataclass(frozen=True, slots=True)
class StayPage:
    """A stay with what is due of it."""

    stay: Stay
    name: str
    dues: tuple[tuple[rules.Due, bool], ...]
    reviews: list[tuple[StayReview, str]]


def waiting_list(who: Acting) -> tuple[list[WaitLine], int]:
    """Who waits at the centre: the most urgent first, then by the days they were available. And how many in all."""
    rows = Wait.objects.filter(centre=who.centre, ended=None)
    found = (
        rows.select_related("client", "proposed__ward__centre")
        .prefetch_related("pauses", "offers")
        .order_by("urgency", "since", "key")
    )
    lines = [line(one, today(who)) for one in found[:SHOWN]]
    return sorted(lines, key=lambda one: (one.wait.urgency, -one.clocks.available, one.wait.key)), rows.count()


def line(wait: Wait, day: date) -> WaitLine:
    """One wait as of a day."""
    care = load(settings.MARGA_COUNTRY).care
    pauses = [Pause(one.begun, one.ended) for one in wait.pauses.all()]
    due = wait_due(wait.since, pauses, care.standard.span, day)
    rules_of = [rule for rule in care.priorities if rule.number in wait.reasons]
    offer = next((one for one in wait.offers.all() if not one.answer), None)
    proposed = getattr(wait, "proposed", None)  # Django raises where there is none
    return WaitLine(wait, waited(wait.since, day, pauses), due, day > due, rules_of, offer, proposed)


def stays_now(who: Acting) -> Sequence[Stay]:
    """The stays that last, by what is due first; an inspector's over all centres."""
    rows = access.stays(who).filter(ended=None).select_related("centre", "ward")
    return list(rows.order_by("due", "key")[:SHOWN])


def stay_page(stay: Stay, who: Acting) -> StayPage:
    """One stay."""
    basis = load(settings.MARGA_COUNTRY).care.bases[stay.basis]
    reviews = list(stay.reviews.order_by("-day", "-pk"))
    due = rules.dues(basis, stay.basis_since, stay.basis_until, [one.day for one in reviews], stay.leave_asked)
    return StayPage(
        stay, opened(stay.client.name, "client.name", stay.client_id),
        tuple((one, one.overdue(today(who))) for one in due) if stay.ended is None else (),
        [(one, opened(one.reason, "review.reason", stay.key)) for one in reviews],
    )  # fmt: skip
