"""Alerts about what a unit owes: raised by the clock, told once to whom the country says, settled by what is done.

Nobody answers them: typing the paper in, making it void or explaining the number does. An alert follows from the tables
and the clock, from no act; so it is no part of the register that is made anew from acts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from marga.country import load
from marga.country.enforcement import INSPECTOR
from marga.country.instants import Clock
from marga.enforcement.rules.numbering import untold
from marga.site.accounts.models import Account
from marga.site.roles import may

from .models import UnitAlert
from .owing import NUMBERS, SLIPS, Debt, owed

MOST = 100  # on a page


def raise_alerts(clock: Clock) -> None:
    """Tell of what is owed since the last time, and settle what is owed no more. However many workers do it at a time,
    each is told once."""
    with transaction.atomic():
        found = owed(clock)
        told = _settled(UnitAlert.objects.filter(settled=None), found, clock)
        rows = [
            UnitAlert(unit_id=debt.unit, subject=debt.subject, year=debt.year, first=first, last=last,
                      due=min(numbers[one] for one in range(first, last + 1)), to=to, raised=clock.at)
            for debt, numbers in found.items() for to in _told(debt.subject)
            for first, last in untold(numbers, told[debt, to])
        ]  # fmt: skip
        UnitAlert.objects.bulk_create(rows, ignore_conflicts=True)


def settle(unit: str, clock: Clock) -> None:
    """After an act: alerts of the unit about what was done ask for nothing any more. Within its transaction."""
    alerts = UnitAlert.objects.filter(unit=unit, settled=None)
    if alerts.exists():
        _settled(alerts, owed(clock, unit), clock)


def _settled(
    alerts: QuerySet[UnitAlert], found: Mapping[Debt, Mapping[int, datetime]], clock: Clock
) -> dict[tuple[Debt, str], list[tuple[int, int]]]:  # fmt: skip
    """Settle those of which nothing is owed. Returns the spans that the others are about, by whom they are told to."""
    over, told = [], defaultdict[tuple[Debt, str], list[tuple[int, int]]](list)
    for alert in alerts:
        debt = Debt(alert.unit_id, alert.subject, alert.year)
        if any(alert.first <= number <= alert.last for number in found.get(debt, ())):
            told[debt, alert.to].append((alert.first, alert.last))
        else:
            over.append(alert.pk)
    if over:
        UnitAlert.objects.filter(pk__in=over).update(settled=clock.at)
    return told


def _told(subject: str) -> tuple[str, ...]:
    """Who is told, as the country says."""
    register = load(settings.MARGA_COUNTRY).enforcement.register
    return register.paper_alerts if subject == SLIPS else register.number_alerts


def unread(account: Account) -> QuerySet[UnitAlert]:
    """What is told to whoever has this account: of their unit to their rank, and an inspector's."""
    waiting = UnitAlert.objects.filter(settled=None)
    if may(account, "enforcement.inspect"):
        return waiting.filter(to=INSPECTOR)
    serving = Q(unit__officers__account=account.name, unit__officers__serving=True, to=F("unit__officers__rank"))
    return waiting.filter(serving) if may(account, "enforcement.custody") else waiting.none()


def of_unit(unit: str) -> list[UnitAlert]:
    """What is told of a unit now, the oldest first."""
    return list(UnitAlert.objects.filter(unit=unit, settled=None).order_by("due", "pk")[:MOST])


def said(alert: UnitAlert) -> str:
    """What a unit owes, in words."""
    alone = alert.first == alert.last
    if alert.subject == NUMBERS:
        template = _("Number {first} of {year} has no case and no reason") if alone else _(
            "Numbers {first} to {last} of {year} have no case and no reason")  # fmt: skip
    else:
        template = _("Paper receipt {first} is not typed in") if alone else _(
            "Paper receipts {first} to {last} are not typed in")  # fmt: skip
    return template.format(first=alert.first, last=alert.last, year=alert.year)


def headed(alert: UnitAlert) -> str:
    """What it is about, in a few words."""
    return _("Numbers without a case") if alert.subject == NUMBERS else _("Paper receipts are overdue")
