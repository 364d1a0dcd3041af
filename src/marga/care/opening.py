"""What a browser without an account has open: whoever typed a code reads what it leads to, for twenty minutes.

The session holds which record it is and until when, and never the code.
"""

from __future__ import annotations

import time

from django.http import HttpRequest

OPEN_SECONDS = 20 * 60


def open_for(request: HttpRequest, what: str, number: str) -> None:
    """The browser has this open from now on. `what`: a key of the session, one for each kind of record. A session that
    somebody else may have put into this browser opens nothing: it gets a new key."""
    if (request.session.get(what) or {}).get("number") != number:
        request.session.cycle_key()
    request.session[what] = {"number": number, "until": time.time() + OPEN_SECONDS}


def opened_for(request: HttpRequest, what: str) -> str | None:
    """What the browser has open; each page shown keeps it open."""
    kept = request.session.get(what) or {}
    if kept.get("until", 0) < time.time():
        return None
    number: str = kept["number"]
    open_for(request, what, number)
    return number
