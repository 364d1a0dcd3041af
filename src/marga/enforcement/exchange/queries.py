"""What programs read: cases page by page, and one case with its people. Every answer is written down as read."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from marga.enforcement.access import case_for, visible
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Case
from marga.enforcement.cases.services import zone
from marga.enforcement.people.services import log_read
from marga.site.paging import Cursor, behind
from marga.site.refusals import NotFound
from marga.site.roles import check_may


def case_page(
    who: Acting, *, unit: str, offence: str, since: date | None, until: date | None, after: str, limit: int
) -> list[Case]:  # fmt: skip
    """Cases that somebody may read, the latest first, `limit` of them behind the case `after`. Raises NotFound."""
    check_may(who, "enforcement.read")
    found = visible(who)
    if after:
        last = visible(who).filter(pk=after).first()
        if last is None:
            raise NotFound(_("There is no case {number} that you may read.").format(number=after[:40]))
        found = behind(found, "recorded", Cursor(last.recorded, last.number), newest=True)
    if unit:
        found = found.filter(unit=unit)
    if offence:
        found = found.filter(offence=offence)
    if since:
        found = found.filter(recorded__gte=datetime.combine(since, time(), zone()))
    if until:
        found = found.filter(recorded__lte=datetime.combine(until, time.max, zone()))
    page = list(found.order_by("-recorded", "-number")[:limit])
    log_read(who, "api", detail=str(len(page)))
    return page


def case_whole(who: Acting, number: str) -> dict[str, Any]:
    """A case with its people, every version of their charges, and its exhibits without a weight. Raises NotFound."""
    check_may(who, "enforcement.read")
    case = case_for(who, number)
    people = case.parties.prefetch_related("charges", "property", "custodies").order_by("number")
    exhibits = list(case.exhibits.order_by("number"))
    log_read(who, "api", case=case.number)
    return {"case": case, "people": list(people), "exhibits": exhibits,
            "officers": [one.officer for one in case.officers.order_by("officer")]}  # fmt: skip
