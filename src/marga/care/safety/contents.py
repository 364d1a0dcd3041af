"""What acts with incidents and quality say."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, StringConstraints

from marga.care.centres.contents import Code, Word
from marga.care.requests.contents import Sealed
from marga.site.acts.contents import Content


class IncidentRecorded(Content):
    """Something happened: what kind, when, where, to whom, in words, and what was done."""

    kind: Word
    at: AwareDatetime
    ward: Code | None = None
    stay: Code | None = None
    place: Sealed = ""
    words: Sealed
    done: Sealed = ""
    review_due: date


class IncidentReviewed(Content):
    """The manager looked at it."""

    words: Sealed


class QualityFound(Content):
    """How far a standard is met since."""

    standard: Word
    finding: Annotated[str, StringConstraints(pattern="^(met|partly|not)$")]
    day: date
    gap: Sealed = ""
    owner: Word = ""
    due: date | None = None
