"""What acts in a custody say. Times are those at which a thing was done; the act itself says when it was recorded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from marga.enforcement.cases.contents import Line, OfficerNumber, Reason, Word
from marga.site.acts.contents import Content

Note = Annotated[str, StringConstraints(max_length=600)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Named = Annotated[str, StringConstraints(max_length=200)]
Why = Annotated[str, StringConstraints(min_length=1, max_length=600)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=8000)]
Signature = Literal["signed", "finger_printed", "refused", "unable", "waiting"]


class ProsecutorTold(Content):
    """The prosecutor, by number, was told of the custody. They may read the case from then on."""

    number: OfficerNumber
    told: AwareDatetime
    note: Note = ""


class GuardianTold(Content):
    """The guardian of somebody who is treated as a minor was told."""

    name: Name
    reach: Line = ""
    told: AwareDatetime
    note: Note = ""


class RightsTold(Content):
    """Which rights were told, in which language, and what the person answered with. To refuse to sign is an answer."""

    rights: tuple[str, ...]
    language: str
    told: AwareDatetime
    how: Literal["signed", "finger_printed", "refused", "read_aloud"]
    note: Note = ""


class Wish(Content):
    """Whom the person wants told where they are; an empty name is nobody."""

    name: Line = ""
    reach: Line = ""
    said: AwareDatetime


class WishTold(Content):
    """Somebody of the person's choice was told, or could not be reached, as the note says."""

    name: Name
    told: AwareDatetime
    reached: bool = True
    note: Note = ""


class Helped(Content):
    """A lawyer, interpreter or doctor: asked for, came, or refused; the note then says by whom and why."""

    state: Literal["asked", "came", "refused"]
    name: Line = ""
    at: AwareDatetime
    note: Note = ""


class Reviewed(Content):
    """Whoever acted looked again whether the person is to be held. `late`: why it was not in time."""

    decision: Literal["continue", "release"]
    reason: Why
    held: AwareDatetime
    late: Reason = ""
    rank: Word = ""


class Extended(Content):
    """A prosecutor's written permission to hold longer, as `rules.custody.Permission`."""

    number: Annotated[str, StringConstraints(max_length=80)]
    prosecutor: Line
    motive: Reason
    given: AwareDatetime


class ExtensionAsked(Content):
    """A prosecutor was asked to permit more time, and why. The answer is another act, or none."""

    motive: Reason
    asked: AwareDatetime


class Page(Content):
    """A page of an interview as it was read again, and what stands under it. `note`: what was said to a refusal."""

    text: Text
    signature: Signature
    note: Note = ""


class Interviewed(Content):
    """An interview, page by page. `outside`: the interpreter is not of the police and has no part in the case."""

    number: Annotated[int, Field(ge=1)]
    began: AwareDatetime
    ended: AwareDatetime
    language: Word
    interpreter: Line = ""
    outside: bool = False
    present: Named = ""
    pages: Annotated[tuple[Page, ...], Field(min_length=1, max_length=50)]


class InterviewChanged(Content):
    """A page of an interview as it reads since, after it was signed; it asks for a signature of its own."""

    interview: Annotated[int, Field(ge=1)]
    page: Annotated[int, Field(ge=1)]
    text: Text
    signature: Signature
    reason: Why
    changed: AwareDatetime


class PageStands(Content):
    """How a page of an interview stood before an act."""

    text: Text
    signature: Signature


class Ended(Content):
    """Custody ended. `named`: the court, body or reason that this end asks for."""

    how: Word
    named: Named = ""
    at: AwareDatetime


class Transferred(Content):
    """The person was handed to another unit, which holds them in another custody. The clock goes on."""

    unit: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    at: AwareDatetime
    number: Annotated[int, Field(ge=2)]


class Acknowledged(Content):
    """Somebody has read an alert, and says what they do about it. The alert is all there: no act raised it."""

    subject: Word
    number: int
    due: AwareDatetime
    after_minutes: int
    to: Word
    raised: AwareDatetime
    note: Annotated[str, StringConstraints(min_length=1, max_length=300)]


class OutcomeRecorded(Content):
    """What became of a person's part in a case."""

    outcome: Word


class SlipGiven(Content):
    """A slip for treatment was given. Which one is nobody's business here."""

    given: AwareDatetime
