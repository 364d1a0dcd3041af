"""What may be told to a medical team in an emergency without consent, after 42 CFR 2.51 of the United States.

A real emergency in which consent cannot be got; to people who treat, and to nobody else; no more than they need to
treat. It is the one thing that leaves care without the person's word, so it is narrow, alerts others, and ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from marga.country import Sentence, gettext_noop, say

from .consents import NotPermitted, Packet

PURPOSE = "emergency"
#: What of the record can be told, and what whoever tells it writes: all that a medical team can need, and nothing else.
RECORDED = ("name", "born", "sex", "pregnant", "drug")
WRITTEN = ("substances", "medication", "allergies", "conditions")
MEDICAL = (*RECORDED, *WRITTEN)
#: Letters that nobody sees, by which a word could be hidden from whoever compares it.
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class Team:
    """Who is told: the kind, a word of the country's; the name of the team or of somebody in it; where they work and
    their telephone."""

    kind: str
    name: str
    place: str


def packet(
    team: Team, fields: Collection[str], values: Mapping[str, str], teams: Collection[str], never: Iterable[str]
) -> Packet:  # fmt: skip
    """What the team is told: a value for each of the fields, and nothing else that is in `values`.

    teams    the kinds of medical teams of the country
    never    words of whoever is never told anything in this way

    Raises NotPermitted, and then nothing is told, not even the part that would have been permitted.
    """
    refused = refusals(team, fields, teams, never)
    if refused:
        raise NotPermitted(tuple(refused.values()))
    return Packet(team.kind, PURPOSE, {name: values.get(name, "") for name in MEDICAL if name in fields})


def refusals(
    team: Team, fields: Collection[str], teams: Collection[str], never: Iterable[str]
) -> dict[str, Sentence]:  # fmt: skip
    """Why this cannot be told, by the field that it is in; nothing where it can."""
    found = {}
    if team.kind not in teams:
        found["team"] = say(gettext_noop("Choose a medical team. Nobody else is told anything in an emergency."))
    for field, text, missing in (
        ("team_name", team.name, gettext_noop("Write the name of the team, or of somebody in it.")),
        ("team_place", team.place, gettext_noop("Write where the team works, and its telephone.")),
    ):
        if not text.strip():
            found[field] = say(missing)
        elif words := named(text, never):
            says = gettext_noop("“{word}”: police, prosecutor and court are never told anything in this way. Name the "
                                "medical team, and say where it is without that word.")  # fmt: skip
            found[field] = say(says, word=words[0])
    if not fields:
        found["fields"] = say(gettext_noop("Choose or write what is to be told."))
    elif not set(fields) <= set(MEDICAL):
        found["fields"] = say(gettext_noop("This is more than a medical team is told. Nothing was told."))
    return found


def named(text: str, never: Iterable[str]) -> list[str]:
    """Which of these words stand in a text, whatever its capitals, accents and letters that nobody sees. Words of
    scripts without spaces are looked for within others; the plural of the rest counts."""
    plain = _plain(text)
    words = {word.removesuffix("s") for word in re.findall(r"\w+", plain)}
    return [one for one in never
            if (_plain(one).removesuffix("s") in words if one.isascii() else _plain(one) in plain)]  # fmt: skip


def _plain(text: str) -> str:
    seen = unicodedata.normalize("NFKD", UNSEEN.sub("", text)).casefold()
    return "".join(letter for letter in seen if not "\u0300" <= letter <= "\u036f")
