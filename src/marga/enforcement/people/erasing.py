"""Lawful erasure of a person: asked for by one administrator of records, approved by another, who read of no person.

An act of the ledger cannot be emptied in part. So every act that may say who the person is loses its content and salt,
each by an erasure that is an entry itself; what the booking said of everything else is entered anew, so that it can be
proven still. Exhibits, charges, times and outcomes belong to the case, and stay.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from marga.country import gettext_noop, say
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.services import Acting, record
from marga.enforcement.cases.contents import Booked, BookedPerson, ExhibitFound
from marga.enforcement.cases.models import Case, Merge, Party
from marga.enforcement.custody.models import Alert, Custody
from marga.enforcement.notices.services import forget
from marga.enforcement.rules.charges import SHORTEST_REASON
from marga.enforcement.stations.models import Slip
from marga.site.faults import Fault, refuse
from marga.site.ledgers.services import erase
from marga.site.refusals import NotAllowed, NotFound, WrongState
from marga.site.roles import check_may

from . import contents
from .models import ErasureRequest

BOOKINGS = ("case.booked", "case.restated")
FOUND = "exhibit.found"  # why it was found later may name anybody; the exhibit itself is entered anew with the booking
MOST = 200


def requests(who: Acting) -> list[ErasureRequest]:
    """What was asked for, what waits first, then the newest. Raises NotAllowed."""
    check_may(who, "enforcement.erase")
    found = ErasureRequest.objects.order_by("-asked")[:MOST]
    return sorted(found, key=lambda one: one.approved is not None)


def ask_erasure(party: str, ground: str, reference: str, who: Acting) -> ErasureRequest:
    """Ask to erase a person's record. Nothing is erased by it. The same request twice is one.

    party      key of the person: number of the case, and their number in it
    ground     why the law wants it
    reference  the decision or document that says so
    Raises Faulty, NotFound, NotAllowed, WrongState.
    """
    check_may(who, "enforcement.erase")
    faults = []
    if len(ground.strip()) < SHORTEST_REASON:
        faults.append(Fault("ground", say(gettext_noop("Write the ground of law in a sentence."))))
    if not reference.strip():
        faults.append(Fault("reference", say(gettext_noop("Name the decision or document, by its number."))))
    refuse(faults)
    with transaction.atomic():
        row = _to_erase(party.strip())
        before = ErasureRequest.objects.filter(pk=row.key).first()
        told = contents.ErasureAsked(party=row.key, ground=ground, reference=reference)
        if before is not None and before.approved is not None:
            raise WrongState(_("The record of this person was erased already."))
        if before is None or (before.ground, before.reference) != (told.ground, told.reference):
            record("person.erasure_asked", who, told, unit=row.case.unit_id, part=row.key)
        return ErasureRequest.objects.get(pk=row.key)


def approve_erasure(party: str, who: Acting) -> ErasureRequest:
    """Erase a person's record, as another administrator asked. It cannot be taken back.

    Raises NotFound, NotAllowed for whoever asked, and WrongState, also while an act of the case waits for its place.
    """
    check_may(who, "enforcement.erase")
    with transaction.atomic():
        row = _to_erase(party)
        asked = ErasureRequest.objects.select_for_update().filter(pk=party).first()
        if asked is None:
            raise NotFound(_("Nobody asked to erase {key}.").format(key=party))
        if asked.approved is not None:
            return asked
        if asked.asked_by == who.number:
            raise NotAllowed(_("You asked for this erasure yourself. Another administrator of records approves it."))
        _empty(row, asked, who)
        asked.refresh_from_db()
        return asked


def _to_erase(party: str) -> Party:
    """The person, with the case locked. Held people, and those of whom two records are one, are not erased."""
    case = Case.objects.select_for_update().filter(pk=party.rpartition(".")[0]).first()
    row = Party.objects.select_related("case").filter(pk=party, case=case).first() if case else None
    if row is None:
        raise NotFound(_("There is no person {key}.").format(key=party))
    if Custody.objects.filter(party=row, ended=None).exists():
        raise WrongState(_("This person is held. Erase the record after custody has ended."))
    if Merge.objects.filter(Q(one=row) | Q(other=row)).exists():
        raise WrongState(_("This record is said to be of one person with another. A supervisor takes that back first."))
    return row


def _empty(row: Party, asked: ErasureRequest, who: Acting) -> None:
    number = str(row.number)
    theirs = Q(part=number) | Q(part__startswith=f"{number}.") | Q(kind__in=(*BOOKINGS, FOUND, "trace.noted"))
    acts = list(Act.objects.filter(theirs, case=row.case_id, erasure=None).order_by("pk"))
    last = [act for act in acts if act.kind in BOOKINGS][-1]
    left = _without(Booked.model_validate(last.new), row.number)
    found = tuple(ExhibitFound.model_validate(act.new).exhibit for act in acts if act.kind == FOUND)
    left = left.model_copy(update={"exhibits": (*left.exhibits, *found)})
    slip = Slip.objects.filter(case=row.case_id).first()
    for act in acts:
        erase(act, by=who.number, reason=asked.reference)
    record("case.restated", who, left, case=row.case_id)
    told = contents.PersonErased(
        party=row.key, ground=asked.ground, reference=asked.reference, asked_by=asked.asked_by,
        slip=slip.serial if slip else None, slip_used=slip.used if slip else None,
        slip_typed_in=slip.typed_in if slip else None,
    )  # fmt: skip
    record("person.erased", who, told, unit=row.case.unit_id, part=row.key)
    Alert.objects.filter(custody__party=row).update(note="")
    forget(row.key)


def _without(booked: Booked, number: int) -> Booked:
    """A booking without what it says of one person, and without the narrative, which may name anybody."""
    people = list(booked.people)
    if number <= len(people):
        was = people[number - 1]
        people[number - 1] = BookedPerson(role=was.role, charge=was.charge, arrested=was.arrested, arrived=was.arrived,
                                          minor=was.minor)  # fmt: skip
    return booked.model_copy(update={"people": tuple(people), "narrative": ""})
