"""On what a stay rests, until when, when somebody from outside looks at it, and that people may go.

Days are the country's. A stay past its basis is nobody's mistake to hide: it is overdue for the manager, for the
inspector and in the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from marga.country import Sentence, gettext_noop, say
from marga.country.care import LegalBasis

#: The basis of which a physician decides, and nobody else.
EMERGENCY = "emergency"


class What(StrEnum):
    """What of a stay has a day by which it must be done."""

    BASIS = "basis"  # it ends, or rests on another basis
    REVIEW = "review"  # somebody from outside looks at it
    LEAVE = "leave"  # the person asked to go, and may
    DECISION = "decision"  # a look from outside or an appeal found that it must end, or needs another basis


@dataclass(frozen=True, slots=True)
class Due:
    """The day by which something must be done of a stay."""

    what: What
    by: date

    def overdue(self, today: date) -> bool:
        return today > self.by


@dataclass(frozen=True, slots=True)
class Rested:
    """On what somebody's stay rests already: the name of the basis, the court and its order, and since when."""

    basis: str
    court: str
    since: date


def goes_on(before: Rested, basis: str, court: str) -> bool:
    """Whether this is the basis of before and no other. Another order of a court is another basis, whatever was typed
    in small letters or with more spaces is not."""
    return basis == before.basis and (basis != "court" or _order(court) == _order(before.court))


def basis_since(before: Rested | None, basis: str, court: str, day: date) -> date:
    """The first day of a basis that is written down on `day`: of one that goes on the day that it had, so that writing
    it again or moving somebody to another centre gives it no day more. `before`: None for who was in no place."""
    if before is None or not goes_on(before, basis, court):
        return day
    return min(before.since, day)


def basis_until(basis: LegalBasis, since: date, ordered_until: date | None) -> date | None:
    """The last day that a basis carries: the country's longest, or what a court ordered if that is sooner."""
    longest = since + basis.longest if basis.longest is not None else None
    days = [day for day in (longest, ordered_until) if day is not None]
    return min(days, default=None)


def review_due(basis: LegalBasis, since: date, reviews: Sequence[date]) -> date:
    """When somebody from outside the centre must have looked at it next."""
    return max([since, *reviews]) + basis.review


def rebased_review_due(basis: LegalBasis, since: date, before: date) -> date:
    """When somebody from outside must look once a stay rests on another basis: never later than was due `before`, so
    that nobody puts a look off by writing a basis again."""
    return min(before, since + basis.review)


def asked_review_due(basis: LegalBasis, within: timedelta, asked: date, before: date) -> date:
    """When somebody from outside must look once the person has asked to leave: where the basis does not let them,
    `within` a time of asking, and never later than was due `before`."""
    return before if basis.may_leave else min(before, asked + within)


def dues(
    review: date, until: date | None, decided: date | None, asked_to_leave: date | None, may_leave: bool
) -> tuple[Due, ...]:  # fmt: skip
    """All that is due of a stay that lasts, the soonest first. Who may leave goes on the day of asking.

    review      by when somebody from outside looks at it
    until       the last day of its basis
    decided     when somebody from outside, or an appeal, found that it must end or needs another basis
    """
    found = [Due(What.REVIEW, review)]
    if until is not None:
        found.append(Due(What.BASIS, until))
    if decided is not None:
        found.append(Due(What.DECISION, decided))
    if asked_to_leave is not None and may_leave:
        found.append(Due(What.LEAVE, asked_to_leave))
    return tuple(sorted(found, key=lambda due: (due.by, due.what)))


def basis_refusals(
    basis: LegalBasis, since: date, until: date | None, court: str, physician: bool
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why a stay cannot rest on this basis as it was typed."""
    found = []
    if basis.name == "court" and not court:
        found.append(say(gettext_noop("Name the court and its order: a stay by court order rests on nothing else.")))
    if basis.name == "court" and until is None:
        found.append(say(gettext_noop("Write the last day of the order: no order is without end.")))
    if basis.name == EMERGENCY and not physician:
        found.append(say(gettext_noop("Only a physician decides of an acute emergency.")))
    if until is not None and until < since:
        found.append(say(gettext_noop("The basis ends before the stay begins. Correct the day.")))
    return tuple(found)


def _order(court: str) -> str:
    return " ".join(court.casefold().split())


def leave_refusals(basis: LegalBasis, within: timedelta) -> tuple[Sentence, ...]:
    """Why somebody who asks to leave may not, and `within` what time somebody from outside looks at the stay; nothing
    where they may, and then nobody may keep them."""
    if basis.may_leave:
        return ()
    says = gettext_noop("This stay rests on “{basis}”, which the person alone cannot end. Record the wish: somebody "
                        "from outside then looks at the stay within {number} days.")  # fmt: skip
    return (say(says, basis=basis.label, number=within.days),)
