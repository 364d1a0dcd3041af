"""Alerts on their way to people who do not look at a page: by mail to an office, and without anybody's name.

Each is delivered once. A worker that died between handing it over and writing that down leaves it to another, who hands
it over with the same Message-ID: the same file in an outbox, and one message to most mail programs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from smtplib import SMTPException
from typing import TypeVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from marga.country.instants import Clock
from marga.enforcement.environment import alert_address
from marga.enforcement.stations import alerting as unit_alerting
from marga.enforcement.stations.models import UnitAlert

from .models import Alert
from .words import due_of, to_whom

BATCH = 200
#: How long a worker keeps what it is sending; another takes it after that.
HELD = timedelta(minutes=5)
LONGEST_WAIT = 60  # minutes between two tries
log = logging.getLogger(__name__)
Told = TypeVar("Told", Alert, UnitAlert)


def deliver(clock: Clock) -> int:
    """Send what was raised and is open still, at most `BATCH` of each kind. Returns how many were delivered.

    What fails is tried again after 1, 2, 4 … minutes, hourly at last, for as long as the alert is open.
    """
    of_people = Alert.objects.filter(acknowledged=None, settled=None).select_related("unit", "custody")
    of_units = UnitAlert.objects.filter(settled=None).select_related("unit")
    done, answers = _delivered(of_people, _message, clock)
    if answers:
        done += _delivered(of_units, _unit_message, clock)[0]
    return done


def _delivered(
    open_: QuerySet[Told], message: Callable[[Told], EmailMessage], clock: Clock
) -> tuple[int, bool]:  # fmt: skip
    """Send these. Returns how many were delivered, and whether anybody answers who takes mail."""
    due = Q(next_try=None) | Q(next_try__lte=clock.at)
    done = 0
    for alert in open_.filter(due, delivered=None).order_by("raised", "pk")[:BATCH]:
        rows = type(alert)._base_manager.filter(pk=alert.pk)
        if not rows.filter(due, delivered=None).update(next_try=clock.at + HELD):
            continue  # another worker has it
        try:
            get_connection().send_messages([message(alert)])
        except OSError as failed:
            _again(alert, clock, failed)
            if not isinstance(failed, SMTPException):
                return done, False  # the others would wait as long for nothing
        else:
            rows.update(delivered=clock.at, next_try=None)
            done += 1
    return done, True


def _again(alert: Alert | UnitAlert, clock: Clock, failed: OSError) -> None:
    wait = timedelta(minutes=min(2**alert.tries, LONGEST_WAIT) if alert.tries < 10 else LONGEST_WAIT)
    rows = type(alert)._base_manager.filter(pk=alert.pk)
    rows.update(tries=F("tries") + 1, next_try=clock.at + wait)
    log.warning("%s %s was not delivered: %s.", type(alert).__name__, alert.pk, type(failed).__name__)


def _message(alert: Alert) -> EmailMessage:
    """An alert in each language of the side. The person stands in it by the number of the case alone."""
    return _mail(alert, f"alert-{alert.pk}", [_said(alert, code) for code, _name in settings.LANGUAGES])


def _unit_message(alert: UnitAlert) -> EmailMessage:
    """The same of what a unit owes; of no person."""
    return _mail(alert, f"unit-alert-{alert.pk}", [_unit_said(alert, code) for code, _name in settings.LANGUAGES])


def _mail(alert: Alert | UnitAlert, name: str, said: Sequence[tuple[str, str]]) -> EmailMessage:
    """Subject and text in each language, to the office of whom the alert is to."""
    to = alert_address().format(to=alert.to, unit=alert.unit_id.lower())
    where = settings.LEDGER_NAME.partition("/")[0]
    return EmailMessage(" / ".join(subject for subject, _body in said), "\n\n".join(body for _subject, body in said),
                        to=[to], headers={"Message-ID": f"<{name}@{where}>"})  # fmt: skip


def _said(alert: Alert, language: str) -> tuple[str, str]:
    with translation.override(language):
        subject = _("Soon") if alert.after_minutes < 0 else _("Overdue")
        lines: Sequence[str] = (
            f"{due_of(alert)}.",
            _("Custody {key}, held at {unit}.").format(key=alert.custody_id, unit=f"{alert.unit_id}, {alert.unit}"),
            _("This goes to: {to}. Sign in to the register, and answer under Alerts.").format(to=to_whom(alert)),
        )
        return f"{subject}: {alert.custody_id}", "\n".join(lines)


def _unit_said(alert: UnitAlert, language: str) -> tuple[str, str]:
    with translation.override(language):
        lines: Sequence[str] = (
            f"{unit_alerting.said(alert)}.",
            f"{alert.unit_id}, {alert.unit}.",
            _("This goes to: {to}. Sign in to the register, and look at the page of the unit.").format(
                to=to_whom(alert)),
        )  # fmt: skip
        return f"{unit_alerting.headed(alert)}: {alert.unit_id}", "\n".join(lines)
