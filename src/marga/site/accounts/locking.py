"""A name is locked for a while after too many wrong passwords: django-axes counts, whether the name exists or not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.utils import reset
from django.db.models import Max
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from marga.site.accounts.rules import LOCK, as_name

#: What decides whether an example account may be used, and the address: all that is needed of a request here.
NEEDED = ("REMOTE_ADDR", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT")


def bare(request: HttpRequest) -> HttpRequest:
    """The request without what was typed: of what it is given, axes keeps a copy of the fields."""
    made = HttpRequest()
    made.method, made.path = "POST", "/"
    made.META = {
        name: value for name, value in request.META.items()
        if name in NEEDED or name.startswith(("HTTP_X_", "HTTP_FORWARDED", "HTTP_VIA"))
    }  # fmt: skip
    return made


def counted_as(_request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What stands for a name in the table of wrong tries: people type passwords into the wrong field."""
    name = as_name(str((credentials or {}).get("username", "")))
    return salted_hmac("marga.site.accounts.locking", name, algorithm="sha256").hexdigest()


def locked_until(request: HttpRequest, name: str) -> datetime | None:
    """Until when nobody can sign in by this name; None if it is not locked."""
    asked, credentials = bare(request), {"username": name}
    if AxesProxyHandler.is_allowed(asked, credentials):
        return None
    tries = AccessAttempt.objects.filter(username=counted_as(asked, credentials))
    last: datetime | None = tries.aggregate(last=Max("attempt_time"))["last"]
    return None if last is None else last + LOCK


def forget_tries(name: str) -> None:
    """Begin to count anew."""
    reset(username=counted_as(HttpRequest(), {"username": name}))
