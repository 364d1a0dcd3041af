"""The example country's bulletins: two years, one of them found to be incomplete and revised, and a draft to look at.

Every step is the act of an example account, as people would do it; only the worker's work is done at once.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from marga.authority.bulletins import services
from marga.authority.bulletins.models import Cube, CubeSource, Draft, Published
from marga.authority.bulletins.rules import State
from marga.authority.bulletins.running import render, run_draft
from marga.country import Country, Period, load
from marga.extract.example import make_example, make_plan
from marga.extract.example.late import before_late_reports
from marga.figures.counting.alone import make_cube
from marga.figures.counting.signing import key_at, public_name
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
