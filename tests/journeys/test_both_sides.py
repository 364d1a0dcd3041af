"""Records of both sides become figures of one published bulletin. Both sides are real: each counts its own records, the
authority fetches what they signed over HTTP, and each figure is counted again by hand from what stands in their tables.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from journeys.test_an_arrest import marga
from marga.country import Period, load
from support.sides import LiveSide
from support.waiting import until

COUNTRY = load("kh")
LONG = 600  # seconds: the examples of both sides are made on a loaded machine
Row = tuple[date, dict[str, Any], int]  # the day on which it counts, its groups, how many it is
STOCKS = ("in_care", "safe_places", "official_places", "stays_past_basis", "reviews_overdue", "quality_gaps_overdue")


def ask(side: LiveSide, name: str, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(side.data / name / "db.sqlite3", timeout=60)) as database:
        return database.execute(sql).fetchall()


def example_is_made(side: LiveSide, name: str, task: str) -> None:
    done = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE task_path LIKE ? AND status = 'SUCCESSFUL'"

    def over() -> bool:
        return bool(ask(side, name, done.replace("?", f"'%{task}'"))[0][0])

    until(f"the example of {name} is made", over, limit=LONG)


def counted(side: LiveSide, name: str) -> tuple[str, str]:
    """The side counts, by its command. The address of its cube, and the key that signs it."""
    done = marga(side, name, name, "cube")
    assert done.returncode == 0, done.stderr
    path, key = re.search(r"^address +(\S+)", done.stdout, re.M), re.search(r"^key +(\S+)", done.stdout, re.M)
    assert path is not None, done.stdout
    assert key is not None
    return f"{side.address}{path.group(1)}", key.group(1)


def day_of(moment: str) -> date:
    """The country's day of a moment as SQLite keeps it, in UTC."""
    at = datetime.fromisoformat(f"{moment}+00:00")
    return at.astimezone(ZoneInfo(COUNTRY.timezone)).date()


def of_enforcement(side: LiveSide) -> Iterator[tuple[str, Row]]:
    """Cases and arrests, from the tables."""
    words, offences = COUNTRY.enforcement.register, COUNTRY.enforcement.offences.offences
    last: dict[tuple[str, int], tuple[int, str]] = {}
    first: set[str] = set()
    for party, line, version, offence in ask(side, "enforcement", "SELECT party_id, line, version, offence FROM "
                                             "enforcement_charge"):  # fmt: skip
        if (line, version) == (1, 1):
            first.add(party)
        last[party, line] = max(last.get((party, line), (0, "")), (version, offence))
    charged: dict[str, set[str]] = {}
    for (party, _line), (_version, offence) in last.items():
        if offence:
            charged.setdefault(party, set()).add(offences[offence].counts_as)
    cases: dict[str, tuple[date, str]] = {}
    accused: dict[str, set[str]] = {}
    for number, recorded, operation, province in ask(
        side, "enforcement", "SELECT c.number, c.recorded, c.operation, u.province FROM enforcement_case c "
        "JOIN enforcement_unit u ON u.code = c.unit_id",
    ):  # fmt: skip
        cases[number], accused[number] = (day_of(recorded), province), set()
        assert words.operations[operation].counts_as
    for key, case, role, arrested, sex in ask(side, "enforcement", "SELECT key, case_id, role, arrested, sex FROM "
                                              "enforcement_party"):  # fmt: skip
        day, province = cases[case]
        accused[case] |= charged.get(key, set())
        if words.roles[role].counts_as and key in first:
            offence = "trafficking" if "trafficking" in charged[key] else "use"
            row = (day, {"offence": offence, "province": province, "sex": sex}, 1)
            yield "parties", row
            if arrested is not None:
                yield "arrests", row
    for number, (day, province) in cases.items():
        offence = "trafficking" if "trafficking" in accused[number] else "use"
        yield "cases", (day, {"offence": offence, "province": province}, 1)


