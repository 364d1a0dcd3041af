"""Pages of cases: the list and search, and one case. Thin: each is one query."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from marga.enforcement.access import acting, case_for
from marga.enforcement.people.services import log_read
from marga.site.accounts.models import Account
from marga.site.roles import may, needs

from . import queries, words
from .forms import SearchForm
from .searching import PAGE, Cursor, search
from .timeline import timeline


@require_safe
@needs("enforcement.search")
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that somebody may read, the newest first; or those that are looked for."""
    assert isinstance(request.user, Account)
    who, form = acting(request.user), SearchForm(request.GET)
    if not form.is_valid():
        return render(request, "enforcement/cases/cases.html", {"form": form, "found": []}, status=422)
    found, further = search(form.wanted(), who, Cursor.read(request.GET.get("after", "")))
    log_read(who, "search", detail=str(len(found)))
    asked = request.GET.copy()
    if further is not None:
        asked["after"] = further.written()
    return render(request, "enforcement/cases/cases.html", {
        "form": form, "found": found, "further": asked.urlencode() if further else "",
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
        "province": words.in_dimension("province", found.province), "fields": words.FIELDS,
        "shows_reads": inspects or (supervises and found.unit_id == who.unit),
    })  # fmt: skip
