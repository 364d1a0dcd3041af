"""Alerts on their way to people who do not look at a page: by mail to an office, and without anybody's name."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from marga.country.instants import Clock
from marga.enforcement.environment import alert_address
from marga.enforcement.stations import alerting as unit_alerting
from marga.enforcement.stations.models import UnitAlert
from marga.site import mailing

from .models import Alert
from .words import due_of, to_whom


def deliver(clock: Clock) -> int:
    """Send what was raised and is open still, at most `mailing.BATCH` of each kind. Returns how many were delivered."""
    of_people = Alert.objects.filter(acknowledged=None, settled=None).select_related("unit", "custody")
    of_units = UnitAlert.objects.filter(settled=None).select_related("unit")
    done, answers = mailing.deliver(of_people.order_by("raised", "pk"), _message, clock)
    if answers:
        done += mailing.deliver(of_units.order_by("raised", "pk"), _unit_message, clock)[0]
    return done


def _message(alert: Alert) -> EmailMessage:
    """An alert in each language of the side. The person stands in it by the number of the case alone."""
    return _mail(alert, f"alert-{alert.pk}", [_said(alert, code) for code, _name in settings.LANGUAGES])


def _unit_message(alert: UnitAlert) -> EmailMessage:
    """The same of what a unit owes; of no person."""
    return _mail(alert, f"unit-alert-{alert.pk}", [_unit_said(alert, code) for code, _name in settings.LANGUAGES])


def _mail(alert: Alert | UnitAlert, name: str, said: Sequence[tuple[str, str]]) -> EmailMessage:
    """Subject and text in each language, to the office of whom the alert is to."""
    return mailing.mail(name, said, alert_address().format(to=alert.to, unit=alert.unit_id.lower()))


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
