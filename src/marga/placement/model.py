"""Who waits for a place, and which places there are, as plain values. Nothing here names a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088  # mean radius (IUGG)


@dataclass(frozen=True, slots=True)
class Point:
    """Somewhere on earth, in degrees."""

    latitude: float
    longitude: float


def kilometres(one: Point | None, other: Point | None) -> float | None:
    """The distance over the ground as the crow flies; None where a place is not known."""
    if one is None or other is None:
        return None
    a, b = radians(one.latitude), radians(other.latitude)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


@dataclass(frozen=True, slots=True)
class Group:
    """Places that share a limit: the wards of a centre, whose staff or licence may be for fewer than its beds.

    free       safe places in all of them together that nobody is in or has reserved, now
    """

    key: str
    free: int


@dataclass(frozen=True, slots=True)
class Place:
    """A ward or a service that people are placed in.

    kind       of care: a category of the country's `modality`
    sexes      whom it takes; ages from `age_from` to `age_to` in years, both included, None for no end
    offers     needs that it meets: "pregnancy", "children", "opioid_agonist" …
    free       safe places that nobody is in or has reserved, now; never more than what is safe
    coming     further safe places, each as the days until they are free and how many there are
    group      what it shares a limit with; None for a place that stands alone
    """

    key: str
    kind: str
    sexes: frozenset[str]
    age_from: int
    age_to: int | None
    free: int
    languages: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    at: Point | None = None
    coming: Sequence[tuple[int, int]] = ()
    group: Group | None = None

    def days_until_free(self) -> int | None:
        """0 when there is a safe place now; None when none is expected."""
        if self.free > 0:
            return 0
        return min((days for days, count in self.coming if count > 0), default=None)


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who waits.

    kinds      of care that fit, the best fitting first
    age        in years
    needs      that a place must meet, or it is no place for them
    languages  that they speak
    family     where family lives whom they want near
    refused    places that they do not want
    priority   the class of urgency, 0 before 1; waiting: days without those on which they were not available
    """

    key: str
    kinds: tuple[str, ...]
    sex: str
    age: int
    priority: int = 0
    waiting: float = 0.0
    needs: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    at: Point | None = None
    family: Point | None = None
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Weights:
    """What the rest of a choice is worth beside a kilometre of way. A country sets them; these are assumed.

    less_fitting   a kind of care that is not the best fitting, for each step down the list
    no_language    nobody there speaks a language of the person
    day            each day until a place is free
    family         a kilometre to the family, of one to the person's own home
    unknown        a way that is not known
    """

    less_fitting: float = 150.0
    no_language: float = 100.0
    day: float = 10.0
    family: float = 0.5
    unknown: float = 300.0


ASSUMED = Weights()


@dataclass(frozen=True, slots=True)
class Cost:
    """What speaks against a place that fits, in kilometres of way, part by part; the least is the best."""

    way: float
    family: float = 0.0
    kind: float = 0.0
    language: float = 0.0
    days: float = 0.0
    total: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", self.way + self.family + self.kind + self.language + self.days)
