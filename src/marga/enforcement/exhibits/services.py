"""Acts of weighing: a round begins, two weights are sealed blind, it is opened or given up; the laboratory weighs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marga.country import gettext_noop, load, say
from marga.country.enforcement import Weighing
from marga.country.instants import day_of
from marga.enforcement.acts.services import Acting, record
from marga.enforcement.cases.models import Party
from marga.enforcement.cases.services import zone
from marga.enforcement.rules import weighing as rules
from marga.enforcement.stations.models import Instrument
from marga.site.acts.contents import Content
from marga.site.faults import Fault, refuse, refuse_sentences
from marga.site.refusals import WrongState
from marga.site.roles import check_may, may

from . import contents
from .access import exhibit_for
from .models import Exhibit, SealedWeight, WeighingRound
from .standing import Standing, as_rule, found_by_laboratory, found_in, standing_of, waiting_destruction


def begin(key: str, number: int, reason: str, who: Acting) -> WeighingRound:
    """Begin a round of double weighing. `number`: the round that is wanted; asked for twice, it is begun once.

    Raises Faulty, which also says when the exhibit is for the laboratory; WrongState, NotFound, NotAllowed.
    """
    check_may(who, "enforcement.weigh")
    with transaction.atomic():
        stands = at_the_station(key, who)
        last = stands.last
        if last is None or last.number != number or last.state is not rules.State.BEGUN:
            station = [as_rule(row) for row in Instrument.objects.filter(unit=who.unit)]
            refuse_sentences(rules.begin_refusals(stands.rounds, reason, station, today(who), law()), "reason")
            told = contents.WeighingBegun(round=len(stands.rounds) + 1, reason=reason)
            entered("weighing.begun", stands.exhibit, told, who)
            number = told.round
        return WeighingRound.objects.get(exhibit=key, number=number)


def seal(
    key: str, number: int, gross: Decimal, net: Decimal, instrument: str, who: Acting, unit: str = "g"
) -> SealedWeight:  # fmt: skip
    """Seal what an instrument showed, in grams, as the next weight of a round: the first, or the second and blind.

    unit   of the instrument's display, a key of `bands.UNITS`; kept so that the reading can be shown as it was
    The same reading by the same person twice is sealed once. Raises Faulty, WrongState, NotFound, NotAllowed.
    """
    check_may(who, "enforcement.weigh")
    with transaction.atomic():
        stands = at_the_station(key, who)
        same = SealedWeight.objects.filter(round__exhibit=key, round__number=number, by=who.number, gross=gross,
                                           net=net, instrument=instrument).first()  # fmt: skip
        if same is not None:
            return same
        if stands.last is None or stands.last.number != number:
            raise WrongState(_("Another round of weighing is under way. Look at the exhibit again."))
        scale = instrument_of(instrument, who)
        refuse_sentences(rules.seal_refusals(stands.rounds, who.number, as_rule(scale), gross, net, today(who), law()))
        which = 1 if stands.last.first is None else 2
        told = contents.WeightSealed(round=number, which=which, gross=gross, net=net, unit=unit,
                                     instrument=scale.number, calibrated=scale.calibrated)  # fmt: skip
        entered("weight.sealed", stands.exhibit, told, who)
        return SealedWeight.objects.get(round__exhibit=key, round__number=number, which=which)


def open_round(key: str, number: int, who: Acting) -> contents.WeighingOpened | None:
    """Open both weights of a round, which either weigher may do or a supervisor. Returns what was found in them, None
    if it was open already. Raises Faulty, NotFound, NotAllowed."""
    check_may(who, "enforcement.weigh")
    with transaction.atomic():
        stands = standing_of(exhibit_for(who, key, lock=True))
        last = stands.last
        if last is not None and last.number == number and last.state is rules.State.OPENED:
            return None
        refuse_sentences(rules.open_refusals(stands.rounds))
        assert last is not None
        assert last.first is not None
        assert last.second is not None
        if who.number not in (last.first.by, last.second.by) and not may(who, "enforcement.supervise"):
            refuse([Fault("", say(gettext_noop("Either of the two who weighed opens the weights, or a supervisor.")))])
        found = found_in(stands.exhibit.drug, (last.first.net, last.second.net))
        told = contents.WeighingOpened(round=last.number, **found.model_dump())
        entered("weighing.opened", stands.exhibit, told, who)
        return told


def cancel_round(key: str, number: int, reason: str, who: Acting) -> None:
    """Give up a round. What was sealed stays sealed, and in the record. Raises Faulty, WrongState, NotFound,
    NotAllowed."""
    check_may(who, "enforcement.weigh")
    with transaction.atomic():
        stands = standing_of(exhibit_for(who, key, lock=True))
        if stands.last is not None and stands.last.number != number:
            raise WrongState(_("Another round of weighing is under way. Look at the exhibit again."))
        refuse_sentences(rules.cancel_refusals(stands.rounds, reason), "reason")
        entered("weighing.cancelled", stands.exhibit, contents.WeighingCancelled(round=number, reason=reason), who)


def laboratory_weigh(
    key: str, gross: Decimal, net: Decimal, instrument: str, purity: Decimal | None, who: Acting, unit: str = "g"
) -> contents.LaboratoryWeighed:  # fmt: skip
    """The laboratory's weight in grams and purity in percent: once, by whoever holds the exhibit there. `unit` as in
    `seal`.

    Raises Faulty, WrongState, NotFound, NotAllowed.
    """
    check_may(who, "enforcement.laboratory")
    with transaction.atomic():
        stands = held_by(key, who)
        if stands.laboratory is not None:
            raise WrongState(_("The laboratory weighed this exhibit already."))
        if under_way(stands):
            raise WrongState(_("A weighing is under way at the station. It is finished or cancelled there first."))
        scale = instrument_of(instrument, who)
        refuse_sentences(rules.reading_refusals(as_rule(scale), gross, net, today(who), law()))
        if purity is not None and not 0 <= purity <= 100:
            refuse([Fault("purity", say(gettext_noop("Purity is 0 to 100 percent. Correct it.")))])
        found = found_by_laboratory(stands, net)
        told = contents.LaboratoryWeighed(gross=gross, net=net, unit=unit, instrument=scale.number,
                                          calibrated=scale.calibrated, purity=purity, **found.model_dump())  # fmt: skip
        entered("laboratory.weighed", stands.exhibit, told, who)
        return told


def entered(kind: str, exhibit: Exhibit, told: Content, who: Acting) -> None:
    """Record an act with an exhibit, about the receipt of the person it was taken from."""
    receipt = Party.objects.filter(pk=exhibit.person).values_list("receipt", flat=True).first()
    record(kind, who, told, case=exhibit.case_id, part=f"E{exhibit.number}",
           receipt=None if receipt is None else bytes(receipt))  # fmt: skip


def at_the_station(key: str, who: Acting) -> Standing:
    """A locked exhibit that a station can weigh. Raises WrongState where it is elsewhere, NotFound."""
    exhibit = exhibit_for(who, key, lock=True)
    stands = standing_of(exhibit)
    if exhibit.destroyed is not None:
        raise WrongState(_("This exhibit was destroyed."))
    if exhibit.at_laboratory or stands.laboratory is not None:
        raise WrongState(_("This exhibit is for the laboratory to weigh. The station does not weigh it any more."))
    refuse_while_being_destroyed(key)
    return stands


def held_by(key: str, who: Acting) -> Standing:
    """A locked exhibit that whoever acts holds. Raises Faulty where another does, WrongState, NotFound."""
    exhibit = exhibit_for(who, key, lock=True)
    if exhibit.destroyed is not None:
        raise WrongState(_("This exhibit was destroyed."))
    if exhibit.holder != who.number:
        refuse([Fault("", say(gettext_noop("This exhibit is held by {holder}, not by {giver}."), holder=exhibit.holder,
                              giver=who.number))])  # fmt: skip
    refuse_while_being_destroyed(key)
    return standing_of(exhibit)


def refuse_while_being_destroyed(key: str) -> None:
    """Raises WrongState while witnesses have yet to sign: what they sign is what was weighed before."""
    if waiting_destruction(key) is not None:
        raise WrongState(_("The destruction of this exhibit waits for its witnesses. Cancel it first."))


def under_way(stands: Standing) -> bool:
    """Whether a round of weighing is neither opened nor cancelled."""
    return stands.last is not None and stands.last.state not in (rules.State.OPENED, rules.State.CANCELLED)


def instrument_of(number: str, who: Acting) -> Instrument:
    """An instrument of the unit of whoever acts. Raises Faulty."""
    found = Instrument.objects.filter(pk=number, unit=who.unit).first()
    if found is None:
        refuse([Fault("instrument", say(gettext_noop("Your unit has no instrument {number}. Choose one of the list."),
                                        number=number))])  # fmt: skip
    assert found is not None
    return found


def today(who: Acting) -> date:
    """The country's day on which it is done."""
    return day_of(who.clock.at, zone())


def law() -> Weighing:
    """How exact weights must be, by the country's data."""
    return load(settings.MARGA_COUNTRY).enforcement.weighing
