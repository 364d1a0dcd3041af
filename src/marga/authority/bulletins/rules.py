"""What a draft may become, and who may decide it. Pure: no database, no clock, no framework."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where a draft is."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    FAILED = "failed"
    CONTRADICTS = "contradicts"
    READY = "ready"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"


#: Every move there is: from a state to those that may follow it.
MOVES: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.RUNNING, State.STOPPED}),
    State.RUNNING: frozenset({State.WAITING, State.STOPPED, State.FAILED, State.CONTRADICTS, State.READY}),
    State.READY: frozenset({State.SUBMITTED, State.STOPPED}),
    State.SUBMITTED: frozenset({State.APPROVED, State.READY, State.STOPPED}),
    State.APPROVED: frozenset({State.PUBLISHED, State.READY, State.STOPPED}),
    State.STOPPED: frozenset(),
    State.FAILED: frozenset(),
    State.CONTRADICTS: frozenset(),
    State.PUBLISHED: frozenset(),
}
#: States in which the worker has it: the page shows how far it is.
AT_WORK = frozenset({State.WAITING, State.RUNNING})
#: States that nothing follows.
ENDED = frozenset(state for state, following in MOVES.items() if not following)
#: States in which it can be looked at as it would be published.
MADE = frozenset({State.READY, State.SUBMITTED, State.APPROVED, State.PUBLISHED})


def can_move(old: State, new: State) -> bool:
    """Whether a draft may go from one state to the other."""
    return new in MOVES[old]


def is_second_person(submitted_by: str, name: str) -> bool:
    """Whether someone of this name may approve what another submitted: two people look at every bulletin."""
    return bool(submitted_by) and submitted_by != name


def needs_remark(findings: int, remark: str) -> bool:
    """Whether something must be said first: where others printed another number, readers ask why."""
    return findings > 0 and not remark.strip()


def is_out_of_date(state: State, made_beside: str, stands: str) -> bool:
    """Whether a draft was protected and checked beside other bulletins than are published: it can only be made anew."""
    return state in MADE and state is not State.PUBLISHED and made_beside != stands


def comes_too_early(due: date, today: date) -> bool:
    """Whether the day for which a bulletin was announced is still to come: nobody publishes before it."""
    return today < due
