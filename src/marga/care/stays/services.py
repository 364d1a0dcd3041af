"""Acts with waiting and stays. Whoever takes a place locks its centre first, so that no place is given twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marga.care.access import client_for, stay_for, wait_for
from marga.care.acts.services import Acting, by_itself, record
from marga.care.centres.models import Centre, Ward
from marga.care.clients.births import birth_of
from marga.care.clients.models import Client
from marga.care.days import today
from marga.care.requests.models import Request
from marga.care.requests.queries import came_with
from marga.care.rules import stays as rules
from marga.care.rules.capacity import admission_refusals, moving_refusals
from marga.care.rules.priority import priority
from marga.care.rules.separation import separation_refusals
from marga.care.rules.waiting import Pause, pause_refusals
from marga.care.sealing import seal
from marga.country import gettext_noop, load, say
from marga.country.care import Care, LegalBasis
from marga.site.faults import Fault, all_of, one_of, refuse, refuse_sentences
from marga.site.refusals import NotAllowed, NotFound, WrongState
from marga.site.roles import check_may, may

from . import contents
from .models import Offer, Stay, Wait
from .offering import age_on, proposals
from .room import room_of

ROUTES = ("self", "family", "community", "arrest", "court", "emergency")
DECISIONS = ("goes_on", "ends", "another_basis")
TRANSFERRED = "transferred"


@dataclass(frozen=True, slots=True)
class Legal:
    """On what a stay is to rest, as typed."""

    basis: str
    until: date | None = None
    court: str = ""


def care() -> Care:
    """What the country decides for care."""
    return load(settings.MARGA_COUNTRY).care


def begin_wait(
    client: str, kinds: tuple[str, ...], needs: tuple[str, ...], who: Acting, *, request: str = "", route: str = "self"
) -> Wait:  # fmt: skip
    """Put a client on the waiting list of the centre: since the day of the request, if they came with one. The class
    of priority follows from what is known of the client. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    refuse(_wait_faults(kinds, needs, route))
    with transaction.atomic():
        row = client_for(who, client, lock=True)
        _check_not_waiting(row)
        refuse(_unknown(row))
        asked = Request.objects.filter(pk=request, client=client).first()
        found = priority(_flags(row, who), care().priorities)
        told = contents.WaitBegun(
            client=client, route=asked.route if asked else route, since=asked.since if asked else today(who),
            kinds=kinds, needs=needs, urgency=found.urgency, reasons=found.reasons,
        )  # fmt: skip
        key = _next_key(row, "w")
        record("wait.begun", who, told, about=key)
        return Wait.objects.get(pk=key)


def change_wait(
    key: str, kinds: tuple[str, ...], needs: tuple[str, ...], who: Acting, *, refused: tuple[str, ...] | None = None
) -> Wait:  # fmt: skip
    """Something else is waited for. `refused`: the wards that the person does not want, None as before. How urgent it
    is follows from what is known of the client now. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    with transaction.atomic():
        wait = _open_wait(key, who)
        refuse(_wait_faults(kinds, needs, wait.route))
        _change(wait, who, kinds=kinds, needs=needs, refused=refused)
        wait.refresh_from_db()
        return wait


def reckon_wait(client: Client, who: Acting, needs: tuple[str, ...] = ()) -> None:
    """How urgent the client's wait is, if they wait, follows from what is known of them now; `needs` are added. Within
    a transaction that has locked the client, by whoever has checked that it may be done."""
    wait = Wait.objects.select_for_update().filter(client=client, ended=None).first()
    if wait is not None:
        _change(wait, who, kinds=tuple(wait.kinds), needs=tuple(dict.fromkeys((*wait.needs, *needs))))


def pause_wait(key: str, begun: date, why: str, who: Acting) -> Wait:
    """The person is not available. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    refuse(one_of("why", why, care().pauses))
    with transaction.atomic():
        wait = _open_wait(key, who)
        pauses = [Pause(one.begun, one.ended) for one in wait.pauses.all()]
        refuse_sentences(pause_refusals(begun, None, wait.since, today(who), pauses), "begun")
        record("wait.paused", who, contents.WaitPaused(begun=begun, why=why), about=key)
        wait.refresh_from_db()
        return wait


