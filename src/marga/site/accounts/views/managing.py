"""Looking after the accounts of the side: for those whose role may do it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marga.site import again
from marga.site.accounts import queries, services
from marga.site.accounts.forms import AddForm, ReasonForm
from marga.site.accounts.peer import address
from marga.site.accounts.services import GivenOut
from marga.site.accounts.sessions import account_of
from marga.site.roles import MANAGE_ACCOUNTS, needs

managers_only = needs(MANAGE_ACCOUNTS)


@require_safe
@managers_only
def accounts(request: HttpRequest) -> HttpResponse:
    """Everyone who may sign in here, and who no longer may."""
    return render(request, "accounts/accounts.html", {"lines": queries.lines()})


@again.form_page
@managers_only
def add(request: HttpRequest) -> HttpResponse:
    """Someone new; the answer shows the one-time password, once."""
    form = AddForm(again.sent(request))

    def act() -> HttpResponse:
        given = services.add_account(by=account_of(request), address=address(request), **form.cleaned_data)
        return _given_out(request, given, is_new=True)

    answer = again.tried(request, form, act, lambda refused: form.add_error("name", str(refused)))
    return answer or render(request, "accounts/add.html", {"form": form}, status=again.status_of(request))


@require_safe
@managers_only
def account(request: HttpRequest, name: str) -> HttpResponse:
    """One account: what it may do, what was done with it, and what can be."""
    return _account(request, name)


@require_POST
@managers_only
def reset(request: HttpRequest, name: str) -> HttpResponse:
    """A new one-time password, and the second factor forgotten."""
    form = ReasonForm(request.POST, prefix="reset")
    if form.is_valid():
        given = services.reset_account(by=account_of(request), name=name, address=address(request), **form.cleaned_data)
        return _given_out(request, given, is_new=False)
    return again.come_back(request, to=reverse("account", args=[name])) or _account(request, name)


@require_POST
@managers_only
def close(request: HttpRequest, name: str) -> HttpResponse:
    """Nobody signs in by it any more; its name stays."""
    form = ReasonForm(request.POST, prefix="close")
    if not form.is_valid():
        return again.come_back(request, to=reverse("account", args=[name])) or _account(request, name)
    services.close_account(by=account_of(request), name=name, address=address(request), **form.cleaned_data)
    return _done(request, name, _("The account {name} is closed, and signed out wherever it was signed in."))


@require_POST
@managers_only
def reopen(request: HttpRequest, name: str) -> HttpResponse:
    """Let it sign in again."""
    services.open_account(by=account_of(request), name=name, address=address(request))
    return _done(request, name, _("The account {name} is open again, with the password and second factor it had."))


@require_safe
@managers_only
def events(request: HttpRequest) -> HttpResponse:
    """Everything that was done with accounts, newest first."""
    before = request.GET.get("before", "")
    found, following = queries.events(int(before) if before.isdecimal() and len(before) < 19 else None)
    return render(request, "accounts/events.html", {"events": found, "following": following, "is_first": not before})


def _account(request: HttpRequest, name: str) -> HttpResponse:
    line, data = queries.line(name), again.sent(request) or QueryDict()
    forms = {act: ReasonForm(data if f"{act}-reason" in data else None, prefix=act) for act in ("reset", "close")}
    return render(request, "accounts/account.html", {
        "line": line, "events": queries.events_about(line.account.name), **forms,
        "wrong": next((form for form in forms.values() if form.errors), None),
        "is_own": line.account.pk == account_of(request).pk,
    }, status=again.status_of(request))  # fmt: skip


def _given_out(request: HttpRequest, given: GivenOut, *, is_new: bool) -> HttpResponse:
    return render(request, "accounts/given_out.html", {"given": given, "is_new": is_new})


def _done(request: HttpRequest, name: str, said: str) -> HttpResponse:
    messages.success(request, said.format(name=name))
    return HttpResponseRedirect(reverse("account", args=[name]))
