"""The shapes of what programs are answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from marga.enforcement.cases.models import Case
from marga.site import logs


class FaultOut(Schema):
    """One fault: its place (a field, or line and column of a file), what stands there, and what to write."""

    place: str
    value: str = ""
    says: str


class ErrorOut(Schema):
    """Why a request was not answered."""

    error: str
    faults: list[FaultOut] = Field(default_factory=list)
    reference: str = Field(default_factory=lambda: logs.reference.get(), description="The code of this request.")


class CaseOut(Schema):
    """A case, without its people. `people`: how many."""

    number: str
    unit: str
    source: str
    recorded: datetime
    event: datetime | None
    place: str
    province: str
    operation: str
    offence: str
    people: int


class PageOut(Schema):
    """A page of cases; `next` is what `after` says for the page behind it, "" at the end."""

    cases: list[CaseOut]
    next: str


class ChargeOut(Schema):
    """A version of a charge; `offence` is "" where it was dropped."""

    line: int
    version: int
    offence: str
    article: str
    quantity: str
    band: str
    at: datetime
    author: str
    second: str
    reason: str


class PersonOut(Schema):
    """A person in a case."""

    number: int
    role: str
    name: str
    alias: str
    sex: str
    born_from: date | None
    born_to: date | None
    citizenship: str
    arrested: datetime | None
    arrived: datetime | None
    minor: bool
    outcome: str
    erased: datetime | None = Field(description="When the law had it erased who this is.")
    charges: list[ChargeOut]


class ExhibitOut(Schema):
    """An exhibit. Its weights are shown to nobody here: the second weigher may be asking."""

    number: int
    seal: str
    drug: str
    form: str
    concealment: str
    description: str
    seized: datetime
    holder: str


class WholeOut(CaseOut):
    """A case with its people and exhibits."""

    narrative: str
    officers: list[str]
    persons: list[PersonOut]
    exhibits: list[ExhibitOut]


class ImportOut(Schema):
    """What came of a file."""

    cases: int
    people: int
    exhibits: int
    known: int = Field(description="Cases that were here before and stand as they do.")
    made: int = Field(description="Cases that were booked; 0 in a dry run.")


def case_out(one: Case) -> dict[str, Any]:
    """A case as `CaseOut` has it."""
    return {"number": one.number, "unit": one.unit_id, "source": one.source, "recorded": one.recorded,
            "event": one.event, "place": one.place, "province": one.province, "operation": one.operation,
            "offence": one.offence, "people": one.people}  # fmt: skip


def whole_out(found: dict[str, Any]) -> dict[str, Any]:
    """A case as `WholeOut` has it."""
    persons = [
        {**{name: getattr(one, name) for name in PersonOut.model_fields if name != "charges"},
         "charges": sorted(one.charges.all(), key=lambda charge: (charge.line, charge.version))}
        for one in found["people"]
    ]  # fmt: skip
    return {**case_out(found["case"]), "narrative": found["case"].narrative, "officers": found["officers"],
            "persons": persons, "exhibits": found["exhibits"]}  # fmt: skip
