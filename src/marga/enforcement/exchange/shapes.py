"""The shapes of what programs are answered."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AwareDatetime

from marga.enforcement.cases.contents import Charged, Reason, Seized, Taken
from marga.enforcement.cases.models import Case, Party
from marga.enforcement.custody.models import Custody
from marga.enforcement.people.services import guardian_number
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


class ThingOut(Schema):
    """A thing that was taken from a person."""

    number: int = Field(description="Counted from 1, of this person.")
    kind: str
    mark: str = Field(description="What tells it from others: a number, a plate, an IMEI.")
    amount: Decimal | None = Field(description="Of money, with its currency (ISO 4217).")
    currency: str
    taken: datetime | None = Field(description="When, of what was taken after the booking; null for what was booked.")
    returned: datetime | None = Field(description="When the person had it back.")


class CustodyOut(Schema):
    """A stay in custody at one unit."""

    key: str
    unit: str
    arrived: datetime = Field(description="From when the clock runs; a transfer does not begin it anew.")
    began_here: datetime = Field(description="When this unit took the person over.")
    next_due: datetime | None = Field(description="The next deadline; null once the stay has ended.")
    ended: datetime | None
    how: str = Field(description='How it ended; "" while the person is held.')


class PersonOut(Schema):
    """A person in a case, for whoever may read the case: all that its page shows of them."""

    number: int = Field(description="Of the person in the case, counted from 1.")
    role: str
    name: str
    alias: str
    sex: str
    born_from: date | None = Field(description="The earliest day on which the person may be born.")
    born_to: date | None = Field(description="The latest such day.")
    birth_known: str = Field(description="How the birth was given: day, month, year or about.")
    citizenship: str
    nationality: str = Field(description="The country of a foreigner, in words.")
    languages: list[str] = Field(description="Codes of the languages that the person understands well.")
    occupation: str
    moved_for_work: bool | None = Field(description="null where it was not asked.")
    moved_from: str
    moved_since: date | None
    address_province: str = Field(description="ISO 3166-2 code of the province where the person lives.")
    guardian_of: int | None = Field(description="The number, in the case, of the person whose guardian this one is.")
    arrested: datetime | None
    arrived: datetime | None
    minor: bool = Field(description="Is or may be a minor, and is treated as one.")
    supply_role: str = Field(description='The part in supply that was written down; "" without any.')
    outcome: str
    erased: datetime | None = Field(description="When the law had it erased who this is.")
    charges: list[ChargeOut]
    property: list[ThingOut]
    custodies: list[CustodyOut]


class ExhibitOut(Schema):
    """An exhibit. Its weights are shown to nobody here: the second weigher may be asking."""

    number: int
    person: str = Field(description='The key of the person it was taken from; "" where that is not known.')
    seal: str
    seal_source: str = Field(description="Marks on the package it came in.")
    drug: str
    form: str
    concealment: str
    description: str
    seized: datetime
    place: str = Field(description='Where it was found; "" is the place of the event.')
    holder: str


class WholeOut(CaseOut):
    """A case with its people and exhibits."""

    narrative: str
    officers: list[str]
    persons: list[PersonOut]
    exhibits: list[ExhibitOut]


class ExhibitIn(Schema):
    """An exhibit that was found after the booking."""

    exhibit: Seized
    reason: Reason = Field(description="Why it was not there when the case was booked.")


class PropertyIn(Schema):
    """Things that were taken from a person after the booking."""

    things: Annotated[tuple[Taken, ...], Field(min_length=1, max_length=99)]
    taken: AwareDatetime
    reason: Reason = Field(description="Why they were not there when the case was booked.")
    first: Annotated[int, Field(ge=1, le=99)] | None = Field(
        default=None, description="The number of the first thing: sent again under it, the same is taken once."
    )


class ChargeIn(Schema):
    """A further charge that a second officer is to agree to."""

    charge: Charged
    reason: Reason = Field(description="What is known now, and was not when the case was booked.")
    decision: Annotated[str, Field(max_length=80)] = Field(
        default="", description="The number of a prosecutor's written decision, where there is one."
    )


class ThingsOut(Schema):
    """What was written down."""

    things: list[ThingOut]


class WaitingOut(Schema):
    """A charge that waits for a second officer, who agrees on the pages of the side."""

    line: int
    offence: str
    quantity: str
    band: str
    reason: str
    author: str
    at: datetime


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
    persons = [_person(one) for one in found["people"]]
    return {**case_out(found["case"]), "narrative": found["case"].narrative, "officers": found["officers"],
            "persons": persons, "exhibits": found["exhibits"]}  # fmt: skip


def _person(one: Party) -> dict[str, Any]:
    made = {name: getattr(one, name) for name in PersonOut.model_fields if name not in MADE}
    return {
        **made, "guardian_of": guardian_number(one),
        "charges": sorted(one.charges.all(), key=lambda charge: (charge.line, charge.version)),
        "property": sorted(one.property.all(), key=lambda thing: thing.number),
        "custodies": [_custody(custody) for custody in sorted(one.custodies.all(), key=lambda stay: stay.began_here)],
    }  # fmt: skip


#: What of a person is no column of its own.
MADE = ("guardian_of", "charges", "property", "custodies")


def _custody(one: Custody) -> dict[str, Any]:
    return {"key": one.key, "unit": one.unit_id, "arrived": one.arrived, "began_here": one.began_here,
            "next_due": one.next_due, "ended": one.ended, "how": one.how}  # fmt: skip
