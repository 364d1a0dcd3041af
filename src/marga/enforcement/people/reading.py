"""Who read what, newest first. Reads by an inspector are shown to a unit only after a delay, so that an inspection is
not given away by it."""

from __future__ import annotations

from django.db.models import Q

from marga.enforcement.acts.services import Acting
from marga.enforcement.environment import inspector_delay
from marga.site.paging import Cursor, page_of
from marga.site.roles import may

from .models import Read


def reads(officer: str = "", case: str = "", after: Cursor | None = None) -> tuple[list[Read], Cursor | None]:
    """What an officer read, or what of a case, or everything; and where the next page begins. For inspectors."""
    rows = Read.objects.all()
    if officer:
        rows = rows.filter(officer=officer)
    if case:
        rows = rows.filter(case=case)
    return page_of(rows, "at", after, newest=True)


def reads_of_case(case: str, who: Acting, after: Cursor | None = None) -> tuple[list[Read], Cursor | None]:
    """Who read a case, as a supervisor of its unit may know it: inspectors' reads after the delay."""
    rows = Read.objects.filter(case=case)
    if not may(who, "enforcement.inspect"):
        rows = rows.filter(Q(by_inspector=False) | Q(at__lte=who.clock.at - inspector_delay()))
    return page_of(rows, "at", after, newest=True)
