"""What happens around every request: a reference code, fixed headers, and limits on what is read."""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from marga.site import logs
from marga.site.views import error, too_large

FOR_PROGRAMS = ("/api/", "/ledger/")
Handler = Callable[[HttpRequest], HttpResponse]


def reference_middleware(get_response: Handler) -> Handler:
    """Give each request a code that its log lines carry, so that a person can quote it and an operator find it."""

    def handle(request: HttpRequest) -> HttpResponse:
        code = secrets.token_hex(4).upper()
        token = logs.reference.set(code)
        try:
            response = get_response(request)
        finally:
            logs.reference.reset(token)
        response.headers["X-Reference"] = code
        response.headers["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        return response

    return handle


def body_limit_middleware(get_response: Handler) -> Handler:
    """Refuse a body over the limit by its announced length, files included, before a byte of it is kept."""

    def handle(request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return too_large(request)
        return get_response(request)

    return handle


def address_middleware(get_response: Handler) -> Handler:
    """Refuse an address with a NUL in it: no name and no key of ours has one, and PostgreSQL takes none in a text. What
    programs ask for is checked where it is read, and answered as they read it."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(FOR_PROGRAMS):
            return get_response(request)
        if "\x00" in request.path_info:
            return error(request, HTTPStatus.NOT_FOUND)
        if "\x00" in unquote(request.META.get("QUERY_STRING", "")):
            return error(request, HTTPStatus.BAD_REQUEST)
        return get_response(request)

    return handle
