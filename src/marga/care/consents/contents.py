"""What acts with consents, orders, packets and objections say. No handle of a receipt is ever in one: see `models`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from marga.care.centres.contents import Code, Word
from marga.care.requests.contents import Sealed
from marga.site.acts.contents import Content

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
HashOrNone = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
OrderEnd = Annotated[str, StringConstraints(pattern="^(refused|ended)$")]
Ended = Annotated[str, StringConstraints(pattern="^(revoked|expired)$")]


class ClientCodeGiven(Content):
    """The person got a code to their own record. `code`: its keyed hash; one before it opens nothing any more."""

    code: Hash


class ConsentGiven(Content):
    """The nine elements of 42 CFR 2.31(a), and how they were told. The date is the act's.

    client, name             (1) whose record it is, and who they are, as they like to be called
    centre                   (2) who may tell
    fields                   (3) what
    recipient, recipient_name (4) to whom: the class, and the name where there is one
    purpose                  (5) for what
    text                     (6) the hash of the words that were read, of which one part says how to take it back
    first, last              (7) from which to which day
    interpreter              who put them into a language in which they are not written
    signature                (8) how it was signed
    commitment               of the receipt's handle, under a salt that is deleted with it; "" without a notice
    """

    client: Code
    name: Sealed = ""
    centre: Code
    fields: Annotated[tuple[Word, ...], Field(min_length=1)]
    recipient: Word
    recipient_name: Sealed = ""
    purpose: Word
    text: Hash
    language: Word
    interpreter: Sealed = ""
    first: date
    last: date
    signature: Word
    commitment: HashOrNone = ""


class ConsentWitnessed(Content):
    """A second worker heard it read and agreed to; who they are is who acts."""


class ConsentEnded(Content):
    """It was taken back, or ran out. Its handle is deleted with this act."""

    why: Ended


class OrderRecorded(Content):
    """A court ordered that something is told."""

    client: Code
    court: Sealed
    day: date
    finding: Word
    words: Sealed
    fields: Annotated[tuple[Word, ...], Field(min_length=1)]
    recipient: Word
    recipient_name: Sealed = ""
    first: date
    last: date


class OrderConfirmed(Content):
    """An inspector has seen that the court ordered this; who they are is who acts."""


class OrderEnded(Content):
    """Nothing is told by it any more: an inspector refused to confirm it, or it ended, as when a court quashed it."""

    why: OrderEnd
    words: Sealed


class PacketSent(Content):
    """Something left, by a consent or an order. `values` are sealed: what exactly was told."""

    permit: Code
    fields: tuple[Word, ...]
    recipient: Word
    recipient_name: Sealed = ""
    purpose: Word
    day: date
    values: Sealed


class NoticeTold(Content):
    """The one word was told to the side of the police: another than the time before."""

    word: Word
    since: date
    day: date


class Objected(Content):
    """The person objects: to what was told, to who read, to whatever they write. `about`: the account of whom they
    object to, "" for nobody in particular; `due`: the day by which they have an answer."""

    text: Sealed
    about: Word = ""
    due: date


class ObjectionAnswered(Content):
    """Somebody else than whom it is about answered it, in words."""

    text: Sealed
