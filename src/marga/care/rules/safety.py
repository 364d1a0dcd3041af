"""Of incidents and of quality: by when somebody looks at them, and what must be said. Days are the country's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from marga.country import Sentence, gettext_noop, say


class Finding(StrEnum):
    """How far a standard is met."""

    MET = "met"
    PARTLY = "partly"
    NOT = "not"


def incident_refusals(at: datetime, now: datetime) -> dict[str, Sentence]:
    """Why nothing can have happened at this time."""
    if at > now:
        return {"at": say(gettext_noop("This time has not come yet. Correct it."))}
    return {}


def incident_due(day: date, period: timedelta) -> date:
    """The day by which the manager has looked at what happened."""
    return day + period


def gap_refusals(
    finding: Finding, gap: str, owner: str, due: date | None, today: date
) -> dict[str, Sentence]:  # fmt: skip
    """Why a finding cannot be recorded so: what is not wholly met is somebody's to mend, until a day."""
    if finding is Finding.MET:
        return {}
    found = {}
    if not gap.strip():
        found["gap"] = say(gettext_noop("Write what is missing: it is not wholly met."))
    if not owner:
        found["owner"] = say(gettext_noop("Choose who mends it."))
    if due is None:
        found["due"] = say(gettext_noop("Write until when it is mended."))
    elif due < today:
        found["due"] = say(gettext_noop("The day for mending it is today or later. Correct it."))
    return found
