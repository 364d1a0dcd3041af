"""What an act with waits, offers and stays holds before it looks, so that no place is given twice: the centre of a
ward, a wait, a stay, the place that is kept for somebody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marga.care.access import stay_for, wait_for
from marga.care.acts.services import Acting, record
from marga.care.centres.models import Centre, Ward
from marga.care.clients.births import birth_of
from marga.care.clients.models import Client
from marga.care.days import today
from marga.care.rules.separation import separation_refusals
from marga.country import gettext_noop, say
from marga.site.faults import Fault, refuse_sentences
from marga.site.refusals import NotFound, WrongState

from . import contents
from .models import Offer, Stay, Wait
from .offering import age_on


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


def open_wait(key: str, who: Acting) -> Wait:
    """A wait that lasts, locked for an act. Raises WrongState for one that is over, NotFound."""
    wait = wait_for(who, key, lock=True)
    if wait.ended is not None:
        raise WrongState(_("This wait is over."))
    return wait


def open_stay(key: str, who: Acting) -> Stay:
    """A stay that lasts, locked for an act. Raises WrongState for one that is over, NotFound."""
    stay = stay_for(who, key, lock=True)
    if stay.ended is not None:
        raise WrongState(_("This stay is over."))
    return stay


def kept_for(wait: Wait, who: Acting) -> Offer | None:
    """The place that is kept for who waits, locked. One whose time is over is ended first: the worker may be late."""
    offer = wait.offers.select_for_update().filter(answer="").first()
    if offer is None or offer.expires > who.clock.at:
        return offer
    record("offer.ended", who, contents.OfferEnded(answer="expired"), about=offer.key, centre=offer.centre_id)
    return None


def check_apart(ward: Ward, client: Client, who: Acting) -> None:
    """Raises Faulty where this ward takes nobody like this client, whatever the reason."""
    age = age_on(client, today(who))
    refuse_sentences(separation_refusals(ward.sexes, ward.age_from, ward.age_to, client.sex, age), "ward")


def placing_faults(client: Client) -> list[Fault]:
    """What must be known before a place is looked for, even if only about: places are apart by sex and age."""
    found = []
    if not client.sex:
        found.append(Fault("sex", say(gettext_noop("Write down the client’s sex first: places are apart by it."))))
    if birth_of(client) is None:
        found.append(Fault("born", say(gettext_noop("Write down the client’s birth or about how old they are first: "
                                                    "children are never placed with adults."))))  # fmt: skip
    return found
