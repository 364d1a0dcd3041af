"""Who waits and who is placed: a first-come queue a centre, run day by day for all centres at once.

Everything that was asked for in the period is held at once, some 40 bytes a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ..arrow import Array
from ..schema import EPISODE_ENDS
from .calendar import number
from .centres import RESIDENTIAL, Centres, make_centres
from .draws import POINTS, bits, exponential, lognormal, normal, pick, shares, stream
from .plan import Plan

WARM_UP_DAYS = 150  # the centres are full on the first day; the queues have settled after this
NEVER = np.iinfo(np.int32).max
#: How episodes end, in the order of the schema, by modality: assumed, but for prison (609 of 8,091 printed for 2021).
ENDS = shares(
    (0.660, 0.040, 0.090, 0.060, 0.075, 0.025, 0.003, 0.040, 0.007),
    (0.480, 0.040, 0.120, 0.240, 0.060, 0.035, 0.004, 0.010, 0.011),
    (0.620, 0.010, 0.110, 0.190, 0.030, 0.030, 0.002, 0.003, 0.005),
    (0.720, 0.170, 0.060, 0.010, 0.010, 0.010, 0.006, 0.010, 0.004),
)
COMPLETED = EPISODE_ENDS.index("completed")


@dataclass(slots=True)
class Requests:
    """N requests in the order of the day they came. Days since 1970; `started`, `gave_up`, `ended` are NEVER if not."""

    centres: Centres
    first: Array  # (D+1,) the first request of each day of the simulation
    asked: Array  # (N,)
    centre: Array  # (N,) places among the centres
    started: Array  # (N,)
    gave_up: Array  # (N,)
    ended: Array  # (N,) the day the episode would end, also after the period
    reason: Array  # (N,) places in EPISODE_ENDS
    present: Array  # (S, D) people present at the end of each day


@cache
def _stays() -> Array:
    """(8, 65536) days of stay by modality, of those who complete and of others: assumed, two years at most."""
    point, z = np.arange(POINTS), normal()
    course = np.where(point % 20 < 9, 182, np.where(point % 20 < 14, 91, 365)) + np.rint(z * 9)
    complete = [course, lognormal(330, 0.4), lognormal(90, 0.3), lognormal(14, 0.4)]
    others = [exponential(80) + 2, exponential(150) + 1, exponential(45) + 1, exponential(6) + 1]
    drawn: Array = np.clip(np.rint(np.stack([complete, others]).reshape(8, POINTS)), 1, 730).astype(np.int32)
    return drawn


@cache
def _patience() -> Array:
    """(65536,) days that people wait before they give up: mean 95; assumed."""
    drawn: Array = np.rint(exponential(95) + 2).astype(np.int32)
    return drawn


@cache
def _first_appointment() -> Array:
    """(65536,) days to the first appointment where there is no limit of places: median 6; assumed."""
    return np.rint(lognormal(6, 0.8, 120)).astype(np.int32)


def mean_stay() -> Array:
    """(4,) days by modality."""
    means, completed = _stays().mean(axis=1), (ENDS == COMPLETED).mean(axis=1)
    drawn: Array = completed * means[:4] + (1 - completed) * means[4:]
    return drawn


def run_queues(plan: Plan) -> Requests:
    """Every request since the warm-up began, and what became of it."""
    start = number(plan.period.start) - WARM_UP_DAYS
    centres, rng = make_centres(plan, start, mean_stay()), stream(plan.seed, "requests")
    counts = rng.poisson(centres.asked).T  # (D, S)
    first = np.append(0, np.cumsum(counts.sum(axis=1)))
    rows = int(first[-1])
    centre = np.repeat(np.tile(np.arange(counts.shape[1], dtype=np.int32), len(counts)), counts.ravel())
    asked = np.repeat(np.arange(start, start + len(counts), dtype=np.int32), np.diff(first))
    modality = centres.modality[centre]
    reason = pick(ENDS, modality, bits(rng, rows))
    stay = pick(_stays(), modality + 4 * (reason != COMPLETED), bits(rng, rows))
    gives_up = asked + _patience()[bits(rng, rows)]
    ready = asked + _first_appointment()[bits(rng, rows)]
    started = np.where((modality != RESIDENTIAL) & (ready < gives_up), ready, NEVER).astype(np.int32)
    waiting = np.flatnonzero(modality == RESIDENTIAL)
    leaving = _already_there(centres, rng)
    queued = _Queue(centres, asked[waiting], centre[waiting], gives_up[waiting], stay[waiting])
    started[waiting] = queued.run(leaving)
    last = number(plan.period.end)
    placed = started <= last
    ended = np.where(placed, started + stay, NEVER).astype(np.int32)
    gave_up = np.where(~placed & (started == NEVER) & (gives_up <= last), gives_up, NEVER).astype(np.int32)
    present = _present(centres, centre, started, ended, placed, leaving)
    return Requests(centres, first, asked, centre, started, gave_up, ended, reason, present)


def _already_there(centres: Centres, rng: np.random.Generator) -> Array:
    """(S, D+1) how many of those present when the simulation begins leave on each day; the last column: later."""
    size, days = centres.asked.shape
    people = np.rint(centres.asked.mean(axis=1) * mean_stay()[centres.modality] * 0.9).astype(np.int64)
    residential = centres.modality == RESIDENTIAL
    people[residential] = centres.taken[residential, 0]
    where = np.repeat(np.arange(size), people)
    kind = centres.modality[where] + 4 * (rng.random(len(where)) < 0.2)
    remaining = 1 + pick(_stays(), kind, bits(rng, len(where))) * rng.random(len(where))
    day = np.minimum(remaining.astype(np.int64), days)
    return np.bincount(where * (days + 1) + day, minlength=size * (days + 1)).reshape(size, days + 1)


class _Queue:
    """First come, first placed, in each centre. Rows (N,) in the order of asking."""

    def __init__(self, centres: Centres, asked: Array, centre: Array, gives_up: Array, stay: Array) -> None:
        self.centres, self.days = centres, centres.taken.shape[1]
        self.order = np.argsort(centre, kind="stable")
        self.gives_up, self.stay = gives_up[self.order] - centres.start, stay[self.order]
        day = asked[self.order] - centres.start
        size = len(centres.key)
        self.head = np.searchsorted(centre[self.order], np.arange(size))
        arrivals = np.bincount(centre[self.order] * self.days + day, minlength=size * self.days)
        self.tail = self.head[:, None] + np.cumsum(arrivals.reshape(size, self.days), axis=1)  # (S, D) after each day
        self.started = np.full(len(asked), NEVER, np.int32)

    def run(self, leaving: Array) -> Array:
        """(N,) the day each was placed, or NEVER. leaving (S, D+1): of those there at first, who leaves when."""
        size, days = self.centres.taken.shape
        out = np.zeros((size, days + 1), np.int64)
        out += leaving
        present = leaving.sum(axis=1)
        for day in range(days):
            present -= out[:, day]
            free = self.centres.taken[:, day] - present
            active = np.flatnonzero((free > 0) & (self.head < self.tail[:, day]))
            while len(active):
                active = self._place(active, day, free, present, out)
        placed = np.empty_like(self.started)
        placed[self.order] = self.started
        return placed

    def _place(self, active: Array, day: int, free: Array, present: Array, out: Array) -> Array:
        """The next in each of these centres' queues is placed, or had given up. Returns where there is still room."""
        row = self.head[active]
        here = self.gives_up[row] > day
        taking, taken = active[here], row[here]
        self.started[taken] = day + self.centres.start
        free[taking] -= 1
        present[taking] += 1
        out[taking, np.minimum(day + self.stay[taken], out.shape[1] - 1)] += 1
        self.head[active] += 1
        drawn: Array = active[(free[active] > 0) & (self.head[active] < self.tail[active, day])]
        return drawn


def _present(centres: Centres, centre: Array, started: Array, ended: Array, placed: Array, leaving: Array) -> Array:
    """(S, D) people present at the midnight that ends each day: who has started and has not yet left."""
    size, days = centres.taken.shape
    come = np.bincount(centre[placed] * days + (started[placed] - centres.start), minlength=size * days)
    go = placed & (ended < centres.start + days)
    gone = np.bincount(centre[go] * days + (ended[go] - centres.start), minlength=size * days)
    change = (come - gone).reshape(size, days) - leaving[:, :days]
    drawn: Array = np.cumsum(change, axis=1) + leaving.sum(axis=1)[:, None]
    return drawn
