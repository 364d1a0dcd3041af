"""The pages of signing in, one a step, and of signing out.

A step is shown at its own address; or, when a form is carried along, right away as the answer to the step before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from marga.site import again
from marga.site.accounts import kept, second_factor, sessions, signing_in
from marga.site.accounts.forms import CodeForm, NewPasswordForm, SetUpForm, SignInForm
from marga.site.accounts.models import Account
from marga.site.accounts.rules import Step
from marga.site.addresses import is_here
from marga.site.refusals import Refused
from marga.site.roles import first_page
from marga.site.templatetags.page import home_url

#: These pages hold passwords and codes. What is typed here is kept nowhere, so a refusal is the answer itself (422).
form_page = require_http_methods(["GET", "HEAD", "POST"])
AFTER_SIGNING_IN = _("You are signed in again. What you had typed was not taken before: look it over and send it.")
OPEN_TOO_LONG = _("The page was open too long, so what you typed was not taken. Look it over and send it again.")


@form_page
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """User name and password. Whoever is signed in already, or halfway, is sent on."""
    if isinstance(request.user, Account):
        return arrive(request)
    if request.method != "POST":
        account = sessions.unfinished(request)
        return show_sign_in(request, SignInForm()) if account is None else go_on(request, account)
    form = SignInForm(request.POST)
    if form.is_valid():
        try:
            return go_on(request, signing_in.with_password(request, **form.cleaned_data))
        except Refused as refused:
            form.add_error(None, str(refused))
    return show_sign_in(request, form, status=422)


def at(step: Step) -> Callable[[Callable[[HttpRequest, Account], HttpResponse]], Callable[..., HttpResponse]]:
    """The view of a step: who is not there is sent to where they are."""

    def decorate(view: Callable[[HttpRequest, Account], HttpResponse]) -> Callable[..., HttpResponse]:
        @form_page
        @sensitive_post_parameters()
        @wraps(view)
        def stepped(request: HttpRequest) -> HttpResponse:
            account = sessions.unfinished(request)
            if account is None or sessions.step_of(account) is not step:
                return HttpResponseRedirect(with_next("sign-in", wanted(request)))
            return view(request, account)

        return stepped

    return decorate


@at(Step.CODE)
def code(request: HttpRequest, account: Account) -> HttpResponse:
    """A code of the app, or a recovery code."""
    form = CodeForm(sent(request))
    if form.is_valid():
        try:
            if signing_in.with_code(request, account, typed=form.cleaned_data["code"]):
                messages.warning(request, _recovery_codes_left(account))
            return go_on(request, account)
        except Refused as refused:
            form.add_error("code", str(refused))
    return show_code(request, account, form)


@at(Step.NEW_PASSWORD)
def new_password(request: HttpRequest, account: Account) -> HttpResponse:
    """A password of one's own, in place of the one that was given out."""
    form = NewPasswordForm(sent(request), account=account)
    if form.is_valid():
        signing_in.with_new_password(request, account, password=form.cleaned_data["new_password"])
        return go_on(request, account)
    return show_new_password(request, account, form)


