"""The cases of a prosecutor: those they were told of, with what waits for them in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Case, Party
from marga.enforcement.custody.models import Custody, Step
from marga.enforcement.people.models import Read
from marga.enforcement.people.services import log_read
from marga.site.paging import Cursor, page_of
from marga.site.roles import check_may

from .models import CourtFile

#: What may wait for a prosecutor, by its name in an address.
WAITS = {
    "unread": _("Told of, not read yet"), "asked": _("More time is asked for"),
    "court": _("File at a court, no decision written down"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case of a prosecutor. `told`: when they were; `asked`: since when more time is asked for, and in which custody;
    `held`: the custodies in it that have not ended, the next deadline first; `sent`: when its file went to a court."""

    case: Case
    told: datetime | None
    unread: bool
    asked: Sequence[Step]
    held: Sequence[Custody]
    sent: CourtFile | None


def own_cases(
    who: Acting, waits: str = "", after: Cursor | None = None
) -> tuple[list[OwnCase], Cursor | None]:  # fmt: skip
    """The cases that a prosecutor was told of, the newest first, and where the next page begins. Six queries, and the
    read is kept. `waits`: only those in which this waits, of `WAITS`. Raises NotAllowed.
    """
    check_may(who, "enforcement.prosecute")
    rows = _told(who)
    if waits in WAITS:
        rows = rows.filter(_waiting(who)[waits])
    page, further = page_of(rows, "recorded", after, newest=True)
    found = _lines(page, who)
    log_read(who, "page", detail=f"own cases: {len(found)}")
    return found, further


def counts(who: Acting) -> dict[str, int]:
    """In how many of their cases each thing waits for a prosecutor. Three queries. Raises NotAllowed."""
    check_may(who, "enforcement.prosecute")
    return {name: _told(who).filter(wanted).count() for name, wanted in _waiting(who).items()}


def _told(who: Acting) -> QuerySet[Case]:
    return Case.objects.filter(prosecutors__number=who.number)


def _waiting(who: Acting) -> dict[str, Q]:
    """Conditions on a case, one for each of `WAITS`."""
    read = Read.objects.filter(officer=who.number, case=OuterRef("pk"))
    asked = _unanswered().filter(custody__party__case=OuterRef("pk"))
    at_court = CourtFile.objects.filter(case=OuterRef("pk"), returned=None, result_at=None)
    return {"unread": ~Q(Exists(read)), "asked": Q(Exists(asked)), "court": Q(Exists(at_court))}


def _unanswered() -> QuerySet[Step]:
    """More time that was asked for, not permitted since, for somebody who is held still."""
    permitted = Step.objects.filter(custody=OuterRef("custody"), what="extended", recorded__gte=OuterRef("recorded"))
    return Step.objects.filter(~Exists(permitted), what="extension_asked", custody__ended=None)


def _lines(page: Sequence[Case], who: Acting) -> list[OwnCase]:
    """What waits in each of these cases. Five queries, however many."""
    numbers = [case.number for case in page]
    parties = dict(Party.objects.filter(case__in=numbers).values_list("key", "case"))
    told: dict[str, datetime] = {}
    notices = Step.objects.filter(custody__party__in=parties, what="prosecutor_told").select_related("custody")
    for step in notices.order_by("-done"):
        if step.said["number"] == who.number:
            told[parties[step.custody.party_id]] = step.done
    asked = _by_case(parties, _unanswered().filter(custody__party__in=parties).select_related("custody"))
    held: dict[str, list[Custody]] = defaultdict(list)
    still = Custody.objects.filter(party__in=parties, ended=None).select_related("party")
    for custody in still.order_by("next_due", "key"):
        held[parties[custody.party_id]].append(custody)
    read = set(Read.objects.filter(officer=who.number, case__in=numbers).values_list("case", flat=True))
    files = {one.case_id: one for one in CourtFile.objects.filter(case__in=numbers, returned=None, result_at=None)}
    return [
        OwnCase(case, told.get(case.pk), case.pk not in read, asked[case.pk], held[case.pk], files.get(case.pk))
        for case in page
    ]


def _by_case(parties: dict[str, str], steps: Iterable[Step]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        found[parties[step.custody.party_id]].append(step)
    return found
