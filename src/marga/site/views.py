"""What every side answers about itself, and what a person reads when something goes wrong."""

import sys
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reselect, reswap, retarget

from marga import __version__
from marga.site import logs, queries
from marga.site.accounts import kept
from marga.site.addresses import is_here
from marga.site.environment import side
from marga.site.refusals import NotAllowed, NotFound, Refused
from marga.site.roles import SIGNING_IN
from marga.site.troubles import Trouble, trouble_of


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """For monitors: 200 if the side can answer people, 503 if its database does not. A worker that
    stopped or a ledger that stands still is only told; `ledger` is null on a side that keeps none."""
    database = queries.database_answers()
    state = queries.worker_state(timezone.now())
    answer = {"side": side(), "version": __version__, "database": database, "worker": state.running,
              "ledger": state.ledger_running}  # fmt: skip
    return JsonResponse(answer, status=200 if database else 503)


@require_POST
def digits(request: HttpRequest) -> HttpResponse:
    """Keep the choice of Khmer or western digits in running text for a year, and return to the page it was made on."""
    target = request.POST.get("next", "")
    if not is_here(target):
        target = "/"
    answer = HttpResponseRedirect(target)
    if request.POST.get("digits") == "khmer":
        answer.set_cookie(
            settings.DIGITS_COOKIE_NAME, "khmer", max_age=timedelta(days=365), secure=settings.TLS, httponly=True,
            samesite="Lax",
        )  # fmt: skip
    else:
        answer.delete_cookie(settings.DIGITS_COOKIE_NAME, samesite="Lax")
    return answer


def is_part(request: HttpRequest) -> bool:
    """Whether a part of a page is asked for, by htmx."""
    return request.headers.get("HX-Request") == "true"


def error(
    request: HttpRequest, status: int, template: str = "site/error.html", *, message: str = "", **more: object
) -> HttpResponse:  # fmt: skip
    """The page for a status, with the reference code of this request; under /api/ the same as JSON.

    message   what happened, where that is known better than from the status
    more      what else the page shows
    """
    reference = logs.reference.get()
    if request.path.startswith("/api/"):
        said = message or HTTPStatus(status).description or HTTPStatus(status).phrase
        return JsonResponse({"error": said, "faults": [], "reference": reference}, status=status)
    shown = {"status": status, "reference": reference, "message": message, **more}
    return render(request, template, shown, status=status)


def refused(request: HttpRequest, refusal: Refused, *, is_stranger: bool) -> HttpResponse:
    """What a service refused. To who has no account, "not yours" looks the same as "not there"."""
    hidden = is_stranger and isinstance(refusal, NotAllowed | NotFound)
    status, message = (404, "") if hidden else (refusal.status, str(refusal))
    if is_part(request) and not request.path.startswith("/api/"):
        answer = error(request, status, "site/_problem.html", message=message)
        return reselect(reswap(retarget(answer, "#main"), "innerHTML"), "#problem")
    if is_stranger:
        return error(request, status, message=message)
    return error(request, status, "site/refused.html", message=message, back=came_from(request))


def came_from(request: HttpRequest) -> str:
    """The other page of this side that somebody was on, as the browser says; empty if it does not."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return address if parts.netloc == request.get_host() and is_here(address) and parts.path != request.path else ""


def not_by_this_method(request: HttpRequest, answer: HttpResponse, *, is_stranger: bool) -> HttpResponse:
    """405: an address that only takes what is sent, opened by itself. In place of Django's answer, which is empty."""
    page = error(request, 405, "site/error.html" if is_stranger else "site/refused.html")
    page.headers["Allow"] = answer.headers["Allow"]
    return page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be understood."""
    return error(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this visitor."""
    return error(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token, most often from a page left open too long; or a program's call without one."""
    said = _("This session has a token: send what the cookie {cookie} holds in the header X-CSRFToken.")
    return error(request, 403, "403_csrf.html", message=said.format(cookie=settings.CSRF_COOKIE_NAME))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same words for what never was and for what is not this visitor's."""
    return error(request, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than a visitor may send at once (settings). Nothing of it was read."""
    return error(request, 413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Only the reference code is shown; the log line with the same code has the rest.

    503 where the database is the matter: then the page says so, and a form that was sent stays on it to be sent again.
    """
    trouble = trouble_of(sys.exception())
    if trouble is None:
        return error(request, 500)
    said = {
        Trouble.GONE: _("The database of this side cannot be reached. Nothing was changed: send it again later."),
        Trouble.FULL: _("The disk of this side is full. Nothing was changed: send it again once there is room."),
    }[trouble]
    brought = None if kept.view_name(request) in SIGNING_IN else kept.of_request(request)
    return error(request, 503, message=said, trouble=trouble, brought=brought)
