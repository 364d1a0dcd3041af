"""Pages of charges: ask for a change, see what it would do, agree to it or not. Thin: each act is one service."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marga.enforcement.access import acting, party_for
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Party, Proposal
from marga.enforcement.people.services import log_read
from marga.site import again
from marga.site.accounts.models import Account
from marga.site.pages import answered
from marga.site.refusals import NotFound
from marga.site.roles import may, needs

from . import queries, services, wording
from .forms import ChangeForm, DeclineForm, FurtherForm

FIELDS = {"charge": "offence", "charge.quantity": "amount", "charge.band": "amount"}


def _who(request: HttpRequest) -> Acting:
    assert isinstance(request.user, Account)
    return acting(request.user)


@again.form_page
@needs("enforcement.charge")
def change(request: HttpRequest, party: str, line: int) -> HttpResponse:
    """Ask for another version of a charge: first look what it does, then ask a second officer."""
    who = _who(request)
    row = party_for(who, party)
    sent = again.sent(request)
    form, looks = ChangeForm(sent), sent is not None and sent.get("step") != "ask"
    if request.method == "POST" and looks:
        answer = again.come_back(request)
    else:
        answer = answered(
            request, form, lambda: services.propose_change(party, line, who=who, **form.asked()), fields=FIELDS,
            done=_("The change waits for a second officer. Until then the charge stands."),
            to=reverse("case", args=[row.case_id]),
        )  # fmt: skip
    return answer or _change(request, who, row, line, form, look=looks and form.is_valid())


def _change(
    request: HttpRequest, who: Acting, row: Party, line: int, form: ChangeForm, *, look: bool
) -> HttpResponse:  # fmt: skip
    versions = queries.versions_of([row.key])[row.key, line]
    if not versions:
        raise NotFound(_("This person has no such charge."))
    effect = queries.effect(versions, author=who.officer, who=who, **form.asked()) if look else None
    log_read(who, "page", case=row.case_id, detail="1")
    return render(request, "enforcement/charges/change.html", {
        "party": row, "line": line, "steps": wording.steps(versions), "form": form, "effect": effect,
    }, status=again.status_of(request))  # fmt: skip


@again.form_page
@needs("enforcement.charge")
def further(request: HttpRequest, party: str) -> HttpResponse:
    """Ask for a further charge of a person: first look what it does, then ask a second officer."""
    who = _who(request)
    row = party_for(who, party)
    sent = again.sent(request)
    form, looks = FurtherForm(sent), sent is not None and sent.get("step") != "ask"
    if request.method == "POST" and looks:
        answer = again.come_back(request)
    else:
        answer = answered(
            request, form, lambda: services.propose_further(party, who=who, **form.asked()), fields=FIELDS,
            done=_("The further charge waits for a second officer. It stands when they agree."),
            to=reverse("case", args=[row.case_id]),
        )  # fmt: skip
    return answer or _further(request, who, row, form, look=looks and form.is_valid())


def _further(request: HttpRequest, who: Acting, row: Party, form: FurtherForm, *, look: bool) -> HttpResponse:
    standing = [versions[-1] for versions in queries.versions_of([row.key]).values()]
    effect = queries.further_effect(standing, author=who.officer, who=who, **form.asked()) if look else None
    log_read(who, "page", case=row.case_id, detail="1")
    return render(request, "enforcement/charges/further.html", {
        "party": row, "form": form, "effect": effect, "stands": [wording.name_of(one) for one in standing],
    }, status=again.status_of(request))  # fmt: skip


@require_safe
@needs("enforcement.agree")
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a second officer."""
    return _waiting(request, _who(request))


def _waiting(request: HttpRequest, who: Acting) -> HttpResponse:
    """`back`: a reason that was sent from here, and is not taken."""
    found, back = queries.waiting(who), again.typed(request)
    log_read(who, "page", detail=str(len(found)))
    form = DeclineForm(back.data) if back is not None else None
    if form is not None:
        again.blame(request, form)

    def own(place: int, row: Proposal) -> DeclineForm:
        of_it = back is not None and back.address == reverse("charge-decline", args=[row.party_id, row.line])
        return form if form is not None and of_it else DeclineForm(auto_id=f"{place}_%s")

    rows = [(one, own(place, one.row)) for place, one in enumerate(found)]
    return render(request, "enforcement/charges/waiting.html", {"waiting": rows, "form": form},
                  status=again.status_of(request))  # fmt: skip


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
    answer = answered(
        request, form, lambda: services.decline(party, line, form.cleaned_data["reason"], who),
        done=_("You did not agree. The charge stands as it did."), to=reverse("charges-waiting"),
        back=reverse("charges-waiting"),
    )  # fmt: skip
    return answer or _waiting(request, who)
