"""What acts with emergencies say. Who is meant, and every word that was written, is sealed."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from marga.care.centres.contents import Code, Word
from marga.care.requests.contents import Sealed
from marga.site.acts.contents import Content


class Raised(Content):
    """An alert that goes out at once: to which role, by when they must answer, and to which role it goes after that."""

    to: Word
    due: AwareDatetime
    then: Word


class EmergencyTold(Content):
    """What 42 CFR 2.51(c) asks for: to whom and where they work, who told it (who acts), when, and the nature of the
    emergency; besides, why consent could not be got, what was told, who is alerted, and until when."""

    client: Code
    team: Word
    team_name: Sealed
    team_place: Sealed
    own: bool
    nature: Sealed
    reason: Word
    why: Sealed
    fields: Annotated[tuple[Word, ...], Field(min_length=1)]
    values: Sealed
    told: AwareDatetime
    until: AwareDatetime
    alerts: Annotated[tuple[Raised, ...], Field(min_length=1)]


class AlertAnswered(Content):
    """Somebody has read the alert to this role, and says what they do about it."""

    to: Word
    note: Sealed


class EmergencyClosed(Content):
    """Somebody else than who told it looked at it, and what they found."""

    words: Sealed
