"""Alerts: raised by the clock, told to whom the country says, acknowledged by a person, settled once nothing is due.

An alert follows from deadlines and the clock, from no act; so it is no part of the register that is made anew from
acts. That somebody acknowledged one is: it says who knew of an overdue review, and stands in the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from marga.country.enforcement import INSPECTOR
from marga.country.instants import Clock
from marga.enforcement.acts.services import Acting, record
from marga.enforcement.cases.models import Case
from marga.enforcement.rules.custody import Stay
from marga.enforcement.rules.deadlines import Deadline, alerts, deadlines
from marga.site.accounts.models import Account
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import may

from . import contents
from .models import Alert, Custody
from .reckoning import law, stays

BATCH = 500
MINUTE = timedelta(minutes=1)


def raise_alerts(clock: Clock) -> None:
    """Raise every alert whose time has come, once, however many workers do it at a time.

    Only custodies are looked at of which something is due by the time of the earliest warning: the index on the next
    deadline finds them.
    """
    for custodies in _nearly_due(clock):
        found = _raised(custodies)
        rows = []
        for custody, (stay, _steps) in zip(custodies, stays(custodies), strict=True):
            before = found[custody.key]
            own = _rows(custody, stay, before, clock)
            _settle(before, stay, clock, own)
            rows += own
        Alert.objects.bulk_create(rows, ignore_conflicts=True)


def _nearly_due(clock: Clock) -> Iterator[list[Custody]]:
    horizon = clock.at - min((step.after for step in law().steps), default=timedelta())
    after = Q()
    while True:
        near = Custody.objects.filter(after, ended=None, next_due__lte=horizon).select_related("party")
        batch = list(near.order_by("next_due", "key")[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1]
        after = Q(next_due__gt=last.next_due) | Q(next_due=last.next_due, key__gt=last.key)


def _raised(custodies: Sequence[Custody]) -> dict[str, list[Alert]]:
    found: dict[str, list[Alert]] = defaultdict(list)
    for alert in Alert.objects.filter(custody__in=custodies):
        found[alert.custody_id].append(alert)
    return found


def _rows(custody: Custody, stay: Stay, before: Sequence[Alert], clock: Clock) -> list[Alert]:
    """The alerts of a custody that are to be raised now and were not."""
    rows = []
    for deadline in deadlines(stay, law(), clock):
        same = [alert for alert in before if _is_of(alert, deadline)]
        heard = max((alert.acknowledged for alert in same if alert.acknowledged), default=None)
        known = {alert.after_minutes for alert in same}
        for step in alerts(deadline, law().steps, clock, heard):
            minutes = step.after // MINUTE
            if minutes not in known:
                rows.append(Alert(custody=custody, subject=deadline.subject.value, number=deadline.number,
                                  due=deadline.due, after_minutes=minutes, to=step.to, unit_id=custody.unit_id,
                                  raised=clock.at))  # fmt: skip
    last = {(row.subject, row.number, row.to): row.after_minutes for row in rows}
    for row in rows:
        if row.after_minutes < last[row.subject, row.number, row.to]:
            row.settled = clock.at  # the later one says it all
    return rows


def _is_of(alert: Alert, deadline: Deadline) -> bool:
    return (alert.subject, alert.number, alert.due) == (deadline.subject.value, deadline.number, deadline.due)


def settle(custody: Custody, clock: Clock) -> None:
    """After an act: alerts about what was done, or about a custody that ended, ask for nothing any more."""
    found = list(Alert.objects.filter(custody__party=custody.party_id, settled=None))
    for one in Custody.objects.filter(pk__in={alert.custody_id for alert in found}).select_related("party"):
        _settle([alert for alert in found if alert.custody_id == one.pk], stays([one])[0][0], clock)


def _settle(found: Sequence[Alert], stay: Stay, clock: Clock, later: Sequence[Alert] = ()) -> None:
    """Alerts about what is open no more, and those in whose place `later` ones to the same people are raised."""
    still = [deadline for deadline in deadlines(stay, law(), clock) if deadline.is_open]
    again = {(alert.subject, alert.number, alert.due, alert.to) for alert in later}
    over = [
        alert.pk for alert in found
        if alert.settled is None
        and ((alert.subject, alert.number, alert.due, alert.to) in again
             or not any(_is_of(alert, deadline) for deadline in still))
    ]  # fmt: skip
    if over:
        Alert.objects.filter(pk__in=over).update(settled=clock.at)


def unread(account: Account) -> QuerySet[Alert]:
    """The alerts that wait for whoever has this account: those of their unit to their rank; an inspector's."""
    serving = Q(unit__officers__account=account.name, unit__officers__serving=True, to=F("unit__officers__rank"))
    waiting = Alert.objects.filter(acknowledged=None, settled=None)
    if may(account, "enforcement.inspect"):
        return waiting.filter(to=INSPECTOR)
    return waiting.filter(serving) if may(account, "enforcement.custody") else waiting.none()


def unread_by(who: Acting) -> QuerySet[Alert]:
    """The same of whoever acts, whose rank and unit are known already."""
    return Alert.objects.filter(_to(who), acknowledged=None, settled=None)


def acknowledge(number: int, note: str, who: Acting) -> Alert:
    """Say that an alert was read, and what is done about it. Whatever comes after the deadline still comes.

    Raises NotFound for an alert that is not to whoever acts, WrongState for one that somebody has answered.
    """
    with transaction.atomic():
        alert = Alert.objects.filter(_to(who), pk=number).select_related("custody__party").first()
        if alert is None:
            raise NotFound(_("There is no alert {number} to you.").format(number=number))
        party = alert.custody.party
        Case.objects.select_for_update().get(pk=party.case_id)
        alert.refresh_from_db(fields=["acknowledged", "acknowledged_by", "note"])
        if alert.acknowledged is not None and (alert.acknowledged_by, alert.note) != (who.number, note):
            raise WrongState(_("Officer {number} has answered this alert already.").format(
                number=alert.acknowledged_by))  # fmt: skip
        if alert.acknowledged is None:
            _answer(alert, note, who.clock.at, who)
        return alert


def _answer(alert: Alert, note: str, at: datetime, who: Acting) -> None:
    party = alert.custody.party
    told = contents.Acknowledged(subject=alert.subject, number=alert.number, due=alert.due, to=alert.to,
                                 after_minutes=alert.after_minutes, raised=alert.raised, note=note)  # fmt: skip
    part = f"{party.number}.{alert.custody_id.rpartition('.')[2]}"
    record("alert.acknowledged", who, told, case=party.case_id, part=part)
    alert.acknowledged, alert.acknowledged_by, alert.note = at, who.number, note
    alert.save(update_fields=["acknowledged", "acknowledged_by", "note"])


def _to(who: Acting) -> Q:
    if may(who, "enforcement.inspect"):
        return Q(to=INSPECTOR)
    return Q(to=who.rank, unit=who.unit) if may(who, "enforcement.custody") else Q(pk__in=())
