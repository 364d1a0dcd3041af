"""Acts with court files, warrants, tips, parts in supply and traces. One function an act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marga.country import gettext_noop, load, say
from marga.enforcement.access import case_for, party_for
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.services import Acting, record
from marga.enforcement.cases.models import Case, SupplyRole, Trace
from marga.enforcement.rules.links import trace_value
from marga.enforcement.rules.supply import role_refusals
from marga.enforcement.stations.models import Officer, Unit
from marga.site.faults import Fault, one_of, refuse, refuse_sentences
from marga.site.refusals import WrongState
from marga.site.roles import check_may

from . import contents
from .models import CourtFile, Tip, Warrant
from .queries import tip_for, warrant_for


def send_file(number: str, court: str, sent: datetime, who: Acting) -> CourtFile:
    """The file of a case goes to a court. Raises WrongState while it is at one, Faulty, NotFound, NotAllowed."""
    check_may(who, "enforcement.court")
    with transaction.atomic():
        case = case_for(who, number, lock=True)
        _check_time("sent", sent, case.recorded, who)
        last = case.court_files.order_by("number").last()
        if last is not None and last.returned is None:
            raise WrongState(_("The file of this case is at the court already. Record its return first."))
        told = contents.FileSent(number=last.number + 1 if last else 1, court=_named("court", court), sent=sent)
        record("court.sent", who, told, case=case.number, part=f"F{told.number}")
        return case.court_files.get(number=told.number)


def file_came_back(number: str, returned: datetime, why: str, who: Acting) -> CourtFile:
    """The court sent the file of a case back. Raises WrongState while it is at none, Faulty, NotFound, NotAllowed."""
    with transaction.atomic():
        file = _file_at_court(number, who)
        _check_time("returned", returned, file.sent, who)
        told = contents.FileReturned(number=file.number, returned=returned, why=_named("why", why))
        record("court.returned", who, told, case=number, part=f"F{file.number}")
        file.refresh_from_db()
        return file


def court_decided(number: str, result: str, decided: datetime, who: Acting) -> CourtFile:
    """The court decided on the file that it has. Raises WrongState, Faulty, NotFound, NotAllowed."""
    with transaction.atomic():
        file = _file_at_court(number, who)
        _check_time("decided", decided, file.sent, who)
        told = contents.FileResult(number=file.number, result=_named("result", result), decided=decided)
        record("court.decided", who, told, case=number, part=f"F{file.number}")
        file.refresh_from_db()
        return file


def take_warrant(warrant: contents.WarrantIssued, who: Acting) -> Warrant:
    """A warrant came to the officer's unit. Raises Faulty for a number that is there, or a holder of no such unit."""
    check_may(who, "enforcement.court")
    with transaction.atomic():
        if Warrant.objects.filter(pk=warrant.number).exists():
            refuse([Fault("number", say(gettext_noop("There is a warrant of this number already. Compare it.")))])
        _check_holder(warrant.holder, who)
        _check_time("issued", warrant.issued, None, who)
        record("warrant.issued", who, warrant, part=warrant.number)
        return Warrant.objects.get(pk=warrant.number)


def pass_warrant(number: str, holder: str, who: Acting) -> Warrant:
    """Another officer of the unit holds a warrant from now on. Raises WrongState, Faulty, NotFound, NotAllowed."""
    with transaction.atomic():
        _open_warrant(number, who)
        _check_holder(holder, who)
        record("warrant.held", who, contents.WarrantHeld(number=number, holder=holder), part=number)
        return Warrant.objects.get(pk=number)


def serve_warrant(number: str, case: str, served: datetime, who: Acting) -> Warrant:
    """A warrant was served, and this case came of it. Raises WrongState, Faulty, NotFound, NotAllowed."""
    with transaction.atomic():
        warrant = _open_warrant(number, who)
        case_for(who, case)
        _check_time("served", served, warrant.issued, who)
        record("warrant.served", who, contents.WarrantServed(number=number, case=case, served=served), part=number)
        return Warrant.objects.get(pk=number)


def give_back_warrant(number: str, why: str, who: Acting) -> Warrant:
    """A warrant goes back unserved. Raises WrongState, Faulty without a reason, NotFound, NotAllowed."""
    with transaction.atomic():
        _open_warrant(number, who)
        told = contents.WarrantReturned(number=number, why=_named("why", why), returned=who.clock.at)
        record("warrant.returned", who, told, part=number)
        return Warrant.objects.get(pk=number)


