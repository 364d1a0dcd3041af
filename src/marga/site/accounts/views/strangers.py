"""What happens to who is not signed in, and to a form that came too late."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import reselect, reswap, retarget

from marga.site import views
from marga.site.accounts import kept
from marga.site.accounts.forms import SignInForm
from marga.site.accounts.models import Account
from marga.site.accounts.views.steps import offer_again, show_sign_in, wanted, with_next
from marga.site.roles import SIGNING_IN, is_open


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way in, for an address that needs an account. What a form brought comes along and is offered again."""
    if request.path.startswith("/api/"):
        return views.error(request, 401, message=_("Sign in first: this address needs an account."))
    part = views.is_part(request)
    if request.method == "POST":
        along = {"next": "", "kept": kept.of_request(request), "signed_out": True}
        answer = show_sign_in(request, SignInForm(), status=401, along=along)
        return reselect(reswap(retarget(answer, "#main"), "outerHTML"), "#main") if part else answer
    if part:  # only that part says so: what was typed elsewhere on the page stays
        return reselect(render(request, "accounts/_signed_out.html", status=401), "#signed-out")
    return HttpResponseRedirect(with_next("sign-in", request.get_full_path()))


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a token of this browser's: from another site, or from a page that was open too long.

    What stood on a page of ours is offered again, with a new token. Anything else is refused as it is.
    """
    name = request.resolver_match.view_name if request.resolver_match else ""
    keeps_cookies = settings.CSRF_COOKIE_NAME in request.COOKIES
    if not kept.is_from_our_page(request) or (name in SIGNING_IN and not keeps_cookies):
        return views.csrf_failure(request, reason)
    if name in SIGNING_IN:
        return HttpResponseRedirect(with_next("sign-in", wanted(request)))
    if not (isinstance(request.user, Account) or is_open(name)):
        return ask_to_sign_in(request)
    if (brought := kept.of_request(request)) is None:
        return views.csrf_failure(request, reason)
    return offer_again(request, brought, after_signing_in=False)
