"""A receipt as a piece of a page: what the template enforcement/receipt.html shows."""

from __future__ import annotations

from typing import TypedDict

from marga.country import Country

from .facts import Facts
from .picture import Picture, picture
from .sheet import Sheet, sheet


class Shown(TypedDict):
    """The names that the template reads."""

    receipt: Sheet
    picture: Picture
    list_pictures: list[Picture]


def context(facts: Facts, country: Country, language: str = "") -> Shown:
    """`language`: one of the country's custody.toml, "" for the person's own, whatever the page is read in."""
    return Shown(receipt=sheet(facts, country, language), picture=picture(facts.proof),
                 list_pictures=[picture(piece) for piece in facts.enclosed])  # fmt: skip
