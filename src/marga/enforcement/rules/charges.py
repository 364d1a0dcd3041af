"""A charge and what became of it: a line of versions of which none is ever edited, the first least of all.

Charges are said to be lowered, and raised, for money. So each change says in which direction it moves the penalty, why,
who wrote it and who agreed; the country's data (offences.toml, [change…]) says who may be that second officer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from marga.country import Sentence, gettext_noop, say
from marga.country.enforcement import Agreement, Penalty, Rank
from marga.country.instants import utc

from .officers import Officer, outside_refusals, rank_refusals

#: Letters of the shortest reason: "mistake" says nothing.
SHORTEST_REASON = 10


class Direction(StrEnum):
    """How a charge stands to the one before it; the names of the country's data."""

    RAISES = "raises"
    LOWERS = "lowers"
    SAME = "same"
    MIXED = "mixed"
    DROPS = "drops"


@dataclass(frozen=True, slots=True)
class Charge:
    """What a person is charged with: the offence, the band of quantity if one decides, and the range that follows."""

    offence: str
    quantity: str
    band: str
    penalty: Penalty


@dataclass(frozen=True, slots=True)
class Version:
    """One version. `charge` None: dropped. The first has no second officer: nobody agrees to what is new."""

    number: int
    charge: Charge | None
    at: datetime
    author: Officer
    second: Officer | None = None
    reason: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version that somebody wants to add. `decision`: number of a prosecutor's written decision, where needed."""

    charge: Charge | None
    at: datetime
    author: Officer
    second: Officer | None
    reason: str
    decision: str = ""


def direction(old: Charge | None, new: Charge | None) -> Direction:
    """Which way the penalty moves. Both ends of the range count; a fine instead of prison makes its bottom none.

    Raising one end while lowering the other is MIXED, so that no end can be hidden behind the other. A dropped charge
    that is given again RAISES. Raises ValueError when both are dropped: that is no change.
    """
    if old is None and new is None:
        raise ValueError("a dropped charge cannot be dropped again")
    if old is None or new is None:
        return Direction.DROPS if new is None else Direction.RAISES
    before, after = _ends(old.penalty), _ends(new.penalty)
    up = any(b > a for a, b in zip(before, after, strict=True))
    down = any(b < a for a, b in zip(before, after, strict=True))
    if up and down:
        return Direction.MIXED
    return Direction.RAISES if up else Direction.LOWERS if down else Direction.SAME


def _ends(penalty: Penalty) -> tuple[float, int, int]:
    """The top in months (life is above all), the bottom, and whether a fine comes with it."""
    top = float("inf") if penalty.most_months is None else penalty.most_months
    return top, 0 if penalty.or_fine else penalty.least_months, int(penalty.fine)