@at(Step.SET_UP)
def set_up(request: HttpRequest, account: Account) -> HttpResponse:
    """The second factor: scan, type one code back, keep the recovery codes."""
    form = SetUpForm(sent(request))
    if form.is_valid():
        try:
            codes = signing_in.with_new_second_factor(request, account, **form.cleaned_data)
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            signing_in.finish(request, account)
            return show_recovery_codes(request, codes)
    return show_set_up(request, account, form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    signing_in.leave(request)
    return HttpResponseRedirect(home_url())


def show_sign_in(
    request: HttpRequest, form: Form, *, status: int = 200, along: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The first page, and what it carries along: of this request, unless `along` says it."""
    context = {"form": form, "whom": signing_in.whom(), **(along or {})}
    return page(request, "accounts/sign_in.html", context, status=status)


def show_code(request: HttpRequest, _account: Account, form: Form | None = None) -> HttpResponse:
    context = {"form": form or CodeForm(), "whom": signing_in.whom()}
    return page(request, "accounts/code.html", context, status=status_of(form))


def show_new_password(request: HttpRequest, account: Account, form: Form | None = None) -> HttpResponse:
    context = {"form": form or NewPasswordForm(account=account), "account": account}
    return page(request, "accounts/new_password.html", context, status=status_of(form))


def show_set_up(request: HttpRequest, account: Account, form: Form | None = None) -> HttpResponse:
    context = {"form": form or SetUpForm(), **offer(account, form)}
    return page(request, "accounts/set_up.html", context, status=status_of(form))


def show_recovery_codes(request: HttpRequest, codes: list[str], then: str = "") -> HttpResponse:
    """Once, and never again. `then`: where to go on, if not to what was wanted."""
    return page(request, "accounts/recovery_codes.html", {"codes": codes, "next": then or wanted(request)})


SHOWN = {Step.CODE: show_code, Step.NEW_PASSWORD: show_new_password, Step.SET_UP: show_set_up}
ADDRESS = {Step.CODE: "sign-in-code", Step.NEW_PASSWORD: "sign-in-password", Step.SET_UP: "sign-in-set-up"}


def go_on(request: HttpRequest, account: Account) -> HttpResponse:
    """After a step: the next one, or what was wanted."""
    if (step := sessions.step_of(account)) is Step.DONE:
        signing_in.finish(request, account)
        return arrive(request)
    request.user = AnonymousUser()
    if kept.carried(request) is not None:
        return SHOWN[step](request, account)
    return HttpResponseRedirect(with_next(ADDRESS[step], wanted(request)))


def arrive(request: HttpRequest) -> HttpResponse:
    """Signed in: what was typed before is offered again, or else what was wanted is opened."""
    if (brought := kept.carried(request)) is not None:
        return offer_again(request, brought, after_signing_in=True)
    return HttpResponseRedirect(wanted(request) or reverse(first_page(request.user)))


def offer_again(request: HttpRequest, brought: kept.Kept, *, after_signing_in: bool) -> HttpResponse:
    """What was typed and could not be taken: on the page of its form, or on one of its own where that shows nothing."""
    if (page := again.offer(request, brought)) is not None:
        messages.warning(request, AFTER_SIGNING_IN if after_signing_in else OPEN_TOO_LONG)
        return page
    said = {"kept": brought, "after_signing_in": after_signing_in}
    return render(request, "accounts/kept.html", said, status=200 if after_signing_in else 403)


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of signing in, which carries along what is wanted after it."""
    return render(request, template, {"next": wanted(request), "kept": kept.carried(request), **context}, status=status)


def wanted(request: HttpRequest) -> str:
    """The address that signing in was asked for; empty if it is none of ours."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    return address if is_here(address) else ""


def with_next(name: str, address: str) -> str:
    """The address of a page by its name, and what is wanted after it."""
    return f"{reverse(name)}?{urlencode({'next': address})}" if address else reverse(name)


def offer(account: Account, form: Form | None) -> dict[str, object]:
    """A key to scan or to type: the one of the form while it is good, or else a new one."""
    sealed = str(form.data.get("offer", "")) if form else ""
    if (key := second_factor.key_of(sealed, account)) is None:
        sealed, key = second_factor.new_offer(account)
    picture, written = second_factor.as_picture(account, key), second_factor.as_text(key)
    return {"offer": sealed, "picture": picture, "key": written, "account": account}


def sent(request: HttpRequest) -> Any:
    """What a form is bound to: what was sent, or nothing."""
    return request.POST if request.method == "POST" else None


def status_of(form: Form | None) -> int:
    return 422 if form is not None and form.errors else 200


def _recovery_codes_left(account: Account) -> str:
    left = second_factor.recovery_codes_left(account)
    return ngettext(
        "You signed in with a recovery code. {left} is left. If the telephone is lost, set up the second factor again.",
        "You signed in with a recovery code. {left} are left. If the telephone is lost, set up the second factor "
        "again.",
        left,
    ).format(left=left)
