"""When a plan is reviewed, when contact is lost, who came back, and how long an appeal may take. Days are the
country's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from marga.country import Sentence, gettext_noop, say

from .tdi import UNKNOWN

MOST_MINUTES = 24 * 60
NOT_USED = "5"  # "not used in the last 30 days", of the indicator's item `frequency`
#: Ends after which the next stay is the same care going on, and no return.
WENT_ON = frozenset({"transferred"})
Name = TypeVar("Name")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A stay that ended, and why, as the extract counts it."""

    ended: date
    why: str


def review_due(agreed: date, reviews: Iterable[date], period: timedelta) -> date:
    """The day by which a plan is reviewed next."""
    return max([agreed, *reviews]) + period


def lost_on(began: date, last_contact: date | None, period: timedelta) -> date:
    """The day on which contact counts as lost if nobody comes: so long after the last time, or after the beginning.

    Source of ending an episode so: Australian Institute of Health and Welfare, three months without contact.
    """
    return max(began, last_contact or began) + period


def is_lost(today: date, began: date, last_contact: date | None, period: timedelta, overnight: bool) -> bool:
    """Whether contact is lost. Whoever sleeps at the centre is there, whatever is written of sessions."""
    return not overnight and today >= lost_on(began, last_contact, period)


def is_return(began: date, earlier: Iterable[Earlier], within: timedelta) -> bool:
    """Whether somebody came back within so long of an end that was no transfer."""
    return any(one.why not in WENT_ON and one.ended <= began <= one.ended + within for one in earlier)


def starting(days: Sequence[tuple[date, Name]], began: date) -> Name | None:
    """Which assessment says how an episode began: the first since it began, else the last before; None without any."""
    since = [one for one in days if one[0] >= began]
    if since:
        return min(since, key=lambda one: one[0])[1]
    return max(days, key=lambda one: one[0])[1] if days else None


def use_at_exit(start: Mapping[str, str], end: Mapping[str, str]) -> str | None:
    """How often the main drug was taken in the 30 days before the exit, beside those before the beginning: "none",
    "less", "same" or "more"; None where either was not measured. Of answers to the indicator's item `frequency`, whose
    codes go from 1, daily, to 5, not at all."""
    before, after = start.get("frequency", UNKNOWN), end.get("frequency", UNKNOWN)
    if UNKNOWN in (before, after):
        return None
    if after == NOT_USED:
        return "none"
    return "same" if after == before else "less" if after > before else "more"


def session_refusals(
    day: date, minutes: int, began: date, today: date, next_day: date | None
) -> dict[str, Sentence]:  # fmt: skip
    """Why a session cannot have been as it was typed, by field."""
    found = {}
    if day > today:
        found["day"] = say(gettext_noop("This day has not come yet. Record the session when it was."))
    elif day < began:
        found["day"] = say(gettext_noop("The stay began on {day}. Correct the day."), day=began)
    if not 1 <= minutes <= MOST_MINUTES:
        found["minutes"] = say(gettext_noop("Write how many minutes it took: 1 to {most}."), most=MOST_MINUTES)
    if next_day is not None and next_day < today:
        found["next_day"] = say(gettext_noop("The next session is today or later. Correct the day."))
    return found


def appeal_refusals(filed: date, began: date, today: date) -> dict[str, Sentence]:
    """Why an appeal cannot have been filed on this day."""
    if filed > today:
        return {"filed": say(gettext_noop("This day has not come yet. Record the appeal when it is filed."))}
    if filed < began:
        return {"filed": say(gettext_noop("The stay began on {day}. Correct the day."), day=began)}
    return {}


def decision_refusals(decided: date, filed: date, today: date) -> dict[str, Sentence]:
    """Why an appeal cannot have been decided on this day."""
    if decided > today:
        return {"decided": say(gettext_noop("This day has not come yet. Record the decision when it is made."))}
    if decided < filed:
        return {"decided": say(gettext_noop("The appeal was filed on {day}. Correct the day."), day=filed)}
    return {}
