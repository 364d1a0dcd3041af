"""Reads of custody: the board of all now held, and one custody with everything done. A fixed number of queries each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext

from marga.country import load, write
from marga.country.instants import Clock
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Charge
from marga.enforcement.people.services import log_read
from marga.enforcement.rules import deadlines as rules
from marga.enforcement.rules.custody import Stay, lawyer_from
from marga.enforcement.rules.deadlines import Standing, Subject
from marga.enforcement.stations.models import Unit
from marga.site.clock import behind
from marga.site.paging import Cursor, page_of
from marga.site.roles import check_may, may
from marga.site.writing import writer

from .access import custody_for
from .interviews import Interview, interviews_of
from .models import Alert, Custody, Step
from .reckoning import counts, law, stays
from .words import MISSING, Said, StepSaid, away, deadline_said, step_said, when

MOST = 500  # rows of a board; a unit that holds more people than this has other worries, and is told


def stay_of(custody: Custody) -> Stay:
    """A custody as rules take it: from its steps, the person's charges and age."""
    return stays([custody])[0][0]


@dataclass(frozen=True, slots=True)
class Line:
    """One person on the board. `overdue`: everything that is; `next`: what comes first; `review`: the next review."""

    custody: Custody
    standing: Said | None
    away: str
    overdue: Sequence[Said]
    review: Said | None
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class Board:
    """All who are held at a unit now, those with the earliest deadline first. `more`: how many are not listed."""

    lines: Sequence[Line]
    held: int
    more: int
    clock: Clock
    behind: str

    @property
    def next(self) -> Line | None:
        """The first deadline of all."""
        return next((line for line in self.lines if line.standing), None)


def board(who: Acting) -> Board:
    """Who is held at the officer's unit now. Raises NotAllowed."""
    check_may(who, "enforcement.custody")
    held = Custody.objects.filter(unit=who.unit, ended=None).select_related("party")
    rows = list(held.order_by("next_due", "key")[: MOST + 1])
    total = len(rows) if len(rows) <= MOST else held.count()
    rows = rows[:MOST]
    lines = _lines(rows, who.clock)
    log_read(who, "page", detail=f"board: {len(lines)}")
    return Board(lines, total, total - len(lines), who.clock, behind(who.clock))


def _lines(rows: Sequence[Custody], clock: Clock) -> list[Line]:
    """Custodies as a board shows them, the earliest deadline first. Two queries."""
    found = {
        custody.key: (custody, stay, steps)
        for custody, (stay, steps) in zip(rows, stays(rows, ("wish", "wish_told")), strict=True)
    }
    sorted_rows = rules.board(((key, stay) for key, (_custody, stay, _steps) in found.items()), law(), clock)
    return [_line(found[row.key][0], row, found[row.key][2], clock) for row in sorted_rows]


@dataclass(frozen=True, slots=True)
class Everywhere:
    """A page of all who are held now. `units`: each unit that holds somebody, how many, of how many a deadline has
    passed, and of how many something was written down late; `held`, `overdue`, `written_late`: the same of all that are
    asked for."""

    lines: Sequence[Line]
    units: Sequence[tuple[Unit, int, int, int]]
    held: int
    overdue: int
    written_late: int
    further: Cursor | None
    clock: Clock
    behind: str


def everywhere(who: Acting, unit: str = "", after: Cursor | None = None) -> Everywhere:
    """Who is held now at all units, or at one: for an inspector. Five queries, however many are held.

    Pages follow the deadline that was next when something was last recorded of a person. Of whom a review was missed
    since, it stays the missed one: who was longest forgotten stands first. Raises NotAllowed.
    """
    check_may(who, "enforcement.inspect")
    units = held_by_unit(who)
    held = Custody.objects.filter(ended=None).select_related("party", "unit")
    if unit:
        held = held.filter(unit=unit)
    page, further = page_of(held, "next_due", after)
    lines = {line.custody.key: line for line in _lines(page, who.clock)}
    log_read(who, "page", detail=f"board of {unit or 'all'}: {len(page)}")
    asked = [one for one in units if not unit or one[0].code == unit]
    return Everywhere(
        [lines[custody.key] for custody in page], units, sum(one[1] for one in asked), sum(one[2] for one in asked),
        sum(one[3] for one in asked), further, who.clock, behind(who.clock),
    )  # fmt: skip


