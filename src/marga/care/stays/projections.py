"""What stands since an act with waiting, an offer or a stay."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from marga.care.acts.models import Act
from marga.care.centres.models import Ward
from marga.care.centres.projections import touch
from marga.care.clients.models import AtCentre
from marga.care.rules.stays import Rested, goes_on
from marga.site.acts.kinds import kind

from . import contents
from .models import Offer, Stay, StayReview, Wait, WaitPause


@kind("wait.begun", "wait", gettext_noop("waiting began"), contents.WaitBegun)
def wait_begun(act: Act, told: contents.WaitBegun) -> None:
    """A client waits."""
    Wait.objects.create(key=act.about, client_id=told.client, centre_id=act.centre, route=told.route,
                        since=told.since, counts_from=told.since, **_asked(told))  # fmt: skip


@kind("wait.changed", "wait", gettext_noop("what the person waits for was changed"), contents.WaitChanged)
def wait_changed(act: Act, told: contents.WaitChanged) -> None:
    """Something else is waited for, or more urgently."""
    Wait.objects.filter(pk=act.about).update(**_asked(told))


@kind("wait.paused", "wait", gettext_noop("waiting was paused"), contents.WaitPaused)
def wait_paused(act: Act, told: contents.WaitPaused) -> None:
    """The second clock stops."""
    WaitPause.objects.create(wait_id=act.about, begun=told.begun, why=told.why)
    Wait.objects.filter(pk=act.about).update(paused_since=told.begun, paused_why=told.why)


@kind("wait.resumed", "wait", gettext_noop("waiting went on"), contents.WaitResumed)
def wait_resumed(act: Act, told: contents.WaitResumed) -> None:
    """The second clock goes on."""
    wait = Wait.objects.get(pk=act.about)
    WaitPause.objects.filter(wait=wait, ended=None).update(ended=told.ended)
    assert wait.paused_since is not None
    counts_from = wait.counts_from + max(timedelta(0), told.ended - wait.paused_since)
    said = {"counts_from": counts_from, "paused_since": None, "paused_why": ""}
    Wait.objects.filter(pk=wait.pk).update(**said)


@kind("wait.dropped", "wait", gettext_noop("waiting ended without a place"), contents.WaitDropped)
def wait_dropped(act: Act, told: contents.WaitDropped) -> None:
    """Nobody waits any more."""
    Wait.objects.filter(pk=act.about).update(ended=act.at, ended_why=told.why)


@kind("offer.made", "offer", gettext_noop("a place was offered"), contents.OfferMade)
def offer_made(act: Act, told: contents.OfferMade) -> None:
    """A place is kept. The centre that it is in may read of the client."""
    ward = Ward.objects.get(pk=told.ward)
    said = told.model_dump(exclude={"wait", "ward"})
    Offer.objects.create(key=act.about, wait_id=told.wait, ward=ward, centre_id=ward.centre_id, made=act.at, **said)
    wait = Wait.objects.get(pk=told.wait)
    Wait.objects.filter(pk=wait.pk).update(offered=Coalesce("offered", act.at))
    AtCentre.objects.get_or_create(client_id=wait.client_id, centre_id=ward.centre_id)
    touch(ward.centre_id, act)


@kind("offer.ended", "offer", gettext_noop("the place was not taken"), contents.OfferEnded)
def offer_ended(act: Act, told: contents.OfferEnded) -> None:
    """The place is free again, and the person waits on."""
    offer = Offer.objects.select_related("wait").get(pk=act.about)
    Offer.objects.filter(pk=offer.pk).update(answer=told.answer, answered=act.at)
    touch(offer.centre_id, act)
    if told.unwanted:
        refused = sorted({*offer.wait.refused, offer.ward_id})
        Wait.objects.filter(pk=offer.wait_id).update(refused=refused)


@kind("stay.begun", "stay", gettext_noop("the stay began"), contents.StayBegun)
def stay_begun(act: Act, told: contents.StayBegun) -> None:
    """Somebody is in; their wait, if any, is over."""
    said = told.model_dump(exclude={"client", "ward", "offer", "day", "rests"})
    Stay.objects.create(
        key=act.about, client_id=told.client, ward_id=told.ward, centre_id=act.centre, began=told.day,
        began_at=act.at, **said, **_rests(told.rests), due=told.rests.review_due,
    )  # fmt: skip
    _reckon(act.about)
    AtCentre.objects.get_or_create(client_id=told.client, centre_id=act.centre)
    Wait.objects.filter(client=told.client, ended=None).update(ended=act.at, ended_why="placed")
    if told.offer is not None:
        Offer.objects.filter(pk=told.offer).update(answer="taken", answered=act.at)
    touch(act.centre, act)


@kind("stay.moved", "stay", gettext_noop("the person moved to another ward"), contents.StayMoved)
def stay_moved(act: Act, told: contents.StayMoved) -> None:
    """Another ward of the same centre."""
    Stay.objects.filter(pk=act.about).update(ward=told.ward, above_safe=told.above_safe)
    touch(act.centre, act)


@kind("stay.rests", "stay", gettext_noop("the stay rests on another basis"), contents.Rests)
def stay_rests(act: Act, told: contents.Rests) -> None:
    """Another basis, or the same again. Another is what a look from outside asked for, unless it must end."""
    stay = Stay.objects.get(pk=act.about)
    same = goes_on(Rested(stay.basis, stay.court, stay.basis_since), told.basis, told.court)
    Stay.objects.filter(pk=stay.pk).update(**_rests(told))
    if not same:
        Stay.objects.filter(pk=stay.pk, decision="another_basis").update(decided=None, decision="")
    _reckon(act.about)


@kind("stay.drug", "stay", gettext_noop("the main drug was written down"), contents.DrugSet)
def stay_drug(act: Act, told: contents.DrugSet) -> None:
    """Another main drug than was thought, or one where none was known."""
    Stay.objects.filter(pk=act.about).update(drug=told.drug)


@kind("stay.reviewed", "stay", gettext_noop("the stay was looked at from outside"), contents.StayReviewed)
def stay_reviewed(act: Act, told: contents.StayReviewed) -> None:
    """The next look is due later."""
    said = told.model_dump(exclude={"next_due"})
    StayReview.objects.create(stay_id=act.about, by=act.by, **said)
    Stay.objects.filter(pk=act.about).update(review_due=told.next_due)
    if told.decision == "goes_on":
        set_decision(act.about, None, "")
    else:
        set_decision(act.about, told.day, told.decision)


@kind("stay.leave_asked", "stay", gettext_noop("the person asked to leave"), contents.LeaveAsked)
def leave_asked(act: Act, told: contents.LeaveAsked) -> None:
    """Somebody has asked to go; who may, goes that day, and of who may not the look from outside comes sooner."""
    Stay.objects.filter(pk=act.about).update(leave_asked=told.day, review_due=told.review_due)
    _reckon(act.about)


@kind("stay.ended", "stay", gettext_noop("the stay ended"), contents.StayEnded)
def stay_ended(act: Act, told: contents.StayEnded) -> None:
    """Somebody went."""
    Stay.objects.filter(pk=act.about).update(ended=told.day, ended_at=act.at, ended_why=told.why)
    touch(act.centre, act)


def set_decision(key: str, decided: date | None, decision: str) -> None:
    """What somebody from outside found of a stay is due from the day on which it was `decided`; None for nothing."""
    Stay.objects.filter(pk=key).update(decided=decided, decision=decision)
    _reckon(key)


def _asked(told: contents.WaitBegun | contents.WaitChanged) -> dict[str, Any]:
    return {"kinds": list(told.kinds), "needs": list(told.needs), "refused": list(told.refused),
            "urgency": told.urgency, "reasons": list(told.reasons)}  # fmt: skip


def _rests(told: contents.Rests) -> dict[str, Any]:
    return {"basis": told.basis, "basis_since": told.since, "basis_until": told.until, "court": told.court,
            "review_due": told.review_due, "may_leave": told.may_leave}  # fmt: skip


def _due(review: date, *others: date | None) -> date:
    return min([review, *(day for day in others if day is not None)])


def _reckon(key: str) -> None:
    stay = Stay.objects.get(pk=key)
    leave = stay.leave_asked if stay.may_leave else None
    due = _due(stay.review_due, stay.basis_until, stay.decided, leave)
    Stay.objects.filter(pk=key).update(due=due)
