"""What an audit of this side's ledger looks at besides the ledger: that the register is what the acts say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from marga.country import Sentence, gettext_noop, say
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences

MOST_TOLD = 100


def findings(progress: Callable[[int], object] = int) -> Iterator[Sentence]:
    """Each row of the register that is not what the acts say, the first ones. `progress` is told how many acts were
    gone through."""
    for number, one in enumerate(differences(progress)):
        if number == MOST_TOLD:
            says = gettext_noop("there may be more rows that are not what acts say: only the first {count} are told.")
            yield say(says, count=MOST_TOLD)
            return
        yield one.says


def notes() -> Iterator[Sentence]:
    """What was not compared, and so cannot be relied on. It is no finding."""
    if count := Act.objects.filter(kind="person.erased").count():
        says = gettext_noop("{count} people were lawfully erased: what stands of their cases cannot be made anew from "
                            "acts, and was not compared.")  # fmt: skip
        yield say(says, count=count)
