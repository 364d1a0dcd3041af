"""Asking a log over HTTP, with limits: the only place where the ledger touches the network."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from typing import NoReturn

from marga.country import gettext_noop
from marga.country.reading import shown

from .errors import LedgerError

SECONDS = 20.0
LARGEST_ANSWER = 64_000  # bytes


def _opener() -> urllib.request.OpenerDirector:
    """Knows HTTP and proxies. Follows no redirect: a log answers at the address that its witness was told."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def checked_address(url: str) -> str:
    """The address of a side, without a slash at its end. Raises LedgerError unless it is http or https."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise LedgerError(gettext_noop("“{url}” is no address of a log; write one such as https://police.example."),
                          url=shown(url))  # fmt: skip
    return url.rstrip("/")


def ask(url: str, body: bytes | None = None) -> str:
    """What an address answers, as text; with a body it is sent there. Raises LedgerError that says what went wrong."""
    request = urllib.request.Request(url, body, {"Content-Type": "text/plain; charset=utf-8"})  # noqa: S310 - checked
    try:
        with _opener().open(request, timeout=SECONDS) as answer:
            read = bytes(answer.read(LARGEST_ANSWER + 1))
    except urllib.error.HTTPError as error:
        _failed(url, f"HTTP {error.code}")
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        _failed(url, str(getattr(reason, "strerror", None) or reason or type(error).__name__))
    if len(read) > LARGEST_ANSWER:
        raise LedgerError(gettext_noop("the answer of {url} has more than {limit} bytes."),
                          url=shown(url), limit=LARGEST_ANSWER)  # fmt: skip
    try:
        return read.decode()
    except UnicodeDecodeError:
        raise LedgerError(gettext_noop("the answer of {url} is no text."), url=shown(url)) from None


def _failed(url: str, reason: str) -> NoReturn:
    raise LedgerError(gettext_noop("cannot ask {url}: {reason}."), url=shown(url), reason=shown(reason)) from None
