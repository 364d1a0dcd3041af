"""Acts of destroying: the holder asks, each witness signs in their own session, the last one makes it done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from marga.country import gettext_noop, say
from marga.enforcement.acts.services import Acting
from marga.enforcement.rules import handovers
from marga.enforcement.stations.models import Officer
from marga.site.accounts.models import Account
from marga.site.faults import Fault, refuse, refuse_sentences
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import check_may, may

from . import contents
from .access import exhibit_for
from .keeping import later_weighed, weighed_and_held
from .models import Destruction, Exhibit, Witness
from .services import entered, law
from .standing import waiting_destruction


def ask(
    key: str, net: Decimal, instrument: str, witnesses: Sequence[str], note: str, who: Acting
) -> Destruction:  # fmt: skip
    """Ask that all that is left, `net` grams, is destroyed before officers named by number: by the holder, whose
    signature it is. The same asked twice is asked once.

    Raises Faulty, WrongState while no weight counts, a concern waits for the supervisor or another destruction waits,
    NotFound, NotAllowed.
    """
    check_may(who, "enforcement.hand-over")
    named = tuple(dict.fromkeys(witnesses))
    others = tuple(one for one in named if one != who.number)
    with transaction.atomic():
        exhibit = exhibit_for(who, key, lock=True)
        before = waiting_destruction(key)
        if before is not None and before.by == who.number and before.net == net and _named(before) == {*others}:
            return before
        stands = weighed_and_held(key, who)
        if exhibit.concern:
            raise WrongState(_("A supervisor has to look at this exhibit first. It is not destroyed before that."))
        if stands.pending is not None:
            raise WrongState(_("The last hand-over is not signed by both yet. Sign or cancel it."))
        refuse(_unfit(named))
        refuse_sentences(handovers.destruction_refusals(stands.seizure, stands.links, who.number, named,
                                                        law().witnesses), "witnesses")  # fmt: skip
        weighed = later_weighed(stands, "destroyed", net, instrument, note, who)
        told = contents.DestructionAsked(**weighed.model_dump(), witnesses=others,
                                         number=Destruction.objects.filter(exhibit=key).count() + 1)  # fmt: skip
        entered("destruction.asked", exhibit, told, who)
        return Destruction.objects.get(exhibit=key, number=told.number)


def witness(key: str, number: int, who: Acting) -> Destruction:
    """Sign that an exhibit is destroyed before one's eyes; the last signature makes it destroyed.

    Signed twice is signed once. Raises WrongState for a cancelled one, NotFound for whoever is no witness, NotAllowed.
    """
    check_may(who, "enforcement.hand-over")
    with transaction.atomic():
        exhibit = exhibit_for(who, key, lock=True)
        asked = _asked(key, number)
        mine = next((one for one in asked.witnesses.all() if one.officer == who.number), None)
        if mine is None:
            raise NotFound(_("You are not named as a witness of this destruction. If you saw it, ask who holds the "
                             "exhibit to cancel it and to ask again with your number."))  # fmt: skip
        if asked.cancelled is not None:
            raise WrongState(_("This destruction was cancelled."))
        if mine.signed is None:
            entered("destruction.witnessed", exhibit, contents.Witnessed(number=number), who)
            if not Witness.objects.filter(destruction=asked, signed=None).exists():
                _done(exhibit, asked, who)
            asked.refresh_from_db()
        return asked


def cancel(key: str, number: int, who: Acting) -> None:
    """Call off a destruction that not every witness signed: by the holder or by a witness, who so refuses to sign.

    Raises WrongState, NotFound, NotAllowed.
    """
    check_may(who, "enforcement.hand-over")
    with transaction.atomic():
        exhibit = exhibit_for(who, key, lock=True)
        asked = _asked(key, number)
        if who.number not in {asked.by, *_named(asked)}:
            raise NotFound(_("This destruction is not yours to cancel."))
        if asked.done is not None or asked.cancelled is not None:
            raise WrongState(_("This destruction was done or cancelled already."))
        entered("destruction.cancelled", exhibit, contents.DestructionCancelled(number=number), who)


def _done(exhibit: Exhibit, asked: Destruction, who: Acting) -> None:
    """The act that everything is destroyed, with what its holder said when they asked."""
    told = contents.Destroyed(
        number=asked.number, holder=asked.by, net=asked.net, instrument=asked.instrument, calibrated=asked.calibrated,
        note=asked.note, concerns=tuple(asked.concerns), witnesses=tuple(sorted(_named(asked))),
    )  # fmt: skip
    entered("exhibit.destroyed", exhibit, told, who)


def _unfit(numbers: Iterable[str]) -> list[Fault]:
    """Who of those named could never sign: no officer in service, or one whose account may not."""
    wanted = list(numbers)
    known = dict(Officer.objects.filter(pk__in=wanted, serving=True).values_list("pk", "account"))
    accounts = Account.objects.filter(name__in=[name for name in known.values() if name], is_active=True)
    able = {one.name for one in accounts if may(one, "enforcement.hand-over")}
    unknown = gettext_noop("No officer in service has the number {number}. Correct it.")
    unable = gettext_noop("Officer {number} has no account to sign with. Name another witness.")
    return [Fault("witnesses", say(unable if number in known else unknown, number=number))
            for number in wanted if known.get(number) not in able]  # fmt: skip


def _named(asked: Destruction) -> set[str]:
    return {one.officer for one in asked.witnesses.all()}


def _asked(key: str, number: int) -> Destruction:
    found = Destruction.objects.prefetch_related("witnesses").filter(exhibit=key, number=number).first()
    if found is None:
        raise NotFound(_("There is no such destruction of this exhibit."))
    return found
