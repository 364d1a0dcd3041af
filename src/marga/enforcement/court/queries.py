"""What waits for the court, for an act upon a tip, or for a warrant to be served; and what links cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.utils.translation import gettext as _

from marga.country import load
from marga.enforcement.access import case_for, visible
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Case, Trace
from marga.enforcement.exhibits.models import Exhibit
from marga.enforcement.people.services import log_read
from marga.enforcement.rules.links import Graph, around, graph
from marga.enforcement.stations.models import Unit
from marga.site.paging import Cursor, page_of
from marga.site.refusals import NotFound
from marga.site.roles import check_may

from .models import CourtFile, Tip, Warrant

MOST = 100
FURTHEST, MOST_AROUND, LARGEST_TRACE = 3, 60, 51


@dataclass(frozen=True, slots=True)
class Waiting:
    """What nothing came of yet, at one unit: the oldest first, no more than MOST of each; and how many in all."""

    warrants: list[Warrant]
    tips: list[Tip]
    seizures: list[Case]
    counts: dict[str, int]


def waiting(who: Acting) -> Waiting:
    """Unserved warrants, unanswered tips, and seizures without a court file of the officer's unit."""
    check_may(who, "enforcement.court")
    warrants, tips, seizures = (rows.filter(unit=who.unit) for rows in _open(who).values())
    counts = {"warrants": warrants.count(), "tips": tips.count(), "seizures": seizures.count()}
    return Waiting(list(warrants.order_by("issued")[:MOST]), list(tips.order_by("received")[:MOST]),
                   list(seizures.order_by("recorded")[:MOST]), counts)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """What nothing came of yet at one unit, and since when the oldest of each waits; None where none does."""

    unit: Unit
    warrants: int
    tips: int
    seizures: int
    oldest_warrant: datetime | None
    oldest_tip: datetime | None
    oldest_seizure: datetime | None


#: What waits by its name in an address, and the time since when.
SINCE = {"warrants": "issued", "tips": "received", "seizures": "recorded"}


def waiting_by_unit(who: Acting) -> list[Counts]:
    """Unserved warrants, unanswered tips, and seizures without a court file, of each unit. Four queries.

    Raises NotAllowed for whoever is no inspector.
    """
    check_may(who, "enforcement.inspect")
    units = {unit.code: unit for unit in Unit.objects.order_by("code")}
    found = {what: _counted(rows, SINCE[what]) for what, rows in _open(who).items()}
    none = (0, None)
    lines = []
    for code, unit in units.items():
        warrants, tips, seizures = (found[what].get(code, none) for what in SINCE)
        lines.append(Counts(unit, warrants[0], tips[0], seizures[0], warrants[1], tips[1], seizures[1]))
    return lines


def _open(who: Acting) -> dict[str, QuerySet[Any]]:
    """What nothing came of yet, at all units. A seizure is counted once its file is late."""
    seized = Exists(Exhibit.objects.filter(case=OuterRef("pk")))
    due = who.clock.at - court_within()
    return {
        "warrants": Warrant.objects.filter(served__isnull=True, returned__isnull=True),
        "tips": Tip.objects.filter(answered__isnull=True),
        "seizures": Case.objects.filter(seized, court_sent__isnull=True, recorded__lt=due),
    }


def court_within() -> timedelta:
    """In which time the file of a seizure goes to a court."""
    return load(settings.MARGA_COUNTRY).enforcement.register.court_within


def _counted(rows: QuerySet[Any], since: str) -> dict[str, tuple[int, datetime]]:
    found = rows.values_list("unit").annotate(Count("pk"), Min(since)).order_by("unit")
    return {unit: (count, oldest) for unit, count, oldest in found}


def waiting_at(unit: str, what: str, who: Acting, after: Cursor | None) -> tuple[Unit, list[Any], Cursor | None]:
    """One of the lists of a unit, the oldest first, and where the next page begins. Two queries, and the read is kept.

    Raises NotAllowed for whoever is no inspector, NotFound.
    """
    check_may(who, "enforcement.inspect")
    found = Unit.objects.filter(pk=unit).first()
    if found is None or what not in SINCE:
        raise NotFound(_("There is no unit {unit}, or no such list.").format(unit=unit))
    rows, further = page_of(_open(who)[what].filter(unit=unit), SINCE[what], after)
    log_read(who, "page", detail=f"{what} of {unit}: {len(rows)}")
    return found, rows, further


def warrant_for(who: Acting, number: str, *, lock: bool = False) -> Warrant:
    """A warrant of the officer's unit; `lock`: for an act, until its transaction ends. Raises NotFound, NotAllowed."""
    check_may(who, "enforcement.court")
    warrants = Warrant.objects.select_for_update() if lock else Warrant.objects
    found = warrants.filter(pk=number, unit=who.unit).first()
    if found is None:
        raise NotFound(_("This unit has no warrant {number}.").format(number=number))
    return found


def tip_for(who: Acting, number: str, *, lock: bool = False) -> Tip:
    """A tip to the officer's unit; `lock`: for an act, until its transaction ends. Raises NotFound, NotAllowed."""
    check_may(who, "enforcement.court")
    tips = Tip.objects.select_for_update() if lock else Tip.objects
    found = tips.filter(pk=number, unit=who.unit).first()
    if found is None:
        raise NotFound(_("This unit has no tip {number}.").format(number=number))
    return found


def file_of(case: Case) -> CourtFile | None:
    """The file of a case that is at a court, or was there last."""
    return case.court_files.order_by("number").last()


@dataclass(frozen=True, slots=True)
class Net:
    """The cases around one: each with its steps away, and the traces that hold them together."""

    start: Case
    cases: dict[str, tuple[Case | None, int]]
    graph: Graph[str]
    shown: dict[tuple[str, str], str]


def net_around(number: str, who: Acting, steps: int = 2) -> Net:
    """What a case is linked with, up to three steps. A case that somebody may not read is a number and no more: what
    it shares with others is looked for only from cases that they may read.

    Raises NotFound, NotAllowed.
    """
    check_may(who, "enforcement.search")
    start = case_for(who, number)
    reached, rows = {start.number}, dict[tuple[str, str, str], str]()
    frontier = {start.number}
    for _step in range(min(steps, FURTHEST)):
        found_now = _further(frontier, rows) - reached
        reached |= found_now
        frontier = set(visible(who).filter(pk__in=found_now).values_list("pk", flat=True))
        if not frontier or len(reached) > MOST_AROUND:
            break
    found = graph((case, kind, value) for case, kind, value in rows)
    near = around(found, start.number, min(steps, FURTHEST))
    readable = visible(who).in_bulk(list(near))
    cases = {key: (readable.get(key), far) for key, far in sorted(near.items(), key=lambda one: (one[1], one[0]))}
    return Net(start, cases, found, {(kind, value): shown for (_case, kind, value), shown in rows.items()})


def _further(cases: set[str], rows: dict[tuple[str, str, str], str]) -> set[str]:
    """The cases that share a trace with these; their traces are added to `rows`. Two queries, each bounded."""
    own = list(
        Trace.objects.filter(case__in=cases).values_list("case_id", "kind", "value", "shown")[: MOST_AROUND * 10]
    )
    rows.update({(case, kind, value): shown for case, kind, value, shown in own})
    values = {value for _case, _kind, value, _shown in own}
    others = Trace.objects.filter(value__in=values).values_list("case_id", "kind", "value", "shown")
    found = list(others.order_by("value", "case_id")[: MOST_AROUND * LARGEST_TRACE])
    rows.update({(case, kind, value): shown for case, kind, value, shown in found})
    return {case for case, *_ in found}
