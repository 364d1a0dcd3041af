"""The synthetic country: the same seed gives the same bytes, its years are those printed, its past is exact."""

import json
from collections import defaultdict
from datetime import date
from zoneinfo import ZoneInfo

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marga.country import DataError, Period, load
from marga.extract import TABLES, open_extract
from marga.extract.example import calendar as days_and_blocks
from marga.extract.example import care as care_rows
from marga.extract.example import make_plan
from marga.extract.example.calendar import blocks
from marga.extract.example.late import before_late_reports
from support.extracts import SPRING, digests, example


@pytest.fixture(scope="module")
def printed_years(tmp_path_factory):
    """The printed years at full size."""
    return example(tmp_path_factory.mktemp("years") / "kh", Period(date(2017, 1, 1), date(2020, 12, 31)), scale=1)


def rows(folder, table):
    """The rows of a table in the order of its day, then of its key."""
    day, key = TABLES[table].day, TABLES[table].columns[0].name
    return sorted(pq.read_table(folder / f"{table}.parquet").to_pylist(), key=lambda row: (row[day], row[key]))


def ask(folder, query):
    """One row of DuckDB's answer; {cases} stands for that table's file."""
    files = {path.stem: f"read_parquet('{path}')" for path in folder.rglob("*.parquet")}
    return duckdb.sql(query.format(**files)).fetchall()[0]


def test_the_same_seed_gives_the_same_bytes_whatever_the_threads(small_country, tmp_path):
    assert digests(example(tmp_path / "one", threads=1)) == digests(small_country)


def test_another_seed_gives_another_country(small_country, tmp_path):
    assert digests(example(tmp_path / "two", seed=2)).keys() == digests(small_country).keys()
    assert not set(digests(tmp_path / "two").values()) & set(digests(small_country).values())


def test_rows_made_in_smaller_steps_give_the_same_bytes(small_country, tmp_path, monkeypatch):
    monkeypatch.setattr(care_rows, "STEP", 77)
    example(tmp_path / "steps", sides=["care"])
    assert digests(tmp_path / "steps" / "care") == digests(small_country / "care")


def test_a_side_alone_is_the_same_as_with_the_other(small_country, tmp_path):
    example(tmp_path / "alone", sides=["enforcement"])
    assert digests(tmp_path / "alone" / "enforcement") == digests(small_country / "enforcement")
    assert not (tmp_path / "alone" / "care").exists()


def test_what_is_there_is_left_as_it_is(small_country):
    before = digests(small_country)
    with pytest.raises(FileExistsError, match="choose another name"):
        example(small_country)
    assert digests(small_country) == before


@settings(max_examples=25)
@given(
    start=some.dates(date(2016, 1, 1), date(2021, 1, 1)),
    length=some.integers(0, 400),
    scale=some.sampled_from([0.01, 0.3, 40]),
)
def test_a_shorter_period_has_the_same_cases_a_day(start, length, scale):
    period = Period(start, date.fromordinal(start.toordinal() + length))
    year = Period(date(start.year, 1, 1), date(start.year + 2, 12, 31))
    plan = make_plan(load(), period, 1, 1)
    whole = {
        day: count
        for block in blocks(year, plan.given, scale, 7)
        for day, count in zip(block.days.tolist(), block.cases.tolist(), strict=True)
    }
    for block in blocks(period, plan.given, scale, 7):
        assert [whole[day] for day in block.days.tolist()] == block.cases.tolist()


def test_blocks_hold_every_day_once_in_order():
    plan = make_plan(load(), SPRING, 1, 1)
    days = [day for block in blocks(SPRING, plan.given, 300, 1) for day in block.days.tolist()]
    assert days == list(range(days_and_blocks.number(SPRING.start), days_and_blocks.number(SPRING.end) + 1))


@pytest.mark.parametrize(
    ("year", "cases", "people", "kilograms"),
    [(2017, 7_967, 17_860, 208), (2018, 8_002, 16_452, 536), (2019, 9_806, 20_490, 750), (2020, 10_193, 20_913, 3_251)],
)
def test_a_year_comes_out_as_printed(printed_years, year, cases, people, kilograms):
    found = ask(
        printed_years / "enforcement",
        f"""SELECT
        (SELECT count(*) FROM {{cases}} WHERE year(opened) = {year}),
        (SELECT count(*) FROM {{parties}} WHERE year(opened) = {year}),
        (SELECT sum(coalesce(second_grams, first_grams)) / 1000 FROM {{exhibits}} WHERE year(seized) = {year})""",
    )
    assert found == (cases, pytest.approx(people, rel=0.01), pytest.approx(kilograms, rel=0.02))


