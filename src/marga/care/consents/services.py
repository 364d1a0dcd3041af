"""Acts with consents and orders. What leaves is built by `rules.consents.packet` alone; no role stands in for it."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marga.care.access import client_for
from marga.care.acts.services import ASKER, BY_ITSELF, HOLDER, Acting, by_itself, holder, record
from marga.care.clients.models import Client
from marga.care.clients.services import person_of
from marga.care.days import today
from marga.care.national import care
from marga.care.queries import sex_of_one
from marga.care.requests.queries import reads_of
from marga.care.rules.consents import (
    FIELDS,
    NOTICE,
    ORDERED,
    NotPermitted,
    Packet,
    Permit,
    Wanted,
    order_refusals,
    packet,
    scope_refusals,
)  # fmt: skip
from marga.care.sealing import code_hash, opened, seal
from marga.care.stays.models import Stay
from marga.care.trying import guess
from marga.country import Text, gettext_noop, load, say, write
from marga.country.consents import Consents
from marga.identity.ages import Born
from marga.ledger import LedgerError
from marga.ledger.codes import CODES, format_code, read_code
from marga.site.faults import Fault, one_of, refuse, too_long
from marga.site.refusals import NotAllowed, NotFound, WrongState
from marga.site.roles import check_may, may
from marga.site.writing import writer

from . import contents, receipts
from .models import ClientCode, Consent, CourtOrder, Disclosure, Objection, ReceiptHandle

CLIENT = "client"
MOST_LETTERS = 2000
MOST_OBJECTIONS = 50


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a person agrees to, as typed. `receipt`: the digits of their receipt, for the notice alone; `interpreter`:
    who put the words into a language in which they are not written."""

    fields: tuple[str, ...]
    recipient: str
    purpose: str
    last: date
    language: str
    signature: str
    read_aloud: bool
    recipient_name: str = ""
    receipt: str = ""
    interpreter: str = ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a court ordered, as typed."""

    court: str
    day: date
    finding: str
    words: str
    fields: tuple[str, ...]
    recipient: str
    last: date
    recipient_name: str = ""


def country() -> Consents:
    """What the country decides for consents."""
    return load(settings.MARGA_COUNTRY).consents


def give_code(number: str, who: Acting) -> str:
    """Give a person the code to their own record; one before it opens nothing any more. Returns the code, which is
    shown once and kept nowhere. Raises NotFound, NotAllowed."""
    check_may(who, "care.consent")
    code = secrets.randbelow(CODES)
    with transaction.atomic():
        client = client_for(who, number, lock=True)
        record("client.code_given", who, contents.ClientCodeGiven(code=code_hash(code, CLIENT).hex()), about=client.pk)
    return format_code(code)


def client_by_code(number: int, *, address: str | None = None) -> Client:
    """Whose record this code opens. Raises NotFound; TooMuch after many that nobody has, tried from one address."""
    tried = guess("client", address)
    found = ClientCode.objects.select_related("client").filter(code=code_hash(number, CLIENT).hex()).first()
    if found is None:
        raise NotFound(_("No record has this code. Compare it with what you were given."))
    tried.delete()
    return found.client


def give_consent(number: str, agreed: Agreed, who: Acting) -> Consent:
    """Write down what a person agreed to. It covers nothing before a second worker has witnessed it.

    Raises Faulty; WrongState where the person has no code to take it back with; NotFound, NotAllowed.
    """
    check_may(who, "care.consent")
    refuse(_faults(agreed, today(who)))
    with transaction.atomic():
        client = client_for(who, number, lock=True)
        if not ClientCode.objects.filter(pk=number).exists():
            raise WrongState(_("Give the person a code first: with it they can take this back without asking anybody."))
        running = client.consents.exclude(commitment="").filter(ended=None)
        if NOTICE in agreed.fields and running.exists():
            raise WrongState(_("A consent for the notice runs already. Record first that it is taken back."))
        key = f"{number}.c{client.consents.count() + 1}"
        commitment, kept = receipts.commit(read_code(agreed.receipt)) if NOTICE in agreed.fields else ("", b"")
        record("consent.given", who, _given(agreed, client, key, commitment, who), about=key)
        if kept:
            receipts.keep(key, kept)
        return Consent.objects.get(pk=key)


def witness_consent(key: str, who: Acting) -> Consent:
    """A second worker heard it read and agreed to. Raises NotAllowed for who recorded it, WrongState, NotFound."""
    check_may(who, "care.consent")
    with transaction.atomic():
        consent = consent_for(who, key, lock=True)
        if consent.by == who.name:
            raise NotAllowed(_("You recorded this consent yourself. Somebody else who heard it witnesses it."))
        if consent.ended is not None:
            raise WrongState(_("This consent has ended."))
        if consent.witnessed is None:
            record("consent.witnessed", who, contents.ConsentWitnessed(), about=key)
            consent.refresh_from_db()
        return consent


def revoke(key: str, who: Acting) -> Consent:
    """The person said at the centre that they take it back. Raises WrongState, NotFound, NotAllowed."""
    check_may(who, "care.consent")
    with transaction.atomic():
        return _revoke(consent_for(who, key, lock=True), who)


def revoke_own(key: str, number: str) -> Consent:
    """The person takes it back by their code. `number`: whose record is open. Raises WrongState, NotFound."""
    with transaction.atomic():
        found = Consent.objects.select_for_update().filter(pk=key, client=number).first()
        if found is None:
            raise NotFound(_("There is no such consent."))
        return _revoke(found, holder())


def expire_consents() -> int:
    """End the consents whose last day is over, so that their handles are deleted. Returns how many."""
    who, ended = by_itself(), 0
    for key in Consent.objects.filter(ended=None, last__lt=today(who)).values_list("pk", flat=True):
        with transaction.atomic():
            consent = Consent.objects.select_for_update().get(pk=key)
            if consent.ended is None:
                _end(consent, "expired", who)
                ended += 1
    return ended


def record_order(number: str, ordered: Ordered, who: Acting) -> CourtOrder:
    """Write down an order of a court. It covers nothing before an inspector has confirmed it. Raises Faulty, NotFound,
    NotAllowed."""
    check_may(who, "care.orders")
    refuse(_order_faults(ordered, today(who)))
    with transaction.atomic():
        client = client_for(who, number, lock=True)
        key = f"{number}.r{client.orders.count() + 1}"
        told = contents.OrderRecorded(
            client=number, court=seal(ordered.court.strip(), "order.court", key), day=ordered.day,
            finding=ordered.finding, words=seal(ordered.words.strip(), "order.words", key),
            fields=tuple(sorted(ordered.fields)), recipient=ordered.recipient,
            recipient_name=seal(ordered.recipient_name.strip(), "permit.recipient_name", key), first=today(who),
            last=ordered.last,
        )  # fmt: skip
        record("order.recorded", who, told, about=key, centre=who.centre)
        return CourtOrder.objects.get(pk=key)


def confirm_order(key: str, who: Acting) -> CourtOrder:
    """An inspector has seen the court's paper: from now on what it names may be told. Raises NotAllowed for who wrote
    it down or works at the centre, WrongState, NotFound."""
    check_may(who, "care.inspect")
    with transaction.atomic():
        order = order_for(who, key, lock=True)
        if who.name == order.by or who.centre == order.centre_id:
            raise NotAllowed(_("Somebody from outside the centre confirms an order of a court."))
        if order.ended is not None:
            raise WrongState(_("This order has ended already."))
        if order.confirmed is None:
            record("order.confirmed", who, contents.OrderConfirmed(), about=key, centre=order.centre_id)
            order.refresh_from_db()
        return order


def end_order(key: str, words: str, who: Acting) -> CourtOrder:
    """Nothing more is told by an order: an inspector does not confirm it, or it was quashed or has ended. `words`: why.
    Raises Faulty, WrongState, NotFound, NotAllowed."""
    inspects = may(who, "care.inspect")
    check_may(who, "care.inspect" if inspects else "care.orders")
    refuse([Fault("words", one.says) for one in _text_faults(
        words, gettext_noop("Write why it ends, in at most {most} letters."))])  # fmt: skip
    with transaction.atomic():
        order = order_for(who, key, lock=True)
        if order.ended is not None:
            raise WrongState(_("This order has ended already."))
        told = contents.OrderEnded(why="refused" if inspects and order.confirmed is None else "ended",
                                   words=seal(words.strip(), "order.ended", key))  # fmt: skip
        record("order.ended", who, told, about=key, centre=order.centre_id)
        order.refresh_from_db()
        return order


def send_packet(key: str, wanted: Wanted, who: Acting) -> Disclosure:
    """Tell something by a consent or an order. Who tells is the centre of who acts, whatever `wanted` says. Raises
    WrongState where it is not covered: then nothing is told and nothing written; NotFound, NotAllowed."""
    check_may(who, "care.consent")
    if NOTICE in wanted.fields:
        raise WrongState(_("The one word of the notice is told by itself, every day, and by nobody’s hand."))
    with transaction.atomic():
        permit = permit_for(who, key, lock=True)
        client = client_for(who, permit.client_id, lock=True)
        made = built(terms(permit), replace(wanted, discloser=who.centre), values_of(client), today(who))
        number = f"{client.pk}.d{client.disclosures.count() + 1}"
        told = contents.PacketSent(
            permit=key, fields=tuple(sorted(made.values)), recipient=made.recipient,
            recipient_name=permit.recipient_name, purpose=made.purpose, day=today(who),
            values=seal(json.dumps(dict(made.values), ensure_ascii=False), "packet.values", number),
        )  # fmt: skip
        record("packet.sent", who, told, about=number)
        return Disclosure.objects.get(pk=number)


def object_own(text: str, number: str, about: str = "") -> Objection:
    """The person objects, by their code. `about`: the account of whom they object to. Raises Faulty, WrongState after
    very many."""
    refuse(_text_faults(text, gettext_noop("Write what you object to, in at most {most} letters.")))
    who = holder()
    with transaction.atomic():
        client = Client.objects.select_for_update().get(pk=number)
        refuse(one_of("about", about, ["", *staff_of(client)]))
        count = client.objections.count()
        if count >= MOST_OBJECTIONS:
            raise WrongState(_("You have objected very often here. Complain at the centre, or to an inspector."))
        key, due = f"{number}.b{count + 1}", today(who) + care().objection.span
        told = contents.Objected(text=seal(text.strip(), "objection.text", key), about=about, due=due)
        record("client.objected", who, told, about=key, centre=_centre_of(client))
        return Objection.objects.get(pk=key)


def answer_objection(key: str, text: str, who: Acting) -> Objection:
    """Answer what a person objects to, in words that they read with their code. Raises Faulty, WrongState for one that
    has an answer, NotAllowed for whom it is about, NotFound."""
    check_may(who, "care.objections")
    refuse(_text_faults(text, gettext_noop("Write the answer, in at most {most} letters.")))
    with transaction.atomic():
        found = objection_for(who, key, lock=True)
        if found.answered is not None:
            raise WrongState(_("This objection has an answer already."))
        if found.about == who.name:
            raise NotAllowed(_("The person objects to you. Somebody else answers: another manager, or an inspector."))
        told = contents.ObjectionAnswered(text=seal(text.strip(), "objection.answer", key))
        record("objection.answered", who, told, about=key, centre=who.centre or _centre_of(found.client))
        found.refresh_from_db()
        return found


def objection_for(who: Acting, key: str, *, lock: bool = False) -> Objection:
    """What a client objects to of whom somebody may read. Raises NotFound otherwise."""
    client_for(who, key.rpartition(".")[0], lock=lock)
    found = Objection.objects.select_related("client").filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no objection {number} at your centre.").format(number=key))
    return found


def staff_of(client: Client) -> list[str]:
    """The accounts of those who read of a person, or told something of them, or wrote a consent down: whom they may
    object to."""
    reads = reads_of(client).values_list("account", flat=True).distinct()
    told = [row.values_list("by", flat=True) for row in (client.consents, client.disclosures, client.emergencies)]
    names = {*reads, *(name for names in told for name in names),
             *client.consents.values_list("witness", flat=True)}  # fmt: skip
    return sorted(names - {"", ASKER, BY_ITSELF, HOLDER})


def consent_for(who: Acting, key: str, *, lock: bool = False) -> Consent:
    """A consent of a client that somebody may read. Raises NotFound otherwise."""
    client_for(who, key.rpartition(".")[0])
    rows = Consent.objects.select_for_update() if lock else Consent.objects
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no consent {number} at your centre.").format(number=key))
    return found


def order_for(who: Acting, key: str, *, lock: bool = False) -> CourtOrder:
    """An order about a client that somebody may read. Raises NotFound otherwise."""
    client_for(who, key.rpartition(".")[0])
    rows = CourtOrder.objects.select_for_update() if lock else CourtOrder.objects
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no order {number} at your centre.").format(number=key))
    return found


def permit_for(who: Acting, key: str, *, lock: bool = False) -> Consent | CourtOrder:
    """A consent or an order about a client that somebody may read. Raises NotFound otherwise."""
    client_for(who, key.rpartition(".")[0])
    rows = CourtOrder.objects.select_for_update() if lock else CourtOrder.objects
    return rows.filter(pk=key).first() or consent_for(who, key, lock=lock)


def terms(row: Consent | CourtOrder) -> Permit:
    """What a consent or an order lets be told, for the rule."""
    fields = frozenset(row.fields)
    if isinstance(row, CourtOrder):
        most = country().ordered.get(row.recipient, frozenset())
        return Permit(row.centre_id, fields & most, row.recipient, ORDERED, row.first, row.last,
                      witnessed=row.confirmed is not None, ended=row.ended is not None)  # fmt: skip
    return Permit(row.centre_id, fields, row.recipient, row.purpose, row.first, row.last,
                  witnessed=row.witnessed is not None, ended=row.ended is not None)  # fmt: skip


def built(permit: Permit, wanted: Wanted, values: dict[str, str], day: date) -> Packet:
    """What leaves, by the rule. Raises WrongState."""
    try:
        return packet(permit, wanted, values, day)
    except NotPermitted as refused:
        raise WrongState(" ".join(write(one, writer()) for one in refused.says)) from None


def values_of(client: Client) -> dict[str, str]:
    """What is known of a person, by the fields that can be told. The rule takes of it what is covered."""
    person, told = person_of(client), load(settings.MARGA_COUNTRY)
    stay = Stay.objects.filter(client=client).select_related("centre").order_by("-began").first()
    said = {"name": person.name, "born": _born(person.born), "sex": sex_of_one(client.sex)}
    if stay is not None:
        said |= {"centre": str(stay.centre), "kind": _label(stay.modality, "modality"), "since": _written(stay.began)}
    if stay is not None and stay.ended is not None:
        said["ended"] = f"{_written(stay.ended)}, {write(told.care.reasons[stay.ended_why].label, writer())}"
    return said


def texts_read() -> tuple[Text, Text]:
    """The words that are read aloud: what it is, and how it is taken back."""
    return country().texts["what"], country().texts["revoke"]


def _given(agreed: Agreed, client: Client, key: str, commitment: str, who: Acting) -> contents.ConsentGiven:
    name = opened(client.name, "client.name", client.pk)
    return contents.ConsentGiven(
        client=client.pk, name=seal(name, "consent.name", key), centre=who.centre, fields=tuple(sorted(agreed.fields)),
        recipient=agreed.recipient, recipient_name=seal(agreed.recipient_name.strip(), "permit.recipient_name", key),
        purpose=agreed.purpose, text=_text_hash(), language=agreed.language,
        interpreter=seal(agreed.interpreter.strip(), "consent.interpreter", key), first=today(who), last=agreed.last,
        signature=agreed.signature, commitment=commitment,
    )  # fmt: skip


def _text_hash() -> str:
    """Of the words in each language: what somebody agreed to is known for good, whatever the words become."""
    said = [[text.en, text.km] for text in texts_read()]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _revoke(consent: Consent, who: Acting) -> Consent:
    if consent.ended is not None:
        raise WrongState(_("This consent has ended already."))
    return _end(consent, "revoked", who)


def _end(consent: Consent, why: str, who: Acting) -> Consent:
    ReceiptHandle.objects.filter(pk=consent.pk).delete()
    record("consent.ended", who, contents.ConsentEnded(why=why), about=consent.pk, centre=consent.centre_id)
    consent.refresh_from_db()
    return consent


def _faults(agreed: Agreed, day: date) -> list[Fault]:
    """What of a consent is missing or cannot be."""
    known = country()
    languages = care().languages
    lists = (("recipient", agreed.recipient, known.recipients), ("purpose", agreed.purpose, known.purposes),
             ("signature", agreed.signature, known.signatures), ("language", agreed.language, languages))  # fmt: skip
    faults = [fault for field, value, among in lists for fault in one_of(field, value, among)]
    if not agreed.read_aloud:
        faults.append(Fault("read_aloud", say(gettext_noop("Read it aloud first, in a language that the person "
                                                           "understands."))))  # fmt: skip
    if not known.has_words(agreed.language) and not agreed.interpreter.strip():
        faults.append(Fault("interpreter", say(gettext_noop("The words are not written in this language. Write who put "
                                                            "them into it."))))  # fmt: skip
    faults += _days_faults(agreed.last, day)
    for name in ("recipient_name", "interpreter"):
        faults += too_long(name, getattr(agreed, name), MOST_LETTERS)
    recipient = known.recipients.get(agreed.recipient)
    if recipient is not None:
        faults += [Fault("fields", says) for says in scope_refusals(agreed.fields, wall=recipient.wall)]
        if recipient.wall != (agreed.purpose == recipient.name) and agreed.purpose in known.purposes:
            faults.append(Fault("purpose", say(gettext_noop("This purpose does not fit the recipient."))))
    return faults + _receipt_faults(agreed)


def _receipt_faults(agreed: Agreed) -> list[Fault]:
    if NOTICE not in agreed.fields:
        says = say(gettext_noop("The receipt is needed for the notice alone. Leave it out."))
        return [Fault("receipt", says)] if agreed.receipt.strip() else []
    try:
        read_code(agreed.receipt)
    except LedgerError as error:
        return [Fault("receipt", error.says)]
    return []


def _order_faults(ordered: Ordered, day: date) -> list[Fault]:
    known = country()
    lists = (("recipient", ordered.recipient, known.recipients), ("finding", ordered.finding, known.findings))
    faults = [fault for field, value, among in lists for fault in one_of(field, value, among)]
    if not ordered.court.strip():
        faults.append(Fault("court", say(gettext_noop("Write which court ordered it."))))
    if not ordered.words.strip():
        faults.append(Fault("words", say(gettext_noop("Write what the court found and ordered, in its words."))))
    if ordered.day > day:
        faults.append(Fault("day", say(gettext_noop("This day has not come yet. Correct it."))))
    most = known.ordered.get(ordered.recipient, FIELDS)  # of a recipient that is none the list says so
    faults += [Fault("fields", says) for says in order_refusals(ordered.fields, most)]
    for name in ("court", "words", "recipient_name"):
        faults += too_long(name, getattr(ordered, name), MOST_LETTERS)
    return faults + _days_faults(ordered.last, day)


def _days_faults(last: date, day: date) -> list[Fault]:
    if last < day:
        return [Fault("last", say(gettext_noop("This day is over. Write the last day on which it may be told.")))]
    if last > day + country().longest:
        says = say(gettext_noop("It runs for {days} days at most. Write an earlier day."), days=country().longest.days)
        return [Fault("last", says)]
    return []


def _centre_of(client: Client) -> str:
    """A centre whose manager looks after what a person writes."""
    return client.at.values_list("centre", flat=True).order_by("pk").first() or ""


def _text_faults(text: str, says: str) -> list[Fault]:
    if text.strip() and len(text) <= MOST_LETTERS:
        return []
    return [Fault("text", say(says, most=MOST_LETTERS))]


def _born(born: Born | None) -> str:
    if born is None:
        return ""
    if born.exact:
        return _written(born.earliest)
    return f"{born.earliest.year}–{born.latest.year}"


def _written(day: date) -> str:
    """A day as a page of the reader's language writes it."""
    return date_format(day, pgettext("date format", "j F Y"))


def _label(name: str, dimension: str) -> str:
    found = load(settings.MARGA_COUNTRY).dimensions[dimension].categories.get(name)
    return write(found.label, writer()) if found else name
