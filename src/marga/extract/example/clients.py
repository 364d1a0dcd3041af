"""Who asks again: each request that was over may be followed by one more of the same client, never by two at a time."""

from __future__ import annotations

from functools import cache

import numpy as np

from ..arrow import Array
from ..schema import EPISODE_ENDS
from .draws import bits, exponential, lognormal, pick, stream
from .plan import Plan
from .queue import NEVER, Requests

#: Chance that a client asks again, by how the episode ended; the last for those who gave up waiting: assumed.
AGAIN = (0.33, 0.60, 0.50, 0.45, 0.12, 0.15, 0.0, 0.90, 0.20, 0.45)
MOST_OF_A_DAY = 0.6  # of a day's requests, those that may be of somebody seen before
STRIDE = 1_000_003  # a prime above any day's requests: steps of it visit each request of a day once


@cache
def _lags() -> Array:
    """(2, 65536) days from the end to asking again: relapse (mean 140), transfer or referral (median 4); assumed."""
    drawn: Array = np.rint(np.stack([exponential(140) + 3, lognormal(4, 0.6) + 1])).astype(np.int32)
    return drawn


def clients(plan: Plan, requests: Requests) -> Array:
    """(N,) the client of each request, as the place of the client's first request."""
    rng, rows = stream(plan.seed, "clients"), len(requests.asked)
    over = np.minimum(requests.ended, requests.gave_up)
    how = np.where(requests.ended == NEVER, len(EPISODE_ENDS), requests.reason)
    again = np.flatnonzero((over < NEVER) & (bits(rng, rows) < np.rint(np.array(AGAIN) * 65536)[how]))
    moved_on = np.isin(how[again], [EPISODE_ENDS.index("transferred"), EPISODE_ENDS.index("referred_on")])
    asks = over[again] + pick(_lags(), moved_on.view(np.int8), bits(rng, len(again))) - requests.centres.start
    again, asks = again[asks < len(requests.first) - 1], asks[asks < len(requests.first) - 1]
    slot, taken = _slots(requests.first, asks)
    root = np.arange(rows, dtype=np.int32)
    root[slot] = again[taken]
    while True:
        further = root[root[slot]]
        if np.array_equal(further, root[slot]):
            return root
        root[slot] = further


def _slots(first: Array, asks: Array) -> tuple[Array, Array]:
    """A request of the day for each who asks again on it, while there are enough; and who got one, as places."""
    order = np.argsort(asks, kind="stable")
    day = asks[order]
    rank = np.arange(len(day)) - np.searchsorted(day, day)
    count = first[day + 1] - first[day]
    fits = rank < np.floor(count * MOST_OF_A_DAY)
    day, rank, count = day[fits], rank[fits], count[fits]
    return first[day] + (rank * STRIDE + 7) % count, order[fits]
