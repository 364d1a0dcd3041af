"""What pages show of waiting and stays, bounded and by index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marga.care import access
from marga.care.acts.services import Acting
from marga.care.centres.models import Ward
from marga.care.days import today
from marga.care.national import care
from marga.care.rules import stays as rules
from marga.care.rules.waiting import Pause, waited
from marga.care.rules.waiting import Wait as Waited
from marga.care.rules.waiting import due as wait_due
from marga.care.sealing import opened
from marga.country import Sentence
from marga.country.care import PriorityRule
from marga.placement import Against, Choice
from marga.site.paging import keyed_page

from .models import Offer, Proposed, Stay, StayReview, Wait

#: Of the places that were ruled out, a page tells so many.
RULED_OUT = 30
#: What no reason overrides (`rules.separation`).
APART = frozenset({Against.SEX, Against.AGE})


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
class RuledOut:
    """A ward that was ruled out and why. `may_be`: a worker may offer it all the same, with a reason."""

    ward: Ward
    reasons: tuple[Sentence, ...]
    may_be: bool


@dataclass(frozen=True, slots=True)
class Named:
    """What is proposed to somebody, the best first, with reasons, and whether it is free now. `others`: how many more
    would fit; `count`: how many were ruled out, of which the first are told."""

    best: list[tuple[Ward, tuple[Sentence, ...], bool]]
    others: int
    ruled_out: list[RuledOut]
    count: int


@dataclass(frozen=True, slots=True)
class StayPage:
    """A stay with what is due of it."""

    stay: Stay
    name: str
    dues: tuple[tuple[rules.Due, bool], ...]
    reviews: list[tuple[StayReview, str]]


def waiting_list(who: Acting, after: str = "") -> tuple[list[WaitLine], int, str]:
    """Who waits at the centre: the most urgent first, then who has been available longest. How many in all, and the
    place of the next page. Five questions."""
    rows = Wait.objects.filter(centre=who.centre, ended=None)
    shown = rows.select_related("client", "proposed__ward__centre").prefetch_related("pauses", "offers")
    found, further = keyed_page(shown, ("urgency", "counts_from", "key"), after)
    day = today(who)
    return [line(one, day) for one in found], rows.count(), further


def named(choice: Choice | None) -> Named | None:
    """A choice with the wards that it names: one question. Of what was ruled out, first what is only full."""
    if choice is None:
        return None
    ruled = sorted(choice.ruled_out, key=lambda one: (one.against != (Against.FULL,), one.place.key))[:RULED_OUT]
    keys = [*(one.place.key for one in choice.best), *(one.place.key for one in ruled)]
    wards = {ward.key: ward for ward in Ward.objects.filter(pk__in=keys).select_related("centre")}
    return Named(
        best=[(wards[one.place.key], one.reasons, one.days == 0) for one in choice.best], others=choice.others,
        ruled_out=[RuledOut(wards[one.place.key], one.reasons, not APART.intersection(one.against)) for one in ruled],
        count=len(choice.ruled_out),
    )  # fmt: skip


def line(wait: Wait, day: date) -> WaitLine:
    """One wait as of a day."""
    decided = care()
    pauses = [Pause(one.begun, one.ended) for one in wait.pauses.all()]
    due = wait_due(wait.since, pauses, decided.standard.span, day)
    rules_of = [rule for rule in decided.priorities if rule.number in wait.reasons]
    offer = next((one for one in wait.offers.all() if not one.answer), None)
    proposed = getattr(wait, "proposed", None)  # Django raises where there is none
    return WaitLine(wait, waited(wait.since, day, pauses), due, day > due, rules_of, offer, proposed)


def stays_now(who: Acting, after: str = "") -> tuple[list[Stay], str]:
    """The stays that last, by what is due first; an inspector's over all centres. And the place of the next page."""
    rows = access.stays(who).filter(ended=None).select_related("centre", "ward")
    return keyed_page(rows, ("due", "key"), after)


def stay_page(stay: Stay, who: Acting) -> StayPage:
    """One stay."""
    reviews = list(stay.reviews.order_by("-number"))
    due = rules.dues(stay.review_due, stay.basis_until, stay.decided, stay.leave_asked, stay.may_leave)
    return StayPage(
        stay, opened(stay.client.name, "client.name", stay.client_id),
        tuple((one, one.overdue(today(who))) for one in due) if stay.ended is None else (),
        [(one, opened(one.reason, "review.reason", stay.key)) for one in reviews],
    )  # fmt: skip
