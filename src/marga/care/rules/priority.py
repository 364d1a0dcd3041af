"""Who comes first, by the country's rules, which everybody may read; and the reasons, which are kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from marga.country.care import PriorityRule


@dataclass(frozen=True, slots=True)
class Priority:
    """A class of urgency, 0 before 1, and every rule that gives this class, the reasons."""

    urgency: int
    reasons: tuple[int, ...]  # numbers of rules


def priority(flags: Collection[str], rules: Sequence[PriorityRule]) -> Priority:
    """The most urgent class of all rules that fit. The last rule fits everybody (`read_care` holds that)."""
    fitting = [rule for rule in rules if rule.fits(flags)]
    urgency = min(rule.urgency for rule in fitting)
    return Priority(urgency, tuple(rule.number for rule in fitting if rule.urgency == urgency))
