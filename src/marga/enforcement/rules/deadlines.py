"""What is due of a custody, how urgent it is, in words; the board of all who are held; who is alerted and when."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from marga.country import Sentence, gettext_noop, say
from marga.country.enforcement import Custody, Step
from marga.country.instants import Clock, duration, moment, utc

from .custody import Stay, must_end
from .reviews import reviews_of, written_late


class Subject(StrEnum):
    """What is due; of two that are due at one instant the first named here comes first."""

    LIMIT = "limit"
    PROSECUTOR = "prosecutor"
    GUARDIAN = "guardian"
    RIGHTS = "rights"
    REVIEW = "review"


class Standing(StrEnum):
    """How a deadline stands. WAITING, SOON and OVERDUE are open; the others can no longer change."""

    WAITING = "waiting"
    SOON = "soon"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"
    WRITTEN_LATE = "written_late"
    MISSED = "missed"


OPEN = frozenset({Standing.WAITING, Standing.SOON, Standing.OVERDUE})


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing that is due. `number` counts reviews; `met`: when it was done, as was said when it was `entered`."""

    subject: Subject
    due: datetime
    standing: Standing
    number: int = 0
    met: datetime | None = None
    entered: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.standing in OPEN


def deadlines(stay: Stay, custody: Custody, clock: Clock) -> tuple[Deadline, ...]:
    """Everything that is or was due of a custody, the earliest first."""
    arrived = utc(stay.arrived)
    found = [
        _told(Subject.LIMIT, must_end(stay, custody), stay.ended, stay, custody, clock),
        _told(Subject.PROSECUTOR, arrived + custody.prosecutor_within, stay.prosecutor_told, stay, custody, clock),
    ]
    if custody.rights:
        due = arrived + min(right.within for right in custody.rights.values())
        found.append(_told(Subject.RIGHTS, due, stay.rights_told, stay, custody, clock))
    if stay.minor:
        due = arrived + custody.guardian_within
        found.append(_told(Subject.GUARDIAN, due, stay.guardian_told, stay, custody, clock))
    for review in reviews_of(stay, custody, clock):
        entered = stay.entered_at(Subject.REVIEW, review.held)
        standing = Standing.MISSED if review.missed else _standing(review.due, review.held, entered, custody, clock)
        found.append(Deadline(Subject.REVIEW, review.due, standing, review.number, review.held, entered))
    return tuple(sorted(found, key=_order))


def _told(
    subject: Subject, due: datetime, met: datetime | None, stay: Stay, custody: Custody, clock: Clock
) -> Deadline:  # fmt: skip
    if met is None and stay.ended is not None:
        return Deadline(subject, due, Standing.MISSED)
    entered = stay.entered_at(subject, met)
    standing = _standing(due, met, entered, custody, clock)
    return Deadline(subject, due, standing, met=None if met is None else utc(met), entered=entered)


def _standing(
    due: datetime, met: datetime | None, entered: datetime | None, custody: Custody, clock: Clock
) -> Standing:  # fmt: skip
    """At the very instant that it is due, a thing is still in time. That it was done then is believed of what was
    written down soon."""
    if met is not None and utc(met) <= due:
        return Standing.MET if entered is None or not written_late(due, entered, custody) else Standing.WRITTEN_LATE
    if met is not None:
        return Standing.LATE
    if clock.at > due:
        return Standing.OVERDUE
    return Standing.SOON if clock.at >= due - custody.soon else Standing.WAITING


def _order(deadline: Deadline) -> tuple[datetime, int]:
    return deadline.due, list(Subject).index(deadline.subject)


def told_refusals(
    subject: Subject, stay: Stay, custody: Custody, reason: str, clock: Clock
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why it cannot be written down now without a reason that a prosecutor or guardian (`subject`) was told."""
    within, known = {
        Subject.PROSECUTOR: (custody.prosecutor_within, stay.prosecutor_told),
        Subject.GUARDIAN: (custody.guardian_within, stay.guardian_told),
    }[subject]
    if known is not None or reason.strip() or not written_late(utc(stay.arrived) + within, clock.at, custody):
        return ()
    return (say(gettext_noop("This is written down long after it was due. Write why.")),)


def next_due(found: Iterable[Deadline]) -> Deadline | None:
    """The open deadline that comes first; None when nothing is open."""
    return min((one for one in found if one.is_open), key=_order, default=None)


Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Row(Generic[Key]):
    """A custody on the board: what comes next, and whatever else is overdue."""

    key: Key
    stay: Stay
    next: Deadline | None
    overdue: tuple[Deadline, ...]


def board(stays: Iterable[tuple[Key, Stay]], custody: Custody, clock: Clock) -> list[Row[Key]]:
    """All who are held now, those whose next deadline is earliest first, so that what is overdue stands on top."""
    rows = []
    for key, stay in stays:
        if stay.ended is None:
            found = deadlines(stay, custody, clock)
            overdue = tuple(one for one in found if one.standing is Standing.OVERDUE)
            rows.append(Row(key, stay, next_due(found), overdue))
    return sorted(rows, key=lambda row: (_order(row.next) if row.next else (must_end(row.stay, custody), 0),
                                         utc(row.stay.arrived)))  # fmt: skip


DUE = {
    Subject.LIMIT: gettext_noop("custody must end"), Subject.PROSECUTOR: gettext_noop("the prosecutor is told"),
    Subject.GUARDIAN: gettext_noop("the guardian is told"), Subject.RIGHTS: gettext_noop("the rights are told"),
    Subject.REVIEW: gettext_noop("review {number}"),
}  # fmt: skip
SAID = {
    Standing.WAITING: gettext_noop("{what}: due {when}, in {span}"),
    Standing.SOON: gettext_noop("{what}: due soon, {when}, in {span}"),
    Standing.OVERDUE: gettext_noop("{what}: overdue since {when}, by {span}"),
    Standing.MET: gettext_noop("{what}: done in time, {when}"),
    Standing.LATE: gettext_noop("{what}: done late, {when}, by {span}"),
    Standing.WRITTEN_LATE: gettext_noop("{what}: as done {when}, but written down {span} after it was due"),
    Standing.MISSED: gettext_noop("{what}: never done, was due {when}"),
}


def said(deadline: Deadline, clock: Clock, zone: ZoneInfo) -> Sentence:
    """A deadline in words, with the time in the country and how far it is away."""
    met = deadline.met
    until = deadline.entered if deadline.standing is Standing.WRITTEN_LATE else met
    span = duration((clock.at if until is None else until) - deadline.due)
    return say(SAID[deadline.standing], what=say(DUE[deadline.subject], number=deadline.number),
               when=moment(deadline.due if met is None else met, zone), span=span)  # fmt: skip


def alerts(
    deadline: Deadline, steps: Sequence[Step], clock: Clock, acknowledged: datetime | None = None
) -> tuple[Step, ...]:  # fmt: skip
    """The steps of escalation that have been reached, the first first; each is to be sent once.

    Someone who acknowledges before the deadline silences only what comes before it: a warning that was read does not
    keep quiet that nothing was done.
    """
    if not deadline.is_open:
        return ()
    heard = None if acknowledged is None else utc(acknowledged)
    return tuple(step for step in steps if _speaks(deadline.due, step, clock, heard))


def _speaks(due: datetime, step: Step, clock: Clock, heard: datetime | None) -> bool:
    at = due + step.after
    if at > clock.at:
        return False
    return heard is None or at <= heard or (at >= due > heard)
