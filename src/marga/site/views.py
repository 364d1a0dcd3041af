"""What every side answers about itself, and what a person reads when something goes wrong."""

from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import MAX_URL_REDIRECT_LENGTH, url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marga import __version__
from marga.site import logs, queries
from marga.site.environment import side


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """For monitors: 200 if the side can answer people, 503 if its database does not. A stopped worker is only told."""
    database = queries.database_answers()
    worker = queries.worker_state(timezone.now()).running
    answer = {"side": side(), "version": __version__, "database": database, "worker": worker}
    return JsonResponse(answer, status=200 if database else 503)


@require_POST
def digits(request: HttpRequest) -> HttpResponse:
    """Keep the choice of Khmer or western digits in running text for a year, and return to the page it was made on."""
    target = request.POST.get("next", "")
    if not _is_here(target):
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


def _is_here(address: str) -> bool:
    """Whether it is a path of this site, and no longer than a redirect may be."""
    local = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return local and len(address) <= MAX_URL_REDIRECT_LENGTH


def error(request: HttpRequest, status: int, template: str = "site/error.html") -> HttpResponse:
    """The page for a status, with the reference code of this request; under /api/ the same as JSON."""
    reference = logs.reference.get()
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"error": HTTPStatus(status).description, "faults": [], "reference": reference}, status=status
        )
    return render(request, template, {"status": status, "reference": reference}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be understood."""
    return error(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this visitor."""
    return error(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token, most often from a page left open too long."""
    return error(request, 403, "403_csrf.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same words for what never was and for what is not this visitor's."""
    return error(request, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than a visitor may send at once. Nothing of it was read."""
    return error(request, 413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Only the reference code is shown; the log line with the same code has the rest."""
    return error(request, 500)
