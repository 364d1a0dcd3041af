"""What the check found: sentences with the figures they are about, and what would mend each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from marga.country import Sentence

from .intervals import Interval, tidied
from .reports import Figure

#: Each rule and what breaking it means: "error" cannot be true, "warning" misleads, "note" is worth knowing.
SEVERITIES = ("error", "warning", "note")
RULES = (
    "parts-whole", "subset", "rate", "growth", "share", "period", "unit", "same-number", "between-bodies",
    "later-revision", "called", "claim",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Repair:
    """One figure, its printed value, and the values in its own unit that would mend what is wrong."""

    figure: str
    printed: Decimal
    would_be: Interval


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `cores` are sets of figures that cannot all be true as printed."""

    rule: str
    severity: str
    figures: tuple[str, ...]
    message: Sentence
    repairs: tuple[Repair, ...] = ()
    cores: tuple[frozenset[str], ...] = ()
    claim: str = ""


def repair(figure: Figure, would_be: Interval) -> Repair | None:
    """A repair from an interval in the figure's own unit; None where no value of its kind would mend it.

    A count is whole: its interval is narrowed to whole numbers. Nothing but a change can be below 0.
    """
    low, high = would_be.low, would_be.high
    if figure.unit.exact and figure.kind != "rate":
        low = None if low is None else low.to_integral_value(ROUND_CEILING)
        high = None if high is None else high.to_integral_value(ROUND_FLOOR)
    if figure.kind != "change":
        if high is not None and high < 0:
            return None
        low = Decimal(0) if low is None else max(low, Decimal(0))
    if low is not None and high is not None and low > high:
        return None
    return Repair(figure.ref, figure.value, Interval(_short(low), _short(high)))


def repairs(made: Iterable[Repair | None]) -> tuple[Repair, ...]:
    return tuple(one for one in made if one is not None)


def _short(value: Decimal | None) -> Decimal | None:
    """At most 4 digits after the point: no published figure has more."""
    return None if value is None else tidied(value, 4)
