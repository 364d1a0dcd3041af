"""What stands since an act with a court file, a warrant, a tip, a part in supply or a trace."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from marga.enforcement.acts.models import Act
from marga.enforcement.cases.models import Case, CaseOfficer, Party, SupplyRole, Trace
from marga.enforcement.cases.projections import party_of
from marga.site.acts.kinds import kind

from . import contents
from .models import CourtFile, Tip, Warrant


@kind("court.sent", "court file", gettext_noop("the file was sent to the court"), contents.FileSent)
def file_sent(act: Act, told: contents.FileSent) -> None:
    """A file is at a court."""
    CourtFile.objects.create(case_id=act.case, number=told.number, court=told.court, sent=told.sent)
    Case.objects.filter(pk=act.case, court_sent__isnull=True).update(court_sent=told.sent)


@kind("court.returned", "court file", gettext_noop("the court sent the file back"), contents.FileReturned)
def file_returned(act: Act, told: contents.FileReturned) -> None:
    """A file came back."""
    found = CourtFile.objects.filter(case=act.case, number=told.number)
    found.update(returned=told.returned, why_returned=told.why)


@kind("court.decided", "court file", gettext_noop("the court decided"), contents.FileResult)
def file_result(act: Act, told: contents.FileResult) -> None:
    """A file has its result."""
    CourtFile.objects.filter(case=act.case, number=told.number).update(result=told.result, result_at=told.decided)


@kind("warrant.issued", "warrant", gettext_noop("a warrant came in"), contents.WarrantIssued)
def warrant_issued(act: Act, told: contents.WarrantIssued) -> None:
    """A warrant is held by somebody."""
    said = told.model_dump()
    Warrant.objects.create(**said, unit_id=act.unit, held_since=act.at)


@kind("warrant.held", "warrant", gettext_noop("another officer took the warrant"), contents.WarrantHeld)
def warrant_held(act: Act, told: contents.WarrantHeld) -> None:
    """A warrant is held by another."""
    Warrant.objects.filter(pk=told.number).update(holder=told.holder, held_since=act.at)


@kind("warrant.served", "warrant", gettext_noop("the warrant was served"), contents.WarrantServed)
def warrant_served(act: Act, told: contents.WarrantServed) -> None:
    """A warrant led to a case."""
    Warrant.objects.filter(pk=told.number).update(served=told.served, case=told.case)


@kind("warrant.returned", "warrant", gettext_noop("the warrant went back unserved"), contents.WarrantReturned)
def warrant_returned(act: Act, told: contents.WarrantReturned) -> None:
    """A warrant that nobody will serve."""
    Warrant.objects.filter(pk=told.number).update(returned=told.returned, why=told.why)


@kind("tip.received", "tip", gettext_noop("a tip came in"), contents.TipReceived)
def tip_received(act: Act, told: contents.TipReceived) -> None:
    """A tip waits for an act."""
    Tip.objects.create(number=told.number, unit_id=act.unit, received=told.received, text=told.text)


@kind("tip.answered", "tip", gettext_noop("the tip was answered"), contents.TipAnswered)
def tip_answered(act: Act, told: contents.TipAnswered) -> None:
    """A tip led to a case, or has a reason."""
    Tip.objects.filter(pk=told.number).update(answered=act.at, case=told.case, why=told.why)


@kind("supply.recorded", "person", gettext_noop("the part in supply was written down"), contents.SupplyRecorded)
def supply_recorded(act: Act, told: contents.SupplyRecorded) -> None:
    """A person's part in supply, with the evidence."""
    party = party_of(act)
    SupplyRole.objects.create(party_id=party, role=told.role, evidence=list(told.evidence), reason=told.reason,
                              by=act.by, at=act.at)  # fmt: skip
    Party.objects.filter(pk=party).update(supply_role=told.role)
    CaseOfficer.objects.get_or_create(case_id=act.case, officer=act.by)


@kind("trace.noted", "case", gettext_noop("a trace was noted"), contents.TraceNoted)
def trace_noted(act: Act, told: contents.TraceNoted) -> None:
    """A trace of a case."""
    Trace.objects.create(case_id=act.case, kind=told.kind, shown=told.shown, value=told.value)
