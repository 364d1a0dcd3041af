"""The one line about care on the page of a case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from marga.country import Sentence, gettext_noop, say
from marga.ledger import LedgerError

from .handles import handle
from .models import CareNotice

#: What was told so long ago is no information any more: care may have ended it since, and could not be asked.
STALE = timedelta(days=7)
WORDS = {
    "attended": gettext_noop("in care since {day}, with consent; told on {told}"),
    "stopped": gettext_noop("care stopped on {day}; told with consent on {told}"),
    "completed": gettext_noop("care was completed on {day}; told with consent on {told}"),
}
#: The same for who never agreed, who took it back, and whose consent ran out.
NOTHING = gettext_noop("no information")


def lines(parties: Collection[str], day: date) -> dict[str, Sentence]:
    """What is shown of each of these people. One query."""
    found = {party: say(NOTHING) for party in parties}
    try:
        whose = {handle(party): party for party in parties}
    except LedgerError:  # the key is damaged: whose word is whose is not known, and the case must still be read
        return found
    for row in CareNotice.objects.filter(handle__in=list(whose), told__gte=day - STALE):
        found[whose[bytes(row.handle)]] = say(WORDS[row.word], day=row.day, told=row.told)
    return found
