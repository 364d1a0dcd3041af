"""The one word that crosses the wall: whether somebody attends. Days alone, and only of days that are over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marga.country.consents import CASE

from .consents import NOTICE, Wanted

#: What a notice tells, to whom, and for what: a consent must be for exactly this.
TELLS = Wanted(frozenset({NOTICE}), CASE, CASE)
COMPLETED = "completed"
#: Ways in which a stay ends and the care goes on.
GOES_ON = ("transferred", "referred_on")


@dataclass(frozen=True, slots=True)
class Attended:
    """A stay, in days. `ended` is None while it goes on; `why` a code of the country's reasons, as counted."""

    began: date
    ended: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """ "attended" since the day, "stopped" or "completed" on it."""

    word: str
    day: date


def word_of(stays: Sequence[Attended], day: date) -> Word | None:
    """What is told on a day of what was so before it; None where there is nothing to tell.

    A transfer is no end: the word goes on from the first day of the stays that follow one another.
    """
    before = sorted((one for one in stays if one.began < day), key=lambda one: one.began)
    if not before:
        return None
    last = before[-1]
    if last.ended is None or last.ended >= day:
        return Word("attended", _since(before))
    if last.why in GOES_ON:
        return None
    return Word("completed" if last.why == COMPLETED else "stopped", last.ended)


def _since(stays: Sequence[Attended]) -> date:
    """The first day of the last stay, or of those that it was transferred from."""
    since = stays[-1].began
    for one in reversed(stays[:-1]):
        if one.ended is None or one.why not in GOES_ON or one.ended != since:
            break
        since = one.began
    return since
