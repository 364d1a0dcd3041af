"""Acts with stays. Whoever takes a place locks its centre first, so that no place is given twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marga.care.access import client_for
from marga.care.acts.services import Acting, record
from marga.care.clients.models import Client
from marga.care.days import today
from marga.care.national import care
from marga.care.rules import stays as rules
from marga.care.rules.capacity import admission_refusals, moving_refusals
from marga.care.sealing import seal
from marga.country import gettext_noop, load, say
from marga.country.care import LegalBasis
from marga.site.faults import Fault, one_of, refuse, refuse_sentences
from marga.site.refusals import NotAllowed, WrongState
from marga.site.roles import check_may, may

from . import contents
from .locking import check_apart, kept_for, lock_ward, open_stay, placing_faults
from .models import Offer, Stay
from .room import room_of
from .waits import ROUTES, way_of

DECISIONS = ("goes_on", "ends", "another_basis")
TRANSFERRED = "transferred"


@dataclass(frozen=True, slots=True)
class Legal:
    """On what a stay is to rest, as typed."""

    basis: str
    until: date | None = None
    court: str = ""


def begin_stay(
    client: str, ward: str, legal: Legal, who: Acting, *, route: str = "self", drug: str = "",
    planned_end: date | None = None, above_safe: str = "", since: date | None = None,
) -> Stay:  # fmt: skip
    """Somebody comes in at the centre of who acts: into the place that is kept for them, or into a free one. A kept
    place is looked at again: beds, staff and what is the most may be fewer than when it was offered. Who comes from
    another centre is transferred: the place there is theirs until this one is taken, in one transaction. On an
    acute emergency by a physician. Raises Faulty, WrongState, NotFound, NotAllowed.

    route   how they came; it counts where neither a wait nor a request of theirs says it
    since   the first day, where a list is taken over from paper; today otherwise
    """
    _check_may_found(who, "care.begin", "care.place", legal)
    refuse(_stay_faults(route, drug, planned_end, who))
    day = _first_day(since, who)
    with transaction.atomic():
        place = lock_ward(ward)
        if place.centre_id != who.centre:
            raise NotAllowed(_("Somebody is admitted by the centre that they come to."))
        row = client_for(who, client, lock=True)
        refuse(placing_faults(row))
        check_apart(place, row, who)
        wait = row.waits.filter(ended=None).first()
        standing = kept_for(wait, who) if wait else None
        offer = standing if standing is not None and standing.ward_id == ward else None
        old = _leave_old_place(row, offer, who)
        if standing is not None and offer is None:  # a place that is kept elsewhere is free again
            record("offer.ended", who, contents.OfferEnded(answer="refused"), about=standing.key,
                   centre=standing.centre_id)  # fmt: skip
        above = above_safe or (offer.above_safe if offer else "")
        room = room_of(place, apart_from=offer)
        refuse_sentences(admission_refusals(room, above, care().above_safe), "above_safe")
        told = contents.StayBegun(
            client=client, ward=ward, offer=offer.key if offer else None, modality=place.centre.modality,
            route=way_of(row) or route, drug=drug, day=day, planned_end=planned_end,
            rests=_rests(legal, day, who, old), above_safe=above, **_pending(old, legal),
        )  # fmt: skip
        key = f"{client}.{row.stays.count() + 1}"
        record("stay.begun", who, told, about=key)
        return Stay.objects.get(pk=key)


def move(key: str, ward: str, who: Acting, *, above_safe: str = "") -> Stay:
    """The person moves to another ward of the centre. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.stays")
    with transaction.atomic():
        place = lock_ward(ward)
        stay = open_stay(key, who)
        if place.centre_id != stay.centre_id:
            raise WrongState(_("This ward is in another centre. Put the person on its list: the place here stays "
                               "theirs until the new one is taken."))  # fmt: skip
        if place.pk == stay.ward_id:
            raise WrongState(_("The person is in this ward already."))
        check_apart(place, stay.client, who)
        refuse_sentences(moving_refusals(room_of(place), above_safe, care().above_safe), "above_safe")
        old = contents.StayMoved(ward=stay.ward_id, above_safe=stay.above_safe)
        record("stay.moved", who, contents.StayMoved(ward=ward, above_safe=above_safe or stay.above_safe), about=key,
               old=old)  # fmt: skip
        stay.refresh_from_db()
        return stay


def rest_on(key: str, legal: Legal, who: Acting) -> Stay:
    """The stay rests on another basis since today, or on the same still, which has no more days by that. On an acute
    emergency by a physician. Raises Faulty, WrongState, NotFound, NotAllowed."""
    _check_may_found(who, "care.rest", "care.stays", legal)
    with transaction.atomic():
        stay = open_stay(key, who)
        old = contents.Rests(basis=stay.basis, since=stay.basis_since, until=stay.basis_until, court=stay.court,
                             review_due=stay.review_due, may_leave=stay.may_leave)  # fmt: skip
        record("stay.rests", who, _rests(legal, today(who), who, stay), about=key, old=old)
        stay.refresh_from_db()
        return stay


def review_stay(key: str, decision: str, reason: str, who: Acting) -> Stay:
    """Somebody from outside the centre looks at a stay. Raises Faulty, WrongState, NotFound, NotAllowed for who works
    there."""
    check_may(who, "care.inspect")
    refuse(one_of("decision", decision, DECISIONS))
    if not reason.strip():
        refuse([Fault("reason", say(gettext_noop("Write what you found and why; it cannot be left out.")))])
    with transaction.atomic():
        stay = open_stay(key, who)
        if who.centre == stay.centre_id:
            raise NotAllowed(_("A stay is reviewed by somebody who does not work at its centre."))
        day, basis = today(who), care().bases[stay.basis]
        told = contents.StayReviewed(
            number=stay.reviews.count() + 1, day=day, decision=decision, reason=seal(reason, "review.reason", key),
            next_due=day + basis.review,
        )  # fmt: skip
        record("stay.reviewed", who, told, about=key, centre=stay.centre_id)
        stay.refresh_from_db()
        return stay


