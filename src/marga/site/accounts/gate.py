"""Closed by default: who is not signed in reaches only the addresses that the side lists as open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone

from marga.site import views
from marga.site.accounts import sessions
from marga.site.accounts.events import record
from marga.site.accounts.models import Account, Kind
from marga.site.accounts.peer import address
from marga.site.accounts.views.strangers import ask_to_sign_in
from marga.site.refusals import NotAllowed, Refused
from marga.site.roles import is_open

Handler = Callable[[HttpRequest], HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class GateMiddleware:
    """Settles who is asking, lets them through or asks them to sign in, and lets no cache keep what they saw."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sessions.settle(request, timezone.now())
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified:
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _named: Any
    ) -> HttpResponseBase | None:
        """None lets the view answer."""
        if request.resolver_match is not None and is_open(request.resolver_match.view_name):
            return None
        if not isinstance(request.user, Account):
            return ask_to_sign_in(request)
        if getattr(view, "csrf_exempt", False) and request.method not in SAFE:
            return _checked_token(request)
        return None


class RefusalMiddleware:
    """Makes the page, the part of a page or the JSON of what a service refused."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return views.not_by_this_method(request, response, is_stranger=not isinstance(request.user, Account))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The transaction of the service is over: what is written down here stays."""
        if not isinstance(exception, Refused):
            return None
        account = request.user if isinstance(request.user, Account) else None
        if account is not None and isinstance(exception, NotAllowed):
            record(
                Kind.NOT_ALLOWED, who=account.name, about=account.name, address=address(request),
                detail=f"{request.method} {request.path}",
            )  # fmt: skip
        return views.refused(request, exception, is_stranger=account is None)


def _checked_token(request: HttpRequest) -> HttpResponseBase | None:
    """Addresses for programs ask for no token. What comes with a browser's session must bring one all the same."""

    def plain(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    return CsrfViewMiddleware(plain).process_view(request, plain, (), {})