def of_care(side: LiveSide) -> Iterator[tuple[str, Row]]:
    """Requests, people treated, episodes, people in care, places, from the tables."""
    yield from (("requests", row) for row in requests_of_care(side))
    seen: set[tuple[str, int]] = set()
    for client, began, ended, why, modality, route, drug in ask(
        side, "care", "SELECT client_id, began, ended, ended_why, modality, route, drug FROM care_stay "
        "ORDER BY began, key",
    ):  # fmt: skip
        day, groups = date.fromisoformat(began), {"modality": modality, "route": route, "drug": drug or None}
        yield "admissions", (day, groups, 1)
        if (client, day.year) not in seen:
            yield "entrants_in_year", (day, groups, 1)
        seen.add((client, day.year))
        if ended is not None:
            reason = COUNTRY.care.reasons[why].counts_as
            row = (date.fromisoformat(ended), {"modality": modality, "route": route, "reason": reason}, 1)
            yield "episodes_ended", row
            if reason == "completed":
                yield "completed", row
    for day, modality, *numbers in ask(
        side, "care", "SELECT s.day, c.modality, s.present, s.safe, s.official, s.past_basis, s.reviews_overdue, "
        "s.gaps_overdue FROM care_census s JOIN care_centre c ON c.code = s.centre_id",
    ):  # fmt: skip
        for figure, number in zip(STOCKS, numbers, strict=True):
            yield figure, (date.fromisoformat(day), {"modality": modality}, number)


def requests_of_care(side: LiveSide) -> Iterator[Row]:
    """Who waits and has no place, who asked and is nobody's client, and who came in without a wait. In the example
    every request that became a client's is the beginning of their wait."""
    stays: dict[str, list[tuple[Any, ...]]] = {}
    waits: dict[str, list[tuple[Any, ...]]] = {}
    for client, *stay in ask(side, "care", "SELECT s.client_id, s.began, s.began_at, s.ended, s.ended_why, s.route, "
                             "c.province FROM care_stay s JOIN care_client c ON c.number = s.client_id"):  # fmt: skip
        stays.setdefault(client, []).append(tuple(stay))
    for client, *wait in ask(side, "care", "SELECT w.client_id, w.since, w.ended, w.ended_why, w.route, c.province "
                             "FROM care_wait w JOIN care_client c ON c.number = w.client_id"):  # fmt: skip
        waits.setdefault(client, []).append(tuple(wait))
    for client, own in waits.items():
        for since, over, _why, route, province in own:
            if not has_a_place(stays.get(client, []), since, over):
                yield date.fromisoformat(since), {"route": route, "province": province}, 1
    for client, there in stays.items():
        placed = [over for _since, over, why, _route, _province in waits.get(client, []) if why == "placed"]
        for began, at, _ended, _why, route, province in there:
            if at not in placed:
                yield date.fromisoformat(began), {"route": route, "province": province}, 1
    begun = {(client, wait[0]) for client, own in waits.items() for wait in own}
    yield from asked_by_nobody_s_client(side, begun)


def asked_by_nobody_s_client(side: LiveSide, begun: set[tuple[str, str]]) -> Iterator[Row]:
    for client, since, route, province in ask(side, "care", "SELECT client, since, route, province FROM care_request"):
        if not client:
            yield date.fromisoformat(since), {"route": route, "province": province}, 1
        else:
            assert (client, since) in begun, "the example has a request of another kind"


def has_a_place(stays: list[tuple[Any, ...]], day: str, before: str | None) -> bool:
    return any(
        began <= day and (before is None or at < before)
        and (ended is None or ended > day or (ended == day and why == "transferred"))
        for began, at, ended, why, _route, _province in stays
    )  # fmt: skip


def by_hand(rows: list[Row], figure: str, days: Period, where: dict[str, str], *, wider: bool = False) -> int:
    """How many of these rows count for a group in some days; of what there is, on the last of them. `wider`: a drug
    counts in every drug that it is a kind of."""
    first = days.end if figure in STOCKS else days.start
    return sum(
        number for day, groups, number in rows
        if first <= day <= days.end and all(
            category in (kinds(groups[split]) if wider and split == "drug" else [groups[split]])
            for split, category in where.items()
        )
    )  # fmt: skip


