"""What an audit of this side's ledger looks at besides the ledger: that its tables are what the acts say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from marga.care.acts.replaying import differences
from marga.country import Sentence, gettext_noop, say

MOST_TOLD = 100


def findings(progress: Callable[[int], object] = int) -> Iterator[Sentence]:
    """Each row that is not what the acts say, the first ones. `progress` is told how many acts were gone through."""
    for number, one in enumerate(differences(progress)):
        if number == MOST_TOLD:
            says = gettext_noop("there may be more rows that are not what acts say: only the first {count} are told.")
            yield say(says, count=MOST_TOLD)
            return
        yield one.says


def notes() -> Iterator[Sentence]:
    """What was not compared, and so cannot be relied on: nothing here yet."""
    yield from ()
