"""How many people a centre can hold without harm, and what happens at its door when it is full.

Four numbers that must not be taken for each other (ICRC): official is what the ministry counts, operational what is
staffed and usable, emergency what can be made for a short time, safe what harms nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from marga.country import Sentence, gettext_noop, say


@dataclass(frozen=True, slots=True)
class Ward:
    """The room of a ward. None where nobody stays overnight: then area and beds are no limit.

    area   square metres of floor; beds: that can be slept in
    """

    key: str
    area: Decimal | None
    beds: int | None


@dataclass(frozen=True, slots=True)
class Centre:
    """What limits a centre. None: no such limit is set.

    licence   people that it is licensed for
    staff     staff who are on duty with people; ratio: people that each can look after
    """

    wards: tuple[Ward, ...]
    licence: int | None
    staff: int | None
    ratio: Decimal | None


class Limit(StrEnum):
    """What makes a safe capacity as small as it is."""

    AREA = "area"
    BEDS = "beds"
    STAFF = "staff"
    LICENCE = "licence"
    NOTHING = "nothing"  # no limit is set: then nobody is safe there


@dataclass(frozen=True, slots=True)
class Safe:
    """A safe capacity in people, and what limits it."""

    places: int
    by: Limit


def ward_safe(ward: Ward, metres: Decimal) -> int | None:
    """min(area / metres, beds), in whole people; None where neither is a limit."""
    limits = [int(ward.area / metres)] if ward.area is not None else []
    limits += [ward.beds] if ward.beds is not None else []
    return min(limits, default=None)


def safe_capacity(centre: Centre, metres: Decimal) -> Safe:
    """min(area / metres, beds, staff x ratio, licence): each ward has its own area, so people of one cannot lie in the
    other's. A centre of which nothing is known is safe for nobody.

    metres   square metres of floor a person needs (3.4 in shared rooms: ICRC)
    """
    found: dict[Limit, int] = {}
    areas = [int(ward.area / metres) for ward in centre.wards if ward.area is not None]
    beds = [ward.beds for ward in centre.wards if ward.beds is not None]
    if areas:
        found[Limit.AREA] = sum(areas)
    if beds:
        found[Limit.BEDS] = sum(beds)
    if centre.staff is not None and centre.ratio is not None:
        found[Limit.STAFF] = int(centre.staff * centre.ratio)
    if centre.licence is not None:
        found[Limit.LICENCE] = centre.licence
    if not found:
        return Safe(0, Limit.NOTHING)
    by = min(found, key=lambda limit: (found[limit], limit))
    in_wards = [ward_safe(ward, metres) for ward in centre.wards]
    together = sum(one for one in in_wards if one is not None) if None not in in_wards and in_wards else None
    places = found[by] if together is None else min(found[by], together)
    return Safe(max(0, places), by)


@dataclass(frozen=True, slots=True)
class Room:
    """How full a ward and its centre are. `present` are people, `kept` places that are reserved for somebody.

    emergency   the most that the centre may ever hold, also where floor, beds and staff would be safe for more
    """

    ward_safe: int | None
    ward_present: int
    ward_kept: int
    safe: int
    emergency: int
    present: int
    kept: int

    @property
    def together(self) -> int:
        """Safe places of the whole centre, whichever its ward; below 0 as `balance`."""
        return min(self.safe, self.emergency) - self.present - self.kept

    @property
    def balance(self) -> int:
        """Safe places that nobody is in or has reserved; below 0 by as many people as are above what is safe."""
        mine = self.together if self.ward_safe is None else self.ward_safe - self.ward_present - self.ward_kept
        return min(self.together, mine)

    @property
    def free(self) -> int:
        """Safe places for one more; never below 0."""
        return max(0, self.balance)


def coming(free: int, leaving: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """When further safe places are free, as `marga.placement.Place.coming`: (days, how many).

    free      safe places beyond who is there and what is kept; below 0 by as many as are above what is safe
    leaving   the days until each planned end, of whoever is there
    """
    found: dict[int, int] = {}
    for number, days in enumerate(sorted(leaving), 1):
        if free + number > max(0, free):  # the first who go only bring it back to what is safe
            found[days] = found.get(days, 0) + 1
    return tuple(sorted(found.items()))


def admission_refusals(room: Room, reason: str, reasons: Mapping[str, object]) -> tuple[Sentence, ...]:
    """Why one more may not come in. `reason`: why above safe, one of the country's `reasons`; "" for none.

    Above the emergency capacity nobody may, whatever the reason: that is how people come to harm.
    """
    if room.present + room.kept + 1 > room.emergency:
        says = gettext_noop("This centre holds {present} people and keeps {kept} places, and {most} is the most it may "
                            "ever hold. Look for another place.")  # fmt: skip
        return (say(says, present=room.present, kept=room.kept, most=room.emergency),)
    if room.free > 0:
        return ()
    if not reason:
        return (say(gettext_noop("There is no safe place free here ({safe} are safe). Look for another place, or name "
                                 "the reason for which it must be here."), safe=room.safe),)  # fmt: skip
    if reason not in reasons:
        return (say(gettext_noop("“{reason}” is no reason for going above what is safe. Choose one of the list."),
                    reason=reason),)  # fmt: skip
    return ()


def moving_refusals(room: Room, reason: str, reasons: Mapping[str, object]) -> tuple[Sentence, ...]:
    """Why somebody who is in the centre already may not move into this ward. Nobody more is in the centre for it, so
    only the ward's own safe places count."""
    if room.ward_safe is None or room.ward_safe - room.ward_present - room.ward_kept > 0 or reason in reasons:
        return ()
    return (say(gettext_noop("There is no safe place free in this ward ({safe} are safe). Choose another, or name the "
                             "reason for which it must be this one."), safe=room.ward_safe),)  # fmt: skip


class Fill(StrEnum):
    """How full a centre is, in a word."""

    WITHIN = "within"
    FULL = "full"
    ABOVE_SAFE = "above-safe"
    ABOVE_EMERGENCY = "above-emergency"


def fill(present: int, safe: int, emergency: int) -> Fill:
    """How full: full is exactly as many as are safe, or as the centre may ever hold where that is fewer."""
    if present > emergency:
        return Fill.ABOVE_EMERGENCY
    if present > safe:
        return Fill.ABOVE_SAFE
    return Fill.FULL if present == min(safe, emergency) else Fill.WITHIN


@dataclass(frozen=True, slots=True)
class Takes:
    """A ward as the public asks of it: of whom it takes, and how many safe places are free in it now."""

    sexes: frozenset[str]
    age_from: int
    age_to: int | None
    free: int


def free_for(wards: Sequence[Takes], together: int, sex: str, ages: tuple[int, int | None]) -> int:
    """Safe places that somebody of a sex and an age within `ages` (both included, None for no end) could take: those of
    the wards that take such people, and never more than the centre has free as a whole."""
    first, last = ages
    fit = (
        ward.free for ward in wards
        if sex in ward.sexes and (last is None or ward.age_from <= last)
        and (ward.age_to is None or ward.age_to >= first)
    )  # fmt: skip
    return max(0, min(sum(fit), together))


def in_words(free: int, few: int = 3) -> Sentence:
    """Free places as the public reads them: no number from which somebody could tell who came or went."""
    if free <= 0:
        return say(gettext_noop("no free places"))
    if free <= few:
        return say(gettext_noop("a few free places"))
    return say(gettext_noop("several free places"))
