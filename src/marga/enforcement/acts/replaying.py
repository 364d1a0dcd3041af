"""The register made anew from the acts, in a database of its own, and compared with what stands.

The ledger proves the acts. What stands follows from them; so a charge, a weight or a name that was changed in its
table, behind the application's back, is found here: by table, key and column. Memory does not grow with the register:
acts are carried over in batches to a file, and tables are read side by side in the order of their keys.
"""

from __future__ import annotations

from collections.abc import Iterator

from marga.site.acts.comparing import compare
from marga.site.acts.differing import Difference
from marga.site.acts.scratch import scratch

from .beside import beside
from .carrying import Carrying, Progress
from .projected import PROJECTED

__all__ = ["Difference", "differences"]


def differences(progress: Progress = int) -> Iterator[Difference]:
    """Every row of the register that is not what the acts say it is: acts first, then table by table.

    progress   is told how many acts were carried over

    For a process of its own: meanwhile the default database of this process is a scratch one.
    """
    with scratch(PROJECTED):
        carrying = Carrying()
        yield from carrying.all(progress)
        for model, key in PROJECTED.items():
            yield from compare(model, key, carrying.erased)
        yield from beside(carrying.erased)
