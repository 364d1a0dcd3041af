"""The care side of a synthetic country: requests, episodes, census and sessions, written in fixed steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from ..arrow import Array, Missing, Values
from ..manifest import Month
from ..schema import ADMINISTRATIONS, SESSION_KINDS, USES_AT_EXIT
from ..writing import ExtractWriter
from .calendar import number, season
from .centres import MODALITIES, PLACES, coverage, missing_reports
from .clients import clients
from .draws import lognormal, mixed, part, pick, shares, stream
from .episodes import History, history
from .people import AGES, person_columns, traits
from .plan import Plan
from .queue import COMPLETED, NEVER, Requests, run_queues

STEP = 100_000  # rows made at a time
ROUTES = ("self", "family", "community", "arrest", "court", "emergency")
#: Routes by modality, and main drugs: assumed.
ROUTE = shares(
    (0.12, 0.44, 0.08, 0.24, 0.11, 0.01), (0.36, 0.30, 0.20, 0.12, 0.01, 0.01),
    (0.50, 0.30, 0.18, 0.00, 0.02, 0.00), (0.18, 0.32, 0.05, 0.03, 0.00, 0.42),
)  # fmt: skip
DRUGS = ("ice", "tablets", "ecstasy", "ketamine", "heroin", "cannabis", "solvents", "other")
DRUG = shares((0.78, 0.11, 0.02, 0.025, 0.015, 0.02, 0.015, 0.015))
#: By the place of the drug in DRUGS: how it is taken, by the places of ADMINISTRATIONS and one for not asked: assumed.
ADMINISTRATION = shares(
    (0.02, 0.86, 0.02, 0.02, 0.01, 0.07), (0.00, 0.35, 0.57, 0.00, 0.01, 0.07), (0.00, 0.02, 0.90, 0.01, 0.00, 0.07),
    (0.04, 0.05, 0.10, 0.74, 0.00, 0.07), (0.62, 0.24, 0.01, 0.06, 0.00, 0.07), (0.00, 0.92, 0.01, 0.00, 0.00, 0.07),
    (0.00, 0.90, 0.00, 0.03, 0.00, 0.07), (0.03, 0.30, 0.50, 0.05, 0.05, 0.07),
)  # fmt: skip
NOT_ASKED = 0.06  # of those without an earlier episode, who were not asked whether they were treated before: assumed
#: Use at the exit of who completed and of all others, by the places of USES_AT_EXIT and one for not measured: assumed.
USE_AT_EXIT = shares((0.46, 0.20, 0.06, 0.02, 0.26), (0.10, 0.14, 0.12, 0.05, 0.59))
#: Of those present on a day, whose stay is past its basis, and whose look from outside is overdue: assumed.
PAST_BASIS, OVERDUE, GAPS = 0.02, 0.08, shares((0.45, 0.27, 0.16, 0.08, 0.04))
SESSION_KIND, SESSION_PEOPLE = shares((0.40, 0.42, 0.06, 0.12)), lognormal(38, 0.6, 900)
SAME_PROVINCE = 0.7  # clients who live where the service is: assumed


def write_care(plan: Plan, writer: ExtractWriter, *, progress: Callable[[float], None]) -> list[Month]:
    """Write all tables. `progress` is told the share that is done. Returns who reported, by month."""
    requests = run_queues(plan)
    client = clients(plan, requests)
    begin = int(requests.first[number(plan.period.start) - requests.centres.start])
    seen = history(plan, requests, client)
    rows = len(client) - begin
    for step in _steps(begin, len(client)):
        writer.write("requests", _request_rows(plan, requests, client, np.arange(step.start, step.stop), begin))
        progress(0.4 * (step.stop - begin) / max(rows, 1))
    for step in _steps(0, len(seen.request)):
        writer.write("episodes", _episode_rows(plan, requests, seen, slice(step.start, step.stop)))
        progress(0.4 + 0.6 * step.stop / len(seen.request))
    for columns in _census_rows(plan, requests):
        writer.write("census", columns)
    for columns in _session_rows(plan):
        writer.write("sessions", columns)
    progress(1.0)
    return coverage(plan, requests.centres)


def _steps(start: int, stop: int) -> Iterator[range]:
    for begin in range(start, stop, STEP):
        yield range(begin, min(begin + STEP, stop))


def _key(places: Array) -> Array:
    """Keys of requests, clients and episodes from their places: apart from all keys of the other side."""
    return places.astype(np.int64) + 6_000_000_000


def _person(plan: Plan, table: str, client: Array, row: Array, days: Array) -> dict[str, Values]:
    """The four columns about a person, who stays the same in every row of theirs."""
    own, birth = mixed(client, plan.seed ^ 0x5EED), mixed(client, plan.seed ^ 0xB1B1)
    typical = plan.given.year(plan.period.start.year)
    kinds = traits(own, typical.women, 0.01, plan.given.moved_for_work)
    first = number(plan.period.start) - 365 + (part(birth, 1).astype(np.int64) * 365 >> 16)
    age = (days - first) // 365 + pick(AGES, 0, part(birth, 0)).astype(np.int32) + 12
    return person_columns(plan, table, kinds, np.clip(age, 12, 90), mixed(row, plan.seed ^ 0xA5A5))


def _route(plan: Plan, table: str, requests: Requests, rows: Array) -> Array:
    """The route of each request, the same in its episode."""
    codes = np.array([plan.place(table, "route", name) for name in ROUTES], np.int8)
    modality = requests.centres.modality[requests.centre[rows]]
    return codes[pick(ROUTE, modality, part(mixed(rows, plan.seed ^ 0x0707), 0))]


def _known(days: Array, last: int) -> Missing:
    """Days after the period are not known yet."""
    return Missing(np.where(days > last, 0, days), days > last)


def _request_rows(plan: Plan, requests: Requests, client: Array, rows: Array, begin: int) -> dict[str, Values]:
    last, random = number(plan.period.end), mixed(rows, plan.seed ^ 0x2222)
    asked, started, gave_up = requests.asked[rows], requests.started[rows], requests.gave_up[rows]
    home = requests.centres.province[requests.centre[client[rows]]]
    elsewhere = part(mixed(client[rows], plan.seed ^ 0x3333), 0)
    provinces = len(plan.country.dimensions["province"].categories)
    home = np.where(elsewhere < SAME_PROVINCE * 65536, home, elsewhere % provinces).astype(np.int8)
    notice = part(random, 0).astype(np.int32) % 4
    refused = (gave_up < NEVER) & (part(random, 1) < 0.12 * 65536) & (gave_up - asked > 7)
    offered = np.where(started < NEVER, np.maximum(started - notice, asked), NEVER)
    offered = np.where(refused, gave_up - 1 - notice, offered)
    waited = np.minimum(np.minimum(started, gave_up), last) - asked
    paused = np.where(part(random, 2) < 0.07 * 65536, waited.astype(np.int64) * part(random, 3) >> 17, 0)
    return {
        "request": _key(rows - begin), "client": _key(client[rows]), "route": _route(plan, "requests", requests, rows),
        "province": home, **_person(plan, "requests", client[rows], rows, asked), "asked": asked,
        "offered": _known(offered, last), "started": _known(started, last), "gave_up": _known(gave_up, last),
        "paused_days": paused,
    }  # fmt: skip


def _episode_rows(plan: Plan, requests: Requests, seen: History, rows: slice) -> dict[str, Values]:
    request, client, last = seen.request[rows], seen.client[rows], number(plan.period.end)
    centre, started = requests.centre[request], requests.started[request]
    modalities = np.array([plan.place("episodes", "modality", name) for name in MODALITIES], np.int8)
    drugs = np.array([plan.place("episodes", "drug", name) for name in DRUGS], np.int8)
    ended, reason = _known(requests.ended[request], last), requests.reason[request]
    drug = pick(DRUG, 0, part(mixed(client, plan.seed ^ 0xD4), 0))
    taken = pick(ADMINISTRATION, drug, part(mixed(client, plan.seed ^ 0xAD), 0))
    unasked = part(mixed(client, plan.seed ^ 0x7EA7), 0)
    use = pick(USE_AT_EXIT, (reason != COMPLETED).astype(np.int32), part(mixed(request, plan.seed ^ 0xE817), 0))
    return {
        "episode": _key(np.arange(rows.start, rows.stop)), "client": _key(client),
        "centre": requests.centres.key[centre], "route": _route(plan, "episodes", requests, request),
        "province": requests.centres.province[centre], **_person(plan, "episodes", client, request, started),
        "drug": drugs[drug], "administration": _asked(taken, len(ADMINISTRATIONS)),
        "modality": modalities[requests.centres.modality[centre]], "started": started, "ended": ended,
        "reason": Missing(reason, ended.where),
        "use_at_exit": _asked(use, len(USES_AT_EXIT), ended.where), "first_in_year": seen.first_in_year[rows],
        "treated_before": Missing(seen.since[rows] >= 0, (seen.since[rows] < 0) & (unasked < NOT_ASKED * 65536)),
        "days_since_last": Missing(seen.since[rows], seen.since[rows] < 0),
    }  # fmt: skip


def _asked(places: Array, known: int, lasting: Array | None = None) -> Missing:
    """Places of words; one more than there are words stands for what nobody asked, or measured. `lasting`: not yet."""
    missing = places >= known if lasting is None else (places >= known) | lasting
    return Missing(np.where(missing, 0, places).astype(np.int8), missing)


def _some(present: Array, share: float, random: Array) -> Array:
    """(N,) of so many people a whole number near this share; `random`: (N,) numbers of 16 bits."""
    return np.minimum(np.floor(present * share + random / 65536), present).astype(np.int64)


def _census_rows(plan: Plan, requests: Requests) -> Iterator[dict[str, Values]]:
    """A month of census at a time, by day and centre, of those who reported."""
    centres = requests.centres
    modalities = np.array([plan.place("census", "modality", name) for name in MODALITIES], np.int8)
    for month, silent in missing_reports(plan, centres):
        first = max(number(month), number(plan.period.start))
        following = number(month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1))
        days = np.arange(first, min(following, number(plan.period.end) + 1))
        open_now = (centres.opens <= days[:, None]) & ~silent  # (days, S)
        row, centre = np.nonzero(open_now)
        safe, present = centres.safe[centre], requests.present[centre, days[row] - centres.start]
        random = mixed(days[row] * 10_000 + centre, plan.seed ^ 0xCE45)
        yield {
            "centre": centres.key[centre], "province": centres.province[centre],
            "modality": modalities[centres.modality[centre]], "day": days[row],
            "present": present, "safe_places": safe,
            "past_basis": _some(present, PAST_BASIS, part(random, 0)),
            "reviews_overdue": _some(present, OVERDUE, part(random, 1)),
            "gaps_overdue": pick(GAPS, 0, part(mixed(centre + 31 * month.month, plan.seed ^ 0x6A95), 0)),
            **{f"{name}_places": np.rint(safe * factor).astype(np.int64) for name, factor in PLACES.items()},
        }  # fmt: skip


def _session_rows(plan: Plan) -> Iterator[dict[str, Values]]:
    """A year of prevention sessions at a time; none on Sundays."""
    shares_by = np.array(
        [plan.given.provinces.get(code, 0.0) for code in plan.country.dimensions["province"].categories]
    )
    table, before = shares(np.sqrt(shares_by).tolist()), 0
    for year in range(plan.period.start.year, plan.period.end.year + 1):
        rng, first = stream(plan.seed, "sessions", year), number(plan.period.start.replace(year=year, month=1, day=1))
        factors = season(year, plan.given)
        factors[(np.arange(len(factors)) + first + 3) % 7 == 6] = 0
        counts = rng.poisson(plan.given.care.sessions * plan.scale * factors / factors.sum())
        day = np.repeat(np.arange(first, first + len(counts)), counts)
        random = [rng.integers(0, 65536, len(day), np.uint16) for _ in range(3)]
        inside = (day >= number(plan.period.start)) & (day <= number(plan.period.end))
        kind, where, people = (one[inside] for one in random)
        yield {
            "session": _key(np.arange(len(kind)) + before), "kind": pick(SESSION_KIND, 0, kind),
            "province": pick(table, 0, where), "day": day[inside],
            "people": np.maximum(np.rint(SESSION_PEOPLE[people]), 3).astype(np.int64),
        }  # fmt: skip
        before += len(kind)


assert len(SESSION_KINDS) == 4
