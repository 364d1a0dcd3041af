"""What stands since an act with a consent, an order, a packet or an objection."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from marga.care.acts.models import Act
from marga.country.consents import CASE
from marga.site.acts.kinds import kind

from . import contents
from .models import ClientCode, Consent, CourtOrder, Disclosure, Objection


@kind("client.code_given", "client", gettext_noop("a code to their own record was given"), contents.ClientCodeGiven)
def client_code_given(act: Act, told: contents.ClientCodeGiven) -> None:
    """This code opens the record, and no other does."""
    ClientCode.objects.update_or_create(client_id=act.about, defaults={"code": told.code, "given": act.at})


@kind("consent.given", "consent", gettext_noop("a consent was given"), contents.ConsentGiven)
def consent_given(act: Act, told: contents.ConsentGiven) -> None:
    """It waits for its witness."""
    said = told.model_dump(exclude={"client", "centre", "fields"})
    Consent.objects.create(key=act.about, client_id=told.client, centre_id=told.centre, fields=list(told.fields),
                           given=act.at, by=act.by, **said)  # fmt: skip


@kind("consent.witnessed", "consent", gettext_noop("a consent was witnessed"), contents.ConsentWitnessed)
def consent_witnessed(act: Act, _told: contents.ConsentWitnessed) -> None:
    """It is in force."""
    Consent.objects.filter(pk=act.about).update(witness=act.by, witnessed=act.at)


@kind("consent.ended", "consent", gettext_noop("a consent ended"), contents.ConsentEnded)
def consent_ended(act: Act, told: contents.ConsentEnded) -> None:
    """Nothing more is told. The handle of the receipt is beside the acts: the service deletes it."""
    Consent.objects.filter(pk=act.about).update(ended=act.at, ended_why=told.why, ended_by=act.by)


@kind("order.recorded", "order", gettext_noop("an order of a court was written down"), contents.OrderRecorded)
def order_recorded(act: Act, told: contents.OrderRecorded) -> None:
    """It waits for an inspector."""
    said = told.model_dump(exclude={"client", "fields"})
    CourtOrder.objects.create(key=act.about, client_id=told.client, centre_id=act.centre, fields=list(told.fields),
                              recorded=act.at, by=act.by, **said)  # fmt: skip


@kind("order.confirmed", "order", gettext_noop("an order of a court was confirmed"), contents.OrderConfirmed)
def order_confirmed(act: Act, _told: contents.OrderConfirmed) -> None:
    """Something may be told by it."""
    CourtOrder.objects.filter(pk=act.about).update(confirmed=act.at, confirmed_by=act.by)


@kind("order.ended", "order", gettext_noop("an order of a court was refused or ended"), contents.OrderEnded)
def order_ended(act: Act, told: contents.OrderEnded) -> None:
    """Nothing more is told by it."""
    CourtOrder.objects.filter(pk=act.about).update(ended=act.at, ended_why=told.why, ended_words=told.words,
                                                   ended_by=act.by)  # fmt: skip


@kind("packet.sent", "packet", gettext_noop("something was told with leave"), contents.PacketSent)
def packet_sent(act: Act, told: contents.PacketSent) -> None:
    """The person sees it."""
    said = told.model_dump(exclude={"fields"})
    Disclosure.objects.create(key=act.about, client_id=_client(act.about), fields=list(told.fields), at=act.at,
                              by=act.by, **said)  # fmt: skip


@kind("notice.told", "consent", gettext_noop("the word of the notice was told"), contents.NoticeTold)
def notice_told(act: Act, told: contents.NoticeTold) -> None:
    """The person sees it, too."""
    consent = Consent.objects.get(pk=act.about)
    Consent.objects.filter(pk=consent.pk).update(told=told.word, told_since=told.since)
    number = Disclosure.objects.filter(permit=consent.pk).count() + 1
    Disclosure.objects.create(
        key=f"{consent.pk}.n{number}", client_id=consent.client_id, permit=consent.pk, fields=consent.fields,
        recipient=CASE, purpose=CASE, day=told.day, at=act.at, by=act.by, word=told.word, since=told.since,
    )  # fmt: skip


@kind("client.objected", "objection", gettext_noop("the person objected"), contents.Objected)
def client_objected(act: Act, told: contents.Objected) -> None:
    """Manager and inspector read it."""
    Objection.objects.create(key=act.about, client_id=_client(act.about), at=act.at, **told.model_dump())


@kind("objection.answered", "objection", gettext_noop("an objection was answered"), contents.ObjectionAnswered)
def objection_answered(act: Act, told: contents.ObjectionAnswered) -> None:
    """The person reads it."""
    Objection.objects.filter(pk=act.about).update(answer=told.text, answered=act.at, answered_by=act.by)


def _client(key: str) -> str:
    return key.rpartition(".")[0]
