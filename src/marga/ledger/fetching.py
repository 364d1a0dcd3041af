"""Asking a log over HTTP, with limits: the only place where the ledger touches the network."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from threading import Thread
from typing import NoReturn

from marga.country import gettext_noop
from marga.country.reading import shown

from .checkpoints import Checkpoint
from .errors import LedgerError
from .proofs import read_hashes
from .witness import proof_needed

SECONDS = 20.0  # without a byte
LONGEST = 60.0  # seconds for one answer, however steadily it drips
LARGEST_ANSWER = 64_000  # bytes
FORBIDDEN, NOT_FOUND = 403, 404


class NotThereError(LedgerError):
    """The log answers, and says that it has no such thing."""


class NotTakenError(LedgerError):
    """The log answers, and does not take this from whoever sends it."""


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


def ask(url: str, body: bytes | None = None, largest: int = LARGEST_ANSWER) -> str:
    """What an address answers, as text of at most `largest` bytes; with a body it is sent there.

    Raises LedgerError that says what went wrong: NotThereError where the address answers that there is nothing,
    NotTakenError where it answers that this may not be sent.
    """
    got: list[bytes | Exception] = []
    # In a thread that ends with the process at the latest: a log may hold back or drip in ways that no limit on a
    # single piece from the network bounds, and whoever asks has other logs to ask.
    asking = Thread(target=_into, args=(got, url, body, largest), daemon=True)
    asking.start()
    asking.join(LONGEST)
    came = got[0] if got else TimeoutError(f"no whole answer within {LONGEST:.0f} seconds")
    if isinstance(came, Exception):
        _failed(url, came)
    if len(came) > largest:
        raise LedgerError(gettext_noop("the answer of {url} has more than {limit} bytes."),
                          url=shown(url), limit=largest)  # fmt: skip
    try:
        return came.decode()
    except UnicodeDecodeError:
        raise LedgerError(gettext_noop("the answer of {url} is no text."), url=shown(url)) from None


def proof_between(address: str, first: Checkpoint | None, second: Checkpoint) -> tuple[bytes, ...]:
    """What a log gives as proof that its second tree continues the first, for `witness.judge`; nothing is verified.

    It is asked only where a proof is needed. Raises LedgerError.
    """
    sizes = proof_needed(first, second)
    if sizes is None:
        return ()
    return read_hashes(ask(f"{address}/ledger/proof/consistency?first={sizes[0]}&second={sizes[1]}"))


def _into(got: list[bytes | Exception], url: str, body: bytes | None, largest: int) -> None:
    """Put there what came of asking an address, an error included."""
    request = urllib.request.Request(url, body, {"Content-Type": "text/plain; charset=utf-8"})  # noqa: S310 - checked
    try:
        with _opener().open(request, timeout=SECONDS) as answer:
            got.append(bytes(answer.read(largest + 1)))
    except (OSError, HTTPException, ValueError) as error:
        got.append(error)


def _failed(url: str, error: Exception) -> NoReturn:
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        kind = {NOT_FOUND: NotThereError, FORBIDDEN: NotTakenError}.get(error.code, LedgerError)
        reason = f"HTTP {error.code}"
    else:
        kind, why = LedgerError, getattr(error, "reason", error)
        reason = str(getattr(why, "strerror", None) or why or type(error).__name__)
    raise kind(gettext_noop("cannot ask {url}: {reason}."), url=shown(url), reason=shown(reason)) from None
