"""What may leave care. Every packet is built here, field by field, from what a person agreed to or a court ordered.

It fails closed: whatever is not plainly covered is refused, whole. Nobody's role is asked: no right stands in for a
consent. After 42 CFR 2.13 (no more than the purpose needs), 2.31 (consent), 2.32 (notice), 2.64 and 2.65
(orders of a court) of the United States.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from marga.country import Sentence, gettext_noop, say

#: The one word that crosses the wall; and what can be told on paper to whom a person chooses.
NOTICE = "notice"
TOLD = ("name", "born", "sex", "centre", "kind", "since", "ended")
FIELDS = (NOTICE, *TOLD)
#: For what a court's order is carried out.
ORDERED = "order"


@dataclass(frozen=True, slots=True)
class Permit:
    """What a consent or an order lets be told. Days are the country's, both included.

    discloser   the centre that may tell
    witnessed   a second worker heard it; of a court's order, an inspector confirmed it
    ended       it was taken back, or its end was recorded
    """

    discloser: str
    fields: frozenset[str]
    recipient: str
    purpose: str
    first: date
    last: date
    witnessed: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to tell to whom, and for what. `discloser`: the centre that tells, of which the account
    of whoever tells says which it is; "" is none, and tells nothing."""

    fields: frozenset[str]
    recipient: str
    purpose: str
    discloser: str = ""


@dataclass(frozen=True, slots=True)
class Packet:
    """What leaves: a value for each field that was wanted, and nothing else."""

    recipient: str
    purpose: str
    values: Mapping[str, str]


class NotPermitted(Exception):
    """Nothing leaves. `says`: why, in sentences for whoever tried."""

    def __init__(self, says: tuple[Sentence, ...]) -> None:
        super().__init__(" ".join(map(str, says)))
        self.says = says


def packet(permit: Permit, wanted: Wanted, values: Mapping[str, str], day: date) -> Packet:
    """What leaves on a day. `values`: whatever is known; of it only what is wanted and permitted is taken.

    Raises NotPermitted, and then nothing leaves, not even the part that would have been permitted.
    """
    refused = refusals(permit, wanted, day)
    if refused:
        raise NotPermitted(refused)
    return Packet(wanted.recipient, wanted.purpose, {name: values.get(name, "") for name in sorted(wanted.fields)})


def refusals(permit: Permit, wanted: Wanted, day: date) -> tuple[Sentence, ...]:
    """Why this may not leave on this day; nothing where it may."""
    return tuple(_refusals(permit, wanted, day))


def _refusals(permit: Permit, wanted: Wanted, day: date) -> Iterator[Sentence]:
    if permit.ended:
        yield say(gettext_noop("It was taken back or has ended. Nothing more may be told."))
    elif not permit.witnessed and permit.purpose == ORDERED:
        yield say(gettext_noop("No inspector has confirmed this order yet. Nothing is told by it before."))
    elif not permit.witnessed:
        yield say(gettext_noop("No second worker has witnessed it yet. Ask one to."))
    if not permit.first <= day <= permit.last:
        yield say(gettext_noop("It covers {first} to {last}, and not this day."), first=permit.first, last=permit.last)
    if not wanted.discloser or wanted.discloser != permit.discloser:
        yield say(gettext_noop("It lets another centre tell, and not yours."))
    if not wanted.recipient or wanted.recipient != permit.recipient:
        yield say(gettext_noop("It is for another recipient."))
    if not wanted.purpose or wanted.purpose != permit.purpose:
        yield say(gettext_noop("It is for another purpose."))
    if not wanted.fields:
        yield say(gettext_noop("Choose what is to be told."))
    elif not wanted.fields <= permit.fields & frozenset(FIELDS):
        yield say(gettext_noop("This is more than was agreed. Nothing was told."))


def order_refusals(fields: Collection[str], most: Collection[str]) -> tuple[Sentence, ...]:
    """Why an order of a court cannot have these fields told. `most`: what the country lets an order tell its
    recipient at the most. After 42 CFR 2.64(e)(1) and 2.65(e)(1): the parts that are essential, and no others."""
    chosen = frozenset(fields)
    if not chosen or not chosen <= frozenset(TOLD):
        return (say(gettext_noop("Choose what is to be told.")),)
    if not chosen <= frozenset(most):
        return (say(gettext_noop("This is more than an order can have this recipient told here. Choose less.")),)
    return ()


def scope_refusals(fields: Collection[str], *, wall: bool) -> tuple[Sentence, ...]:
    """Why a person cannot agree to these fields for a recipient. `wall`: one on the side of the police, which is told
    the one word and nothing else; and the word is for nobody else."""
    chosen = frozenset(fields)
    if not chosen or not chosen <= frozenset(FIELDS):
        return (say(gettext_noop("Choose what is to be told.")),)
    if wall and chosen != {NOTICE}:
        return (say(gettext_noop("Police, prosecutor and court of a case are told the one word and nothing else. "
                                 "Choose only that.")),)  # fmt: skip
    if not wall and NOTICE in chosen:
        return (say(gettext_noop("The one word is for police, prosecutor and court of a case alone. Leave it out.")),)
    return ()
