"""Acts of keeping: photographs, hand-overs, samples, later weights, and what a supervisor looked at."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from marga.country import gettext_noop, say
from marga.enforcement.acts.services import Acting
from marga.enforcement.rules import handovers, weighing
from marga.enforcement.stations.models import Officer
from marga.site.accounts.models import Account
from marga.site.faults import Fault, refuse, refuse_sentences
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import check_may

from . import contents
from .access import exhibit_for
from .models import HandOver, Photograph
from .services import entered, held_by, instrument_of, law, refuse_while_being_destroyed, today, under_way
from .standing import Standing, as_rule, missed, standing_of

MOST_BYTES = 1_500_000
MOST_PHOTOGRAPHS = 20
MAGIC = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def media_of(data: bytes) -> str:
    """What kind of picture this is, by its first bytes; "" for none that is taken."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((media for magic, media in MAGIC if data.startswith(magic)), "")


def photograph(key: str, data: bytes, who: Acting) -> Photograph:
    """Keep a picture as it is: the act has its SHA-256. The same picture twice is kept once.

    Raises Faulty for what is no JPEG, PNG or WebP or is too large; NotFound, NotAllowed.
    """
    check_may(who, "enforcement.hand-over")
    media = media_of(data)
    if not media or len(data) > MOST_BYTES:
        refuse([Fault("photograph", say(gettext_noop("A photograph is a JPEG, PNG or WebP of at most 1.5 MB. Send "
                                                     "another one.")))])  # fmt: skip
    digest = sha256(data).hexdigest()
    with transaction.atomic():
        exhibit = exhibit_for(who, key, lock=True)
        found = Photograph.objects.filter(exhibit=exhibit, sha256=digest)
        if not found.exists():
            if exhibit.photographs.count() >= MOST_PHOTOGRAPHS:
                raise WrongState(_("This exhibit has {most} photographs, which is the most.").format(
                    most=MOST_PHOTOGRAPHS))  # fmt: skip
            told = contents.Photographed(sha256=digest, media=media, size=len(data))
            entered("exhibit.photographed", exhibit, told, who)
            found.update(data=data)
        return found.get()


def give(key: str, taker: str, purpose: str, who: Acting) -> HandOver:
    """Hand an exhibit over to an officer, by number; doing it is the giver's signature. Raises Faulty, NotFound."""
    check_may(who, "enforcement.hand-over")
    with transaction.atomic():
        stands = standing_of(exhibit_for(who, key, lock=True))
        if stands.exhibit.destroyed is not None:
            raise WrongState(_("This exhibit was destroyed."))
        refuse_while_being_destroyed(key)
        officer = Officer.objects.filter(pk=taker, serving=True).exclude(account=None).first()
        if officer is None:
            refuse([Fault("taker", say(gettext_noop("No officer in service has the number {number}. Correct it."),
                                       number=taker))])  # fmt: skip
        at = who.clock.at
        wanted = handovers.HandOver(who.number, taker, at, at)
        refuse_sentences(handovers.hand_over_refusals(stands.seizure, stands.links, wanted, who.clock), "taker")
        if under_way(stands) and _is_laboratory(taker):
            refuse([Fault("taker", say(gettext_noop("A weighing is under way. Finish or cancel it first.")))])
        told = contents.Given(number=HandOver.objects.filter(exhibit=key).count() + 1, taker=taker, purpose=purpose,
                              to_laboratory=_is_laboratory(taker))  # fmt: skip
        entered("exhibit.given", stands.exhibit, told, who)
        return HandOver.objects.get(exhibit=key, number=told.number)


def take(key: str, number: int, who: Acting) -> HandOver:
    """Take what one was given; doing it is the taker's signature. Raises WrongState, NotFound, NotAllowed."""
    check_may(who, "enforcement.hand-over")
    with transaction.atomic():
        stands = standing_of(exhibit_for(who, key, lock=True))
        link = _link(key, number)
        if link.taker != who.number:
            raise NotFound(_("Nobody hands this exhibit over to you."))
        if link.taker_signed is None:
            if link.cancelled is not None:
                raise WrongState(_("This hand-over was cancelled."))
            told = contents.TakenOver(number=number, to_laboratory=_is_laboratory(who.number))
            entered("exhibit.taken", stands.exhibit, told, who)
            link.refresh_from_db()
        return link


