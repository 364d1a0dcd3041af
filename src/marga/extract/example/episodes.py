"""What a client's episodes have behind them, exact within the period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from ..arrow import Array
from .calendar import number
from .plan import Plan
from .queue import Requests


@dataclass(frozen=True, slots=True)
class History:
    """M episodes begun in the period, in the order of their first day."""

    request: Array  # (M,) places of requests
    client: Array  # (M,)
    since: Array  # (M,) days since the episode before ended; -1 for none in the period
    first_in_year: Array  # (M,)


def history(plan: Plan, requests: Requests, client: Array) -> History:
    """The episodes that began in the period."""
    first, last = number(plan.period.start), number(plan.period.end)
    request = np.flatnonzero((requests.started >= first) & (requests.started <= last)).astype(np.int32)
    request = request[np.argsort(requests.started[request], kind="stable")]
    who, started = client[request], requests.started[request]
    keys = np.sort((who.astype(np.int64) << 32) | np.arange(len(who)))
    order = keys & 0xFFFFFFFF
    same = (keys[1:] >> 32) == (keys[:-1] >> 32)
    later, before = order[1:][same], order[:-1][same]
    since, first_in_year = np.full(len(who), -1, np.int32), np.ones(len(who), bool)
    since[later] = started[later] - requests.ended[request[before]]
    years = range(plan.period.start.year, plan.period.end.year + 2)
    year = np.searchsorted([number(date(one, 1, 1)) for one in years], started, side="right")
    first_in_year[later] = year[later] != year[before]
    return History(request, who, since, first_in_year)
