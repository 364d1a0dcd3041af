"""Which records are of one person: those that merges connect, however many are between.

Each group is called after the least of its keys, so that the name of a person does not depend on who merged whom first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping


def persons(keys: Iterable[str], merges: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """For each key of a record, the least key of all that the merges connect it with. `merges`: pairs of keys."""
    joined: dict[str, set[str]] = defaultdict(set)
    for one, other in merges:
        joined[one].add(other)
        joined[other].add(one)
    least: dict[str, str] = {}
    for key in sorted({*keys, *joined}):
        waiting = [] if key in least else [key]
        while waiting:
            here = waiting.pop()
            if here not in least:
                least[here] = key
                waiting += joined[here]
    return least
