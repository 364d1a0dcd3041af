"""Acts with incidents and quality. One function an act; words are sealed before they are recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marga.care.access import stay_for
from marga.care.acts.services import Acting, record
from marga.care.centres.models import Centre, Ward, Worker
from marga.care.centres.services import own_centre
from marga.care.days import today
from marga.care.national import care, clinical
from marga.care.rules import safety as rules
from marga.care.sealing import seal
from marga.country import gettext_noop, say
from marga.country.instants import day_of
from marga.site.faults import Fault, by_field, one_of, refuse, too_long
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import check_may, may

from . import contents
from .models import Incident, QualityFinding

MOST_LETTERS = 4000


@dataclass(frozen=True, slots=True)
class Happened:
    """An incident as typed. `ward`, `stay`: "" where it was in none, and to nobody who stays."""

    kind: str
    at: datetime
    words: str
    place: str = ""
    done: str = ""
    ward: str = ""
    stay: str = ""


def record_incident(told: Happened, who: Acting) -> Incident:
    """Write down what happened at one's centre. Raises Faulty, NotFound, NotAllowed."""
    check_may(who, "care.treat")
    refuse(_incident_faults(told, who))
    with transaction.atomic():
        centre = own_centre(who.centre, who)
        if told.stay:
            stay_for(who, told.stay)
        key = f"{centre.code}.i{centre.incidents.count() + 1}"
        day = day_of(told.at, ZoneInfo(settings.TIME_ZONE))
        said = contents.IncidentRecorded(
            kind=told.kind, at=told.at, ward=told.ward or None, stay=told.stay or None,
            place=seal(told.place.strip(), "incident.place", key),
            words=seal(told.words.strip(), "incident.words", key), done=seal(told.done.strip(), "incident.done", key),
            review_due=rules.incident_due(day, clinical().incident.span),
        )  # fmt: skip
        record("incident.recorded", who, said, about=key)
        return Incident.objects.get(pk=key)


def review_incident(key: str, words: str, who: Acting) -> Incident:
    """The manager looked at what happened at the centre. Raises Faulty, WrongState, NotFound, NotAllowed."""
    check_may(who, "care.centre")
    if not words.strip():
        refuse([Fault("words", say(gettext_noop("Write what you found and what changes; it cannot be left out.")))])
    refuse(too_long("words", words, MOST_LETTERS))
    with transaction.atomic():
        own_centre(who.centre, who)
        incident = incident_for(who, key)
        if incident.reviewed is not None:
            raise WrongState(_("Somebody looked at this incident already."))
        told = contents.IncidentReviewed(words=seal(words.strip(), "incident.review", key))
        record("incident.reviewed", who, told, about=key)
        incident.refresh_from_db()
        return incident


def find_quality(
    centre: str, standard: str, finding: str, who: Acting, *, gap: str = "", owner: str = "", due: date | None = None
) -> QualityFinding:  # fmt: skip
    """How far a centre meets a standard: by its manager, or an inspector. What is not wholly met has what is missing,
    whoever mends it, and until when. Raises Faulty, NotFound, NotAllowed."""
    check_may_find(centre, who)
    refuse(_quality_faults(centre, standard, finding, owner))
    met = rules.Finding(finding)
    refuse(by_field(rules.gap_refusals(met, gap, owner, due, today(who))))
    refuse(too_long("gap", gap, MOST_LETTERS))
    left = met is not rules.Finding.MET
    with transaction.atomic():
        Centre.objects.select_for_update().get(pk=centre)
        told = contents.QualityFound(
            standard=standard, finding=finding, day=today(who), owner=owner if left else "", due=due if left else None,
            gap=seal(gap.strip(), f"quality.{standard}", centre) if left else "",
        )  # fmt: skip
        record("quality.found", who, told, about=centre, centre=centre)
        return QualityFinding.objects.get(centre=centre, standard=standard)


def check_may_find(centre: str, who: Acting) -> None:
    """Raises NotAllowed for who neither manages a centre nor inspects, NotFound for another's and for none."""
    if not may(who, "care.inspect"):
        check_may(who, "care.centre")
        if centre != who.centre:
            raise NotFound(_("This is not your centre."))
    if not Centre.objects.filter(pk=centre, closed=None).exists():
        raise NotFound(_("There is no open centre {code}.").format(code=centre))


def incident_for(who: Acting, key: str) -> Incident:
    """An incident at one's centre; of an inspector anywhere. Raises NotFound otherwise."""
    rows = Incident.objects.select_related("centre", "ward", "stay")
    if not may(who, "care.inspect"):
        rows = rows.filter(centre=who.centre) if reads_words(who.centre, who) else rows.none()
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no incident {number} at your centre.").format(number=key))
    return found


def reads_words(centre: str, who: Acting) -> bool:
    """Whether somebody reads what was written of incidents and gaps there, and not only that there are some."""
    return may(who, "care.inspect") or (centre == who.centre and (may(who, "care.treat") or may(who, "care.centre")))


def _incident_faults(told: Happened, who: Acting) -> list[Fault]:
    faults = one_of("kind", told.kind, care().incidents)
    if told.ward:
        faults += one_of("ward", told.ward, Ward.objects.filter(centre=who.centre).values_list("pk", flat=True))
    if not told.words.strip():
        faults.append(Fault("words", say(gettext_noop("Write what happened; it cannot be left out."))))
    for name in ("place", "words", "done"):
        faults += too_long(name, getattr(told, name), MOST_LETTERS)
    return faults + by_field(rules.incident_refusals(told.at, who.clock.at))


def _quality_faults(centre: str, standard: str, finding: str, owner: str) -> list[Fault]:
    faults = one_of("standard", standard, clinical().quality) + one_of("finding", finding, list(rules.Finding))
    if owner and not Worker.objects.filter(pk=owner, centre=centre, working=True).exists():
        faults.append(Fault("owner", say(gettext_noop("Choose somebody who works at this centre."))))
    return faults
