"""The one word that crosses the wall: whether somebody attends. Days alone, and only of days that are over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marga.country.consents import CASE

from .consents import NOTICE, Wanted

#: What a notice tells, to whom, and for what: a consent must be for exactly this.
TELLS = Wanted(frozenset({NOTICE}), CASE, CASE)
ATTENDED = "attended"
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

    A transfer is no end: the word goes on from the first day of the stays that follow one another. Stays of several
    records may overlap: somebody attends as long as one of them goes on, and how the last of them ended is told.
    """
    before = [one for one in stays if one.began < day]
    if open_ := [one for one in before if one.ended is None or one.ended >= day]:
        return Word(ATTENDED, _since(min(one.began for one in open_), before))
    last = max(before, key=lambda one: (one.ended or day, one.began, one.why), default=None)
    if last is None or last.ended is None or last.why in GOES_ON:
        return None
    return Word("completed" if last.why == COMPLETED else "stopped", last.ended)


def word_told(agreed: Sequence[Attended], others: Sequence[Attended], day: date) -> Word | None:
    """The one word of somebody of whom there are several records, the same to whoever is told.

    agreed    stays of those records for which the person agreed to the word
    others    of those held to be the same person's, for which they did not: of these nothing is ever told

    "Attended" is true whatever the others say. Where they make "stopped" or "completed" untrue there is no word at all:
    the true one would tell more than was agreed, and the other would be false.
    """
    word = word_of(agreed, day)
    if word is None or word.word == ATTENDED or word == word_of((*agreed, *others), day):
        return word
    return None


def _since(began: date, stays: Sequence[Attended]) -> date:
    """The first day of a stay, or of those that it was transferred from."""
    for one in sorted(stays, key=lambda one: (one.ended or date.max, one.began), reverse=True):
        if one.ended == began and one.why in GOES_ON:
            began = one.began
    return began
