"""The tables of care made anew from the acts, in a database of their own, and compared with what stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction

from marga.site.acts.comparing import compare
from marga.site.acts.differing import CHANGED, NOT_ERASED, Difference, difference
from marga.site.acts.rereading import batches, carried
from marga.site.acts.scratch import scratch
from marga.site.ledgers.models import Entry

from .beside import beside
from .models import Act
from .projected import PROJECTED


def differences(progress: Callable[[int], object] = int) -> Iterator[Difference]:
    """Every row that is not what the acts say it is: acts first, then table by table.

    For a process of its own: meanwhile the default database of this process is a scratch one.
    """
    with scratch(PROJECTED):
        count = 0
        for acts in batches(Act):
            with transaction.atomic():
                found = [one for act in acts for one in _carried(act)]
            yield from found
            progress(count := count + len(acts))
        for model, key in PROJECTED.items():
            yield from compare(model, key, ())
        yield from beside()


def _carried(act: Act) -> Iterator[Difference]:
    if act.entry.wanted:  # nobody waits for a receipt of an act of care
        yield difference(Entry, act.entry_id, CHANGED, column="wanted", stands=True, said=False)
    if act.new is None:
        yield difference(Act, act.pk, NOT_ERASED)
    else:
        yield from carried(act)
