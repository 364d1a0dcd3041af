"""Pages of people: one person over cases, corrections, who read what. Thin: each act is one service."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marga.country import load
from marga.country.instants import day_of
from marga.enforcement.access import acting, case_for, party_for
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.afterwards.forms import AddedForm
from marga.enforcement.cases.afterwards.queries import named
from marga.enforcement.cases.afterwards.views import form_of, page, tried, whole
from marga.enforcement.cases.booking.making import usual_person
from marga.enforcement.cases.booking.reading import particular_of, person_of, typed_of
from marga.enforcement.cases.models import Party
from marga.enforcement.cases.services import zone
from marga.enforcement.cases.words import FIELDS, born, name_of, particular
from marga.site import again
from marga.site.accounts.models import Account
from marga.site.faults import moved
from marga.site.pages import answered
from marga.site.paging import Cursor, cursor_of, next_page
from marga.site.refusals import NotFound
from marga.site.roles import check_may, may, needs

from . import erasing, queries, reading, sealing, services
from .forms import CorrectForm, EraseForm, ReadsForm, ReasonForm
from .models import Read


def _who(request: HttpRequest) -> Acting:
    assert isinstance(request.user, Account)
    return acting(request.user)


@require_safe
@needs("enforcement.read")
def person(request: HttpRequest, party: str) -> HttpResponse:
    """One person over cases, who else may be the same, and the merges that stand."""
    return _person(request, _who(request), party)


def _person(request: HttpRequest, who: Acting, key: str) -> HttpResponse:
    """`back`: a reason that was sent from here, and is not taken."""
    row, back = party_for(who, key), again.typed(request)
    records, possible = queries.records_of(row, who), queries.possible(row, who)
    wrong = ReasonForm(back.data) if back is not None else None
    if wrong is not None:
        again.blame(request, wrong)

    def form(place: str, act: str, *keys: str) -> ReasonForm:
        of_it = back is not None and back.address == reverse(act, args=[row.key, *keys])
        return wrong if wrong is not None and of_it else ReasonForm(auto_id=f"{place}_%s")

    services.log_read(who, "page", case=row.case_id, detail=str(len(records.records) + len(possible)))
    return render(request, "enforcement/people/person.html", {
        "party": row, "name": name_of(row), "born": born(row.born_from, row.born_to, row.birth_known),
        "sex": particular("sex", row.sex), "records": records.records, "wrong": wrong,
        "merges": [(one, form(f"u{one.pk}", "person-unmerge", one.one_id, one.other_id)) for one in records.merges],
        "possible": [(one, name_of(one.party), form(f"m{place}", "person-merge", one.party.key))
                     for place, one in enumerate(possible)],
        "merging": may(who, "enforcement.supervise"),
    }, status=again.status_of(request))  # fmt: skip


@require_POST
@needs("enforcement.supervise")
def merge(request: HttpRequest, party: str, other: str) -> HttpResponse:
    """Say that two records are of one person."""
    done = _("The two records are of one person now. It can be taken back.")
    return _joined(request, party, lambda reason, who: services.merge(party, other, reason, who), done)


@require_POST
@needs("enforcement.supervise")
def unmerge(request: HttpRequest, party: str, one: str, other: str) -> HttpResponse:
    """Take back that two records are of one person."""
    done = _("The two records are no longer said to be of one person.")
    return _joined(request, party, lambda reason, who: services.unmerge(one, other, reason, who), done)


def _joined(request: HttpRequest, party: str, act: Callable[[str, Acting], Party], done: str) -> HttpResponse:
    """Do an act of two records; where it is refused, the page again with what was typed and why."""
    who, form, page = _who(request), ReasonForm(request.POST), reverse("person", args=[party])
    answer = answered(request, form, lambda: act(form.cleaned_data["reason"], who), done=done, to=page, back=page)
    return answer or _person(request, who, party)


@again.form_page
@needs("enforcement.book")
def correct(request: HttpRequest, party: str, field: str) -> HttpResponse:
    """Correct one particular of a person."""
    who = _who(request)
    row = party_for(who, party)
    if field not in services.CORRECTED:
        raise NotFound(_("There is no such particular."))
    others = [one for one in named(row.case) if one[0] != str(row.number)]
    begin = {"value": typed_of(services.said_of(row), field)}
    form = form_of(request, lambda fields: CorrectForm(fields, field, others), begin)

    def act() -> HttpResponse:
        value, unread = particular_of(field, form.data["value"], day_of(who.clock.at, zone()), zone())
        services.correct_person(party, field, value, form.data["reason"], who, unread)
        messages.success(request, _("It is corrected. How it was stays on the record."))
        return redirect("case", row.case_id)

    answer = tried(request, form, act)
    if answer is not None:
        return answer
    services.log_read(who, "page", case=row.case_id, detail="1")
    return render(request, "enforcement/people/correct.html", {
        "party": row, "name": name_of(row), "label": FIELDS[field], "form": form,
    }, status=again.status_of(request))  # fmt: skip


@again.form_page
@needs("enforcement.book")
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Add a person to a case that was booked, on the form of the booking."""
    who = _who(request)
    case, country = case_for(who, number), load(settings.MARGA_COUNTRY)
    others = named(case)
    begin = {**usual_person(country), "number": str(case.people + 1)}
    form = form_of(request, lambda fields: AddedForm(fields, country, others), begin)

    def act() -> str:
        person, unread = person_of(form.data, day_of(who.clock.at, zone()), zone())
        added = services.add_person(number, person, who, whole(form.data["number"]),
                                    moved(unread, "people.0.", "person."))  # fmt: skip
        return str(added.number)

    services.log_read(who, "page", case=case.number, detail=str(len(others)))
    return page(request, case, "person", form, act, ("person.", "people.0."),
                title=_("Add a person"), button=_("Add this person"))  # fmt: skip


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


@again.form_page
@needs("enforcement.erase")
def erasures(request: HttpRequest) -> HttpResponse:
    """What was asked to be erased, and a form to ask."""
    who, form = _who(request), EraseForm(again.sent(request))
    answer = answered(
        request, form, lambda: erasing.ask_erasure(who=who, **form.cleaned_data), to=reverse("erasures"),
        done=_("It is asked for. Another administrator of records approves it."),
    )  # fmt: skip
    return answer or render(request, "enforcement/people/erasures.html", {
        "rows": erasing.requests(who), "form": form, "me": who.number,
    }, status=again.status_of(request))  # fmt: skip


@require_POST
@needs("enforcement.erase")
def erasure_approve(request: HttpRequest, party: str) -> HttpResponse:
    """Erase what another asked for."""
    erasing.approve_erasure(party, _who(request))
    messages.success(request, _("The record is erased. That it was, on which ground and by whom, stays."))
    return redirect("erasures")
