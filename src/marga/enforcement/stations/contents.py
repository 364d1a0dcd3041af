"""What acts with a station's units, officers, instruments, pads and numbers say."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from marga.site.acts.contents import Content

Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
CODE, LAST_SERIAL = r"^[0-9A-Z]+(-[0-9A-Z]+)*$", 2_000_000_000
Code = Annotated[str, StringConstraints(pattern=CODE, max_length=20)]
Serial = Annotated[int, Field(ge=1, le=LAST_SERIAL)]
Mark = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class UnitSet(Content):
    """A unit as it is since."""

    code: Code
    name: Name
    name_km: Annotated[str, StringConstraints(max_length=120)] = ""
    province: str
    laboratory: bool = False


class OfficerSet(Content):
    """An officer as posted since: the rank held, the unit, the account; not serving any more, or again."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    name: Name
    rank: str
    unit: Code
    account: Annotated[str, StringConstraints(max_length=40)] | None = None
    serving: bool = True


class InstrumentSet(Content):
    """A scale as it is since: where, its last certificate, in use or not."""

    number: Mark
    unit: Code
    label: Name
    calibrated: date
    in_use: bool = True


class PadIssued(Content):
    """A pad of paper receipts was handed to a unit."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    unit: Code
    first: Serial
    last: Serial
    issued: AwareDatetime


class SlipVoid(Content):
    """A paper receipt that will never be typed in, and why."""

    serial: Serial
    pad: str
    reason: Annotated[str, StringConstraints(min_length=1, max_length=300)]


class NumberUnused(Content):
    """A number that was given out and that no case has, and why."""

    year: int
    serial: Serial
    reason: Annotated[str, StringConstraints(min_length=1, max_length=300)]
