"""One thing of the register that is not as the acts say, as data and as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from marga.country import Sentence, gettext_noop, say

MISSING = gettext_noop("{row} is missing; acts say that it is there.")
ADDED = gettext_noop("{row} was added; no act says that it is there.")
CHANGED = gettext_noop("{row}: {column} is “{stands}”, and acts say “{said}”.")
UNREADABLE = gettext_noop("{row} cannot be read: a column holds what it never could.")
READS = gettext_noop("{row}: {said} reads from {first} to {last} were entered together, and {stands} are there: one "
                     "was changed, added or taken out.")  # fmt: skip
NOT_CARRIED = gettext_noop("{row} cannot be carried over: it, or an act before it, was changed, added or taken out.")
OUT_OF_ORDER = gettext_noop("{row} stands in another order among the acts of its case than it was entered in.")
NOT_ERASED = gettext_noop("{row} is erased, and no act says that a person of its case was.")


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not as the acts say."""

    table: str
    key: str
    says: Sentence


def difference(model: type[models.Model], key: object, template: str, **values: object) -> Difference:
    """Of a row, named as whoever looks for it in the database finds it."""
    table, written = model._meta.db_table, " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
    return Difference(table, written, say(template, row=f"{table} {written}",
                                          **{name: shown(value) for name, value in values.items()}))  # fmt: skip


def shown(value: object) -> str:
    """A value in a sentence. Never a weight: who reads of an audit may be the second weigher."""
    return "…" if isinstance(value, bytes | Mapping | Decimal) else str(value)[:60]
