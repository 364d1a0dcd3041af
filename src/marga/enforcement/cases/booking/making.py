"""The form of a page, with what was typed, or with what is usual where nothing was yet."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from marga.country import load
from marga.country.instants import day_of
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.services import zone
from marga.enforcement.rules.typed import write_instant
from marga.enforcement.stations.models import Unit

from .forms import ChargeForm, EventForm, ExhibitForm, PersonForm, RightsForm, StepForm
from .places import CHARGE, EVENT, EXHIBIT, PERSON, Fields, Place, Typed, fields_at
from .reading import Reading


def form_for(place: Place, fields: Fields, reading: Reading) -> StepForm:
    """The form of a page, holding these fields."""
    country = load(settings.MARGA_COUNTRY)
    if place.step == EVENT:
        return EventForm(fields, country)
    if place.step == PERSON:
        return PersonForm(fields, country, [one for one in named(reading) if one[0] != str(place.number)])
    if place.step == CHARGE:
        return ChargeForm(fields, country)
    if place.step == EXHIBIT:
        return ExhibitForm(fields, country, named(reading))
    return RightsForm(fields, country, _spoken(place, reading))


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
    register = country.enforcement.register
    if place.step == EVENT:
        return {"day": day_of(who.clock.at, zone()).isoformat(), "officers": who.number,
                "province": Unit.objects.values_list("province", flat=True).get(pk=who.unit)}  # fmt: skip
    if place.step == PERSON:
        first = next((name for name, role in register.roles.items() if role.charged), "")
        return {"role": first, "citizenship": next(iter(country.dimensions["citizenship"].categories), ""),
                "languages": list(country.enforcement.custody.languages)[:1], "held": "yes"}  # fmt: skip
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
