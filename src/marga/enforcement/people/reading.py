"""Who read what, newest first. Reads by an inspector are shown to a unit only after a delay, so that an inspection is
not given away by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from marga.enforcement.acts.services import Acting
from marga.enforcement.environment import inspector_delay
from marga.site.roles import may

from .models import Read

PAGE = 50


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last read of a page, after which the next begins."""

    at: datetime
    pk: int

    def written(self) -> str:
        return f"{self.at.isoformat()}~{self.pk}"

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """None for what is no cursor."""
        at, _tilde, pk = text.partition("~")
        try:
            found = cls(datetime.fromisoformat(at), int(pk))
        except ValueError:
            return None
        return found if found.at.tzinfo is not None else None


def reads(officer: str = "", case: str = "", after: Cursor | None = None) -> tuple[list[Read], Cursor | None]:
    """What an officer read, or what of a case, or everything; and where the next page begins. For inspectors."""
    rows = Read.objects.all()
    if officer:
        rows = rows.filter(officer=officer)
    if case:
        rows = rows.filter(case=case)
    return _page(rows, after)


def reads_of_case(case: str, who: Acting, after: Cursor | None = None) -> tuple[list[Read], Cursor | None]:
    """Who read a case, as a supervisor of its unit may know it: inspectors' reads after the delay."""
    rows = Read.objects.filter(case=case)
    if not may(who, "enforcement.inspect"):
        rows = rows.filter(Q(by_inspector=False) | Q(at__lte=who.clock.at - inspector_delay()))
    return _page(rows, after)


def _page(rows: QuerySet[Read], after: Cursor | None) -> tuple[list[Read], Cursor | None]:
    if after is not None:
        rows = rows.filter(Q(at__lt=after.at) | Q(at=after.at, pk__lt=after.pk), at__lte=after.at)
    found = list(rows.order_by("-at", "-pk")[: PAGE + 1])
    page = found[:PAGE]
    return page, Cursor(page[-1].at, page[-1].pk) if len(found) > PAGE else None