def proposal_refusals(
    versions: Sequence[Version], wanted: Proposal, changes: Mapping[str, Agreement]
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why this version may not be proposed, whoever is asked to agree."""
    if not versions:
        return (say(gettext_noop("No charge was given yet. Give the first one.")),)
    last = versions[-1]
    if _names(last.charge) == _names(wanted.charge):
        return (say(gettext_noop("This is the charge as it stands. Change something, or leave it.")),)
    refusals = []
    if len(wanted.reason.strip()) < SHORTEST_REASON:
        refusals.append(say(gettext_noop("Write in a sentence why the charge changes: what is known now?")))
    if utc(wanted.at) < utc(last.at):
        refusals.append(say(gettext_noop("The change is dated before the version it follows. Correct its time.")))
    if changes[direction(last.charge, wanted.charge)].prosecutor and not wanted.decision.strip():
        refusals.append(say(gettext_noop("A prosecutor must decide this. Give the number of the written decision.")))
    return tuple(refusals)


def further_refusals(
    standing: Collection[Charge], wanted: Proposal, changes: Mapping[str, Agreement]
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why this charge may not be proposed beside those that stand of the same person. It RAISES, as whatever stands
    where nothing stood."""
    if _names(wanted.charge) in {_names(one) for one in standing}:
        return (say(gettext_noop("The person is charged with this already. Choose another charge, or leave it.")),)
    refusals = []
    if len(wanted.reason.strip()) < SHORTEST_REASON:
        refusals.append(say(gettext_noop("Write in a sentence why there is a further charge: what is known now?")))
    if changes[Direction.RAISES].prosecutor and not wanted.decision.strip():
        refusals.append(say(gettext_noop("A prosecutor must decide this. Give the number of the written decision.")))
    return tuple(refusals)


def further_agreement_refusals(
    standing: Collection[Charge], wanted: Proposal, in_case: Collection[str], changes: Mapping[str, Agreement],
    ranks: Mapping[str, Rank],
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why this charge may not stand beside them. `in_case`: numbers of the officers with a part in the case."""
    refusals = further_refusals(standing, wanted, changes)
    return (*refusals, *_second_refusals(wanted, changes[Direction.RAISES], in_case, ranks))


def change_refusals(
    versions: Sequence[Version], wanted: Proposal, in_case: Collection[str], changes: Mapping[str, Agreement],
    ranks: Mapping[str, Rank],
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why this version may not follow. `in_case`: numbers of the officers with a part in the case."""
    refusals = proposal_refusals(versions, wanted, changes)
    if not versions or _names(versions[-1].charge) == _names(wanted.charge):
        return refusals
    rule = changes[direction(versions[-1].charge, wanted.charge)]
    return (*refusals, *_second_refusals(wanted, rule, in_case, ranks))


def _names(charge: Charge | None) -> tuple[str, str, str] | None:
    """What a charge is about; that the law's range has been corrected meanwhile makes it no other charge."""
    return None if charge is None else (charge.offence, charge.quantity, charge.band)


def _second_refusals(
    wanted: Proposal, rule: Agreement, in_case: Collection[str], ranks: Mapping[str, Rank]
) -> tuple[Sentence, ...]:  # fmt: skip
    refusals: list[Sentence] = []
    if wanted.second is None:
        refusals.append(say(gettext_noop("A second officer must agree to this. Ask one who is at least: {rank}."),
                            rank=ranks[rule.rank].label))  # fmt: skip
    elif wanted.second.number == wanted.author.number:
        refusals.append(say(gettext_noop("Nobody agrees to their own change. Ask another officer.")))
    else:
        refusals += rank_refusals(wanted.second, rule.rank, ranks)
        if rule.outside_case:
            refusals += outside_refusals(wanted.second, in_case)
    return tuple(refusals)


def added(versions: Sequence[Version], wanted: Proposal) -> tuple[Version, ...]:
    """The line with this version at its end; what stood before it is untouched."""
    version = Version(len(versions) + 1, wanted.charge, wanted.at, wanted.author, wanted.second, wanted.reason,
                      wanted.decision)  # fmt: skip
    return (*versions, version)


def directions(versions: Sequence[Version]) -> tuple[Direction, ...]:
    """The direction of each change, in order: one fewer than there are versions."""
    return tuple(direction(old.charge, new.charge) for old, new in pairwise(versions))


def since_first(versions: Sequence[Version]) -> Direction:
    """How the charge that stands is to the one first given, whatever was between. SAME when it never changed."""
    first, last = versions[0].charge, versions[-1].charge
    return Direction.SAME if _names(first) == _names(last) else direction(first, last)


def times_between(versions: Sequence[Version]) -> tuple[timedelta, ...]:
    """The time between each version and the next, in elapsed time."""
    return tuple(utc(new.at) - utc(old.at) for old, new in pairwise(versions))


def line_faults(versions: Sequence[Version]) -> tuple[Sentence, ...]:
    """What cannot be in a line that was only ever added to: for an audit, and for what is imported."""
    found = []
    if [version.number for version in versions] != list(range(1, len(versions) + 1)):
        found.append(say(gettext_noop("The versions of this charge are not numbered one after another.")))
    if versions and versions[0].charge is None:
        found.append(say(gettext_noop("The first version of this charge is a dropped one.")))
    if any(utc(new.at) < utc(old.at) for old, new in pairwise(versions)):
        found.append(say(gettext_noop("A version of this charge is dated before the one it follows.")))
    if any(version.second is None for version in versions[1:]):
        found.append(say(gettext_noop("A version of this charge has no second officer.")))
    return tuple(found)


def counted_offence(last: Iterable[str], order: Sequence[str]) -> str | None:
    """The offence that a case counts as: the first in `order` (the gravest first) that any of its people has last.

    last    for each charge that stands, the category of "offence" that it counts as; none where all were dropped
    """
    standing = set(last)
    return next((category for category in order if category in standing), None)