def ask_to_leave(key: str, who: Acting) -> Stay:
    """The person asks to go: an act with a time. Who may go, goes today; of who may not somebody from outside looks at
    the stay within the country's days. Raises WrongState, NotFound, NotAllowed."""
    check_may(who, "care.leave")
    with transaction.atomic():
        stay = open_stay(key, who)
        if stay.leave_asked is not None:
            raise WrongState(_("It is recorded already that this person asked to leave."))
        day, basis = today(who), care().bases[stay.basis]
        review = rules.asked_review_due(basis, care().leave.span, day, stay.review_due)
        record("stay.leave_asked", who, contents.LeaveAsked(day=day, review_due=review), about=key)
        stay.refresh_from_db()
        return stay


def end_stay(key: str, why: str, who: Acting) -> Stay:
    """The person goes. `why`: a word of the country's `reason`. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.treat")
    refuse(one_of("why", why, care().reasons))
    with transaction.atomic():
        stay = open_stay(key, who)
        record("stay.ended", who, contents.StayEnded(day=today(who), why=why), about=key)
        stay.refresh_from_db()
        return stay


def set_drug(key: str, drug: str, who: Acting) -> Stay:
    """The main drug of a stay, as an assessment found it. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.treat")
    refuse(_stay_faults(ROUTES[0], drug, None, who))
    with transaction.atomic():
        stay = open_stay(key, who)
        record("stay.drug", who, contents.DrugSet(drug=drug), about=key, old=contents.DrugSet(drug=stay.drug))
        stay.refresh_from_db()
        return stay


def bases_for(who: Acting, permission: str) -> dict[str, LegalBasis]:
    """The bases to choose from: for who has not the permission for all of them an acute emergency alone."""
    found = care().bases
    return dict(found) if may(who, permission) else {rules.EMERGENCY: found[rules.EMERGENCY]}


def _leave_old_place(client: Client, offer: Offer | None, who: Acting) -> Stay | None:
    """A transfer: the old place is the person's until the new one, which was kept for them, is taken. Returns the old
    stay, None for who was in no place. Raises WrongState for somebody who has a place and was offered no other."""
    old = client.stays.select_for_update().filter(ended=None).first()
    if old is None:
        return None
    if offer is None:
        raise WrongState(_("This client has a place already. Offer this one first: the old place stays theirs until "
                           "they come."))  # fmt: skip
    record("stay.ended", who, contents.StayEnded(day=today(who), why=TRANSFERRED), about=old.key,
           centre=old.centre_id)  # fmt: skip
    return old


def _check_may_found(who: Acting, some: str, every: str, legal: Legal) -> None:
    """Raises NotAllowed for who may write down no basis at all, or not this one: `some` are an acute emergency and,
    with the permission `every`, any other."""
    check_may(who, some)
    if legal.basis != rules.EMERGENCY:
        check_may(who, every)


def _rests(legal: Legal, day: date, who: Acting, before: Stay | None = None) -> contents.Rests:
    """What was typed, from `day` on. `before`: the stay as it was, here or at the centre that somebody comes from; its
    basis goes on and its look from outside is put off by neither."""
    refuse(one_of("basis", legal.basis, care().bases))
    basis = care().bases[legal.basis]
    refuse_sentences(rules.basis_refusals(basis, day, legal.until, legal.court, may(who, "care.medical")), "basis")
    since = rules.basis_since(_rested(before) if before else None, legal.basis, legal.court, day)
    review = rules.rebased_review_due(basis, day, before.review_due) if before else rules.review_due(basis, day, ())
    return contents.Rests(basis=legal.basis, since=since, until=rules.basis_until(basis, since, legal.until),
                          court=legal.court, review_due=review, may_leave=basis.may_leave)  # fmt: skip


def _rested(stay: Stay) -> rules.Rested:
    return rules.Rested(stay.basis, stay.court, stay.basis_since)


def _pending(old: Stay | None, legal: Legal) -> dict[str, Any]:
    """What is not done yet for who comes from another centre: their wish to leave, and what was decided from outside,
    unless it was that the stay needs another basis and this is one."""
    if old is None:
        return {}
    done = old.decision == "another_basis" and not rules.goes_on(_rested(old), legal.basis, legal.court)
    decided = {} if done else {"decided": old.decided, "decision": old.decision}
    return {"leave_asked": old.leave_asked, **decided}


def _first_day(since: date | None, who: Acting) -> date:
    """The first day of a stay: only who takes over a list writes down what began before today."""
    day = today(who)
    if since is None or since == day:
        return day
    check_may(who, "care.import")
    if since > day:
        refuse([Fault("began", say(gettext_noop("This day has not come yet. Correct it.")))])
    return since


def _stay_faults(route: str, drug: str, planned_end: date | None, who: Acting) -> list[Fault]:
    faults = one_of("route", route, ROUTES)
    if drug:
        faults += one_of("drug", drug, load(settings.MARGA_COUNTRY).dimensions["drug"].categories)
    if planned_end is not None and planned_end < today(who) + timedelta(days=1):
        faults.append(Fault("planned_end", say(gettext_noop("The planned end is after today. Correct the day."))))
    return faults
