"""What the act says by which a person gets a receipt. It stands in the proof on the paper, so it is short, and nobody's
name is in it."""

from __future__ import annotations

from decimal import Decimal

from pydantic import AwareDatetime

from marga.enforcement.acts.contents import Content


class Thing(Content):
    """One thing that was taken."""

    kind: str
    mark: str = ""
    amount: Decimal | None = None
    currency: str = ""


class Item(Content):
    """An exhibit by its seal: what it is held to be, and the band of its second weight, "" before it was opened."""

    seal: str
    drug: str
    band: str = ""


class Further(Content):
    """A further charge that stands."""

    offence: str
    article: str


class ReceiptGiven(Content):
    """What the receipt of a person says.

    further   the charges that were given after the first one
    sealed    SHA-256, hexadecimal, over the commitments of all weights that are sealed and not opened; "" without any
    """

    arrested: AwareDatetime | None
    arrived: AwareDatetime | None
    place: str
    officer: str
    offence: str
    article: str
    quantity: str
    further: tuple[Further, ...] = ()
    items: tuple[Item, ...]
    sealed: str
    property: tuple[Thing, ...]
    next_review: AwareDatetime | None
