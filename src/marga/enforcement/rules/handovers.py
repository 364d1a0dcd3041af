"""The chain of hand-overs of an exhibit: one holder at every instant, each hand-over signed by both.

What is not signed by the one who takes it was put somewhere; what nobody gave was taken. Both are gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from marga.country import Sentence, gettext_noop, say
from marga.country.instants import Clock, utc


@dataclass(frozen=True, slots=True)
class HandOver:
    """One hand-over, by the numbers of who gives and who takes. A signature is the instant at which it was made."""

    giver: str
    taker: str
    at: datetime
    giver_signed: datetime | None = None
    taker_signed: datetime | None = None

    @property
    def signed(self) -> bool:
        return self.giver_signed is not None and self.taker_signed is not None


@dataclass(frozen=True, slots=True)
class Seizure:
    """Where the chain begins: who seized it and when."""

    by: str
    at: datetime


class Break(StrEnum):
    """What is wrong with a link of the chain."""

    GAP = "gap"
    OVERLAP = "overlap"
    UNSIGNED = "unsigned"
    TO_ONESELF = "to_oneself"


SAID = {
    Break.GAP: gettext_noop("Hand-over {number}: {giver} gave it, but {holder} held it."),
    Break.OVERLAP: gettext_noop("Hand-over {number} is dated before the one it follows."),
    Break.UNSIGNED: gettext_noop("Hand-over {number} is not signed by both."),
    Break.TO_ONESELF: gettext_noop("Hand-over {number}: {giver} gave it to the same person."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken link: the number of the hand-over, from 1, and what is wrong."""

    number: int
    kind: Break
    says: Sentence


def faults(seizure: Seizure, chain: Sequence[HandOver]) -> tuple[Fault, ...]:
    """Every broken link of a chain, in order. `chain` in the order in which it was recorded."""
    found = []
    holder, since = seizure.by, utc(seizure.at)
    for number, link in enumerate(chain, 1):
        wrong = {
            Break.GAP: link.giver != holder, Break.OVERLAP: utc(link.at) < since,
            Break.UNSIGNED: not link.signed, Break.TO_ONESELF: link.giver == link.taker,
        }  # fmt: skip
        found += [Fault(number, kind, say(SAID[kind], number=number, giver=link.giver, holder=holder))
                  for kind, is_wrong in wrong.items() if is_wrong]  # fmt: skip
        holder, since = link.taker, max(since, utc(link.at))
    return tuple(found)


def holder(seizure: Seizure, chain: Sequence[HandOver]) -> str:
    """Who holds the exhibit by the chain: a hand-over counts when both signed; until then the giver still has it."""
    held = seizure.by
    for link in chain:
        if link.signed:
            held = link.taker
    return held


def holder_at(seizure: Seizure, chain: Sequence[HandOver], instant: datetime) -> str | None:
    """Who held the exhibit at an instant; None before it was seized."""
    if utc(instant) < utc(seizure.at):
        return None
    return holder(seizure, [link for link in chain if utc(link.at) <= utc(instant)])


def hand_over_refusals(
    seizure: Seizure, chain: Sequence[HandOver], wanted: HandOver, clock: Clock
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why this hand-over may not be added."""
    refusals = []
    if chain and not chain[-1].signed:
        refusals.append(say(gettext_noop("The last hand-over is not signed by both yet. Sign or cancel it.")))
    now_held = holder(seizure, chain)
    if wanted.giver != now_held:
        refusals.append(say(gettext_noop("This exhibit is held by {holder}, not by {giver}."), giver=wanted.giver,
                            holder=now_held))  # fmt: skip
    if wanted.giver == wanted.taker:
        refusals.append(say(gettext_noop("Nobody hands over to themselves. Name who takes it.")))
    last = max([utc(seizure.at), *(utc(link.at) for link in chain)])
    if utc(wanted.at) < last:
        refusals.append(say(gettext_noop("The hand-over is dated before the one it follows, or before the seizure. "
                                         "Correct its time.")))  # fmt: skip
    if utc(wanted.at) > clock.at:
        refusals.append(say(gettext_noop("The hand-over has not happened yet. Correct its time.")))
    return tuple(refusals)


def destruction_refusals(
    seizure: Seizure, chain: Sequence[HandOver], by: str, witnesses: Sequence[str], needed: int
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why an exhibit may not be destroyed so. `witnesses`: others than who destroys it, so many of them `needed`."""
    refusals = []
    if by != holder(seizure, chain):
        refusals.append(say(gettext_noop("This exhibit is held by {holder}, not by {giver}."), giver=by,
                            holder=holder(seizure, chain)))  # fmt: skip
    others = set(witnesses) - {by}
    if len(others) < needed:
        refusals.append(say(gettext_noop("Destruction takes {needed} witnesses besides who does it; named: {given}."),
                            needed=needed, given=len(others)))  # fmt: skip
    return tuple(refusals)
