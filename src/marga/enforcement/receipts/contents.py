"""What the act says by which a person gets a receipt. It stands in the proof on the paper, so it is short, and nobody's
name is in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import AwareDatetime

from marga.site.acts.contents import Content


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


class Listed(Content):
    """What stands on the list that goes with a receipt: how many of each, and `sha256`, hexadecimal, of the list as
    `marga.ledger.enclosures` has it."""

    exhibits: int
    things: int
    sha256: str


class Further(Content):
    """A further charge that stands."""

    offence: str
    article: str


class ReceiptGiven(Content):
    """What the receipt of a person says. `arrested` and `arrived` are None for who was not arrested.

    further   the charges that were given after the first one
    listed    in place of `items` and `property`, where they are too long for the picture on a paper
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
    items: tuple[Item, ...] = ()
    sealed: str
    property: tuple[Thing, ...] = ()
    listed: Listed | None = None
    next_review: AwareDatetime | None

    def plain(self) -> dict[str, Any]:
        """Without what is left to the list, so that no proof says of it that there is none."""
        said = super().plain()
        for name in ("listed",) if self.listed is None else ("items", "property"):
            del said[name]
        return said


class ReceiptListed(Content):
    """The list that goes with a receipt, which is given in the same moment."""

    items: tuple[Item, ...]
    property: tuple[Thing, ...]
