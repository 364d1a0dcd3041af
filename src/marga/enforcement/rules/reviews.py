"""Reviews of custody: the first within some hours of arrival, each next within some hours of the one before.

Source of the shape: Police and Criminal Evidence Act 1984, section 40: not later than 6 hours, then not later than 9
hours after the review before, by an officer not involved; later only with a recorded reason. Hours and rank are data.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from marga.country import Sentence, gettext_noop, say
from marga.country.enforcement import Custody, Rank, Reviews
from marga.country.instants import Clock, utc

from .custody import Stay, must_end
from .officers import Officer, outside_refusals, rank_refusals


@dataclass(frozen=True, slots=True)
class Review:
    """One review: by when, and when it was held. None in `held`: not yet, or never (`missed`)."""

    number: int
    due: datetime
    held: datetime | None = None
    missed: bool = False

    @property
    def late(self) -> bool:
        return self.held is not None and self.held > self.due


def reviews_of(stay: Stay, custody: Custody, clock: Clock) -> tuple[Review, ...]:
    """Every review that was due, in order, and the next one while the person is held.

    A review that was not held by the time the one after it is due is missed; it cannot be made up for. One that would
    fall due when custody must have ended is not listed, unless the person is held beyond that.
    """
    rules = custody.reviews
    due, found = utc(stay.arrived) + rules.first, list[Review]()
    for held in sorted(utc(one) for one in stay.reviews):
        due = _miss_until(held, due, rules.every, found)
        found.append(Review(len(found) + 1, due, held))
        due = held + rules.every
    if stay.ended is not None:
        end = utc(stay.ended)
        due = _miss_until(end, due, rules.every, found)
        if due < end:
            found.append(Review(len(found) + 1, due, missed=True))
        return tuple(found)
    due = _miss_until(clock.at, due, rules.every, found)
    limit = must_end(stay, custody)
    if due < limit or clock.at >= limit:
        found.append(Review(len(found) + 1, due))
    return tuple(found)


def _miss_until(instant: datetime, due: datetime, every: timedelta, found: list[Review]) -> datetime:
    """Add what was missed by this instant; the time by which the next review is due."""
    while instant >= due + every:
        found.append(Review(len(found) + 1, due, missed=True))
        due += every
    return due


def review_refusals(
    stay: Stay, reviewer: Officer, in_case: Collection[str], reason: str, held: datetime,
    custody: Custody, ranks: Mapping[str, Rank], clock: Clock,
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why this officer may not hold this review now. `reason`: why it is late, when it is."""
    rules: Reviews = custody.reviews
    refusals = list(rank_refusals(reviewer, rules.rank, ranks))
    if rules.outside_case:
        refusals += outside_refusals(reviewer, in_case)
    if stay.ended is not None:
        refusals.append(say(gettext_noop("This custody has ended. It needs no review.")))
    if utc(held) > clock.at:
        refusals.append(say(gettext_noop("The review has not been held yet. Correct its time.")))
    if utc(held) < max(utc(one) for one in (stay.arrived, *stay.reviews)):
        refusals.append(say(gettext_noop("The review is dated before the one before it, or before the arrival. "
                                         "Correct its time.")))  # fmt: skip
        return tuple(refusals)
    if is_late(stay, custody, held) and not reason.strip():
        refusals.append(say(gettext_noop("This review is late. Write why.")))
    elif written_late(_next_due(stay, custody), clock.at, custody) and not reason.strip():
        refusals.append(say(gettext_noop("This is written down long after it was due. Write why.")))
    return tuple(refusals)


def is_late(stay: Stay, custody: Custody, held: datetime) -> bool:
    """Whether a review held at this instant comes after its time, or after others that were missed."""
    return utc(held) > _next_due(stay, custody)


def written_late(due: datetime, entered: datetime, custody: Custody) -> bool:
    """Whether a thing that was due then was entered so late that the time typed for it is one officer's word."""
    return utc(entered) > due + custody.written_within


def _next_due(stay: Stay, custody: Custody) -> datetime:
    last = max((utc(one) for one in stay.reviews), default=None)
    return utc(stay.arrived) + custody.reviews.first if last is None else last + custody.reviews.every
