"""Alerts of emergencies on their way to people who do not look at a page: by mail to an office, without anybody's name.

Each goes once to the office of its role, and once to the one above when nobody has answered in time. What fails is
tried again for as long as the alert is open. A worker that died over one leaves it to another, which sends it with the
same Message-ID.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from marga.care.environment import alert_address
from marga.country.instants import Clock

from .forms import ROLE_WORDS
from .models import AlertMail, EmergencyAlert

BATCH = 200
#: How long a worker keeps what it is sending; another takes it after that.
HELD = timedelta(minutes=5)
LONGEST_WAIT = 60  # minutes between two tries
log = logging.getLogger(__name__)


def deliver(clock: Clock) -> int:
    """Send the alerts that are open and were not sent yet. Returns how many were delivered."""
    return sum(_delivered(mail, clock) for mail in _due(clock))


def _due(clock: Clock) -> Iterator[AlertMail]:
    """What is to be sent now, each held for this worker."""
    open_ = EmergencyAlert.objects.filter(answered=None).select_related("emergency__centre").order_by("due", "key")
    for alert in open_[:BATCH]:
        for to in (alert.to, alert.then) if alert.due < clock.at else (alert.to,):
            mail, _made = AlertMail.objects.get_or_create(alert=alert, to=to)
            due = AlertMail.objects.filter(Q(next_try=None) | Q(next_try__lte=clock.at), pk=mail.pk, delivered=None)
            if due.update(next_try=clock.at + HELD):
                mail.alert = alert
                yield mail


def _delivered(mail: AlertMail, clock: Clock) -> bool:
    row = AlertMail.objects.filter(pk=mail.pk)
    try:
        get_connection().send_messages([_message(mail)])
    except OSError as failed:
        wait = min(2 ** min(mail.tries, 6), LONGEST_WAIT)
        row.update(tries=F("tries") + 1, next_try=clock.at + timedelta(minutes=wait))
        log.warning("Alert %s was not delivered: %s.", mail.pk, type(failed).__name__)
        return False
    row.update(delivered=clock.at, next_try=None)
    return True


def _message(mail: AlertMail) -> EmailMessage:
    """In each language of the side: which centre told a medical team, and nothing of whom."""
    emergency = mail.alert.emergency
    said = [_said(mail, code) for code, _name in settings.LANGUAGES]
    to = alert_address().format(to=mail.to, centre=emergency.centre_id.lower())
    where = settings.LEDGER_NAME.partition("/")[0]
    return EmailMessage(" / ".join(subject for subject, _body in said), "\n\n".join(body for _subject, body in said),
                        to=[to], headers={"Message-ID": f"<emergency-{mail.pk}@{where}>"})  # fmt: skip


def _said(mail: AlertMail, language: str) -> tuple[str, str]:
    with translation.override(language):
        centre = f"{mail.alert.emergency.centre_id}, {mail.alert.emergency.centre}"
        subject = _("A medical team was told in an emergency: {key}").format(key=mail.alert.emergency_id)
        lines = [_("At {centre} a medical team was told something without consent.").format(centre=centre)]
        if mail.to != mail.alert.to:
            lines.append(_("The {role} has not answered the alert in time.").format(role=ROLE_WORDS[mail.alert.to]))
        lines.append(_("Sign in to the care side, and answer under Emergencies."))
        return subject, "\n".join(lines)
