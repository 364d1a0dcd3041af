"""What is wrong with a booking, field by field, before anything is written. Pure: no database is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from marga.country import Country, gettext_noop, say
from marga.country.enforcement import Enforcement, Weighing
from marga.country.instants import Clock, day_of
from marga.enforcement.rules.booking import Times, times_refusals
from marga.enforcement.rules.custody import end_refusals
from marga.identity.ages import Born, birth_refusals, minor, treated_as_minor
from marga.site.faults import Fault

from . import contents

KNOWN_BIRTHS = ("day", "month", "year", "about")


def booking_faults(booking: contents.Booking, country: Country, zone: ZoneInfo, clock: Clock) -> list[Fault]:
    """Every fault of a booking. `zone`: where days are counted."""
    recorded = booking.recorded or clock.at
    found = [*_event_faults(booking, country, recorded, clock)]
    for place, person in enumerate(booking.people):
        found += person_faults(person, country, f"people.{place}", booking.event, recorded, zone, clock)
        if person.guardian_of is not None and not 1 <= person.guardian_of <= len(booking.people):
            found.append(Fault(f"people.{place}.guardian_of", say(gettext_noop("No person of this case has this "
                                                                               "number. Choose one."))))  # fmt: skip
    found += _exhibits_faults(booking, country, clock)
    found += led_faults(booking, country.enforcement)
    if not booking.people and not booking.exhibits:
        found.append(Fault("people", say(gettext_noop("A case has a person or an exhibit. Add one."))))
    return found


def _event_faults(
    booking: contents.Booking, country: Country, recorded: datetime, clock: Clock
) -> Iterator[Fault]:  # fmt: skip
    yield from _one_of("operation", booking.operation, country.enforcement.register.operations)
    yield from _one_of("province", booking.province, country.dimensions["province"].categories)
    for says in times_refusals(Times(booking.event, None, None, recorded), clock):
        yield Fault("recorded" if booking.event is None else "event", says)
    if booking.slip is not None and booking.slip_used is None:
        yield Fault("slip_used", say(gettext_noop("Give the time that is written on the slip.")))


def person_faults(
    person: contents.PersonToBook, country: Country, field: str, event: datetime | None, recorded: datetime,
    zone: ZoneInfo, clock: Clock,
) -> Iterator[Fault]:  # fmt: skip
    """Every fault of a person. `field`: what stands before the names of its fields."""
    register = country.enforcement.register
    yield from _one_of(f"{field}.role", person.role, register.roles)
    yield from _one_of(f"{field}.sex", person.sex, country.dimensions["sex"].categories, may_miss=True)
    yield from _one_of(f"{field}.citizenship", person.citizenship, country.dimensions["citizenship"].categories,
                       may_miss=True)  # fmt: skip
    yield from _one_of(f"{field}.address_province", person.address_province,
                       country.dimensions["province"].categories, may_miss=True)  # fmt: skip
    for code in person.languages:
        yield from _one_of(f"{field}.languages", code, country.enforcement.custody.languages)
    if not person.name and not person.alias:
        yield Fault(f"{field}.name", say(gettext_noop("Write a name, or what the person is called.")))
    yield from _birth_faults(person, field, day_of(recorded, zone))
    for says in times_refusals(Times(event, person.arrested, person.arrived, recorded), clock):
        yield Fault(f"{field}.arrested", says)
    if person.arrived is not None and person.arrested is None:
        yield Fault(f"{field}.arrested", say(gettext_noop("Give the time of the arrest too.")))
    yield from _part_faults(person, country.enforcement, field)
    if person.left is not None:
        yield from _left_faults(person, person.left, country.enforcement, f"{field}.left", clock)
    for place, thing in enumerate(person.property):
        yield from property_faults(thing, country.enforcement, f"{field}.property.{place}")


def _birth_faults(person: contents.Person, field: str, today: date) -> Iterator[Fault]:
    if person.birth is None:
        return
    if person.birth.latest < person.birth.earliest:
        yield Fault(f"{field}.birth", say(gettext_noop("The earliest day of birth is after the latest. Swap them.")))
        return
    for says in birth_refusals(born(person.birth), today):
        yield Fault(f"{field}.birth", says)
    yield from _one_of(f"{field}.birth", person.birth.known, KNOWN_BIRTHS)


def _part_faults(person: contents.PersonToBook, country: Enforcement, field: str) -> Iterator[Fault]:
    role = country.register.roles.get(person.role)
    if role is None:
        return
    if (person.arrested or person.arrived) is not None and not role.held:
        yield Fault(f"{field}.role", say(gettext_noop("A {role} is not held. Take the times of arrest away, or choose "
                                                      "another part."), role=role.label))  # fmt: skip
    if person.charge is not None and not role.charged:
        yield Fault(f"{field}.charge", say(gettext_noop("A {role} is not charged. Take the charge away, or choose "
                                                        "another part."), role=role.label))  # fmt: skip
    if person.charge is None and role.charged:
        yield Fault(f"{field}.charge", say(gettext_noop("Choose the charge that this person is given now.")))
    if person.charge is not None:
        yield from charge_faults(person.charge, country, f"{field}.charge")


def charge_faults(charge: contents.Charged, country: Enforcement, field: str) -> Iterator[Fault]:
    """What is wrong with a charge: an offence that is none, or a band that its quantity does not have."""
    known = country.offences
    yield from _one_of(field, charge.offence, known.offences)
    if charge.band and charge.quantity not in known.quantities:
        yield from _one_of(f"{field}.quantity", charge.quantity, known.quantities)
    elif charge.quantity or charge.band:
        bands = [band.name for band in known.quantities[charge.quantity].bands] if charge.quantity in (
            known.quantities) else []  # fmt: skip
        yield from _one_of(f"{field}.band", charge.band, bands)


def _left_faults(
    person: contents.Person, left: contents.Left, country: Enforcement, field: str, clock: Clock
) -> Iterator[Fault]:  # fmt: skip
    if person.arrived is None:
        yield Fault(field, say(gettext_noop("Nobody ends a custody that did not begin. Give the arrival too.")))
        return
    yield from _one_of(field, left.how, country.custody.ends)
    if left.how in country.custody.ends:
        for says in end_refusals(country.custody, left.how, left.named, left.at, clock, person.arrived):
            yield Fault(field, says)


def led_faults(booking: contents.Event, country: Enforcement) -> Iterator[Fault]:
    """A warrant or tip that an operation of another kind is said to come from."""
    kind = country.register.operations.get(booking.operation)
    for led_by in ("warrant", "tip"):
        if kind is not None and getattr(booking, led_by) and kind.counts_as != led_by:
            yield Fault(led_by, say(gettext_noop("The kind of operation is another: {kind}. Choose the kind that fits, "
                                                 "or leave this empty."), kind=kind.label))  # fmt: skip


def property_faults(thing: contents.Taken, country: Enforcement, field: str) -> Iterator[Fault]:
    """What is wrong with a thing that was taken."""
    yield from _one_of(f"{field}.kind", thing.kind, country.register.property)
    known_by = country.register.marks.get(thing.kind)
    if known_by == "amount" and (thing.amount is None or not thing.currency):
        yield Fault(f"{field}.amount", say(gettext_noop("Write how much money it is, and in which currency.")))
    if known_by == "number" and not thing.mark:
        yield Fault(f"{field}.mark", say(gettext_noop("Write the number or plate that it is known by.")))


def _exhibits_faults(booking: contents.Booking, country: Country, clock: Clock) -> Iterator[Fault]:
    seals = Counter(one.seal for one in booking.exhibits)
    for place, one in enumerate(booking.exhibits):
        field = f"exhibits.{place}"
        yield from exhibit_faults(one, len(booking.people), country, field)
        if seals[one.seal] > 1:
            yield Fault(f"{field}.seal", say(gettext_noop("Two exhibits have the seal {seal}. Each has its own."),
                                             seal=one.seal))  # fmt: skip
        for says in times_refusals(Times(booking.event, None, None, one.seized), clock):
            yield Fault(f"{field}.seized", says)
        if one.second_net is not None and one.first_net is None:
            yield Fault(f"{field}.first_net", say(gettext_noop("There is a second weight and no first. Write both.")))


def exhibit_faults(one: contents.Seized, people: int, country: Country, field: str) -> Iterator[Fault]:
    """What is wrong with an exhibit by itself, in a case of so many people."""
    register = country.enforcement.register
    yield from _one_of(f"{field}.drug", one.drug, country.dimensions["drug"].categories)
    yield from _one_of(f"{field}.form", one.form, register.forms)
    yield from _one_of(f"{field}.concealment", one.concealment, register.concealments)
    if one.person is not None and not 1 <= one.person <= people:
        yield Fault(f"{field}.person", say(gettext_noop("No person of this case has this number. Choose one.")))


def paper_weight_faults(booking: contents.Booking) -> list[Fault]:
    """The weights that a booking brings along, for whoever may not bring any: typed by one person they would be sealed
    by nobody, and the second would not be blind."""
    says = say(gettext_noop("An exhibit is weighed at the station, twice and by two people. Leave its weights out; a "
                            "supervisor brings in those of older papers."))  # fmt: skip
    return [Fault(f"exhibits.{place}.first_net", says) for place, one in enumerate(booking.exhibits)
            if one.first_net is not None or one.second_net is not None]  # fmt: skip


def fresh_weight_faults(booking: contents.Booking, rules: Weighing, clock: Clock) -> list[Fault]:
    """The weights that a booking brings along though it was written down lately, by whoever: so new an exhibit is there
    to be weighed twice and blind."""
    limit = clock.at - timedelta(days=rules.paper_after_days)
    if booking.recorded is not None and booking.recorded <= limit:
        return []
    says = say(gettext_noop("Weights are brought in from paper only for what was first written down {days} days ago or "
                            "earlier. Leave them out; the exhibit is weighed at the station, twice and by two "
                            "people."), days=rules.paper_after_days)  # fmt: skip
    return [Fault(f"exhibits.{place}.first_net", says) for place, one in enumerate(booking.exhibits)
            if one.first_net is not None or one.second_net is not None]  # fmt: skip


def _one_of(field: str, value: str, known: Collection[str], *, may_miss: bool = False) -> Iterator[Fault]:
    if value in known or (may_miss and not value):
        return
    if not value:
        yield Fault(field, say(gettext_noop("Choose one of the list.")))
    else:
        yield Fault(field, say(gettext_noop("“{value}” is none of the list. Write one of: {options}."), value=value,
                               options=", ".join(list(known)[:30])))  # fmt: skip


def born(birth: contents.Birth) -> Born:
    """The birth as rules take it."""
    return Born(birth.earliest, birth.latest)


def may_be_minor(person: contents.Person, on: datetime, country: Enforcement, zone: ZoneInfo) -> bool:
    """Whether a person is treated as a minor at a time."""
    birth = None if person.birth is None else born(person.birth)
    return treated_as_minor(minor(birth, day_of(on, zone), country.register.majority))
