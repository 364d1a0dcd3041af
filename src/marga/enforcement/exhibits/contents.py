"""What acts with exhibits say. Weights are exact grams; instruments are named with the day of their certificate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from marga.enforcement.cases.contents import OfficerNumber, Word
from marga.site.acts.contents import Content

Short = Annotated[str, StringConstraints(max_length=300)]
Grams = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=6)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]


class WeighingBegun(Content):
    """A round of double weighing begins; `reason` why it is another one."""

    round: int
    reason: Short = ""


class Reading(Content):
    """What an instrument showed, in grams. `unit`: the one of its display (`rules.bands.UNITS`)."""

    gross: Grams
    net: Grams
    unit: Annotated[str, StringConstraints(max_length=4)] = "g"
    instrument: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    calibrated: date


class WeightSealed(Reading):
    """The first or the second weight of a round. Nobody but who sealed it reads this before the round is opened."""

    round: int
    which: int


class Found(Content):
    """What weights give the supervisor to look at, as the country's data stood. `bands`: of each weight, "" without
    limits."""

    quantity: Word = ""
    bands: tuple[Word, ...] = ()
    concerns: tuple[Word, ...] = ()


class WeighingOpened(Found):
    """Both weights of a round may be read."""

    round: int


class WeighingCancelled(Content):
    """A round was given up. What was sealed stays sealed."""

    round: int
    reason: Short


class LaboratoryWeighed(Reading, Found):
    """The laboratory's own weight, and how pure it is in percent."""

    purity: Percent | None = None


class Photographed(Content):
    """A picture was taken; its bytes are kept beside the register."""

    sha256: Annotated[str, StringConstraints(min_length=64, max_length=64)]
    media: Word
    size: int


class Given(Content):
    """The holder gives the exhibit to somebody, who has yet to sign."""

    number: int
    taker: OfficerNumber
    purpose: Annotated[str, StringConstraints(max_length=200)] = ""
    to_laboratory: bool = False


class TakenOver(Content):
    """Who was named took the exhibit."""

    number: int
    to_laboratory: bool = False


class HandOverCancelled(Content):
    """A hand-over that nobody took is off."""

    number: int


class LaterWeighed(Content):
    """A weighing after the double one: of a sample, of what is held, or of what is destroyed. Net grams."""

    net: Grams
    instrument: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    calibrated: date
    note: Short = ""
    concerns: tuple[Word, ...] = ()


class DestructionAsked(LaterWeighed):
    """The holder asks that all that is left is destroyed before these officers, who have yet to sign."""

    number: int
    witnesses: tuple[OfficerNumber, ...]


class Witnessed(Content):
    """A witness signed a destruction."""

    number: int


class DestructionCancelled(Content):
    """A destruction that was not signed by every witness is off."""

    number: int


class Destroyed(LaterWeighed):
    """All that was left was destroyed by its holder before these officers, who all signed."""

    number: int
    holder: OfficerNumber
    witnesses: tuple[OfficerNumber, ...]


class LookedAt(Content):
    """A supervisor looked at what gave concern, and what they found."""

    concerns: tuple[Word, ...]
    found: Annotated[str, StringConstraints(min_length=1, max_length=600)]
