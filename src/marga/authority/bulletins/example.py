"""The example country's bulletins: two years, one of them found to be incomplete and revised, and a draft to look at;
then the cubes of the sides that `./run` started beside this one, and a draft of the months that they hold.

Every step is the act of an example account, as people would do it; only the worker's work is done at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from marga.authority.bulletins import services
from marga.authority.bulletins.models import SIDES, Cube, CubeSource, Draft, Published
from marga.authority.bulletins.rules import State
from marga.authority.bulletins.running import render, run_draft
from marga.country import Country, Period, load
from marga.extract.example import make_example, make_plan
from marga.extract.example.late import before_late_reports
from marga.figures.counting.alone import make_cube
from marga.figures.counting.signing import key_at, public_name, signature_file
from marga.site.accounts.models import Account

YEARS = Period(date(2017, 1, 1), date(2020, 3, 31))
PAST = (Period(date(2018, 1, 1), date(2018, 12, 31)), Period(date(2019, 1, 1), date(2019, 12, 31)))
SPRING = Period(date(2020, 1, 1), date(2020, 3, 31))
LATE_SINCE, LATE_UNITS = date(2019, 11, 1), 6
FIRST, SECOND = "statistician", "second-statistician"
REMARK = (
    "Example data. The people in these records are made up, and the country only resembles the printed years: totals "
    "of cases and people were drawn to be near them, the rest follows from assumptions listed with the example."
)
WHY = f"{LATE_UNITS} police units sent their reports for November and December 2019 after the bulletin came out."


def load_bulletins() -> None:
    """Make the cubes and publish the example's bulletins, unless a source is set already."""
    if CubeSource.objects.exists():
        return
    country = load(settings.MARGA_COUNTRY)
    cubes = _cubes(Path(settings.MARGA_FOLDER) / "example", country)
    for period in PAST:
        _announce(period, days=0)
    _announce(SPRING, days=14)
    _set_source("care", cubes["care"])
    _set_source("enforcement", cubes["before late reports"])
    _collect()
    published = [_publish(period) for period in PAST]
    _set_source("enforcement", cubes["enforcement"])
    _collect()
    published.append(_publish(PAST[-1], reason=WHY))
    for one in published:
        render(one.pk)
    run_draft(_order(SPRING, "").pk)


def take_cubes_beside(folder: Path, addresses: Mapping[str, str]) -> bool:
    """Fetch cubes from now on of the sides that run on this machine, in place of the made-up ones, and order a bulletin
    of the months that they hold, if there is none.

    folder     that holds the data folder of each side
    addresses  side -> where it answers; all that were started
    Returns whether nothing is left to do: a side makes its first cube after its example's records, which takes minutes.
    """
    if not {side for side, _label in SIDES} <= addresses.keys() or not Account.objects.filter(name=FIRST).exists():
        return True
    kept = {side: found for side, _label in SIDES if (found := _kept_by(folder / side / "cube", side)) is not None}
    if len(kept) < len(SIDES):
        return False
    for side, (token, key) in kept.items():
        if _may_replace(side):
            services.set_source(side=side, address=f"{addresses[side]}/cube/{token}/{side}.cube", key=key)
    if any(fetch.cube is None for fetch in services.collect(by="", now=timezone.now())):
        return False
    _order_latest()
    return True


def _kept_by(folder: Path, side: str) -> tuple[str, str] | None:
    """The secret part of the address of a side's cube, and the key that signed it; None before there is one."""
    token, signature = folder / "address.secret", signature_file(folder / f"{side}.cube")
    if not (token.is_file() and signature.is_file()):
        return None
    return token.read_text("ascii").strip(), str(json.loads(signature.read_text("utf-8"))["key"])


def _may_replace(side: str) -> bool:
    """Whether the source is the example's own, or one on this machine, and not one that an operator has set."""
    source = CubeSource.objects.filter(side=side).first()
    own = (Path(settings.MARGA_FOLDER) / "example").absolute().as_uri()
    return source is None or source.address.startswith((own, "http://127.0.0.1:"))


def _order_latest() -> None:
    """A draft of the last year up to the last month that the newest cubes of both sides hold."""
    newest = list({cube.side: cube for cube in Cube.objects.order_by("pk")}.values())
    end = min(cube.ends for cube in newest)
    start = max(date(end.year, 1, 1), *(cube.starts for cube in newest))
    if start < end and not Draft.objects.filter(starts=start, ends=end).exists():
        run_draft(_order(Period(start, end), "").pk)


def _announce(period: Period, days: int) -> None:
    """Announce it for so many days from today, before anything of it is counted."""
    now = timezone.now()
    services.announce(period=period, due=timezone.localdate(now) + timedelta(days=days), by=_account(FIRST), now=now)


def _cubes(folder: Path, country: Country) -> dict[str, Path]:
    """The signed cubes of the example's extracts; of enforcement also as it stood before late reports came."""
    found = {name: folder / f"{name.replace(' ', '-')}.cube" for name in ("enforcement", "care", "before late reports")}
    if not (folder / "records").exists():
        plan = make_plan(country, YEARS, 1.0, 1)
        make_example(folder / "records", plan)
        busy = sorted(range(len(plan.units.key)), key=lambda place: -plan.units.busy[place])[10 : 10 + LATE_UNITS]
        before_late_reports(
            folder / "records" / "enforcement", folder / "records" / "before late reports", country,
            [int(plan.units.key[place]) for place in busy], LATE_SINCE,
        )  # fmt: skip
    for name, out in found.items():
        if not out.exists():
            side = "care" if name == "care" else "enforcement"
            make_cube(folder / "records" / name, out, folder / f"{side}.key", "duckdb", country.code)
    return found


def _set_source(side: str, cube: Path) -> None:
    key = public_name(key_at(cube.parent / f"{side}.key").public_key())
    services.set_source(side=side, address=cube.absolute().as_uri(), key=key)


def _account(name: str) -> Account:
    return Account.objects.get(name=name)


def _collect() -> None:
    services.collect(by=FIRST, now=timezone.now())


def _order(period: Period, reason: str) -> Draft:
    newest = {cube.side: cube for cube in Cube.objects.order_by("pk")}
    return services.order(
        period=period, cubes=list(newest.values()), reason=reason, by=_account(FIRST), now=timezone.now()
    )


def _publish(period: Period, reason: str = "") -> Published:
    draft = _order(period, reason)
    run_draft(draft.pk)
    draft.refresh_from_db()
    assert draft.state == State.READY, draft.problem
    first, second = _account(FIRST), _account(SECOND)
    services.submit(draft_id=draft.pk, remark=REMARK, by=first, now=timezone.now())
    services.approve(draft_id=draft.pk, by=second, now=timezone.now())
    return services.publish(draft_id=draft.pk, by=first, now=timezone.now())
