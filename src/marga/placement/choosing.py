"""Which places fit one person: the three best with reasons, and why each of the others was ruled out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest

from marga.country import Sentence, Text, gettext_noop, say

from .model import ASSUMED, Cost, Place, Seeker, Weights, kilometres

BEST = 3
NO_NAMES: Mapping[str, Text] = {}


class Against(StrEnum):
    """Why a place is none for somebody. None of these can be outweighed."""

    KIND = "kind"
    SEX = "sex"
    AGE = "age"
    NEED = "need"
    REFUSED = "refused"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Ruled:
    """A place that was ruled out, and everything that speaks against it."""

    place: Place
    against: tuple[Against, ...]
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A place that fits. `days`: until a safe place there is free, 0 for now; `km`: None where the way is not known."""

    place: Place
    cost: Cost
    days: int
    km: float | None
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The best options, the best first, and what was ruled out. `others`: how many more would fit."""

    best: tuple[Option, ...]
    others: int
    ruled_out: tuple[Ruled, ...]


def choose(
    seeker: Seeker, places: Iterable[Place], weights: Weights = ASSUMED, *, needs: Mapping[str, Text] = NO_NAMES
) -> Choice:  # fmt: skip
    """What to offer somebody, from the safe places that are free or expected.

    needs   the names of needs as reasons say them; one without a name stands there as it is
    """
    options, ruled_out = [], []
    for place in places:
        against = speaks_against(seeker, place)
        if place.days_until_free() is None:
            against = (*against, Against.FULL)
        if against:
            ruled_out.append(Ruled(place, against, tuple(_why(one, seeker, place, needs) for one in against)))
        else:
            options.append(_option(seeker, place, weights))
    first = nsmallest(BEST, options, key=lambda one: (one.cost.total, one.place.key))
    return Choice(tuple(first), len(options) - len(first), tuple(ruled_out))


def speaks_against(seeker: Seeker, place: Place) -> tuple[Against, ...]:
    """Why a place is none for somebody, whether it is full or not; nothing when it fits."""
    wrong = {
        Against.KIND: place.kind not in seeker.kinds,
        Against.SEX: seeker.sex not in place.sexes,
        Against.AGE: seeker.age < place.age_from or (place.age_to is not None and seeker.age > place.age_to),
        Against.NEED: not seeker.needs <= place.offers,
        Against.REFUSED: place.key in seeker.refused,
    }
    return tuple(reason for reason, holds in wrong.items() if holds)


def cost(seeker: Seeker, place: Place, weights: Weights = ASSUMED) -> Cost:
    """What speaks against a place that fits, in kilometres of way."""
    way, family = kilometres(seeker.at, place.at), kilometres(seeker.family, place.at)
    return Cost(
        way=weights.unknown if way is None else way,
        family=0.0 if family is None else family * weights.family,
        kind=seeker.kinds.index(place.kind) * weights.less_fitting,
        language=0.0 if _speak(seeker, place) else weights.no_language,
        days=(place.days_until_free() or 0) * weights.day,
    )


def _speak(seeker: Seeker, place: Place) -> bool:
    """Whether somebody there speaks a language of the person. If none is known, nothing is held against it."""
    return not seeker.languages or bool(seeker.languages & place.languages)


def _option(seeker: Seeker, place: Place, weights: Weights) -> Option:
    days, km = place.days_until_free() or 0, kilometres(seeker.at, place.at)
    reasons = [
        say(gettext_noop("A safe place is free now.")) if days == 0
        else say(gettext_noop("A safe place is expected tomorrow.")) if days == 1
        else say(gettext_noop("A safe place is expected in {days} days."), days=days),
        say(gettext_noop("How far it is, is not known.")) if km is None
        else say(gettext_noop("It is near: less than 1 km away, as far as is known.")) if round(km) == 0
        else say(gettext_noop("It is {km} km away."), km=round(km)),
    ]  # fmt: skip
    if seeker.kinds[0] != place.kind:
        reasons.append(say(gettext_noop("Its kind of care is not the best fitting, but fits.")))
    if seeker.languages:
        reasons.append(
            say(gettext_noop("Somebody there speaks the person’s language.")) if _speak(seeker, place)
            else say(gettext_noop("An interpreter is needed: nobody there speaks the person’s language."))
        )  # fmt: skip
    if (family := kilometres(seeker.family, place.at)) is not None:
        reasons.append(
            say(gettext_noop("The family is near it: less than 1 km away, as far as is known.")) if round(family) == 0
            else say(gettext_noop("The family is {km} km away from it."), km=round(family))
        )  # fmt: skip
    return Option(place, cost(seeker, place, weights), days, km, tuple(reasons))


def _why(against: Against, seeker: Seeker, place: Place, names: Mapping[str, Text]) -> Sentence:
    match against:
        case Against.KIND:
            return say(gettext_noop("It gives another kind of care."))
        case Against.SEX:
            return say(gettext_noop("It does not take people of this sex."))
        case Against.AGE if place.age_to is None:
            return say(gettext_noop("It takes people from {first} years."), first=place.age_from)
        case Against.AGE:
            return say(gettext_noop("It takes people from {first} to {last} years."), first=place.age_from,
                       last=place.age_to or 0)  # fmt: skip
        case Against.NEED:
            missing = [names.get(need, need) for need in sorted(seeker.needs - place.offers)]
            return say(gettext_noop("It lacks what this person needs: {needs}."), needs=missing)
        case Against.REFUSED:
            return say(gettext_noop("The person does not want it."))
        case Against.FULL:
            return say(gettext_noop("It has no safe place, and none is expected."))
