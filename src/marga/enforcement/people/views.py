"""Pages of people: one person over cases, corrections, who read what. Thin: each act is one service."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marga.enforcement.access import acting, case_for, party_for
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Party
from marga.enforcement.cases.words import FIELDS, born, name_of, particular
from marga.site.accounts.models import Account
from marga.site.faults import Faulty
from marga.site.fields import place_faults, place_refusal
from marga.site.paging import Cursor, cursor_of, next_page
from marga.site.refusals import NotFound, Refused
from marga.site.roles import check_may, may, needs

from . import erasing, queries, reading, sealing, services
from .forms import AddForm, CorrectForm, EraseForm, ReadsForm, ReasonForm
from .models import Read


def _who(request: HttpRequest) -> Acting:
    assert isinstance(request.user, Account)
    return acting(request.user)


@require_safe
@needs("enforcement.read")
def person(request: HttpRequest, party: str) -> HttpResponse:
    """One person over cases, who else may be the same, and the merges that stand."""
    return _person(request, _who(request), party)


def _person(
    request: HttpRequest, who: Acting, key: str, other: str = "", wrong: ReasonForm | None = None
) -> HttpResponse:  # fmt: skip
    row = party_for(who, key)
    records, possible = queries.records_of(row, who), queries.possible(row, who)

    def form(of: str, place: str) -> ReasonForm:
        return wrong if wrong and of == other else ReasonForm(auto_id=f"{place}_%s")

    services.log_read(who, "page", case=row.case_id, detail=str(len(records.records) + len(possible)))
    return render(request, "enforcement/people/person.html", {
        "party": row, "name": name_of(row), "born": born(row.born_from, row.born_to, row.birth_known),
        "sex": particular("sex", row.sex), "records": records.records, "wrong": wrong,
        "merges": [(one, form(f"{one.one_id}~{one.other_id}", f"u{one.pk}")) for one in records.merges],
        "possible": [(one, name_of(one.party), form(one.party.key, f"m{place}")) for place, one in enumerate(possible)],
        "merging": may(who, "enforcement.supervise"),
    }, status=422 if wrong else 200)  # fmt: skip


@require_POST
@needs("enforcement.supervise")
def merge(request: HttpRequest, party: str, other: str) -> HttpResponse:
    """Say that two records are of one person."""
    done = _("The two records are of one person now. It can be taken back.")
    return _joined(request, party, other, lambda reason, who: services.merge(party, other, reason, who), done)


@require_POST
@needs("enforcement.supervise")
def unmerge(request: HttpRequest, party: str, one: str, other: str) -> HttpResponse:
    """Take back that two records are of one person."""
    done = _("The two records are no longer said to be of one person.")
    return _joined(
        request, party, f"{one}~{other}", lambda reason, who: services.unmerge(one, other, reason, who), done
    )


def _joined(
    request: HttpRequest, party: str, other: str, act: Callable[[str, Acting], Party], done: str
) -> HttpResponse:  # fmt: skip
    """Do an act of two records; where it is refused, the page again with what was typed and why."""
    who, form = _who(request), ReasonForm(request.POST)
    if form.is_valid():
        try:
            act(form.cleaned_data["reason"], who)
        except Faulty as faulty:
            place_faults(form, faulty)
        else:
            messages.success(request, done)
            return redirect("person", party)
    return _person(request, who, party, other, form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enforcement.book")
def correct(request: HttpRequest, party: str, field: str) -> HttpResponse:
    """Correct one particular of a person."""
    who = _who(request)
    row = party_for(who, party)
    if field not in services.CORRECTED:
        raise NotFound(_("There is no such particular."))
    form = CorrectForm(request.POST or None, field=field, stands=services.said_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_person(party, field, form.value(), form.cleaned_data["reason"], who)
        except Faulty as faulty:
            place_faults(form, faulty)
        else:
            messages.success(request, _("It is corrected. How it was stays on the record."))
            return redirect("case", row.case_id)
    services.log_read(who, "page", case=row.case_id, detail="1")
    return render(request, "enforcement/people/correct.html", {
        "party": row, "name": name_of(row), "label": FIELDS[field], "form": form,
    }, status=422 if form.errors else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enforcement.book")
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Add a person to a case that was booked."""
    who = _who(request)
    case = case_for(who, number)
    form = AddForm(request.POST or None, initial={"number": case.people + 1})
    if request.method == "POST" and form.is_valid():
        try:
            services.add_person(number, form.person(), who, form.cleaned_data["number"])
        except Faulty as faulty:
            place_faults(form, faulty, {f"person.{name}": name for name in form.fields})
        else:
            messages.success(request, _("The person was added to the case."))
            return redirect("case", number)
    return render(request, "enforcement/people/add.html", {"case": case, "form": form},
                  status=422 if form.errors else 200)  # fmt: skip


@require_safe
@needs("enforcement.inspect")
def reads(request: HttpRequest) -> HttpResponse:
    """Who read what."""
    form = ReadsForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {"officer": "", "case": ""}
    rows, further = reading.reads(said["officer"].strip(), said["case"].strip().upper(), cursor_of(request))
    return _reads(request, "enforcement/people/reads.html", rows, further, form=form,
                  sealed=sealing.sealed_until())  # fmt: skip


@require_safe
@needs("enforcement.read")
def reads_of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Who read one case: for supervisors of its unit, and for inspectors."""
    who = _who(request)
    case = case_for(who, number)
    if not may(who, "enforcement.inspect"):
        check_may(who, "enforcement.supervise")
        if case.unit_id != who.unit:
            raise NotFound(_("There is no case {number} that you may read.").format(number=number))
    rows, further = reading.reads_of_case(number, who, cursor_of(request))
    return _reads(request, "enforcement/people/case_reads.html", rows, further, case=case)


def _reads(
    request: HttpRequest, template: str, rows: list[Read], further: Cursor | None, **named: object
) -> HttpResponse:  # fmt: skip
    return render(request, template, {"rows": rows, "further": next_page(request, further), **named})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enforcement.erase")
def erasures(request: HttpRequest) -> HttpResponse:
    """What was asked to be erased, and a form to ask."""
    who, form = _who(request), EraseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            erasing.ask_erasure(who=who, **form.cleaned_data)
        except Refused as refused:
            place_refusal(form, refused)
        else:
            messages.success(request, _("It is asked for. Another administrator of records approves it."))
            return redirect("erasures")
    return render(request, "enforcement/people/erasures.html", {
        "rows": erasing.requests(who), "form": form, "me": who.number,
    }, status=422 if form.errors else 200)  # fmt: skip


@require_POST
@needs("enforcement.erase")
def erasure_approve(request: HttpRequest, party: str) -> HttpResponse:
    """Erase what another asked for."""
    erasing.approve_erasure(party, _who(request))
    messages.success(request, _("The record is erased. That it was, on which ground and by whom, stays."))
    return redirect("erasures")
