"""Acts with emergencies: telling a medical team, answering the alert of it, and looking at it afterwards.

Nothing is told here that the rule does not build, field by field. Nobody looks at what they told themselves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from marga.care.access import client_for, clients
from marga.care.acts.services import Acting, record
from marga.care.assessments.models import Assessment
from marga.care.centres.services import own_centre
from marga.care.clients.models import Client
from marga.care.consents.services import values_of
from marga.care.national import care
from marga.care.requests.forms import label_of
from marga.care.rules import emergencies as rules
from marga.care.sealing import seal
from marga.care.stays.models import Stay
from marga.country import gettext_noop, say
from marga.country.emergencies import Emergencies
from marga.site.faults import Fault, by_field, one_of, refuse, too_long
from marga.site.refusals import NotAllowed, NotFound, WrongState
from marga.site.roles import check_may

from . import contents
from .models import Emergency, EmergencyAlert

MOST_LETTERS = 2000
MANAGER = "manager"
SEALED = ("team_name", "team_place", "nature", "why")


@dataclass(frozen=True, slots=True)
class Telling:
    """What was told to whom, as typed. `fields`: what of the record; `words`: field -> what was said in words."""

    team: str
    team_name: str
    team_place: str
    nature: str
    reason: str
    why: str
    told: datetime
    own: bool = False
    fields: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def chosen(self) -> frozenset[str]:
        """Every field that is told."""
        return frozenset(self.fields) | {name for name, text in self.words.items() if text.strip()}


def country() -> Emergencies:
    """What the country decides for emergencies."""
    return care().disclosure


def tell_in_emergency(number: str, telling: Telling, who: Acting) -> Emergency:
    """Tell a medical team, or write down that it was told: the manager and an inspector are alerted in the same
    transaction, and the person sees it. Raises Faulty, and then nothing is told; NotFound, NotAllowed."""
    check_may(who, "care.emergency")
    refuse(_faults(telling, who))
    with transaction.atomic():
        centre = own_centre(who.centre, who)
        client = client_for(who, number, lock=True)
        key = f"{centre.code}.e{centre.emergencies.count() + 1}"
        record("emergency.told", who, _told(telling, client, key, who), about=key, centre=centre.code)
        return Emergency.objects.get(pk=key)


def answer_alert(key: str, note: str, who: Acting) -> EmergencyAlert:
    """Say that an alert was read, and what is done about it. Raises Faulty without words, WrongState for one that
    somebody has answered, NotAllowed for whoever told it, NotFound for an alert that is not to them."""
    check_may(who, "care.alerts")
    refuse(_words_faults("note", note, gettext_noop("Write what you do about it; it cannot be left out.")))
    with transaction.atomic():
        EmergencyAlert.objects.select_for_update().filter(pk=key).first()
        alert = alert_for(who, key)
        if alert.answered is not None:
            raise WrongState(_("{name} has answered this alert already.").format(name=alert.answered_by))
        _check_other(alert.emergency, who)
        about = alert.emergency_id
        told = contents.AlertAnswered(to=alert.to, note=seal(note.strip(), f"emergency.{alert.to}", about))
        record("emergency.answered", who, told, about=about, centre=alert.emergency.centre_id)
        alert.refresh_from_db()
        return alert


def close_emergency(key: str, words: str, who: Acting) -> Emergency:
    """Look at what was told, and close it. Raises Faulty without words, WrongState, NotFound, NotAllowed, also for
    whoever told it."""
    check_may(who, "care.alerts")
    refuse(_words_faults("words", words, gettext_noop("Write what you found; it cannot be left out.")))
    with transaction.atomic():
        Emergency.objects.select_for_update().filter(pk=key).first()
        row = emergency_for(who, key)
        if row.closed is not None:
            raise WrongState(_("Somebody looked at this and closed it already."))
        _check_other(row, who)
        told = contents.EmergencyClosed(words=seal(words.strip(), "emergency.closing", key))
        record("emergency.closed", who, told, about=key, centre=row.centre_id)
        row.refresh_from_db()
        return row


def paper_for(key: str, who: Acting) -> Emergency:
    """What may be printed for the team now. Raises WrongState once it is closed or its time is over; NotFound,
    NotAllowed."""
    check_may(who, "care.emergency")
    row = emergency_for(who, key)
    if row.closed is not None or row.until < who.clock.at:
        raise WrongState(_("The time for this is over: nothing more is handed over. Another emergency is written down "
                           "anew."))  # fmt: skip
    return row


def emergency_for(who: Acting, key: str) -> Emergency:
    """An emergency of a client that somebody may read. Raises NotFound otherwise."""
    rows = Emergency.objects.select_related("centre", "client").filter(client__in=clients(who))
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no emergency {number} at your centre.").format(number=key))
    return found


def alert_for(who: Acting, key: str) -> EmergencyAlert:
    """An alert to somebody, answered or not. Raises NotFound otherwise."""
    here = Q(emergency__centre=who.centre)
    found = EmergencyAlert.objects.select_related("emergency__centre").filter(
        addressed(who.roles, here, who.clock.at), pk=key
    )
    alert = found.first()
    if alert is None:
        raise NotFound(_("There is no alert {number} to you.").format(number=key))
    return alert


def addressed(roles: tuple[str, ...], here: Q, at: datetime) -> Q:
    """As a condition: the alerts to these roles at a time, a manager's at their centre (`here`) and others' anywhere,
    and those that whoever is below them has not answered in time."""
    far = [one for one in roles if one != MANAGER]
    found = Q(to__in=far) | Q(then__in=far, due__lt=at)
    return found | (Q(to=MANAGER) & here) if MANAGER in roles else found


def _told(telling: Telling, client: Client, key: str, who: Acting) -> contents.EmergencyTold:
    known, at = country(), who.clock.at
    made = rules.packet(_team(telling), telling.chosen, _values(client, telling), known.teams, known.never)
    return contents.EmergencyTold(
        client=client.pk, team=made.recipient, own=telling.own, reason=telling.reason,
        **{name: seal(getattr(telling, name).strip(), f"emergency.{name}", key) for name in SEALED},
        fields=tuple(made.values), told=telling.told, until=at + known.closed,
        values=seal(json.dumps(dict(made.values), ensure_ascii=False), "emergency.values", key),
        alerts=tuple(contents.Raised(to=one.to, due=at + one.within, then=one.then) for one in known.alerts),
    )  # fmt: skip


def _team(telling: Telling) -> rules.Team:
    return rules.Team(telling.team, telling.team_name, telling.team_place)


def _values(client: Client, telling: Telling) -> dict[str, str]:
    """What is known of a person and what was written. The rule takes of it what was chosen and a team may be told."""
    drugs = (Assessment.objects.filter(client=client).exclude(drug="").order_by("-day", "-key"),
             Stay.objects.filter(client=client).exclude(drug="").order_by("-began"))  # fmt: skip
    drug = next((name for rows in drugs for name in rows.values_list("drug", flat=True)[:1]), "")
    return {**values_of(client), "pregnant": _("yes") if "pregnant" in client.flags else "",
            "drug": label_of(drug, "drug") if drug else "",
            **{name: text.strip() for name, text in telling.words.items()}}  # fmt: skip


def _check_other(row: Emergency, who: Acting) -> None:
    """Raises NotAllowed for whoever told it."""
    if row.by == who.name:
        raise NotAllowed(_("You told this yourself. Somebody else looks at it."))


def _faults(telling: Telling, who: Acting) -> list[Fault]:
    """What of it is missing, cannot be, or may not be told."""
    known = country()
    refused = rules.refusals(_team(telling), telling.chosen, known.teams, known.never)
    faults = by_field(refused)
    if not set(telling.fields) <= set(rules.RECORDED) or not set(telling.words) <= set(rules.WRITTEN):
        faults.append(Fault("fields", say(gettext_noop("This is more than a medical team is told. Nothing was told."))))
    faults += one_of("reason", telling.reason, known.reasons)
    if telling.told > who.clock.at:
        faults.append(Fault("told", say(gettext_noop("This time has not come yet. Correct it."))))
    faults += _words_faults("nature", telling.nature, gettext_noop("Write what the emergency is."))
    faults += _words_faults("why", telling.why, gettext_noop("Write why the person could not be asked."))
    told = {"team_name": telling.team_name, "team_place": telling.team_place, **telling.words}
    return faults + [one for name, text in told.items() for one in too_long(name, text, MOST_LETTERS)]


def _words_faults(name: str, text: str, missing: str) -> list[Fault]:
    if not text.strip():
        return [Fault(name, say(missing))]
    return too_long(name, text, MOST_LETTERS)
