"""The times of a booking: what happened before what, and how long it took.

The price of freedom is said to be asked between the arrest and the first record; so the four times are kept apart and
the spans between them are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from marga.country import Sentence, gettext_noop, say
from marga.country.instants import Clock, utc

NAMES = {
    "event": gettext_noop("the event"), "arrested": gettext_noop("the arrest"),
    "arrived": gettext_noop("the arrival at the unit"), "recorded": gettext_noop("the first record"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Times:
    """When it happened, when the person was arrested, came to the unit, was first written down. None: not so."""

    event: datetime | None
    arrested: datetime | None
    arrived: datetime | None
    recorded: datetime


def times_refusals(times: Times, clock: Clock) -> tuple[Sentence, ...]:
    """Why these times cannot be: one before another that it follows, or one that has not come yet."""
    known = [(name, utc(at)) for name in NAMES if (at := getattr(times, name)) is not None]
    refusals = [
        say(gettext_noop("The time of {thing} has not come yet. Correct it."), thing=say(NAMES[name]))
        for name, at in known
        if at > clock.at
    ]
    for (earlier, before), (later, after) in pairwise(known):
        if after < before:
            refusals.append(say(gettext_noop("The time of {later} is before that of {earlier}. Correct one of them."),
                                later=say(NAMES[later]), earlier=say(NAMES[earlier])))  # fmt: skip
    return tuple(refusals)


def to_unit(times: Times) -> timedelta | None:
    """From the arrest to the arrival at the unit; None when one of them is not known."""
    return None if times.arrested is None or times.arrived is None else utc(times.arrived) - utc(times.arrested)


def to_record(times: Times) -> timedelta | None:
    """From the arrest to the first record; None when nobody was arrested."""
    return None if times.arrested is None else utc(times.recorded) - utc(times.arrested)
