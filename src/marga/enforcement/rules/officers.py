"""Who may be the second to look: of what rank, and outside the case.

A second signature of a friend in the same case is worth little; so the rank and the distance are the country's data.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from marga.country import Sentence, gettext_noop, say
from marga.country.enforcement import Rank


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer by number, and the rank held at the time."""

    number: str
    rank: str


def rank_refusals(officer: Officer, least: str, ranks: Mapping[str, Rank]) -> tuple[Sentence, ...]:
    """Why this officer's rank is not enough. A rank that the country does not know is never enough."""
    needed = ranks[least]
    if officer.rank in ranks and ranks[officer.rank].order >= needed.order:
        return ()
    return (say(gettext_noop("Officer {officer} does not hold the rank for this. Ask someone who is at least: {rank}."),
                officer=officer.number, rank=needed.label),)  # fmt: skip


def outside_refusals(officer: Officer, in_case: Collection[str]) -> tuple[Sentence, ...]:
    """Why this officer is not outside the case. `in_case`: numbers of all officers with a part in it."""
    if officer.number not in in_case:
        return ()
    return (say(gettext_noop("Officer {officer} has a part in this case. Ask someone who has none."),
                officer=officer.number),)  # fmt: skip
