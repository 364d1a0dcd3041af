"""Pages of cases: the list and search, one case, and what is given back. Thin: each is one query or one act."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marga.enforcement.access import acting, case_for, party_for
from marga.enforcement.people.services import log_read
from marga.site.accounts.models import Account
from marga.site.pages import ActPage, act_page
from marga.site.paging import cursor_of, next_page
from marga.site.roles import may, needs

from . import queries, services, words
from .forms import GiveBackForm, SearchForm
from .searching import PAGE, search
from .timeline import timeline


@require_safe
@needs("enforcement.search")
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that somebody may read, the newest first; or those that are looked for."""
    assert isinstance(request.user, Account)
    who = acting(request.user)
    form = SearchForm.of(who, request.GET)
    if not form.is_valid():
        return render(request, "enforcement/cases/cases.html", {"form": form, "found": []}, status=422)
    found, further = search(form.wanted(), who, cursor_of(request))
    log_read(who, "search", detail=str(len(found)))
    return render(request, "enforcement/cases/cases.html", {
        "who": who, "form": form, "found": found, "further": next_page(request, further),
        "looked": bool(form.cleaned_data["text"].strip()), "full": len(found) == PAGE,
    })  # fmt: skip


@require_safe
@needs("enforcement.read")
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: what is due, what happened, who and what is in it."""
    assert isinstance(request.user, Account)
    who = acting(request.user)
    if number != number.upper():
        return redirect("case", number.upper())
    found = case_for(who, number)
    record = queries.record(found, who)
    before = request.GET.get("before", "")
    events, older = timeline(found.number, int(before) if before.isdecimal() and len(before) < len("9" * 18) else None)
    log_read(who, "page", case=found.number, detail=str(len(record.people)))
    inspects, supervises = may(who, "enforcement.inspect"), may(who, "enforcement.supervise")
    return render(request, "enforcement/cases/case.html", {
        "case": found, "record": record, "events": events, "older": older,
        "offence": words.offence_of_case(found.offence), "operation": words.in_register("operations", found.operation),
        "province": words.in_dimension("province", found.province), "who": who,
        "shows_reads": inspects or (supervises and found.unit_id == who.unit),
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enforcement.book")
def give_back(request: HttpRequest, party: str, number: int) -> HttpResponse:
    """Something that was taken is given back."""
    who = acting(request.user)
    row = party_for(who, party)
    page = ActPage(_("Give back what was taken"), _("It was given back"), _("It is written down."),
                   reverse("case", args=[row.case_id]), row.case_id)  # fmt: skip
    return act_page(request, page, GiveBackForm(request.POST or None),
                    lambda said: services.give_back(party, number, said["returned"], who))  # fmt: skip
