"""One's own account: who am I, what was done by it, and what its owner may change."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from marga.site.accounts import queries, second_factor, services, signing_in
from marga.site.accounts.forms import ChangePasswordForm, SetUpAgainForm
from marga.site.accounts.peer import address
from marga.site.accounts.sessions import account_of
from marga.site.accounts.views.steps import form_page, offer, sent, show_recovery_codes, status_of
from marga.site.refusals import Refused


@require_safe
def my_account(request: HttpRequest) -> HttpResponse:
    """Who am I, and what was last done by my account."""
    account = account_of(request)
    return render(request, "accounts/my_account.html", {
        "account": account, "events": queries.events_about(account.name),
        "codes_left": second_factor.recovery_codes_left(account),
    })  # fmt: skip


@form_page
@sensitive_post_parameters()
def my_password(request: HttpRequest) -> HttpResponse:
    """Change the password; other sessions of the account end."""
    account = account_of(request)
    form = ChangePasswordForm(sent(request), account=account)
    if form.is_valid():
        try:
            signing_in.check_password(request, account, form.cleaned_data["current_password"])
            signing_in.with_new_password(request, account, password=form.cleaned_data["new_password"])
        except Refused as refused:
            form.add_error("current_password", str(refused))
        else:
            messages.success(request, _("Your password was changed. Everywhere else you are signed out."))
            return HttpResponseRedirect(reverse("my-account"))
    return render(request, "accounts/my_password.html", {"form": form, "account": account}, status=status_of(form))


@form_page
@sensitive_post_parameters()
def my_second_factor(request: HttpRequest) -> HttpResponse:
    """Another telephone: the app and the recovery codes are replaced, once its first code was typed back."""
    account = account_of(request)
    form = SetUpAgainForm(sent(request))
    if form.is_valid():
        password, field = form.cleaned_data.pop("current_password"), "current_password"
        try:
            signing_in.check_password(request, account, password)
            field = "code"
            codes = signing_in.with_new_second_factor(request, account, **form.cleaned_data)
            return show_recovery_codes(request, codes, then=reverse("my-account"))
        except Refused as refused:
            form.add_error(field, str(refused))
    context = {"form": form, **offer(account, form)}
    return render(request, "accounts/my_second_factor.html", context, status=status_of(form))


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of the account, this one too."""
    services.sign_out_everywhere(account=account_of(request), address=address(request))
    signing_in.leave(request)
    return HttpResponseRedirect(reverse("sign-in"))
