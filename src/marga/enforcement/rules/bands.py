"""Weights and the limits of quantity: exact grams, which band, how near a limit, how far two weights are apart.

A gram of difference can be years of prison and so is worth money; a weight is a Decimal from the scale's display to the
court's file, and nothing here rounds. Limits and tolerances are the country's data (offences.toml, weighing.toml).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from enum import StrEnum

from marga.country import Sentence, gettext_noop, say
from marga.country.enforcement import Band, Quantity, Tolerance, Weighing

from .errors import RuleError

#: Grams beyond which a weight is a slip of the pen: a thousand tonnes. Digits after the point of the finest balance.
MOST_GRAMS = Decimal(10) ** 9
MOST_DECIMALS = 6
#: Sums of such weights are exact in it, or an error is raised; the program's own context could be any.
EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])


def read_grams(text: str) -> Decimal:
    """The weight that somebody typed, in any script's digits. Raises RuleError that says what to type."""
    plain = "".join(_plain(letter) for letter in text.strip())
    if plain.count(",") == 1 and plain.replace(",", "").isascii() and plain.replace(",", "").isdigit():
        raise RuleError(gettext_noop("{text} has a comma: write {point}."), text=text.strip()[:40],
                        point=plain.replace(",", ".")[:40])  # fmt: skip
    if not plain or not all(letter in "0123456789." for letter in plain):
        raise RuleError(gettext_noop("“{text}” is no weight in grams. Write digits with a point, such as 15.02, and no "
                                     "commas."), text=text.strip()[:40])  # fmt: skip
    try:
        return checked(Decimal(plain))
    except (ValueError, InvalidOperation):
        raise RuleError(gettext_noop("“{text}” cannot be a weight in grams. Write a number below {most} with at most "
                                     "{decimals} digits after the point."), text=text.strip()[:40], most=MOST_GRAMS,
                        decimals=MOST_DECIMALS) from None  # fmt: skip


#: By how many places the point moves from a scale's unit to grams.
UNITS: Mapping[str, int] = {"g": 0, "kg": 3, "mg": -3}


def read_weight(text: str, unit: str) -> Decimal:
    """The grams of a weight typed in the scale's unit (a key of UNITS), exactly. Raises RuleError."""
    weight = read_grams(text)
    try:
        return checked(EXACT.scaleb(weight, UNITS[unit]))
    except ValueError:
        raise RuleError(gettext_noop("“{text}” cannot be a weight in {unit}. Check the number and the unit of the "
                                     "scale."), text=text.strip()[:40], unit=unit) from None  # fmt: skip


def in_unit(grams: Decimal, unit: str) -> Decimal:
    """A weight in grams as a scale with this unit (a key of UNITS) shows it, exactly."""
    return EXACT.scaleb(checked(grams), -UNITS[unit])


def _plain(letter: str) -> str:
    return str(unicodedata.decimal(letter, letter))


def checked(grams: Decimal) -> Decimal:
    """The weight itself. Raises ValueError for what no scale can show: so nothing else reaches the rules."""
    if not isinstance(grams, Decimal) or not grams.is_finite() or grams < 0 or grams >= MOST_GRAMS:
        raise ValueError(f"{grams!r} is no weight in grams")
    if -int(grams.as_tuple().exponent) > MOST_DECIMALS:
        raise ValueError(f"{grams} has more than {MOST_DECIMALS} digits after the point")
    return grams


def band_of(grams: Decimal, quantity: Quantity) -> Band:
    """The band of a net weight. Whether a weight exactly at a limit is still below it, is the limit's own data."""
    weight = checked(grams)
    for band in quantity.bands:
        if band.up_to is None or weight < band.up_to or (band.including and weight == band.up_to):
            return band
    raise ValueError(f"the last band of {quantity.name} has a limit")


def apart(one: Decimal, other: Decimal) -> Decimal:
    """By how many grams two weights differ, exactly."""
    return EXACT.subtract(checked(one), checked(other)).copy_abs()  # abs() would round to the program's precision


def allowed(of: Decimal, tolerance: Tolerance) -> Decimal:
    """What a weight may be off: so many grams or so many percent of it, whichever is more."""
    percent = EXACT.multiply(checked(of), tolerance.percent).scaleb(-2, EXACT)
    return max(tolerance.grams, percent).normalize(EXACT)


def near_limit(grams: Decimal, quantity: Quantity, tolerance: Tolerance) -> Decimal | None:
    """The limit that this weight is near, the nearest of several; None when it is near none. At a limit is near it."""
    limits = [band.up_to for band in quantity.bands if band.up_to is not None]
    close = [limit for limit in limits if apart(grams, limit) <= allowed(limit, tolerance)]
    return min(close, key=lambda limit: apart(grams, limit), default=None)


def distance(grams: Decimal, quantity: Quantity) -> Decimal:
    """Grams to the nearest limit, above it or below: what bunching at limits is looked for in."""
    return min(apart(grams, band.up_to) for band in quantity.bands if band.up_to is not None)


class Concern(StrEnum):
    """What sends an exhibit to the supervisor."""

    DIFFERENT_BANDS = "different_bands"
    NEAR_LIMIT = "near_limit"
    TOO_FAR_APART = "too_far_apart"


@dataclass(frozen=True, slots=True)
class Raised:
    """A concern with its sentence."""

    concern: Concern
    says: Sentence


def concerns(first: Decimal, second: Decimal, quantity: Quantity | None, rules: Weighing) -> tuple[Raised, ...]:
    """What two opened net weights of one exhibit give the supervisor to look at. `quantity`: None has no limits."""
    found = []
    difference, most = apart(first, second), allowed(max(first, second), rules.between)
    if difference > most:
        found.append(Raised(Concern.TOO_FAR_APART, say(
            gettext_noop("The two weights, {first} g and {second} g, are {difference} g apart; {most} g are allowed."),
            first=first, second=second, difference=difference, most=most)))  # fmt: skip
    if quantity is None:
        return tuple(found)
    bands = band_of(first, quantity), band_of(second, quantity)
    if bands[0].name != bands[1].name:
        found.append(Raised(Concern.DIFFERENT_BANDS, say(
            gettext_noop("The two weights, {first} g and {second} g, fall on two sides of a limit: {one}; {other}."),
            first=first, second=second, one=bands[0].label, other=bands[1].label)))  # fmt: skip
    near = {limit for grams in (first, second) if (limit := near_limit(grams, quantity, rules.near_limit)) is not None}
    found += [Raised(Concern.NEAR_LIMIT, say(gettext_noop("A weight is near the limit of {limit} g: {first} g, "
                                                          "{second} g."), limit=limit, first=first, second=second))
              for limit in sorted(near)]  # fmt: skip
    return tuple(found)


def quantity_of(drug: str, by_drug: Mapping[str, Quantity]) -> Quantity | None:
    """The limits for a drug; None where the country's data has none, which is no verdict about the law."""
    return by_drug.get(drug)