def kinds(drug: str) -> Iterator[str]:
    while drug:
        yield drug
        drug = COUNTRY.dimensions["drug"].categories[drug].within or ""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_bulletin_of_both_sides_holds_what_their_records_hold(database, live_register, live_care, settings):
    from django.test import Client

    from marga.authority.bulletins import services
    from marga.authority.bulletins.models import Cube
    from marga.authority.bulletins.queries import bulletin
    from marga.figures.bulletin.sources import open_sources
    from marga.figures.bulletin.times import period_of
    from support.desk import Desk

    example_is_made(live_register, "enforcement", "load_example_cases")
    example_is_made(live_care, "care", "load_example_people")
    for side, name in ((live_register, "enforcement"), (live_care, "care")):
        address, key = counted(side, name)
        services.set_source(side=name, address=address, key=key)
    rows: dict[str, list[Row]] = {}
    for figure, row in (*of_enforcement(live_register), *of_care(live_care)):
        rows.setdefault(figure, []).append(row)

    desk = Desk()
    cubes = desk.collect()
    assert {cube.side: cube.period.end for cube in cubes} == dict.fromkeys(("care", "enforcement"), cubes[0].ends)
    end = cubes[0].ends
    period = Period(max(date(end.year, 1, 1), *(cube.starts for cube in cubes)), end)

    folder = live_register.data
    paths = [folder / f"{cube.side}.cube" for cube in cubes]
    for cube, path in zip(cubes, paths, strict=True):
        path.write_bytes(bytes(cube.content))
        path.with_name(f"{path.name}.sig").write_bytes(bytes(cube.signature))
    whole, _sources = open_sources(paths, COUNTRY, period)
    for figure, own in rows.items():  # what left the sides, before anything is hidden
        for split in own[0][1]:
            found = {group: number for (group,), number in whole.figure(figure, (split,), period).items() if number}
            groups = {groups[split] for _day, groups, _number in own}
            hand = {group: by_hand(own, figure, period, {split: group}) for group in groups}
            assert found == {group: number for group, number in hand.items() if number}, (figure, split)

    published = desk.through(period)
    made = bulletin(published)
    assert made.synthetic
    shown: dict[str, int] = {}
    for table, line, time, value in made.numbers():
        if table.figure in rows and value is not None and "unknown" not in dict(line.where).values():
            own = rows[table.figure]
            if {split for split, _category in line.where} <= own[0][1].keys():
                hand = by_hand(own, table.figure, period_of(time), dict(line.where), wider=True)
                assert value == hand, (table.name, line, time)
                shown[table.figure] = max(shown.get(table.figure, 0), int(value))
    assert {name for name, most in shown.items() if most} >= {"cases", "in_care", "safe_places"}, shown
    page = Client().get(f"/bulletins/{published.slug}/").content.decode()
    assert f"{shown['cases']:,}" in page
    assert f"{shown['in_care']:,}" in page
    assert Cube.objects.count() == 2


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_cubes_that_do_not_hold_the_same_months_are_named_with_what_to_do(database, live_register, live_care):
    from django.utils import timezone

    from marga.authority.bulletins import services
    from marga.authority.bulletins.models import CubeSource
    from support.desk import Desk

    example_is_made(live_register, "enforcement", "load_example_cases")
    example_is_made(live_care, "care", "load_example_people")
    for side, name in ((live_register, "enforcement"), (live_care, "care")):
        address, key = counted(side, name)
        services.set_source(side=name, address=address, key=key)
    desk = Desk()
    starts = max(cube.starts for cube in desk.collect())
    before = (starts - timedelta(days=1)).replace(day=1)
    draft = desk.order(Period(before, starts - timedelta(days=1)))
    assert draft.state == "failed"
    assert re.search(
        r"the cube of (care|enforcement) holds .*, not all of .*; choose later months", draft.problem["en"]
    )
    assert draft.problem["km"] != draft.problem["en"]
    other = CubeSource.objects.get(side="enforcement")
    CubeSource.objects.filter(side="care").update(address=other.address, key=other.key)
    problems = {one.side: one.problem for one in services.collect(by="", now=timezone.now())}
    assert "its cube is of enforcement" in problems["care"]["en"]
    assert problems["enforcement"] == {}
