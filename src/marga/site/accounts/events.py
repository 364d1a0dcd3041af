"""Writes down what was done."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from marga.site.accounts.models import Event, Kind

MOST_LETTERS = 300


def record(
    kind: Kind,
    *,
    who: str = "",
    about: str = "",
    address: str | None = None,
    detail: str = "",
    at: datetime | None = None,
) -> Event:
    """Add an event. In a service it stands in the same transaction as the act."""
    return Event.objects.create(
        at=at or timezone.now(), kind=kind, who=who, about=about, address=address, detail=detail[:MOST_LETTERS]
    )
