"""Alerts of emergencies on their way to people who do not look at a page: by mail to an office, without anybody's name.

Each goes once to the office of its role, and once to the one above when nobody has answered in time.
"""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from marga.care.environment import alert_address
from marga.country.instants import Clock
from marga.site import mailing

from .forms import ROLE_WORDS
from .models import AlertMail, EmergencyAlert


def deliver(clock: Clock) -> int:
    """Send the alerts that are open and were not sent yet. Returns how many were delivered."""
    open_ = EmergencyAlert.objects.filter(answered=None)
    _owe(open_, "to")
    _owe(open_.filter(due__lt=clock.at), "then")
    owed = AlertMail.objects.filter(alert__answered=None).select_related("alert__emergency__centre")
    return mailing.deliver(owed.order_by("alert__due", "pk"), _message, clock)[0]


def _owe(alerts: QuerySet[EmergencyAlert], role: str) -> None:
    """A mail to the office of a role, a column of the alert, for each of these that has none."""
    new = alerts.exclude(Exists(AlertMail.objects.filter(alert=OuterRef("pk"), to=OuterRef(role)))).values_list(
        "pk", role
    )
    AlertMail.objects.bulk_create([AlertMail(alert_id=key, to=to) for key, to in new], ignore_conflicts=True)


def _message(mail: AlertMail) -> EmailMessage:
    """In each language of the side: which centre told a medical team, and nothing of whom."""
    said = [_said(mail, code) for code, _name in settings.LANGUAGES]
    to = alert_address().format(to=mail.to, centre=mail.alert.emergency.centre_id.lower())
    return mailing.mail(f"emergency-{mail.pk}", said, to)


def _said(mail: AlertMail, language: str) -> tuple[str, str]:
    with translation.override(language):
        centre = f"{mail.alert.emergency.centre_id}, {mail.alert.emergency.centre}"
        subject = _("A medical team was told in an emergency: {key}").format(key=mail.alert.emergency_id)
        lines = [_("At {centre} a medical team was told something without consent.").format(centre=centre)]
        if mail.to != mail.alert.to:
            lines.append(_("The {role} has not answered the alert in time.").format(role=ROLE_WORDS[mail.alert.to]))
        lines.append(_("Sign in to the care side, and answer under Emergencies."))
        return subject, "\n".join(lines)
