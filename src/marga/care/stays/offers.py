"""Acts with offers: a place that is kept for who waits, until a time. Whoever takes a place locks its centre first."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from marga.care.access import wait_for
from marga.care.acts.services import Acting, by_itself, record
from marga.care.centres.models import Centre
from marga.care.national import care
from marga.care.rules.capacity import admission_refusals
from marga.country import gettext_noop, say
from marga.site.faults import Fault, refuse, refuse_sentences
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import check_may

from . import contents
from .locking import check_apart, kept_for, lock_ward, open_wait
from .models import Offer
from .offering import proposals
from .room import room_of


def offer_place(key: str, ward: str, reason: str, who: Acting, *, above_safe: str = "") -> Offer:
    """Keep a place for who waits, until the country's time is over. Another than the three that were proposed needs a
    reason; one above what is safe a reason of the country's list. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.place")
    with transaction.atomic():
        place = lock_ward(ward)
        wait = open_wait(key, who)
        if kept_for(wait, who) is not None:
            raise WrongState(_("A place is kept for this person already."))
        check_apart(place, wait.client, who)
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
