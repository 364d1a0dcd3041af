"""All that is wrong with a draft: what cannot be read, what the rules refuse, each once and beside its field."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from zoneinfo import ZoneInfo

from marga.country import Country, gettext_noop, say
from marga.country.instants import Clock
from marga.enforcement.cases.checking import booking_faults
from marga.enforcement.rules.booking import NAMES, Times, times_refusals
from marga.site.faults import Fault

from .places import Place, place_of
from .reading import Reading


def draft_faults(
    reading: Reading, country: Country, zone: ZoneInfo, clock: Clock, officers: Collection[str]
) -> list[Fault]:  # fmt: skip
    """Every fault of a draft. `officers`: those of the numbers it names that are an officer's."""
    found = [*reading.faults, *_event_times(reading, clock), *_officers(reading, officers)]
    fields, told = {fault.field for fault in found}, {str(fault.says) for fault in found}
    for fault in booking_faults(reading.booking, country, zone, clock):
        inherited = fault.field.endswith(".arrested") and str(fault.says) in told
        if fault.field not in fields and not inherited:
            found.append(fault)
    return found


def faults_at(faults: list[Fault], place: Place) -> list[Fault]:
    """Those of one page."""
    return [fault for fault in faults if place_of(fault.field)[0] == place]


def _event_times(reading: Reading, clock: Clock) -> Iterator[Fault]:
    """What is wrong with the times that people share; one that cannot be read is a fault of its own."""
    unread = {fault.field for fault in reading.faults}
    if reading.arrived is not None and reading.arrested is None and "arrested" not in unread:
        yield Fault("arrested", say(gettext_noop("Give the time of the arrest too.")))
    times = Times(reading.booking.event, reading.arrested, reading.arrived, clock.at)
    for says in times_refusals(times, clock):
        yield Fault(_FIELD_OF.get(str(says.values.get("later", says.values.get("thing"))), "arrived"), says)


#: The field of a time on the page, by its name in a sentence of the rules.
_FIELD_OF = {str(say(label)): name for name, label in NAMES.items()}


def _officers(reading: Reading, known: Collection[str]) -> Iterator[Fault]:
    unknown = [number for number in reading.booking.officers if number not in known]
    if unknown:
        yield Fault("officers", say(gettext_noop("No officer has the number {number}. Correct it."),
                                    number=unknown[0]))  # fmt: skip
