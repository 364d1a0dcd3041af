"""What explains that some values do not stand where they should: a swap, one added, one taken out, or a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from . import findings
from .findings import Finding

MOST = 1000  # that are kept to be explained


@dataclass
class Mismatches:
    """Places whose value is not the expected one; what is said of two that were swapped, and of one that changed."""

    swapped: Callable[[int, int], Finding]
    changed: Callable[[int], Finding]
    values: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)  # place -> (made, expected)

    def add(self, place: int, made: bytes, expected: bytes) -> None:
        if len(self.values) < MOST:
            self.values[place] = made, expected

    def found(self) -> list[Finding]:
        """One finding for each cause, in order. Behind one that moved all others along, nothing more can be told."""
        where = {expected: place for place, (_, expected) in self.values.items()}
        told: list[Finding] = []
        done: set[int] = set()
        for place, (made, expected) in sorted(self.values.items()):
            other = where.get(made)
            if place in done:
                continue
            if other is not None and self.values[other][0] == expected:
                told.append(self.swapped(place, other))
                done.add(other)
            elif self.values.get(place + 1, (b"", b""))[0] == expected:
                return [*told, findings.entry_added(place)]
            elif self.values.get(place + 1, (b"", b""))[1] == made:
                return [*told, findings.entry_missing(place)]
            else:
                told.append(self.changed(place))
        return told
