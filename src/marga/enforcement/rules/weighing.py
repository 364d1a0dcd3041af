"""The blind double weighing: two people, two instruments, and the second does not know what the first one read.

A weight near a limit is worth money, and a second person who knows the first number only repeats it. So each weight is
sealed as it is read, nobody else sees it until both are, and opening, cancelling and retrying are acts of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from marga.country import Sentence, gettext_noop, say
from marga.country.enforcement import Weighing

from .bands import checked


class State(StrEnum):
    """Where a round of double weighing is."""

    BEGUN = "begun"
    FIRST_SEALED = "first_sealed"
    BOTH_SEALED = "both_sealed"
    OPENED = "opened"
    CANCELLED = "cancelled"


#: Every move there is. A round never goes back: another try is another round.
MOVES: Mapping[State, frozenset[State]] = {
    State.BEGUN: frozenset({State.FIRST_SEALED, State.CANCELLED}),
    State.FIRST_SEALED: frozenset({State.BOTH_SEALED, State.CANCELLED}),
    State.BOTH_SEALED: frozenset({State.OPENED, State.CANCELLED}),
    State.OPENED: frozenset(),
    State.CANCELLED: frozenset(),
}
WAITING = frozenset({State.BEGUN, State.FIRST_SEALED})


@dataclass(frozen=True, slots=True)
class Instrument:
    """A scale. `calibrated`: the day on its last certificate."""

    number: str
    calibrated: date
    in_use: bool = True


@dataclass(frozen=True, slots=True)
class Weight:
    """One sealed reading: by whom (officer's number), with which instrument, in grams.

    unit         of the instrument's display; "" where it is not known
    calibrated   the day of the certificate it was weighed under
    """

    by: str
    instrument: str
    at: datetime
    gross: Decimal
    net: Decimal
    unit: str = ""
    calibrated: date | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One round of double weighing of an exhibit, numbered from 1."""

    number: int
    first: Weight | None = None
    second: Weight | None = None
    opened: datetime | None = None
    cancelled: datetime | None = None

    @property
    def state(self) -> State:
        if self.cancelled is not None:
            return State.CANCELLED
        if self.opened is not None:
            return State.OPENED
        if self.second is not None:
            return State.BOTH_SEALED
        return State.FIRST_SEALED if self.first is not None else State.BEGUN


def can_move(old: State, new: State) -> bool:
    """Whether a round may go from one state to the other."""
    return new in MOVES[old]


def is_calibrated(instrument: Instrument, on: date, rules: Weighing) -> bool:
    """Whether its calibration covers this day: from the day of the certificate, for so many days after it."""
    return instrument.calibrated <= on <= instrument.calibrated + timedelta(days=rules.calibration_days)


def goes_to_laboratory(
    station: Collection[Instrument], rounds: Sequence[Round], on: date, rules: Weighing
) -> Sentence | None:  # fmt: skip
    """Why this exhibit is to be weighed by the laboratory instead; None when the station weighs it."""
    usable = {one.number for one in station if one.in_use and is_calibrated(one, on, rules)}
    if len(usable) < rules.instruments:
        return say(gettext_noop("This station has {usable} instruments with a valid calibration and needs {needed}. "
                                "Send the exhibit to the laboratory."),
                   usable=len(usable), needed=rules.instruments)  # fmt: skip
    if len(rounds) >= rules.rounds and rounds[-1].state in (State.OPENED, State.CANCELLED):
        return say(gettext_noop("This exhibit had {rounds} rounds of weighing, which is the most. Send it to the "
                                "laboratory."), rounds=len(rounds))  # fmt: skip
    return None


def seal_refusals(
    rounds: Sequence[Round], weigher: str, instrument: Instrument, gross: Decimal, net: Decimal, on: date,
    rules: Weighing,
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why this person may not seal this reading as the next weight of the last round."""
    last = rounds[-1] if rounds else None
    if last is None or last.state not in WAITING:
        return (say(gettext_noop("No weighing waits for a weight. Begin one first.")),)
    refusals = []
    if last.first is not None and last.first.by == weigher:
        refusals.append(say(gettext_noop("You sealed the first weight. Another person must weigh the second time.")))
    if last.first is not None and last.first.instrument == instrument.number:
        refusals.append(say(gettext_noop("Instrument {number} read the first weight. Use another one."),
                            number=instrument.number))  # fmt: skip
    if rules.retry_by_others and weigher in weighers(rounds[:-1]):
        refusals.append(say(gettext_noop("You weighed this exhibit in an earlier round. Another person must do it.")))
    return (*refusals, *reading_refusals(instrument, gross, net, on, rules))


def reading_refusals(
    instrument: Instrument, gross: Decimal, net: Decimal, on: date, rules: Weighing
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why no reading of this instrument counts on this day, whoever weighs: at the station or in the laboratory."""
    refusals = []
    if not instrument.in_use:
        refusals.append(say(gettext_noop("Instrument {number} is not in use. Use another one."),
                            number=instrument.number))  # fmt: skip
    if not is_calibrated(instrument, on, rules):
        refusals.append(say(gettext_noop("The calibration of instrument {number} is not valid on this day. Use another "
                                         "one."), number=instrument.number))  # fmt: skip
    if checked(net) > checked(gross):
        refusals.append(say(gettext_noop("The net weight is more than the gross weight. Correct one of them.")))
    return tuple(refusals)


def weighers(rounds: Sequence[Round]) -> frozenset[str]:
    """Everyone who sealed a weight in these rounds."""
    return frozenset(weight.by for one in rounds for weight in (one.first, one.second) if weight is not None)


def open_refusals(rounds: Sequence[Round]) -> tuple[Sentence, ...]:
    """Why the last round may not be opened yet."""
    if rounds and can_move(rounds[-1].state, State.OPENED):
        return ()
    return (say(gettext_noop("The weights can be opened when both are sealed, and once.")),)


def cancel_refusals(rounds: Sequence[Round], reason: str) -> tuple[Sentence, ...]:
    """Why the last round may not be cancelled. What was sealed stays sealed, and stays in the record."""
    if not rounds or not can_move(rounds[-1].state, State.CANCELLED):
        return (say(gettext_noop("No weighing is under way that could be cancelled.")),)
    return () if reason.strip() else (say(gettext_noop("Write why the weighing is cancelled.")),)


def begin_refusals(
    rounds: Sequence[Round], reason: str, station: Collection[Instrument], on: date, rules: Weighing
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why another round may not begin. `reason`: why it is weighed again, needed from the second round on."""
    if rounds and rounds[-1].state not in (State.OPENED, State.CANCELLED):
        return (say(gettext_noop("A weighing is under way. Finish or cancel it first.")),)
    elsewhere = goes_to_laboratory(station, rounds, on, rules)
    if elsewhere is not None:
        return (elsewhere,)
    if rounds and not reason.strip():
        return (say(gettext_noop("Write why the exhibit is weighed again.")),)
    return ()


def may_see(rounds: Sequence[Round], which: Weight, viewer: str, *, finished: bool = False) -> bool:
    """Whether a person may be shown this weight: one's own always; all others only while the last round is opened.

    While another round is under way, and after a cancelled one, earlier weights are hidden too: whoever weighs next
    must not know them. It holds for every page, export, label and answer, and for every role.
    `finished`: the laboratory has weighed, so that nobody at the station will.
    """
    return finished or which.by == viewer or (bool(rounds) and rounds[-1].state is State.OPENED)


def shown_to(rounds: Sequence[Round], viewer: str, *, finished: bool = False) -> tuple[tuple[int, Weight], ...]:
    """The weights that a person may be shown, each with the number of its round."""
    return tuple(
        (one.number, weight)
        for one in rounds
        for weight in (one.first, one.second)
        if weight is not None and may_see(rounds, weight, viewer, finished=finished)
    )


def counted(rounds: Sequence[Round]) -> tuple[Decimal, Decimal] | None:
    """First and second net weight of the last opened round: what the band and the extract use. None before that."""
    for one in reversed(rounds):
        if one.state is State.OPENED and one.first is not None and one.second is not None:
            return one.first.net, one.second.net
    return None
