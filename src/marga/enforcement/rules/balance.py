"""Mass balance: what was seized must be what was sampled, destroyed and is still held, within tolerance.

Drugs are said to leave the evidence room. No single weighing shows that; the sum from seizure to destruction does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from marga.country import Sentence, gettext_noop, say
from marga.country.enforcement import Tolerance

from .bands import EXACT


@dataclass(frozen=True, slots=True)
class Balance:
    """All in grams. `missing`: seized less what is accounted for; below 0 when more is there than was seized."""

    seized: Decimal
    sampled: Decimal
    destroyed: Decimal
    held: Decimal
    missing: Decimal
    allowed: Decimal

    @property
    def beyond(self) -> bool:
        """Whether more is missing, or too much, than weighing so often explains."""
        return self.missing.copy_abs() > self.allowed


def balance(
    seized: Decimal, sampled: Sequence[Decimal], destroyed: Sequence[Decimal], held: Sequence[Decimal],
    tolerance: Tolerance,
) -> Balance:  # fmt: skip
    """The balance of one exhibit, or of all of a store.

    seized      the second, blind, net weight; of a store their sum
    sampled, destroyed, held   each weighing of a part, net; `held` as it was weighed last
    tolerance   its grams are granted for each weighing in the sum, its percent of what was seized; whichever is more
    """
    there = _sum(sampled), _sum(destroyed), _sum(held)
    weighings = 1 + len(sampled) + len(destroyed) + len(held)
    missing = EXACT.subtract(_part(seized), _sum(there))
    grams = EXACT.multiply(tolerance.grams, Decimal(weighings))
    percent = EXACT.multiply(seized, tolerance.percent).scaleb(-2, EXACT)
    return Balance(seized, *there, missing, max(grams, percent).normalize(EXACT))


def of_exhibit(
    seized: Decimal, later: Sequence[tuple[str, Decimal]], tolerance: Tolerance
) -> Balance | None:  # fmt: skip
    """The balance of one exhibit from all that was weighed since, or None while nothing was that could be compared.

    later   in the order of time: "sampled", "held" or "destroyed", and net grams. What was sampled after the exhibit
            was last weighed is taken off that weight; nothing is held of what was destroyed.
    """
    sampled = [net for what, net in later if what == "sampled"]
    gone = [net for what, net in later if what == "destroyed"]
    held: Decimal | None = None
    for what, net in later:
        if what == "held":
            held = net
        elif what == "sampled" and held is not None:
            held = max(EXACT.subtract(held, net), Decimal(0))
    if gone:
        return balance(seized, sampled, gone, [], tolerance)
    return None if held is None else balance(seized, sampled, [], [held], tolerance)


def said(found: Balance) -> Sentence:
    """The balance in a sentence; grams with no noughts behind them."""
    missing, seized, allowed = (one.normalize(EXACT) for one in (found.missing, found.seized, found.allowed))
    if not found.beyond:
        return say(gettext_noop("The weights add up: of {seized} g seized, {there} g are accounted for."),
                   seized=seized, there=EXACT.subtract(seized, missing).normalize(EXACT))  # fmt: skip
    if missing > 0:
        return say(gettext_noop("{missing} g are missing of {seized} g seized; weighing explains {allowed} g."),
                   missing=missing, seized=seized, allowed=allowed)  # fmt: skip
    return say(gettext_noop("{more} g more are there than the {seized} g seized; weighing explains {allowed} g."),
               more=missing.copy_negate(), seized=seized, allowed=allowed)  # fmt: skip


def _sum(weights: Sequence[Decimal]) -> Decimal:
    return reduce(EXACT.add, (_part(weight) for weight in weights), Decimal(0))


def _part(grams: Decimal) -> Decimal:
    """A weight of a part; a sum of many may be more than one exhibit can weigh."""
    if not isinstance(grams, Decimal) or not grams.is_finite() or grams < 0:
        raise ValueError(f"{grams!r} is no weight in grams")
    return grams
