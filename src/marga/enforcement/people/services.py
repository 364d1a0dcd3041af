"""Acts with people over cases; and that somebody read of people, which is no act but is kept as well."""

from __future__ import annotations

from marga.enforcement.acts.services import Acting
from marga.site.roles import may

from .models import Read


def log_read(who: Acting, what: str, *, case: str = "", detail: str = "") -> None:
    """Keep that somebody was shown people of a case.

    what     page, search, api, export or receipt
    detail   how many, never who was looked for
    """
    Read.objects.create(at=who.clock.at, officer=who.number, unit=who.unit, case=case, what=what, detail=detail,
                        by_inspector=may(who, "enforcement.inspect"))  # fmt: skip
