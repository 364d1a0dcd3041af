"""What pages show of safety and quality, bounded and by index."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from marga.care.acts.services import Acting
from marga.care.centres.models import Centre
from marga.care.days import today
from marga.care.national import clinical
from marga.care.sealing import opened
from marga.country.clinical import Standard

from .models import Incident, QualityFinding
from .services import reads_words

SHOWN = 50
#: The ministry's list counts incidents of so many days.
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class StandardLine:
    """A standard of the country's, how far it is met, and the gap in the clear for who reads it."""

    standard: Standard
    found: QualityFinding | None
    gap: str
    late: bool


@dataclass(frozen=True, slots=True)
class CentreSafety:
    """A centre: its last incidents, each with whether the manager is late to look at it, and its standards."""

    centre: Centre
    incidents: list[tuple[Incident, bool]]
    standards: list[StandardLine]
    words: bool


@dataclass(frozen=True, slots=True)
class CentreLine:
    """A centre in the ministry's list. `lately`: incidents of thirty days; `open`: those nobody looked at; `late`: of
    these overdue; `gaps`: standards that are not wholly met; `gaps_late`: overdue; `looked`: standards looked at."""

    centre: Centre
    lately: int
    open: int
    late: int
    looked: int
    gaps: int
    gaps_late: int


@dataclass(frozen=True, slots=True)
class SafetyToday:
    """What waits for the manager: incidents nobody looked at, and gaps whose day is over."""

    incidents: list[tuple[Incident, bool]]
    gaps: list[tuple[QualityFinding, Standard]]


def centre_safety(centre: Centre, who: Acting) -> CentreSafety:
    """One centre. Two questions."""
    day, words = today(who), reads_words(centre.code, who)
    found = {one.standard: one for one in centre.findings.all()}
    return CentreSafety(
        centre, [(one, _late(one, day)) for one in centre.incidents.select_related("ward").order_by("-at")[:SHOWN]],
        [_standard(one, found.get(one.name), day, words) for one in clinical().quality.values()], words,
    )  # fmt: skip


def all_centres(who: Acting) -> list[CentreLine]:
    """Every open centre, those with something overdue first. Three questions."""
    day = today(who)
    lately, left, late = Counter[str](), Counter[str](), Counter[str]()
    rows = Incident.objects.filter(centre__closed=None)
    lately.update(rows.filter(at__gte=who.clock.at - LATELY).values_list("centre", flat=True))
    for code, review_due in rows.filter(reviewed=None).values_list("centre", "review_due"):
        left[code] += 1
        late[code] += review_due < day
    looked, gaps, gaps_late = Counter[str](), Counter[str](), Counter[str]()
    for code, due in QualityFinding.objects.filter(centre__closed=None).values_list("centre", "due"):
        looked[code] += 1
        gaps[code] += due is not None
        gaps_late[code] += due is not None and due < day
    lines = [
        CentreLine(one, lately[one.code], left[one.code], late[one.code], looked[one.code], gaps[one.code],
                   gaps_late[one.code])
        for one in Centre.objects.filter(closed=None)
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (-line.late - line.gaps_late, -line.open, line.centre.code))


def of_today(who: Acting) -> SafetyToday:
    """What the first page of a centre says of safety. Two questions."""
    day, standards = today(who), clinical().quality
    left = Incident.objects.filter(centre=who.centre, reviewed=None).order_by("review_due", "key")[:SHOWN]
    late = QualityFinding.objects.filter(centre=who.centre, due__lt=day).order_by("due", "standard")[:SHOWN]
    return SafetyToday([(one, _late(one, day)) for one in left],
                       [(one, standards[one.standard]) for one in late if one.standard in standards])  # fmt: skip


def incident_words(incident: Incident) -> dict[str, str]:
    """What was written of an incident, in the clear."""
    names = ("place", "words", "done", "review")
    return {name: opened(getattr(incident, name), f"incident.{name}", incident.key) for name in names}


def gap_words(found: QualityFinding) -> str:
    """What is missing, in the clear."""
    return opened(found.gap, f"quality.{found.standard}", found.centre_id)


def _late(incident: Incident, day: date) -> bool:
    return incident.reviewed is None and incident.review_due < day


def _standard(standard: Standard, found: QualityFinding | None, day: date, words: bool) -> StandardLine:
    late = found is not None and found.due is not None and found.due < day
    return StandardLine(standard, found, gap_words(found) if found is not None and words else "", late)
