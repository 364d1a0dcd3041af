"""Two bulletins beside each other: which numbers that both have differ, and what only one of them has."""

from __future__ import annotations

from dataclasses import dataclass

from .bulletin import Bulletin, Change
from .revising import changes


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one bulletin to another.

    changed       the counts that both have and that differ, in the order of the newer one
    same          counts that both show and that are equal
    added, gone   counts that only the newer, or only the older one has
    definitions   whether both count by the same definitions
    """

    older: Bulletin
    newer: Bulletin
    changed: tuple[Change, ...]
    same: int
    added: int
    gone: int
    definitions: bool


def compare(older: Bulletin, newer: Bulletin) -> Comparison:
    """Compare two bulletins number by number. Derived numbers follow from counts and are not compared."""
    before, now = older.counts(), newer.counts()
    both = before.keys() & now.keys()
    changed = tuple(changes(newer, [older]))
    return Comparison(
        older, newer, changed, len(both) - len(changed), len(now.keys() - both), len(before.keys() - both),
        older.definitions == newer.definitions,
    )  # fmt: skip
