"""What stands since something was told in an emergency, an alert was answered, or somebody looked at it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from marga.care.acts.models import Act
from marga.site.acts.kinds import kind

from . import contents
from .models import Emergency, EmergencyAlert


@kind("emergency.told", "emergency", gettext_noop("a medical team was told in an emergency"), contents.EmergencyTold)
def emergency_told(act: Act, told: contents.EmergencyTold) -> None:
    """The person sees it, and the alerts are out."""
    said = told.model_dump(exclude={"client", "fields", "alerts"})
    row = Emergency.objects.create(key=act.about, client_id=told.client, centre_id=act.centre,
                                   fields=list(told.fields), recorded=act.at, by=act.by, **said)  # fmt: skip
    for one in told.alerts:
        EmergencyAlert.objects.create(key=f"{row.pk}.{one.to}", emergency=row, **one.model_dump())


@kind("emergency.answered", "emergency", gettext_noop("an alert was answered"), contents.AlertAnswered)
def alert_answered(act: Act, told: contents.AlertAnswered) -> None:
    """It waits for nobody any more."""
    rows = EmergencyAlert.objects.filter(emergency=act.about, to=told.to)
    rows.update(answered=act.at, answered_by=act.by, note=told.note)


@kind("emergency.closed", "emergency", gettext_noop("an emergency was looked at and closed"), contents.EmergencyClosed)
def emergency_closed(act: Act, told: contents.EmergencyClosed) -> None:
    """Nothing more is handed over."""
    Emergency.objects.filter(pk=act.about).update(closed=act.at, closed_by=act.by, closing=told.words)
