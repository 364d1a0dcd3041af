"""Acts with a case: it is booked, a person is added. One function an act."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from marga.country import Sentence, gettext_noop, load, say
from marga.country.instants import Clock
from marga.enforcement.access import party_for
from marga.enforcement.acts.services import Acting, record
from marga.enforcement.court import contents as court_contents
from marga.enforcement.court.models import Tip, Warrant
from marga.enforcement.exhibits.models import Exhibit
from marga.enforcement.exhibits.standing import found_in
from marga.enforcement.rules.numbering import CaseNumber, written, year_of
from marga.enforcement.rules.pads import Pad, Slip, type_in_refusals
from marga.enforcement.stations import models as stations
from marga.enforcement.stations.alerting import settle
from marga.enforcement.stations.services import next_serial
from marga.site.faults import Fault, refuse
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import check_may

from . import contents
from .checking import booking_faults, may_be_minor
from .models import Case, Property


def zone() -> ZoneInfo:
    """Where days are counted."""
    return ZoneInfo(settings.TIME_ZONE)


def book(booking: contents.Booking, who: Acting) -> Case:
    """Book a case, with its people, first charges, property and exhibits, as one act. Returns the case.

    The same `source` twice gives the case that it made before. Raises Faulty with every fault, NotAllowed.
    """
    check_may(who, "enforcement.book")
    refuse(booking_faults(booking, load(settings.MARGA_COUNTRY), zone(), who.clock))
    with transaction.atomic():
        before = _same_source(booking, who)
        if before is not None:
            return before
        refuse(_stored_faults(booking, who))
        recorded = booking.recorded or who.clock.at
        year = year_of(recorded, zone())
        serial = next_serial(who.unit, year)
        digits = load(settings.MARGA_COUNTRY).enforcement.register.number_digits
        number = written(CaseNumber(who.unit, year, serial), digits)
        record("case.booked", who, booked(booking, who), case=number)
        if booking.slip is not None:
            settle(who.unit, who.clock)
        _answer_what_led(booking, number, who)
        return Case.objects.get(pk=number)


def booked(booking: contents.Booking, who: Acting) -> contents.Booked:
    """A booking as it is entered: with the law as it stands, and who is treated as a minor."""
    recorded = booking.recorded or who.clock.at
    people = tuple(booked_person(person, who.clock) for person in booking.people)
    said = booking.model_dump(exclude={"people", "exhibits", "recorded"})
    exhibits = tuple(booked_exhibit(one) for one in booking.exhibits)
    return contents.Booked(**said, people=people, exhibits=exhibits, recorded=recorded)


def booked_exhibit(one: contents.Seized) -> contents.BookedExhibit:
    """An exhibit as entered, with what its weights from paper give the supervisor to look at."""
    weights = tuple(net for net in (one.first_net, one.second_net) if net is not None)
    said = {name: getattr(one, name) for name in contents.Seized.model_fields}
    return contents.BookedExhibit.model_construct(  # of values that were read as an exhibit's before
        **said, concerns=found_in(one.drug, weights).concerns if weights else ()
    )


def booked_person(person: contents.PersonToBook, clock: Clock) -> contents.BookedPerson:
    """A person as entered, with the range of the charge."""
    country = load(settings.MARGA_COUNTRY).enforcement
    said = {name: getattr(person, name) for name in contents.Person.model_fields}
    return contents.BookedPerson.model_construct(  # of values that were read as a person's before
        **said, charge=None if person.charge is None else with_law(person.charge),
        minor=may_be_minor(person, person.arrested or clock.at, country, zone()),
    )  # fmt: skip


def with_law(charge: contents.Charged) -> contents.Charge:
    """A charge with its article and range as the country's data has them now."""
    offence = load(settings.MARGA_COUNTRY).enforcement.offences.offences[charge.offence]
    penalty = offence.penalty_of(charge.quantity, charge.band)
    return contents.Charge(
        offence=charge.offence, quantity=charge.quantity, band=charge.band, article=offence.article,
        least_months=penalty.least_months, most_months=penalty.most_months, fine=penalty.fine, or_fine=penalty.or_fine,
    )  # fmt: skip


