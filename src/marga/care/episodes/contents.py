"""What acts with episodes say. All are about a stay; an appeal has a key of its own."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from marga.care.centres.contents import Code, Word
from marga.care.requests.contents import Sealed
from marga.site.acts.contents import Content

Number = Annotated[int, Field(ge=1)]


class PlanAgreed(Content):
    """The person agreed to a plan; `goals` is one sealed text."""

    goals: Sealed
    agreed: date
    how: Annotated[str, StringConstraints(pattern="^(signed|thumb_print|said)$")]
    review_due: date


class SessionHeld(Content):
    """A session was held, or nobody came to it. `contact`: it counts as contact."""

    number: Number
    day: date
    kind: Word
    minutes: Annotated[int, Field(ge=1, le=1440)]
    attended: bool
    contact: bool
    next_day: date | None = None
    note: Sealed = ""


class EpisodeReviewed(Content):
    """It was looked at, and measured; `next_due`: the day of the next look, None at the exit."""

    number: Number
    day: date
    at_exit: bool
    outcomes: Sealed
    words: Sealed = ""
    next_due: date | None = None


class AppealFiled(Content):
    """The person, or somebody for them, appealed against the treatment."""

    stay: Code
    filed: date
    filed_with: Sealed
    due: date


class AppealDecided(Content):
    """It was decided."""

    decided: date
    result: Annotated[str, StringConstraints(pattern="^(stands|another_basis|ends)$")]
    reason: Sealed


class ReturnPlanned(Content):
    """A service near home expects the person."""

    to: Code
    day: date
    words: Sealed = ""


class HandedOver(Content):
    """That service may read of the client since; the person agreed to it."""

    day: date