def held_by_unit(who: Acting) -> list[tuple[Unit, int, int, int]]:
    """Each unit that holds somebody, how many it holds, of how many a deadline has passed, and of how many something
    was written down late. Two queries.

    Raises NotAllowed.
    """
    check_may(who, "enforcement.inspect")
    counts = Custody.objects.filter(ended=None).values_list("unit").order_by("unit").annotate(
        held=Count("key"), overdue=Count("key", filter=Q(next_due__lt=who.clock.at)),
        late=Count("key", filter=Q(written_late__gt=0)))  # fmt: skip
    found = {unit: (held, overdue, late) for unit, held, overdue, late in counts}
    return [(unit, *found[unit.code]) for unit in Unit.objects.filter(pk__in=found).order_by("code")]


def _line(custody: Custody, row: rules.Row[str], steps: Sequence[Step], clock: Clock) -> Line:
    found = rules.deadlines(row.stay, law(), clock)
    still = [deadline for deadline in found if deadline.is_open]
    review = next((one for one in still if one.subject is Subject.REVIEW), None)
    missing = [str(MISSING[one.subject]) for one in still if one.subject in MISSING]
    missing += _unfinished(steps)
    missed = sum(one.standing is Standing.MISSED for one in found)
    if missed:
        missing.append(gettext("reviews missed: {count}").format(count=missed))
    if custody.written_late:
        missing.append(gettext("written down late: {count}").format(count=custody.written_late))
    coming = row.next
    return Line(
        custody, None if coming is None else deadline_said(coming, clock),
        "" if coming is None else away(coming, clock), [deadline_said(one, clock) for one in row.overdue],
        None if review is None else deadline_said(review, clock), missing,
    )  # fmt: skip


def _unfinished(steps: Sequence[Step]) -> list[str]:
    """What was begun in a custody and waits to be done."""
    found = []
    wishes = [step for step in steps if step.what == "wish"]
    told = [step for step in steps if step.what == "wish_told" and step.said["reached"]]
    if wishes and wishes[-1].said["name"] and not any(one.done >= wishes[-1].done for one in told):
        found.append(gettext("the person’s choice not told"))
    reviews = [step for step in steps if step.what == "reviewed"]
    if reviews and reviews[-1].said["decision"] == "release":
        found.append(gettext("to be released, as the review decided"))
    return found


@dataclass(frozen=True, slots=True)
class Page:
    """One custody with all that is due and was done. `keeps`: whoever reads may record what is done in it."""

    custody: Custody
    stay: Stay
    deadlines: Sequence[Said]
    steps: Sequence[StepSaid]
    interviews: Sequence[Interview]
    charges: Sequence[str]
    others: Sequence[Custody]
    alerts: Sequence[Alert]
    lawyer: str
    lawyer_verified: bool
    keeps: bool
    reviews: bool
    behind: str


def custody_page(key: str, who: Acting) -> Page:
    """A custody and everything done in it, the newest first; the read is logged. Raises NotFound."""
    custody = custody_for(who, key)
    stay, _steps = stays([custody])[0]
    chain = [one for one in Custody.objects.filter(party=custody.party_id) if one.arrived == custody.arrived]
    counted = [one.pk for one in chain if counts(one, custody)]
    steps = list(Step.objects.filter(custody__in=counted).order_by("-done", "-pk"))
    log_read(who, "page", case=custody.party.case_id, detail=custody.key)
    keeps = custody.unit_id == who.unit and may(who, "enforcement.custody")
    found = rules.deadlines(stay, law(), who.clock)
    return Page(
        custody, stay, [deadline_said(one, who.clock) for one in found], [step_said(step) for step in steps],
        interviews_of([step for step in steps if step.custody_id == custody.key]), _charges(custody),
        [one for one in chain if one.pk != custody.pk], list(Alert.objects.filter(custody=custody).order_by("pk")),
        when(lawyer_from(stay, law())), not law().lawyer_basis.unverified, keeps,
        custody.unit_id == who.unit and may(who, "enforcement.review"), behind(who.clock),
    )  # fmt: skip


def _charges(custody: Custody) -> list[str]:
    known = load(settings.MARGA_COUNTRY).enforcement.offences.offences
    last = {charge.line: charge.offence for charge in Charge.objects.filter(party=custody.party_id).order_by("version")}
    return [write(known[offence].label, writer()) for offence in last.values() if offence in known]


def interview_page(key: str, number: int, who: Acting) -> tuple[Custody, Interview | None]:
    """One interview of a custody, with every version of each page; the read is logged. Raises NotFound."""
    custody = custody_for(who, key)
    steps = Step.objects.filter(custody=custody, what__in=("interviewed", "interview_changed"))
    found = next((one for one in interviews_of(list(steps)) if one.number == number), None)
    log_read(who, "page", case=custody.party.case_id, detail=f"{custody.key} interview {number}")
    return custody, found