def test_2019_splits_as_printed(printed_years):
    assert ask(printed_years / "enforcement", """SELECT avg((offence = 'trafficking')::int), avg((sex = 'female')::int),
        avg((citizenship = 'foreign')::int) FROM {parties} WHERE year(opened) = 2019""") == (
        pytest.approx(10_287 / 18_965, abs=0.01), pytest.approx(0.06, abs=0.005),
        pytest.approx(381 / 18_965, abs=0.003),
    )  # fmt: skip
    assert ask(
        printed_years / "enforcement",
        """SELECT avg((offence = 'trafficking')::int)
        FROM {cases} WHERE year(opened) = 2019""",
    )[0] == pytest.approx(5_380 / 9_055, abs=0.01)


def test_the_centres_of_september_2019_hold_six_thousand_well_above_what_is_safe(printed_years):
    present, safe, centres = ask(
        printed_years / "care",
        """SELECT sum(present), sum(safe_places), count(*)
        FROM {census} WHERE day = '2019-09-06' AND modality = 'residential'""",
    )
    assert present == pytest.approx(6_000, rel=0.02)
    assert (safe < 0.7 * present, centres) == (True, 18)


def test_those_who_use_come_back_more_often_than_those_who_traffic(printed_years):
    use, trafficking = ask(
        printed_years / "enforcement",
        """WITH next AS (SELECT offence, opened,
        lead(opened) OVER (PARTITION BY person ORDER BY opened) - opened <= 365 AS again FROM {parties})
        SELECT avg(coalesce(again, false)::int) FILTER (offence = 'use'),
               avg(coalesce(again, false)::int) FILTER (offence = 'trafficking') FROM next WHERE year(opened) < 2020""",
    )
    assert 0.08 < use < 0.3
    assert trafficking < 0.7 * use