def resume_wait(key: str, ended: date, who: Acting) -> Wait:
    """The person is available again. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    with transaction.atomic():
        wait = _open_wait(key, who)
        if wait.paused_since is None:
            raise WrongState(_("This wait is not paused."))
        if ended < wait.paused_since or ended > today(who):
            refuse([Fault("ended", say(gettext_noop("The pause began on {day}: it ends then or later, and not in the "
                                                    "future."), day=wait.paused_since))])  # fmt: skip
        record("wait.resumed", who, contents.WaitResumed(ended=ended), about=key)
        wait.refresh_from_db()
        return wait


def drop_wait(key: str, why: str, note: str, who: Acting) -> Wait:
    """The person waits no more, and why. Raises Faulty without a reason, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    refuse(one_of("why", why, care().drops))
    if not note.strip():
        refuse([Fault("note", say(gettext_noop("Write how this is known: who said it, or when you tried to reach them."
                                               )))])  # fmt: skip
    with transaction.atomic():
        wait = _open_wait(key, who)
        if _kept_for(wait, who) is not None:
            raise WrongState(_("A place is kept for this person. Record first that it was refused."))
        record("wait.dropped", who, contents.WaitDropped(why=why, note=seal(note, "wait.note", key)), about=key)
        wait.refresh_from_db()
        return wait


def offer_place(key: str, ward: str, reason: str, who: Acting, *, above_safe: str = "") -> Offer:
    """Keep a place for who waits, until the country's time is over. Another than the three that were proposed needs a
    reason; one above what is safe a reason of the country's list. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    with transaction.atomic():
        place = lock_ward(ward)
        wait = _open_wait(key, who)
        if _kept_for(wait, who) is not None:
            raise WrongState(_("A place is kept for this person already."))
        _check_apart(place, wait.client, who)
        proposed = [option.place.key for option in proposals(wait, who.clock).best]
        rank = proposed.index(ward) + 1 if ward in proposed else 0
        if rank == 0 and not reason.strip():
            refuse([Fault("reason", say(gettext_noop("This place was not among the best. Write why it is this one.")))])
        room = room_of(place)
        refuse_sentences(admission_refusals(room, above_safe, care().above_safe), "above_safe")
        told = contents.OfferMade(
            wait=key, ward=ward, rank=rank, reason=reason.strip(), above_safe=above_safe,
            expires=who.clock.at + care().offer,
        )  # fmt: skip
        number = f"{key}.o{wait.offers.count() + 1}"
        record("offer.made", who, told, about=number, centre=place.centre_id)
        return Offer.objects.get(pk=number)


def refuse_offer(key: str, unwanted: bool, who: Acting) -> Offer:
    """The person does not take the place; `unwanted`: and none in this ward. They wait on, with all their days. Raises
    WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    with transaction.atomic():
        offer = _standing(key, who)
        record("offer.ended", who, contents.OfferEnded(answer="refused", unwanted=unwanted), about=key,
               centre=offer.centre_id)  # fmt: skip
        offer.refresh_from_db()
        return offer


def expire_offers() -> int:
    """End the offers whose time is over. By the worker. Returns how many."""
    who, count = by_itself(), 0
    late = Offer.objects.filter(answer="", expires__lte=who.clock.at).order_by("pk")
    for key, ward in list(late.values_list("pk", "ward")):
        with transaction.atomic():
            Centre.objects.select_for_update().get(wards=ward)  # also of one that was closed since
            if Offer.objects.select_for_update().filter(pk=key, answer="").exists():
                record("offer.ended", who, contents.OfferEnded(answer="expired"), about=key)
                count += 1
    return count


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
        refuse(_unknown(row))
        _check_apart(place, row, who)
        wait = row.waits.filter(ended=None).first()
        standing = _kept_for(wait, who) if wait else None
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


def way_of(client: Client) -> str:
    """How a client comes into care, by what is written down: as their wait says, else their request; "" where nothing
    says it and it must be asked."""
    source = client.waits.filter(ended=None).first() or came_with(client)
    return source.route if source else ""


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
        _check_apart(place, stay.client, who)
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


def lock_ward(key: str) -> Ward:
    """An open ward whose centre is locked until the transaction ends: nobody else takes a place there meanwhile. Raises
    NotFound."""
    centre = Ward.objects.filter(pk=key, open=True, centre__closed=None).values_list("centre", flat=True).first()
    if centre is None:
        raise NotFound(_("There is no open ward {key}.").format(key=key))
    locked = Centre.objects.select_for_update().get(pk=centre)
    ward = Ward.objects.get(pk=key)
    ward.centre = locked
    return ward


def _open_wait(key: str, who: Acting) -> Wait:
    wait = wait_for(who, key, lock=True)
    if wait.ended is not None:
        raise WrongState(_("This wait is over."))
    return wait


