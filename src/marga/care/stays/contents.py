"""What acts with waiting, offers and stays say."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from marga.care.centres.contents import Code, Short, Word
from marga.care.requests.contents import Sealed
from marga.site.acts.contents import Content

Reason = Annotated[str, StringConstraints(max_length=300)]


class WaitBegun(Content):
    """A client waits. `reasons`: numbers of the country's rules of priority."""

    client: Code
    route: Word
    since: date
    kinds: tuple[Word, ...]
    needs: tuple[Word, ...] = ()
    refused: tuple[Code, ...] = ()
    urgency: Annotated[int, Field(ge=0, le=9)]
    reasons: tuple[int, ...] = ()


class WaitChanged(Content):
    """What a wait asks for, and how urgent it is, since."""

    kinds: tuple[Word, ...]
    needs: tuple[Word, ...] = ()
    refused: tuple[Code, ...] = ()
    urgency: Annotated[int, Field(ge=0, le=9)]
    reasons: tuple[int, ...] = ()


class WaitPaused(Content):
    """The person is not available since the day."""

    begun: date
    why: Word


class WaitResumed(Content):
    """The person is available again since the day."""

    ended: date


class WaitDropped(Content):
    """The person waits no more, without a place."""

    why: Word
    note: Sealed = ""


class OfferMade(Content):
    """A place is kept for who waits."""

    wait: Code
    ward: Code
    rank: Annotated[int, Field(ge=0, le=3)]
    reason: Reason = ""
    above_safe: Word = ""
    expires: AwareDatetime


class OfferEnded(Content):
    """It was refused by the person, or nobody came in time. `unwanted`: the person does not want this ward at all."""

    answer: Annotated[str, StringConstraints(pattern="^(refused|expired)$")]
    unwanted: bool = False


class Rests(Content):
    """On what a stay rests, and unbroken since when; `may_leave`: the person alone may end it."""

    basis: Word
    since: date
    until: date | None = None
    court: Short = ""
    review_due: date
    may_leave: bool


class StayBegun(Content):
    """Somebody came in. `offer`: the place that was kept; None for who came without waiting. Of who comes from another
    centre: the day on which they asked to leave, and what somebody from outside decided and is not done."""

    client: Code
    ward: Code
    offer: Code | None = None
    modality: Word
    route: Word
    drug: Word = ""
    day: date
    planned_end: date | None = None
    rests: Rests
    above_safe: Word = ""
    leave_asked: date | None = None
    decided: date | None = None
    decision: Annotated[str, StringConstraints(pattern="^(|ends|another_basis)$")] = ""


class StayMoved(Content):
    """The person is in another ward of the centre since."""

    ward: Code
    above_safe: Word = ""


class DrugSet(Content):
    """The main drug, as an assessment found it: a category of the country's dimension."""

    drug: Word


class StayReviewed(Content):
    """Somebody from outside looked at it."""

    number: Annotated[int, Field(ge=1)]
    day: date
    decision: Annotated[str, StringConstraints(pattern="^(goes_on|ends|another_basis)$")]
    reason: Sealed
    next_due: date


class LeaveAsked(Content):
    """The person asked to go; on the day, and in whose hearing that is the account that records it. `review_due`: by
    when somebody from outside looks at the stay."""

    day: date
    review_due: date


class StayEnded(Content):
    """The person went: why, a word of the country's `reason`, and on which day."""

    day: date
    why: Word
