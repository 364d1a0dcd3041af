"""Alerts on their way to people who do not look at a page: by mail to an office, and without anybody's name.

Each is delivered once. A worker that died between handing it over and writing that down leaves it to another, who hands
it over with the same Message-ID: the same file in an outbox, and one message to most mail programs.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from marga.country.instants import Clock
from marga.enforcement.environment import alert_address

from .models import Alert
from .words import due_of, to_whom

BATCH = 200
#: How long a worker keeps what it is sending; another takes it after that.
HELD = timedelta(minutes=5)
LONGEST_WAIT = 60  # minutes between two tries
log = logging.getLogger(__name__)


def deliver(clock: Clock) -> int:
    """Send what was raised and is open still, at most `BATCH`. Returns how many were delivered.

    What fails is tried again after 1, 2, 4 … minutes, hourly at last, for as long as the alert is open.
    """
    due = Q(next_try=None) | Q(next_try__lte=clock.at)
    waiting = Alert.objects.filter(due, delivered=None, acknowledged=None, settled=None)
    done = 0
    for alert in waiting.order_by("raised", "pk").select_related("unit", "custody")[:BATCH]:
        if not Alert.objects.filter(due, pk=alert.pk, delivered=None).update(next_try=clock.at + HELD):
            continue  # another worker has it
        try:
            get_connection().send_messages([_message(alert)])
        except OSError as failed:
            _again(alert, clock, failed)
            if not isinstance(failed, SMTPException):
                break  # nobody answers; the others would wait as long for nothing
        else:
            Alert.objects.filter(pk=alert.pk).update(delivered=clock.at, next_try=None)
            done += 1
    return done


def _again(alert: Alert, clock: Clock, failed: OSError) -> None:
    wait = timedelta(minutes=min(2**alert.tries, LONGEST_WAIT) if alert.tries < 10 else LONGEST_WAIT)
    Alert.objects.filter(pk=alert.pk).update(tries=F("tries") + 1, next_try=clock.at + wait)
    log.warning("Alert %s was not delivered: %s.", alert.pk, type(failed).__name__)


def _message(alert: Alert) -> EmailMessage:
    """An alert in each language of the side. The person stands in it by the number of the case alone."""
    said = [_said(alert, code) for code, _name in settings.LANGUAGES]
    subject = " / ".join(subject for subject, _body in said)
    to = alert_address().format(to=alert.to, unit=alert.unit_id.lower())
    where = settings.LEDGER_NAME.partition("/")[0]
    return EmailMessage(subject, "\n\n".join(body for _subject, body in said), to=[to],
                        headers={"Message-ID": f"<alert-{alert.pk}@{where}>"})  # fmt: skip


def _said(alert: Alert, language: str) -> tuple[str, str]:
    with translation.override(language):
        subject = _("Soon") if alert.after_minutes < 0 else _("Overdue")
        lines: Sequence[str] = (
            f"{due_of(alert)}.",
            _("Custody {key}, held at {unit}.").format(key=alert.custody_id, unit=f"{alert.unit_id}, {alert.unit}"),
            _("This goes to: {to}. Sign in to the register, and answer under Alerts.").format(to=to_whom(alert)),
        )
        return f"{subject}: {alert.custody_id}", "\n".join(lines)
