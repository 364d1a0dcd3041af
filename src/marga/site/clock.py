"""Whether the server's clock was set: while this process ran, held against the time that passed since the start, which
nobody can set; or behind what was recorded before."""

from __future__ import annotations

import time
from datetime import timedelta

from marga.country import write
from marga.country.instants import Clock, duration
from marga.site.writing import writer

#: Counts on while the machine sleeps, where the system has such a clock.
STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
STARTED = time.time() - time.clock_gettime(STEADY)
#: What is less is how far a clock may be led back to the right time without anybody noticing.
NOTICED = timedelta(minutes=2)
#: A server clock this far behind what it once said is told to everybody: acts then all have one time.
WRONG = timedelta(minutes=2)


def moved() -> timedelta:
    """By how much the clock was set forward since this process started, below zero for back; zero for next to none."""
    found = timedelta(seconds=time.time() - time.clock_gettime(STEADY) - STARTED)
    return found if abs(found) >= NOTICED else timedelta()


def behind(clock: Clock) -> str:
    """By how much the server's clock is behind what was recorded, in words; "" while it is right."""
    return write(duration(clock.behind), writer()) if clock.behind > WRONG else ""