def _change(
    wait: Wait, who: Acting, *, kinds: tuple[str, ...], needs: tuple[str, ...], refused: tuple[str, ...] | None = None
) -> None:  # fmt: skip
    """Record what is waited for and how urgent it is, if it is not as it was."""
    found = priority(_flags(wait.client, who), care().priorities)
    old = contents.WaitChanged(kinds=tuple(wait.kinds), needs=tuple(wait.needs), refused=tuple(wait.refused),
                               urgency=wait.urgency, reasons=tuple(wait.reasons))  # fmt: skip
    told = contents.WaitChanged(
        kinds=kinds, needs=needs, refused=tuple(wait.refused) if refused is None else refused, urgency=found.urgency,
        reasons=found.reasons,
    )  # fmt: skip
    if told != old:
        record("wait.changed", who, told, about=wait.key, old=old)


def open_stay(key: str, who: Acting) -> Stay:
    """A stay that lasts, locked for an act. Raises WrongState for one that is over, NotFound."""
    stay = stay_for(who, key, lock=True)
    if stay.ended is not None:
        raise WrongState(_("This stay is over."))
    return stay


def _standing(key: str, who: Acting) -> Offer:
    found = Offer.objects.filter(pk=key).values_list("wait", "ward").first()
    if found is None:
        raise NotFound(_("There is no offer {number} at your centre.").format(number=key))
    lock_ward(found[1])
    wait_for(who, found[0], lock=True)
    offer = Offer.objects.select_for_update().get(pk=key)
    if offer.answer or offer.expires <= who.clock.at:
        raise WrongState(_("This offer does not stand any more."))
    return offer


def _kept_for(wait: Wait, who: Acting) -> Offer | None:
    """The place that is kept for who waits, locked. One whose time is over is ended first: the worker may be late."""
    offer = wait.offers.select_for_update().filter(answer="").first()
    if offer is None or offer.expires > who.clock.at:
        return offer
    record("offer.ended", who, contents.OfferEnded(answer="expired"), about=offer.key, centre=offer.centre_id)
    return None


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


def _check_apart(ward: Ward, client: Client, who: Acting) -> None:
    """Raises Faulty where this ward takes nobody like this client, whatever the reason."""
    age = age_on(client, today(who))
    refuse_sentences(separation_refusals(ward.sexes, ward.age_from, ward.age_to, client.sex, age), "ward")


def _check_not_waiting(client: Client) -> None:
    if client.waits.filter(ended=None).exists():
        raise WrongState(_("This client waits already."))


def _next_key(client: Client, letter: str) -> str:
    return f"{client.pk}.{letter}{client.waits.count() + 1}"


def _flags(client: Client, who: Acting) -> frozenset[str]:
    """What rules of priority ask for: as written down, and whether the client may be under age."""
    majority = load(settings.MARGA_COUNTRY).enforcement.register.majority
    return frozenset(client.flags) | ({"minor"} if age_on(client, today(who)) < majority else frozenset())


def _unknown(client: Client) -> list[Fault]:
    """What must be known before a place is looked for, even if only about: places are apart by sex and age."""
    found = []
    if not client.sex:
        found.append(Fault("sex", say(gettext_noop("Write down the client’s sex first: places are apart by it."))))
    if birth_of(client) is None:
        found.append(Fault("born", say(gettext_noop("Write down the client’s birth or about how old they are first: "
                                                    "children are never placed with adults."))))  # fmt: skip
    return found


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


def _wait_faults(kinds: tuple[str, ...], needs: tuple[str, ...], route: str) -> list[Fault]:
    known = load(settings.MARGA_COUNTRY).dimensions["modality"].categories
    faults = []
    if not kinds or any(kind not in known for kind in kinds):
        faults.append(Fault("kinds", say(gettext_noop("Choose which kinds of care fit."))))
    faults += all_of("needs", needs, care().needs)
    return faults + one_of("route", route, ROUTES)


def _stay_faults(route: str, drug: str, planned_end: date | None, who: Acting) -> list[Fault]:
    faults = one_of("route", route, ROUTES)
    if drug:
        faults += one_of("drug", drug, load(settings.MARGA_COUNTRY).dimensions["drug"].categories)
    if planned_end is not None and planned_end < today(who) + timedelta(days=1):
        faults.append(Fault("planned_end", say(gettext_noop("The planned end is after today. Correct the day."))))
    return faults
