"""Possible earlier records of a person: offered with a score and the reasons, never merged by themselves.

A wrong merge puts one man's record on another; so nothing here decides. What is offered is for an officer to look at; a
merge is an act of its own, with a reason, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from marga.country import Sentence, gettext_noop, say

from .ages import Born
from .names import Alike, likeness

Key = TypeVar("Key", bound=Hashable)

#: What each thing known besides the name adds or takes away, in points of 100: chosen, not measured.
SAME_BIRTHDAY, MAY_BE_BIRTH, OFF_BY_LITTLE, OTHER_BIRTH, OTHER_SEX, SHARED_MARK = 12, 3, -6, -30, -25, 15
LITTLE = timedelta(days=2 * 366)
LIKE = {
    Alike.SAME: gettext_noop("The same name: {one}."),
    Alike.SPELT: gettext_noop("Spelt alike: {one}, {other}."),
    Alike.SOUND: gettext_noop("May sound alike: {one}, {other}."),
}


@dataclass(frozen=True, slots=True)
class Known(Generic[Key]):
    """What is known of a person. `names`: all names and aliases; `marks`: telephones, papers and the like, as
    (kind, value) normalised by `links.trace_value`."""

    key: Key
    names: tuple[str, ...]
    born: Born | None = None
    sex: str = ""
    marks: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Key]):
    """A record that may be of the same person: a score from 0 to 100 and why."""

    key: Key
    score: int
    reasons: tuple[Sentence, ...]


def compare(wanted: Known[Key], other: Known[Key]) -> Candidate[Key]:
    """How far another record may be of the same person. Comparing the other way round scores the same."""
    score, alike, one, two = max(
        ((*likeness(one, two), one, two) for one in wanted.names for two in other.names),
        key=lambda found: found[0], default=(0, Alike.SPELT, "", ""),
    )  # fmt: skip
    reasons = [say(LIKE[alike], one=one, other=two)]
    for points, reason in (_birth(wanted.born, other.born), _sex(wanted.sex, other.sex), _marks(wanted, other)):
        score += points
        if reason is not None:
            reasons.append(reason)
    return Candidate(other.key, max(0, min(100, score)), tuple(reasons))


def candidates(
    wanted: Known[Key], others: Iterable[Known[Key]], *, at_least: int = 70, at_most: int = 10
) -> list[Candidate[Key]]:  # fmt: skip
    """The records most likely of the same person, the likeliest first, no more than `at_most`; never itself."""
    found = [compare(wanted, other) for other in others if other.key != wanted.key]
    likely = [one for one in found if one.score >= at_least]
    return sorted(likely, key=lambda one: (-one.score, str(one.key)))[:at_most]


def _birth(one: Born | None, other: Born | None) -> tuple[int, Sentence | None]:
    if one is None or other is None:
        return 0, None
    if one == other and one.exact:
        return SAME_BIRTHDAY, say(gettext_noop("Born on the same day."))
    if one.may_be(other):
        return MAY_BE_BIRTH, say(gettext_noop("May be born at the same time."))
    between = max(one.earliest, other.earliest) - min(one.latest, other.latest)
    if between <= LITTLE:
        return OFF_BY_LITTLE, say(gettext_noop("Births differ by little."))
    return OTHER_BIRTH, say(gettext_noop("Births are years apart."))


def _sex(one: str, other: str) -> tuple[int, Sentence | None]:
    if one and other and one != other:
        return OTHER_SEX, say(gettext_noop("Another sex is recorded."))
    return 0, None


def _marks(one: Known[Key], other: Known[Key]) -> tuple[int, Sentence | None]:
    if one.marks & other.marks:
        return SHARED_MARK, say(gettext_noop("A telephone or paper is the same."))
    return 0, None
