"""Whether the server's clock was set while this process ran: it is held against the time that passed since the start,
which nobody can set."""

from __future__ import annotations

import time
from datetime import timedelta

#: Counts on while the machine sleeps, where the system has such a clock.
STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
STARTED = time.time() - time.clock_gettime(STEADY)
#: What is less is how far a clock may be led back to the right time without anybody noticing.
NOTICED = timedelta(minutes=2)


def moved() -> timedelta:
    """By how much the clock was set forward since this process started, below zero for back; zero for next to none."""
    found = timedelta(seconds=time.time() - time.clock_gettime(STEADY) - STARTED)
    return found if abs(found) >= NOTICED else timedelta()
