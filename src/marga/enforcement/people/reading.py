"""Who read what, newest first. Reads by an inspector are shown to a unit only after a delay, so that an inspection is
not given away by it."""

from __future__ import annotations

import re

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from marga.enforcement.acts.services import Acting
from marga.enforcement.environment import inspector_delay
from marga.site.paging import Cursor, page_of
from marga.site.roles import may

from .models import Read

#: What `log_read` keeps of a page, and how it reads. What is none of these is a number, or the key of a custody.
SHOWN = (
    (r"board: (?P<count>\d+)", _("held at the unit, {count} shown")),
    (r"board of all: (?P<count>\d+)", _("held at all units, {count} shown")),
    (r"board of (?P<unit>\S+): (?P<count>\d+)", _("held at {unit}, {count} shown")),
    (r"own cases: (?P<count>\d+)", _("own cases, {count} shown")),
    (r"warrants of (?P<unit>\S+): (?P<count>\d+)", _("warrants of {unit}, {count} shown")),
    (r"tips of (?P<unit>\S+): (?P<count>\d+)", _("tips of {unit}, {count} shown")),
    (r"seizures of (?P<unit>\S+): (?P<count>\d+)", _("seizures of {unit}, {count} shown")),
    (r"(?P<custody>\S+) interview (?P<number>\d+)", _("{custody}, interview {number}")),
)


def shown_in(detail: str) -> str:
    """What was shown of a page, in the language that is being read."""
    for pattern, says in SHOWN:
        if found := re.fullmatch(pattern, detail):
            return gettext(says).format(**found.groupdict())
    return detail


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
