"""Numbered paper receipts: a pad is issued to a station, and each of its slips is accounted for.

On a poor line an arrest is written on paper first, and the person leaves with that receipt. Slips are used in the order
of their numbers; so a slip below one that was used, neither typed in nor void, is an arrest that nobody entered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from marga.country import Sentence, gettext_noop, say
from marga.country.instants import Clock, utc


class Standing(StrEnum):
    """How a slip stands."""

    UNUSED = "unused"
    WAITING = "waiting"
    OVERDUE = "overdue"
    TYPED_IN = "typed_in"
    TYPED_IN_LATE = "typed_in_late"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Pad:
    """A pad of slips numbered `first` to `last`, issued to a unit."""

    number: str
    unit: str
    first: int
    last: int
    issued: datetime

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last:
            raise ValueError(f"pad {self.number} has no slips {self.first} to {self.last}")


@dataclass(frozen=True, slots=True)
class Slip:
    """What is known of one slip. `used`: when it was written; `typed_in`: when it came into the register.

    A slip that a person or an inspector showed is known to be used before it is typed in.
    """

    serial: int
    used: datetime | None = None
    typed_in: datetime | None = None
    void: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One slip of the account. `due`: by when it must be typed in. `skipped`: known only from a later slip."""

    serial: int
    standing: Standing
    due: datetime | None = None
    skipped: bool = False


def account(pad: Pad, slips: Iterable[Slip], clock: Clock, within: timedelta) -> tuple[Line, ...]:
    """Every slip of a pad in order, each with its standing. `within`: the time in which a slip is to be typed in."""
    known = {slip.serial: slip for slip in slips}
    lines, later = list[Line](), None
    for serial in range(pad.last, pad.first - 1, -1):
        slip = known.get(serial, Slip(serial))
        lines.append(_line(slip, later, clock, within))
        if slip.used is not None:
            later = utc(slip.used) if later is None else min(later, utc(slip.used))
    return tuple(reversed(lines))


def _line(slip: Slip, later: datetime | None, clock: Clock, within: timedelta) -> Line:
    if slip.void:
        return Line(slip.serial, Standing.VOID)
    used = later if slip.used is None else utc(slip.used)
    if used is None:
        return Line(slip.serial, Standing.UNUSED if slip.typed_in is None else Standing.TYPED_IN)
    due, skipped = used + within, slip.used is None and slip.typed_in is None
    if slip.typed_in is not None:
        late = slip.used is not None and utc(slip.typed_in) > due
        return Line(slip.serial, Standing.TYPED_IN_LATE if late else Standing.TYPED_IN, due)
    return Line(slip.serial, Standing.OVERDUE if clock.at > due else Standing.WAITING, due, skipped)


def counts(lines: Iterable[Line]) -> Mapping[Standing, int]:
    """How many slips stand how; every standing is there, with 0 if need be."""
    found = Counter(line.standing for line in lines)
    return {standing: found[standing] for standing in Standing}


def type_in_refusals(
    pads: Sequence[Pad], unit: str, slip: Slip, known: Iterable[Slip], clock: Clock
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why a paper receipt cannot be typed in as it was given. `known`: what is known of the unit's slips already."""
    pad = next((one for one in pads if one.unit == unit and one.first <= slip.serial <= one.last), None)
    if pad is None:
        return (say(gettext_noop("No pad with slip {serial} was issued to this unit. Compare it with the paper."),
                    serial=str(slip.serial)),)  # fmt: skip
    before = next((one for one in known if one.serial == slip.serial), None)
    refusals = []
    if before is not None and before.typed_in is not None:
        refusals.append(say(gettext_noop("Slip {serial} was typed in already. Open its case instead."),
                            serial=str(slip.serial)))  # fmt: skip
    if before is not None and before.void:
        refusals.append(say(gettext_noop("Slip {serial} was made void. Tell a supervisor if someone holds it."),
                            serial=str(slip.serial)))  # fmt: skip
    if slip.used is None:
        refusals.append(say(gettext_noop("Give the time that is written on the slip.")))
    elif utc(slip.used) < utc(pad.issued) or utc(slip.used) > clock.at:
        refusals.append(say(gettext_noop("The time on the slip is before its pad was issued, or has not come yet. "
                                         "Correct it.")))  # fmt: skip
    return tuple(refusals)


def issue_refusals(pads: Iterable[Pad], wanted: Pad) -> tuple[Sentence, ...]:
    """Why this pad cannot be issued: a slip's number is there once in the country."""
    if any(pad.first <= wanted.last and wanted.first <= pad.last for pad in pads):
        return (say(gettext_noop("Some slips from {first} to {last} were issued before. Compare the numbers with the "
                                 "pad."), first=str(wanted.first), last=str(wanted.last)),)  # fmt: skip
    return ()
