"""What stands since an act with an incident or with quality."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from marga.care.acts.models import Act
from marga.site.acts.kinds import kind

from . import contents
from .models import Incident, QualityFinding


@kind("incident.recorded", "incident", gettext_noop("an incident was written down"), contents.IncidentRecorded)
def incident_recorded(act: Act, told: contents.IncidentRecorded) -> None:
    """It waits for the manager."""
    said = told.model_dump(exclude={"ward", "stay"})
    Incident.objects.create(key=act.about, centre_id=act.centre, ward_id=told.ward, stay_id=told.stay, by=act.by,
                            recorded=act.at, **said)  # fmt: skip


@kind("incident.reviewed", "incident", gettext_noop("an incident was looked at"), contents.IncidentReviewed)
def incident_reviewed(act: Act, told: contents.IncidentReviewed) -> None:
    """The manager looked at it."""
    Incident.objects.filter(pk=act.about).update(reviewed=act.at, reviewed_by=act.by, review=told.words)


@kind("quality.found", "centre", gettext_noop("a standard of quality was looked at"), contents.QualityFound)
def quality_found(act: Act, told: contents.QualityFound) -> None:
    """The last finding counts; the ones before are in the ledger."""
    said = told.model_dump(exclude={"standard"}) | {"by": act.by}
    QualityFinding.objects.update_or_create(centre_id=act.centre, standard=told.standard, defaults=said)
