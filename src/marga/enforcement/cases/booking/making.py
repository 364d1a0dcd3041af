"""The form of a page, with what was typed, or with what is usual where nothing was yet."""

from __future__ import annotations

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from marga.country import Country, load
from marga.country.instants import day_of
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.services import open_tips, open_warrants, zone
from marga.enforcement.rules.typed import write_instant
from marga.enforcement.stations.models import Unit

from .forms import ChargeForm, EventForm, ExhibitForm, PersonForm, RightsForm, StepForm
from .places import CHARGE, EVENT, EXHIBIT, PERSON, Fields, Place, Typed, fields_at
from .reading import Reading

MOST_CHOICES, LONGEST_CHOICE = 200, 60


def form_for(place: Place, fields: Fields, reading: Reading, who: Acting) -> StepForm:
    """The form of a page, holding these fields."""
    country = load(settings.MARGA_COUNTRY)
    if place.step == EVENT:
        return EventForm(fields, country, _warrants(who), _tips(who))
    if place.step == PERSON:
        return PersonForm(fields, country, [one for one in named(reading) if one[0] != str(place.number)])
    if place.step == CHARGE:
        return ChargeForm(fields, country)
    if place.step == EXHIBIT:
        return ExhibitForm(fields, country, named(reading))
    return RightsForm(fields, country, _spoken(place, reading))


def _warrants(who: Acting) -> list[tuple[str, str]]:
    """The warrants that one of the unit's operations may have served."""
    return [(one.number, f"{one.number}: {Truncator(one.about).chars(LONGEST_CHOICE)}")
            for one in open_warrants(who.unit)[:MOST_CHOICES]]  # fmt: skip


def _tips(who: Acting) -> list[tuple[str, str]]:
    return [(one.number, f"{one.number}: {Truncator(one.text).chars(LONGEST_CHOICE)}")
            for one in open_tips(who.unit)[:MOST_CHOICES]]  # fmt: skip


def _spoken(place: Place, reading: Reading) -> tuple[str, ...]:
    people = reading.booking.people
    return people[place.number - 1].languages if place.number <= len(people) else ()


def named(reading: Reading) -> list[tuple[str, str]]:
    """The people of a draft: number, and number with name."""
    return [(str(number), f"{number}. {one.name or one.alias or _('no name yet')}")
            for number, one in enumerate(reading.booking.people, 1)]  # fmt: skip


def usual(place: Place, typed: Typed, reading: Reading, who: Acting) -> Fields:
    """What a page holds before anything was typed: what is true of most bookings, and no time that nobody knows."""
    country = load(settings.MARGA_COUNTRY)
    if place.step == EVENT:
        return {"day": day_of(who.clock.at, zone()).isoformat(), "officers": who.number,
                "province": Unit.objects.values_list("province", flat=True).get(pk=who.unit)}  # fmt: skip
    if place.step == PERSON:
        return usual_person(country)
    if place.step == EXHIBIT:
        people = named(reading)
        return {"person": people[0][0] if len(people) == 1 else ""}
    if place.step == CHARGE:
        return {}
    day = str(fields_at(typed, Place(EVENT)).get("day", ""))
    today = day_of(who.clock.at, zone())
    spoken = _spoken(place, reading)
    on = today if day == today.isoformat() else today.min
    return {"language": spoken[0] if spoken else "", "told": write_instant(who.clock.at, on, zone())}


def usual_person(country: Country) -> Fields:
    """What the page of a person holds before anything was typed."""
    roles = country.enforcement.register.roles
    first = next((name for name, role in roles.items() if role.charged), "")
    return {"role": first, "citizenship": next(iter(country.dimensions["citizenship"].categories), ""),
            "languages": list(country.enforcement.custody.languages)[:1], "held": "yes"}  # fmt: skip
