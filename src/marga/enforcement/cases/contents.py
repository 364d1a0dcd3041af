"""What acts with cases, people and charges say; and a booking, as a page, a file or a program gives it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from marga.site.acts.contents import Content

Word = Annotated[str, StringConstraints(max_length=40)]
Line = Annotated[str, StringConstraints(max_length=120)]
Reason = Annotated[str, StringConstraints(max_length=600)]
OfficerNumber = Annotated[str, StringConstraints(min_length=1, max_length=20)]


class Birth(Content):
    """The days on which a person may be born, both included, and how that is known: day, month, year or about."""

    earliest: date
    latest: date
    known: Word = "day"


class Taken(Content):
    """A thing taken from a person; money has an amount and its currency (ISO 4217)."""

    kind: Word
    mark: Line = ""
    amount: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)] | None = None
    currency: Annotated[str, StringConstraints(max_length=3)] = ""


class Left(Content):
    """How a custody ended that was over before it was typed in: from paper, or from an older program."""

    how: Word
    named: Annotated[str, StringConstraints(max_length=200)] = ""
    at: AwareDatetime


class Person(Content):
    """What is written down of a person in a case. Times of arrest and of arrival at the unit are the person's own."""

    role: Word
    name: Line = ""
    alias: Line = ""
    sex: Word = ""
    birth: Birth | None = None
    citizenship: Word = ""
    nationality: Annotated[str, StringConstraints(max_length=60)] = ""
    languages: tuple[Word, ...] = ()
    occupation: Line = ""
    moved_for_work: bool | None = None
    moved_from: Line = ""
    moved_since: date | None = None
    address_province: Word = ""
    guardian_of: Annotated[int, Field(ge=1, le=99)] | None = None
    arrested: AwareDatetime | None = None
    arrived: AwareDatetime | None = None
    left: Left | None = None
    property: tuple[Taken, ...] = ()


class Charged(Content):
    """A charge that is asked for: the offence, and the band of quantity if one is held to apply."""

    offence: Word
    quantity: Word = ""
    band: Word = ""


class Charge(Charged):
    """A charge with the law as it stood: article and range of prison in months; `most_months` None is life."""

    article: Annotated[str, StringConstraints(max_length=80)] = ""
    least_months: int = 0
    most_months: int | None = None
    fine: bool = False
    or_fine: bool = False


Grams = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=6)]


class Seized(Content):
    """An exhibit as it is booked. `person`: the number of the person it was taken from, in this case.

    place                   where it was found; "" is the place of the event
    first_net, second_net   the two weights in grams that an older paper gives, for what is imported. What is booked now
                            is weighed twice, blind, by acts of their own
    """

    person: Annotated[int, Field(ge=1, le=99)] | None = None
    seal: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    seal_source: Line = ""
    drug: Word
    form: Word
    concealment: Word
    description: Annotated[str, StringConstraints(max_length=300)] = ""
    seized: AwareDatetime
    place: Annotated[str, StringConstraints(max_length=200)] = ""
    first_net: Grams | None = None
    second_net: Grams | None = None


class BookedExhibit(Seized):
    """An exhibit as booked. `concerns`: what weights from paper give the supervisor to look at, as the data stood."""

    concerns: tuple[Word, ...] = ()


class PersonToBook(Person):
    """A person in a booking, with the first charge."""

    charge: Charged | None = None


class BookedPerson(Person):
    """A person as booked. `minor`: is or may be one, and is treated as one."""

    charge: Charge | None = None
    minor: bool = False


class Event(Content):
    """What happened, where, and who was there."""

    place: Annotated[str, StringConstraints(max_length=200)] = ""
    province: Word = ""
    event: AwareDatetime | None = None
    operation: Word
    officers: tuple[OfficerNumber, ...] = ()
    narrative: Annotated[str, StringConstraints(max_length=8000)] = ""
    slip: Annotated[int, Field(ge=1)] | None = None
    slip_used: AwareDatetime | None = None
    warrant: Word = ""
    tip: Word = ""
    source: Annotated[str, StringConstraints(max_length=80)] = ""


class Booking(Event):
    """A booking as it is asked for. `recorded`: the first record; None is now."""

    recorded: AwareDatetime | None = None
    people: tuple[PersonToBook, ...] = Field(default=(), max_length=99)
    exhibits: tuple[Seized, ...] = Field(default=(), max_length=99)


class Booked(Event):
    """A booking as it was entered: one act, with all that was known at that time."""

    recorded: AwareDatetime
    people: tuple[BookedPerson, ...] = ()
    exhibits: tuple[BookedExhibit, ...] = ()


class PersonAdded(Content):
    """A further person in a case."""

    number: int
    person: BookedPerson


class ExhibitFound(Content):
    """An exhibit that was found after the case was booked, and why it was not there before."""

    number: int
    exhibit: Seized
    reason: Reason


class PropertyTaken(Content):
    """Things that were taken from a person after the booking, and why not before. `first`: the number of the first."""

    first: int
    things: tuple[Taken, ...]
    taken: AwareDatetime
    reason: Reason


class ChargeProposed(Content):
    """Another version of a charge, or a further charge under a line of its own, that a second officer is asked to agree
    to; None drops the charge."""

    line: int
    charge: Charged | None
    reason: Reason
    decision: Annotated[str, StringConstraints(max_length=80)] = ""
    rank: Word


class ChargeDeclined(Content):
    """The second officer did not agree."""

    line: int
    reason: Reason


class ChargeVersion(Content):
    """A version of a charge that follows another, and who agreed; None drops it. A further charge is the first version
    of its line."""

    line: int
    version: int
    charge: Charge | None
    reason: Reason
    decision: Annotated[str, StringConstraints(max_length=80)] = ""
    author: OfficerNumber
    author_rank: Word
    second_rank: Word


class ChargeStands(Content):
    """How a charge stood before an act."""

    version: int
    charge: Charge | None


class GivenBack(Content):
    """A thing that was taken is with the person again. `number` counts the things of the person from 1."""

    number: int
    returned: AwareDatetime
