"""From where a request comes: what may be believed of it, and whether it is this very machine."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port

from marga.site.environment import LOOPBACK

#: Headers by which a proxy says that it passes on what another machine asked.
PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


def address(request: HttpRequest) -> str | None:
    """The address that asks; None if it cannot be told.

    Behind TLS there is a proxy, which puts the visitor's address last into `X-Forwarded-For`; without, the other end of
    the connection is the visitor, and no header is believed.
    """
    given = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TLS:
        given = str(request.META.get("HTTP_X_FORWARDED_FOR", given)).rsplit(",", 1)[-1].strip()
    try:
        return str(ip_address(given))
    except ValueError:
        return None


def is_this_machine(request: HttpRequest) -> bool:
    """Whether a program on this machine asks for itself: decided by the other end of the connection.

    Headers can only deny it: a name that is not loopback's, or a proxy that passes on what others ask.
    """
    try:
        here = ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
        name, _port = split_domain_port(request.get_host())
    except (ValueError, DisallowedHost):
        return False
    return here and name in LOOPBACK and not any(header in request.META for header in PASSED_ON)


def example_accounts_work(request: HttpRequest) -> bool:
    """Whether an example account, whose password everybody knows, may be used by who asks."""
    return not settings.TLS and is_this_machine(request)
