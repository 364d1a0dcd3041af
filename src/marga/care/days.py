"""Today, as the country's days go."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from marga.care.acts.services import Acting
from marga.country.instants import Clock, day_of


def today(at: Clock | Acting) -> date:
    """The day that it is for whoever acts."""
    clock = at.clock if isinstance(at, Acting) else at
    return day_of(clock.at, ZoneInfo(settings.TIME_ZONE))
