"""What pages show of emergencies: to a worker, to whom an alert is, and to the person by their code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from marga.care.access import clients
from marga.care.acts.services import Acting
from marga.care.clients.models import Client
from marga.care.sealing import opened
from marga.site.accounts.models import Account
from marga.site.roles import may

from .models import Emergency, EmergencyAlert
from .services import SEALED, addressed, country

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """An emergency in the clear. `words`: what was written, by its column; `values`: what was told, by its field;
    `overdue`: nobody looked at it in time; `late`: it was not written down in time; `over`: no paper any more."""

    row: Emergency
    words: Mapping[str, str]
    values: Mapping[str, str]
    overdue: bool
    late: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert in the clear. `overdue`: nobody answered in time."""

    row: EmergencyAlert
    note: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Emergencies:
    """What waits for somebody: alerts to them, and what nobody has closed, the first due first; what was closed last.
    `overdue`: how many of all are past their time."""

    alerts: list[Alert]
    open: list[Shown]
    closed: list[Emergency]
    overdue: int


def emergencies(who: Acting) -> Emergencies:
    """Of whoever is alerted. Three questions."""
    alerts = [_alert(one, who.clock.at) for one in _waiting(who).select_related("emergency__centre").order_by(
        "due", "key")[:SHOWN]]  # fmt: skip
    rows = Emergency.objects.filter(client__in=clients(who)).select_related("centre")
    open_ = [shown(one, who.clock.at) for one in rows.filter(closed=None).order_by("until", "key")[:SHOWN]]
    late = sum(one.overdue for one in alerts) + sum(one.overdue for one in open_)
    closed = list(rows.exclude(closed=None).order_by("-closed", "-key")[:SHOWN])
    return Emergencies(alerts, open_, closed, late)


def of_client(client: Client, at: datetime) -> list[Shown]:
    """What was told of one person, the newest first. One question."""
    rows = client.emergencies.select_related("centre").order_by("-recorded", "-key")[:SHOWN]
    return [shown(one, at) for one in rows]


def alerts_of(row: Emergency, at: datetime) -> list[Alert]:
    """Who was alerted of one, and what they answered."""
    return [_alert(one, at) for one in row.alerts.order_by("due", "key")]


def shown(row: Emergency, at: datetime) -> Shown:
    """An emergency for whoever may read it."""
    words = {name: opened(getattr(row, name), f"emergency.{name}", row.key) for name in (*SEALED, "closing")}
    values = json.loads(opened(row.values, "emergency.values", row.key) or "{}")
    late = row.recorded - row.told > country().written
    over = row.closed is not None or row.until < at
    return Shown(row, words, values, row.closed is None and over, late, over)


def waiting_for(account: Account, at: datetime) -> int:
    """How many alerts wait for whoever has this account: one question, none for who gets no alerts."""
    if not may(account, "care.alerts"):
        return 0
    here = Q(emergency__centre__workers__account=account.name, emergency__centre__workers__working=True)
    return _open(addressed(tuple(account.roles), here, at)).distinct().count()


def _waiting(who: Acting) -> QuerySet[EmergencyAlert]:
    if not may(who, "care.alerts"):
        return EmergencyAlert.objects.none()
    return _open(addressed(who.roles, Q(emergency__centre=who.centre), who.clock.at))


def _open(to: Q) -> QuerySet[EmergencyAlert]:
    return EmergencyAlert.objects.filter(to, answered=None)


def _alert(row: EmergencyAlert, at: datetime) -> Alert:
    note = opened(row.note, f"emergency.{row.to}", row.emergency_id)
    return Alert(row, note, row.answered is None and row.due < at)
