"""What an audit of this side's ledger looks at besides the ledger: that the register is what the acts say."""

from __future__ import annotations

from collections.abc import Iterator

from marga.country import Sentence
from marga.enforcement.acts.replaying import differences

MOST_TOLD = 100


def findings() -> Iterator[Sentence]:
    """Each row of the register that is not what the acts say, the first ones."""
    for number, one in enumerate(differences()):
        if number == MOST_TOLD:
            return
        yield one.says
