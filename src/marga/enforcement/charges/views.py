"""Pages of charges: ask for a change, see what it would do, agree to it or not. Thin: each act is one service."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marga.enforcement.access import acting, party_for
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Party
from marga.enforcement.people.services import log_read
from marga.site.accounts.models import Account
from marga.site.faults import Faulty
from marga.site.fields import place_faults
from marga.site.refusals import NotFound
from marga.site.roles import may, needs

from . import queries, services, wording
from .forms import ChangeForm, DeclineForm, FurtherForm

FIELDS = {"charge": "offence", "charge.quantity": "amount", "charge.band": "amount"}


def _who(request: HttpRequest) -> Acting:
    assert isinstance(request.user, Account)
    return acting(request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enforcement.charge")
def change(request: HttpRequest, party: str, line: int) -> HttpResponse:
    """Ask for another version of a charge: first look what it does, then ask a second officer."""
    who = _who(request)
    row = party_for(who, party)
    form = ChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("step") != "ask":
            return _change(request, who, row, line, form, look=True)
        try:
            services.propose_change(party, line, who=who, **form.asked())
        except Faulty as faulty:
            place_faults(form, faulty, FIELDS)
        else:
            messages.success(request, _("The change waits for a second officer. Until then the charge stands."))
            return redirect("case", row.case_id)
    return _change(request, who, row, line, form)


def _change(
    request: HttpRequest, who: Acting, row: Party, line: int, form: ChangeForm, *, look: bool = False
) -> HttpResponse:  # fmt: skip
    versions = queries.versions_of([row.key])[row.key, line]
    if not versions:
        raise NotFound(_("This person has no such charge."))
    effect = queries.effect(versions, author=who.officer, who=who, **form.asked()) if look else None
    log_read(who, "page", case=row.case_id, detail="1")
    return render(request, "enforcement/charges/change.html", {
        "party": row, "line": line, "steps": wording.steps(versions), "form": form, "effect": effect,
    }, status=422 if form.errors else 200)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enforcement.charge")
def further(request: HttpRequest, party: str) -> HttpResponse:
    """Ask for a further charge of a person: first look what it does, then ask a second officer."""
    who = _who(request)
    row = party_for(who, party)
    form, effect = FurtherForm(request.POST or None), None
    standing = [versions[-1] for versions in queries.versions_of([row.key]).values()]
    if request.method == "POST" and form.is_valid():
        if request.POST.get("step") == "ask":
            try:
                services.propose_further(party, who=who, **form.asked())
            except Faulty as faulty:
                place_faults(form, faulty, FIELDS)
            else:
                messages.success(
                    request, _("The further charge waits for a second officer. It stands when they agree.")
                )
                return redirect("case", row.case_id)
        else:
            effect = queries.further_effect(standing, author=who.officer, who=who, **form.asked())
    log_read(who, "page", case=row.case_id, detail="1")
    return render(request, "enforcement/charges/further.html", {
        "party": row, "form": form, "effect": effect, "stands": [wording.name_of(one) for one in standing],
    }, status=422 if form.errors else 200)  # fmt: skip


@require_safe
@needs("enforcement.agree")
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a second officer."""
    return _waiting(request, _who(request))


def _waiting(request: HttpRequest, who: Acting, wrong: str = "", form: DeclineForm | None = None) -> HttpResponse:
    found = queries.waiting(who)
    log_read(who, "page", detail=str(len(found)))
    rows = [(one, form if form and one.key == wrong else DeclineForm(auto_id=f"{place}_%s"))
            for place, one in enumerate(found)]  # fmt: skip
    return render(request, "enforcement/charges/waiting.html", {"waiting": rows, "form": form},
                  status=422 if form else 200)  # fmt: skip


@require_POST
@needs("enforcement.agree")
def agree(request: HttpRequest, party: str, line: int) -> HttpResponse:
    """Agree as the second officer."""
    who = _who(request)
    stands = services.agree(party, line, who)
    messages.success(request, _("You agreed. The charge stands as it was asked for."))
    if stands.version == 1 and may(who, "enforcement.book"):  # a further one, which no receipt has yet
        return redirect("added", *party.rsplit(".", 1))
    return redirect("charges-waiting")


@require_POST
@needs("enforcement.agree")
def decline(request: HttpRequest, party: str, line: int) -> HttpResponse:
    """Do not agree, and say why."""
    who, form = _who(request), DeclineForm(request.POST)
    if not form.is_valid():
        return _waiting(request, who, f"{party}/{line}", form)
    services.decline(party, line, form.cleaned_data["reason"], who)
    messages.success(request, _("You did not agree. The charge stands as it did."))
    return redirect("charges-waiting")