def test_what_a_party_had_behind_it_agrees_with_a_slow_count(small_country):
    last = {}
    for party in rows(small_country / "enforcement", "parties"):
        day, before = party["opened"], last.get(party["person"])
        when = before and before["opened"]
        assert party["days_since_last"] == (before and (day - when).days)
        assert party["offence_last_time"] == (before and before["offence"])
        assert party["first_in_month"] == (not before or (when.year, when.month) != (day.year, day.month))
        assert party["first_in_quarter"] == (
            not before or (when.year, (when.month - 1) // 3) != (day.year, (day.month - 1) // 3)
        )
        assert party["first_in_year"] == (not before or when.year != day.year)
        assert not before or when < day
        last[party["person"]] = party
    assert any(party["days_since_last"] for party in rows(small_country / "enforcement", "parties"))


def test_what_an_episode_had_behind_it_agrees_with_a_slow_count(printed_years):
    last = {}
    for episode in rows(printed_years / "care", "episodes"):
        before = last.get(episode["client"])
        assert episode["treated_before"] in ((True,) if before else (False, None))  # None: nobody asked
        assert episode["days_since_last"] == (before and (episode["started"] - before["ended"]).days)
        assert episode["first_in_year"] == (not before or before["started"].year != episode["started"].year)
        last[episode["client"]] = episode


def test_a_person_stays_the_same_person(printed_years):
    kinds = defaultdict(set)
    for party in rows(printed_years / "enforcement", "parties"):
        kinds[party["person"], "sex"].add(party["sex"])
        kinds[party["person"], "citizenship"].add(party["citizenship"])
    assert all(len(found - {None}) <= 1 for found in kinds.values())


def test_a_case_is_trafficking_when_any_of_its_people_is(small_country):
    charged = defaultdict(set)
    for party in rows(small_country / "enforcement", "parties"):
        charged[party["case"]].add(party["offence"])
    cases = rows(small_country / "enforcement", "cases")
    assert all(("trafficking" in charged[case["case"]]) == (case["offence"] == "trafficking") for case in cases)
    assert len(charged) == len(cases)


def test_custody_follows_its_clock_and_the_day_of_its_case(small_country):
    zone = ZoneInfo(load().timezone)
    opened = {party["party"]: party["opened"] for party in rows(small_country / "enforcement", "parties")}
    for stay in rows(small_country / "enforcement", "custodies"):
        assert stay["arrested"] <= stay["arrived"] <= stay["recorded"]
        assert stay["arrived"].astimezone(zone).date() == stay["day"] == opened[stay["party"]]
        assert stay["recorded"].astimezone(zone).date() == stay["day"]
        assert (stay["ended"] is None) == (stay["how"] is None)
        assert stay["ended"] is None or stay["ended"] > stay["arrived"]


def test_the_census_is_who_started_and_has_not_left(printed_years):
    period = open_extract(printed_years / "care", load(), rehash=False, rows=False).manifest.period
    change = defaultdict(int)
    for episode in rows(printed_years / "care", "episodes"):
        change[episode["centre"], episode["started"]] += 1
        if episode["ended"]:
            change[episode["centre"], episode["ended"]] -= 1
    present = {(row["centre"], row["day"]): row["present"] for row in rows(printed_years / "care", "census")}
    day, checked = date(2019, 6, 1), 0  # nobody stays for more than two years
    for centre in {centre for centre, _ in present}:
        running = sum(count for (where, when), count in change.items() if where == centre and when <= day)
        if period.holds(Period(day, day)) and (centre, day) in present:
            assert present[centre, day] == running
            checked += 1
    assert checked > 40


def test_a_request_is_started_or_given_up_or_waits_and_is_offered_before_it_starts(small_country):
    for request in rows(small_country / "care", "requests"):
        assert not (request["started"] and request["gave_up"])
        for later in ("offered", "started", "gave_up"):
            assert request[later] is None or request["asked"] <= request[later] <= SPRING.end
        assert request["started"] is None or request["offered"] <= request["started"]
        waited = ((request["started"] or request["gave_up"] or SPRING.end) - request["asked"]).days
        assert 0 <= request["paused_days"] <= waited


def test_nothing_joins_enforcement_to_care(small_country):
    keys = {"enforcement": set(), "care": set()}
    for table in TABLES.values():
        for column in [column.name for column in table.columns if column.kind == "key"]:
            keys[table.side].update(
                pq.read_table(small_country / table.side / f"{table.name}.parquet")[column].to_pylist()
            )
    assert keys["enforcement"]
    assert not keys["enforcement"] & keys["care"]


def test_the_truth_stands_outside_the_extracts_and_its_units_stand_out(printed_years):
    truth = json.loads((printed_years / "truth.json").read_text("utf-8"))
    units = {one["kind"]: ", ".join(one["units"]) for one in truth["misconduct"]}
    night = "hour(ended AT TIME ZONE 'Asia/Phnom_Penh') IN (22, 23, 0, 1, 2, 3)"
    looks = {
        "charges_lowered": "SELECT avg((offence_first <> offence)::int) FROM {parties} WHERE offence = 'use' AND",
        "weights_above_thresholds": """SELECT avg((first_grams > second_grams * 1.03)::int) FROM {exhibits}
            WHERE first_grams BETWEEN 4 AND 4.2 AND""",
        "late_records": "SELECT avg((recorded - arrived > INTERVAL 3 HOUR)::int) FROM {custodies} WHERE",
        "night_releases": f"SELECT avg((how = 'released' AND {night})::int) FROM {{custodies}} WHERE",
    }
    assert units.keys() == looks.keys()
    for kind, look in looks.items():
        there = ask(printed_years / "enforcement", f"{look} unit IN ({units[kind]})")[0]
        elsewhere = ask(printed_years / "enforcement", f"{look} unit NOT IN ({units[kind]})")[0]
        assert there > 2 * elsewhere + 0.05, kind


def test_units_that_did_not_report_have_no_rows_in_that_month(printed_years):
    manifest = open_extract(printed_years / "enforcement", load(), rehash=False, rows=False).manifest
    silent = {(key, one.month.year, one.month.month) for one in manifest.coverage for key in one.missing}
    there = {
        (case["unit"], case["opened"].year, case["opened"].month)
        for case in rows(printed_years / "enforcement", "cases")
    }
    assert silent
    assert not silent & there
    assert [one.month for one in manifest.coverage] == days_and_blocks.months(manifest.period)


@pytest.mark.parametrize(
    ("scale", "seed", "said"), [(0, 1, "scale"), (-1, 1, "scale"), (float("nan"), 1, "scale"), (1, -1, "seed")]
)
def test_a_scale_or_seed_that_cannot_be_is_refused(scale, seed, said):
    with pytest.raises(ValueError, match=f"The {said} is"):
        make_plan(load(), SPRING, scale, seed)


def test_a_day_of_a_tiny_country_can_be_made(tmp_path):
    one_day = Period(date(2019, 3, 3), date(2019, 3, 3))
    for side in ("enforcement", "care"):
        made = open_extract(example(tmp_path / "tiny", one_day, scale=0.001, sides=[side]) / side, load())
        assert (made.manifest.side, made.manifest.period) == (side, one_day)


def test_a_country_without_assumptions_is_refused():
    from marga.extract.example.assumptions import assumptions

    with pytest.raises(DataError, match=r"xx/example\.toml: is missing"):
        assumptions("xx")


def test_an_extract_before_late_reports_lacks_those_units_and_names_them(small_country, tmp_path):
    folder, country = small_country / "enforcement", load("kh")
    since = date(2019, 4, 1)
    late = pq.read_table(folder / "cases.parquet", columns=["unit"])["unit"].to_pylist()[:2]
    before_late_reports(folder, tmp_path / "early", country, late, since)
    early = open_extract(tmp_path / "early", country)
    for table in (table for table in TABLES.values() if table.side == "enforcement"):
        key = table.columns[0].name
        rows, everything = (
            pq.read_table(one / f"{table.name}.parquet", columns=[key, "unit", table.day]).sort_by(key).to_pylist()
            for one in (early.folder, folder)
        )
        assert rows == [row for row in everything if row["unit"] not in late or row[table.day] < since]
    for month in early.manifest.coverage:
        assert set(late) <= set(month.missing) or month.month < since
