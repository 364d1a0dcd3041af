"""Looking after the accounts of the side: for those whose role may do it."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marga.site.accounts import queries, services
from marga.site.accounts.forms import AddForm, ReasonForm
from marga.site.accounts.peer import address
from marga.site.accounts.services import GivenOut
from marga.site.accounts.sessions import account_of
from marga.site.accounts.views.steps import form_page, sent, status_of
from marga.site.refusals import Refused
from marga.site.roles import MANAGE_ACCOUNTS, needs

managers_only = needs(MANAGE_ACCOUNTS)


@require_safe
@managers_only
def accounts(request: HttpRequest) -> HttpResponse:
    """Everyone who may sign in here, and who no longer may."""
    return render(request, "accounts/accounts.html", {"lines": queries.lines()})


@form_page
@managers_only
def add(request: HttpRequest) -> HttpResponse:
    """Someone new; the answer shows the one-time password, once."""
    form = AddForm(sent(request))
    if form.is_valid():
        try:
            given = services.add_account(by=account_of(request), address=address(request), **form.cleaned_data)
            return _given_out(request, given, is_new=True)
        except Refused as refused:
            form.add_error("name", str(refused))
    return render(request, "accounts/add.html", {"form": form}, status=status_of(form))


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
    return _account(request, name, reset=form)


@require_POST
@managers_only
def close(request: HttpRequest, name: str) -> HttpResponse:
    """Nobody signs in by it any more; its name stays."""
    form = ReasonForm(request.POST, prefix="close")
    if not form.is_valid():
        return _account(request, name, close=form)
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


def _account(request: HttpRequest, name: str, *, reset: Form | None = None, close: Form | None = None) -> HttpResponse:
    line = queries.line(name)
    wrong = reset or close
    return render(request, "accounts/account.html", {
        "line": line, "events": queries.events_about(line.account.name), "wrong": wrong,
        "is_own": line.account.pk == account_of(request).pk,
        "reset": reset or ReasonForm(prefix="reset"), "close": close or ReasonForm(prefix="close"),
    }, status=status_of(wrong))  # fmt: skip


def _given_out(request: HttpRequest, given: GivenOut, *, is_new: bool) -> HttpResponse:
    return render(request, "accounts/given_out.html", {"given": given, "is_new": is_new})


def _done(request: HttpRequest, name: str, said: str) -> HttpResponse:
    messages.success(request, said.format(name=name))
    return HttpResponseRedirect(reverse("account", args=[name]))