def cancel_hand_over(key: str, number: int, who: Acting) -> None:
    """Call off a hand-over that was not taken: by either of the two. Raises WrongState, NotFound, NotAllowed."""
    check_may(who, "enforcement.hand-over")
    with transaction.atomic():
        exhibit = exhibit_for(who, key, lock=True)
        link = _link(key, number)
        if who.number not in (link.giver, link.taker):
            raise NotFound(_("This hand-over is not yours to cancel."))
        if link.taker_signed is not None or link.cancelled is not None:
            raise WrongState(_("This hand-over was taken or cancelled already."))
        entered("exhibit.hand_over_cancelled", exhibit, contents.HandOverCancelled(number=number), who)


def weigh_later(key: str, what: str, net: Decimal, instrument: str, note: str, who: Acting) -> contents.LaterWeighed:
    """Weigh a sample that is taken out ("sampled"), or what is there ("held"): by the holder, in net grams.

    Raises Faulty, WrongState while no weight counts, NotFound, NotAllowed.
    """
    check_may(who, "enforcement.hand-over")
    with transaction.atomic():
        stands = weighed_and_held(key, who)
        told = later_weighed(stands, what, net, instrument, note, who)
        entered({"sampled": "exhibit.sampled", "held": "exhibit.reweighed"}[what], stands.exhibit, told, who)
        return told


def look_at(key: str, found: str, who: Acting) -> None:
    """Settle what waits for the supervisor, with what was found. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "enforcement.supervise")
    if not found.strip():
        refuse([Fault("found", say(gettext_noop("Write what you looked at and what you found.")))])
    with transaction.atomic():
        stands = standing_of(exhibit_for(who, key, lock=True))
        if not stands.exhibit.concern:
            raise WrongState(_("Nothing about this exhibit waits for a supervisor any more."))
        if not stands.is_open_to(who):
            raise WrongState(_("A weighing is under way. Look at it when it is over."))
        if who.number in weighing.weighers(stands.rounds):
            refuse([Fault("found", say(gettext_noop("You weighed this exhibit. Another supervisor looks at it.")))])
        told = contents.LookedAt(concerns=tuple(stands.exhibit.concerns), found=found)
        entered("exhibit.looked_at", stands.exhibit, told, who)


def weighed_and_held(key: str, who: Acting) -> Standing:
    """A locked exhibit that whoever acts holds and whose weight counts."""
    stands = held_by(key, who)
    if stands.seized is None or under_way(stands):
        raise WrongState(_("This exhibit is weighed twice, or by the laboratory, before anything else is done to it."))
    return stands


def later_weighed(
    stands: Standing, what: str, net: Decimal, instrument: str, note: str, who: Acting
) -> contents.LaterWeighed:
    """What a later weighing says, with the concern if more is missing than weighing explains."""
    scale = instrument_of(instrument, who)
    refuse_sentences(weighing.reading_refusals(as_rule(scale), net, net, today(who), law()))
    return contents.LaterWeighed(net=net, instrument=scale.number, calibrated=scale.calibrated, note=note,
                                 concerns=missed(stands, what, net))  # fmt: skip


def _link(key: str, number: int) -> HandOver:
    found = HandOver.objects.filter(exhibit=key, number=number).first()
    if found is None:
        raise NotFound(_("There is no such hand-over of this exhibit."))
    return found


def _is_laboratory(number: str) -> bool:
    """Whether an officer is of a laboratory: by the unit, or by the role of the account."""
    officer = Officer.objects.select_related("unit").get(pk=number)
    account = Account.objects.filter(name=officer.account).first()
    return officer.unit.laboratory or (account is not None and "laboratory" in account.roles)
