"""Instants and spans of time: always UTC inside, so that elapsed hours are elapsed hours wherever clocks are changed.

Adding hours to a local time would follow the wall clock, which other countries turn by an hour twice a year; a custody
of 48 hours would then last 47 or 49. A leap second has no instant of its own here, as in every computer's clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from marga.country import Sentence, gettext_noop, say


def utc(instant: datetime) -> datetime:
    """The instant in UTC. Raises ValueError for one without a time zone: nobody could say when it was."""
    if instant.utcoffset() is None:
        raise ValueError(f"{instant} has no time zone")
    return instant.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is, when the server's clock may have been set back.

    now         the server's clock
    last_seen   the latest instant that was ever recorded, of any record; None when there is none
    """

    now: datetime
    last_seen: datetime | None = None

    @property
    def at(self) -> datetime:
        """The instant to reckon with: time has not gone back behind what was recorded already."""
        return utc(self.now) if self.last_seen is None else max(utc(self.now), utc(self.last_seen))

    @property
    def behind(self) -> timedelta:
        """By how much the server's clock is behind what it once said; zero when all is well."""
        return self.at - utc(self.now)


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """The day of the country on which the instant falls."""
    return utc(instant).astimezone(zone).date()


def moment(instant: datetime, zone: ZoneInfo) -> Sentence:
    """Day and time in the country, as a person reads them: "6 September 2019, 14:05"."""
    local = utc(instant).astimezone(zone)
    return say(gettext_noop("{day}, {time}"), day=local.date(), time=f"{local:%H:%M}")


def duration(span: timedelta) -> Sentence:
    """A span in whole minutes, rounded down, without its sign: "2 h 5 min"."""
    minutes = int(abs(span) // timedelta(minutes=1))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return say(gettext_noop("{days} d {hours} h"), days=days, hours=hours)
    if hours:
        return say(gettext_noop("{hours} h {minutes} min"), hours=hours, minutes=rest)
    return say(gettext_noop("{minutes} min"), minutes=rest)
