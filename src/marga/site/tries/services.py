"""Tries are counted before they are answered, so that many at once are not let through."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from marga.site.models import Try

from .rules import GUESSES, Limit, minutes_until, place_of, wait_until

#: No limit counts longer than this: what is older is forgotten.
LONGEST = timedelta(hours=1)


class TooMany(Exception):
    """Too much was tried from one place; `minutes` until it may try again."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"wait {minutes} minutes")
        self.minutes = minutes


def begin(what: str, address: str | None, now: datetime, limit: Limit = GUESSES) -> Try:
    """Count a try. Whoever calls deletes it again when it was none that counts, such as a code that was right.

    what       kinds of tries are counted apart
    address    from where; of it only a keyed hash is kept, for an hour at most

    Raises TooMany.
    """
    forget(now)
    place = salted_hmac(f"marga.tries.{what}", place_of(address), algorithm="sha256").hexdigest()
    tried = Try.objects.create(what=what, place=place, at=now)
    others = Try.objects.filter(what=what, at__gt=now - limit.within).exclude(pk=tried.pk)
    before = list(others.filter(place=place).order_by("at", "pk").values_list("at", flat=True))
    until = wait_until(before, others.count(), limit)
    if until is not None:
        tried.delete()  # who waits is not made to wait longer for having asked
        raise TooMany(minutes_until(until, now))
    return tried


def forget(now: datetime) -> None:
    """Forget from where tries came, when they no longer count."""
    Try.objects.filter(at__lte=now - LONGEST).delete()
