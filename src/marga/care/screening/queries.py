"""What pages show of a screening. Answers and scores are opened here, for whoever treats the client."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise

from marga.care.acts.services import Acting
from marga.care.clients.births import birth_of
from marga.care.clients.models import Client
from marga.care.days import today
from marga.care.national import clinical
from marga.care.sealing import UNREADABLE, opened
from marga.care.stays.offering import age_on
from marga.screening import ADULT, POINTS, Answer, Item, Risk, Substance, items, next_item

from . import words
from .models import Screening
from .services import Given, skips, written


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as a page puts it. `before`: the question before it, `number` of `count` that are known now."""

    item: Item
    name: str
    says: str
    examples: str
    choices: list[tuple[str, str]]
    before: str
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """One substance of a result: its points of at most `most`, the risk, and what follows."""

    substance: str
    points: int
    most: int
    risk: Risk
    word: str
    follows: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A result in the clear."""

    screening: Screening
    found: list[Found]
    injected: str
    fuller: bool
    verified: bool


def is_adult(client: Client, who: Acting) -> bool | None:
    """Whether somebody is old enough for sure; None while nobody has written how old they are."""
    return None if birth_of(client) is None else age_on(client, today(who)) >= ADULT


def question(item: Item, said: Given) -> Asked:
    """One question, and where it stands."""
    order = list(items(said.answers, skips()))
    before = next((one for one, after in pairwise(order) if after == item), None)
    return Asked(
        item=item, name=written(item), says=_says(item, said.other),
        examples=str(words.EXAMPLES[item.substance]) if item.substance else "",
        choices=[(str(one), str(words.ANSWERS[one])) for one in POINTS[item.question]],
        before=written(before) if before else "", number=order.index(item) + 1 if item in order else len(order),
        count=len(order),
    )  # fmt: skip


def to_ask(said: Given) -> str:
    """The question that is asked next, as it stands in an address; "" when all are answered."""
    item = next_item(said.answers, skips())
    return "" if item is None else written(item)


def checked(said: Given) -> list[tuple[str, str, str]]:
    """Every question that was answered and counts, in order: its address, its words, and the answer."""
    return [
        (written(item), _says(item, said.other), str(words.ANSWERS[said.answers[item]]))
        for item in items(said.answers, skips()) if item in said.answers
    ]  # fmt: skip


def shown(screening: Screening) -> Shown | None:
    """A result; None where no key here opens it."""
    text = opened(screening.result, "screening.result", screening.key)
    if text == UNREADABLE:
        return None
    said = json.loads(text)
    found = [_found(Substance(name), points, most, Risk(risk), said["other"])
             for name, points, most, risk in said["outcomes"]]  # fmt: skip
    injected = str(words.ANSWERS[Answer(said["injected"])]) if said["injected"] else ""
    verified = not clinical().screening.basis.unverified
    return Shown(screening, found, injected, said["fuller"], verified)


def _found(substance: Substance, points: int, most: int, risk: Risk, other: str) -> Found:
    return Found(_name(substance, other), points, most, risk, str(words.RISKS[risk]), str(words.FOLLOWS[risk]))


def _says(item: Item, other: str) -> str:
    template = str(words.QUESTIONS[item.question])
    return template.format(substance=_name(item.substance, other)) if item.substance else template


def _name(substance: Substance, other: str) -> str:
    return other if other and substance is Substance.OTHER else str(words.SUBSTANCES[substance])