def take_tip(text: str, received: datetime, who: Acting) -> Tip:
    """Something the public told the officer's unit. The same, taken again by the same officer, stays one.

    Raises Faulty, NotAllowed.
    """
    check_may(who, "enforcement.court")
    with transaction.atomic():
        _check_time("received", received, None, who)
        unit = Unit.objects.select_for_update().get(pk=who.unit)  # tips of one unit are numbered one by one
        number = f"{unit.code}-T{unit.tips.count() + 1}"
        told = contents.TipReceived(number=number, text=_named("text", text), received=received)
        same = unit.tips.filter(text=told.text, received=received)
        own = Act.objects.filter(kind="tip.received", by=who.number, unit=unit.code, part__in=same.values("number"))
        if (there := own.first()) is not None:
            return Tip.objects.get(pk=there.part)
        record("tip.received", who, told, part=number)
        return Tip.objects.get(pk=number)


def answer_tip(number: str, who: Acting, *, case: str = "", why: str = "") -> Tip:
    """Say which case a tip led to, or why nothing was done. Raises WrongState, Faulty, NotFound, NotAllowed."""
    with transaction.atomic():
        tip = tip_for(who, number, lock=True)
        if tip.answered is not None:
            raise WrongState(_("Tip {number} was answered already.").format(number=number))
        if case:
            case_for(who, case)
        else:
            _named("why", why)
        record("tip.answered", who, contents.TipAnswered(number=number, case=case, why=why), part=number)
        tip.refresh_from_db()
        return tip


def record_supply(party: str, role: str, evidence: Iterable[str], reason: str, who: Acting) -> SupplyRole:
    """Write down a person's part in supply. Raises Faulty where evidence does not carry it, NotFound, NotAllowed."""
    check_may(who, "enforcement.charge")
    register = load(settings.MARGA_COUNTRY).enforcement.register
    refuse(one_of("role", role, register.supply))
    named = tuple(evidence)
    refuse_sentences(role_refusals(register.supply[role], named, register.evidence), "evidence")
    with transaction.atomic():
        row = party_for(who, party, lock=True)
        told = contents.SupplyRecorded(role=role, evidence=named, reason=reason)
        record("supply.recorded", who, told, case=row.case_id, part=str(row.number),
               receipt=None if row.receipt is None else bytes(row.receipt))  # fmt: skip
        return SupplyRole.objects.filter(party=row).latest("at")


def note_trace(number: str, kind: str, shown: str, who: Acting) -> Trace:
    """Note a trace of a case. The same one twice stays one. Raises Faulty, NotFound, NotAllowed."""
    check_may(who, "enforcement.charge")
    register = load(settings.MARGA_COUNTRY).enforcement.register
    refuse(one_of("kind", kind, register.traces))
    value = trace_value(kind, shown, register.calling_code, register.trunk)[:120]
    if not value:
        refuse([Fault("shown", say(gettext_noop("Write the telephone number, the address or the name itself.")))])
    with transaction.atomic():
        case: Case = case_for(who, number, lock=True)
        there = case.traces.filter(kind=kind, value=value).first()
        if there is not None:
            return there
        record("trace.noted", who, contents.TraceNoted(kind=kind, shown=shown, value=value), case=case.number)
        return case.traces.get(kind=kind, value=value)


def _file_at_court(number: str, who: Acting) -> CourtFile:
    check_may(who, "enforcement.court")
    last = case_for(who, number, lock=True).court_files.order_by("number").last()
    if last is None or last.returned is not None or last.result_at is not None:
        raise WrongState(_("No file of this case is at a court. Record first that it was sent."))
    return last


def _open_warrant(number: str, who: Acting) -> Warrant:
    warrant = warrant_for(who, number, lock=True)
    if warrant.served is not None or warrant.returned is not None:
        raise WrongState(_("Warrant {number} was served or given back already.").format(number=number))
    return warrant


def _check_holder(holder: str, who: Acting) -> None:
    if not Officer.objects.filter(pk=holder, unit=who.unit, serving=True).exists():
        refuse([Fault("holder", say(gettext_noop("No officer {number} serves at this unit. Compare the number."),
                                    number=holder))])  # fmt: skip


def _check_time(field: str, at: datetime, after: datetime | None, who: Acting) -> None:
    if at > who.clock.at:
        refuse([Fault(field, say(gettext_noop("This time has not come yet. Correct it.")))])
    if after is not None and at < after:
        refuse([Fault(field, say(gettext_noop("This time is before what it follows. Correct it.")))])


def _named(field: str, text: str) -> str:
    if not text.strip():
        refuse([Fault(field, say(gettext_noop("Write this; it cannot be left out.")))])
    return text