def give_back(party: str, number: int, returned: datetime, who: Acting) -> Property:
    """Something that was taken from a person is given back. Raises Faulty, NotFound, NotAllowed, WrongState."""
    check_may(who, "enforcement.book")
    with transaction.atomic():
        row = party_for(who, party, lock=True)
        thing = row.property.filter(number=number).first()
        if thing is None:
            raise NotFound(_("Nothing with number {number} was taken from this person.").format(number=number))
        if thing.returned is not None:
            raise WrongState(_("This was given back already."))
        if returned > who.clock.at or returned < row.case.recorded:
            refuse([Fault("returned", say(gettext_noop("It is given back after it was written down, and not later than "
                                                       "now. Correct the time.")))])  # fmt: skip
        record("property.returned", who, contents.GivenBack(number=number, returned=returned), case=row.case_id,
               part=str(row.number), receipt=None if row.receipt is None else bytes(row.receipt))  # fmt: skip
        thing.refresh_from_db()
        return thing


def _stored_faults(booking: contents.Booking, who: Acting) -> list[Fault]:
    """Faults that only the register knows: a seal that is there already, a slip that no pad has."""
    seals = [one.seal for one in booking.exhibits]
    taken = set(Exhibit.objects.filter(seal__in=seals).values_list("seal", flat=True))
    found = [
        Fault(f"exhibits.{place}.seal", say(gettext_noop("The seal {seal} is in the register already. Compare it."),
                                            seal=seal))
        for place, seal in enumerate(seals) if seal in taken
    ]  # fmt: skip
    if booking.slip is not None:
        found += [Fault("slip", says) for says in _slip_refusals(booking.slip, booking, who)]
    return found + _led_faults(booking, who)


def _led_faults(booking: contents.Booking, who: Acting) -> list[Fault]:
    """Faults of the warrant or tip that led to the operation. Both stay locked: each leads to one case alone."""
    found, happened = [], booking.event or booking.recorded or who.clock.at
    if booking.warrant:
        warrants = open_warrants(who.unit).select_for_update()
        warrant = warrants.filter(pk=booking.warrant).first()
        if warrant is None:
            found.append(Fault("warrant", say(gettext_noop("Your unit has no warrant {number} that waits to be served. "
                                                           "Choose another."), number=booking.warrant)))  # fmt: skip
        elif happened < warrant.issued:
            found.append(Fault("warrant", say(gettext_noop("This warrant was issued after the event. Compare them."))))
    if booking.tip:
        tip = open_tips(who.unit).select_for_update().filter(pk=booking.tip).first()
        if tip is None:
            found.append(Fault("tip", say(gettext_noop("Your unit has no tip {number} that waits for an answer. Choose "
                                                       "another."), number=booking.tip)))  # fmt: skip
        elif happened < tip.received:
            found.append(Fault("tip", say(gettext_noop("This tip came in after the event. Compare them."))))
    return found


def open_warrants(unit: str) -> QuerySet[Warrant]:
    """The warrants of a unit that nobody served or gave back yet, the oldest first."""
    return Warrant.objects.filter(unit=unit, served__isnull=True, returned__isnull=True).order_by("issued", "number")


def open_tips(unit: str) -> QuerySet[Tip]:
    """The tips to a unit that nothing came of yet, the oldest first."""
    return Tip.objects.filter(unit=unit, answered__isnull=True).order_by("received", "number")


def _answer_what_led(booking: contents.Booking, number: str, who: Acting) -> None:
    """The warrant was served, or the tip answered, by this case: acts of their own, of the unit."""
    if booking.warrant:
        served = booking.event or booking.recorded or who.clock.at
        told = court_contents.WarrantServed(number=booking.warrant, case=number, served=served)
        record("warrant.served", who, told, part=booking.warrant)
    if booking.tip:
        record("tip.answered", who, court_contents.TipAnswered(number=booking.tip, case=number), part=booking.tip)


def _same_source(booking: contents.Booking, who: Acting) -> Case | None:
    return Case.objects.filter(unit=who.unit, source=booking.source).first() if booking.source else None


def _slip_refusals(serial: int, booking: contents.Booking, who: Acting) -> tuple[Sentence, ...]:
    pads = [Pad(pad.number, pad.unit_id, pad.first, pad.last, pad.issued)
            for pad in stations.Pad.objects.filter(unit=who.unit)]  # fmt: skip
    known = [Slip(slip.serial, slip.used, slip.typed_in, slip.void)
             for slip in stations.Slip.objects.filter(serial=serial)]  # fmt: skip
    return type_in_refusals(pads, who.unit, Slip(serial, booking.slip_used), known, who.clock)
