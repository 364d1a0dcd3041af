"""How long somebody has waited: since asking, and without the days on which they were not available.

Both clocks are shown. The second decides of the standard, and who is offered a place first; the first cannot be stopped
by anybody, so that no wait looks shorter by pausing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marga.country import Sentence, gettext_noop, say


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which somebody was not available: from `begun`, until before `ended`; None while it lasts."""

    begun: date
    ended: date | None


@dataclass(frozen=True, slots=True)
class Wait:
    """The two clocks of a wait, in days. `paused`: the days between them."""

    whole: int
    available: int

    @property
    def paused(self) -> int:
        return self.whole - self.available


def waited(since: date, until: date, pauses: Iterable[Pause]) -> Wait:
    """The two clocks from the day of asking to a day. Pauses that overlap count once; what lies outside counts not."""
    whole = max(0, (until - since).days)
    days: set[int] = set()
    for pause in pauses:
        first, last = (pause.begun - since).days, ((pause.ended or until) - since).days
        days.update(range(max(0, first), min(whole, last)))
    return Wait(whole, whole - len(days))


def due(since: date, pauses: Sequence[Pause], standard: timedelta, today: date) -> date:
    """The day by which the standard says that care begins, as it stands today: each day of pause moves it on."""
    return since + standard + timedelta(days=waited(since, today, pauses).paused)


def pause_refusals(
    begun: date, ended: date | None, since: date, today: date, others: Iterable[Pause]
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why days cannot be taken out of a wait like this."""
    if begun < since:
        return (say(gettext_noop("A pause cannot begin before the request of {day}. Correct the day."), day=since),)
    if begun > today:
        return (say(gettext_noop("A pause cannot begin on a day that has not come yet. Record it then.")),)
    if ended is not None and ended < begun:
        return (say(gettext_noop("The pause ends before it begins. Correct one of the days.")),)
    before = list(others)
    if any(other.ended is None for other in before):
        return (say(gettext_noop("This wait is paused already. End that pause first.")),)
    last = max((max(other.begun + timedelta(days=1), other.ended or today) for other in before), default=begun)
    if begun < last:
        return (say(gettext_noop("The pause before lasted until {day}. This one begins then or later."), day=last),)
    return ()


def usual(waits: Sequence[int]) -> tuple[int, int] | None:
    """The days within which half, and nine of ten, of those who got a place had waited; None for fewer than five: they
    would tell of single people."""
    if len(waits) < 5:
        return None
    ordered = sorted(waits)
    return ordered[(len(ordered) - 1) // 2], ordered[-(-len(ordered) * 9 // 10) - 1]
