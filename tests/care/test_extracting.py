"""From what was typed to counts: the extract, the cube, and a plain count of the database agree."""

from datetime import UTC, date, datetime, timedelta

import pyarrow.parquet as pq
import pytest
from django.test import Client as Browser

from marga.care.centres.services import count_census
from marga.care.clients.services import merge
from marga.care.exchange import extracting
from marga.care.stays.models import Stay
from marga.care.stays.services import Legal, begin_stay, drop_wait, end_stay, offer_place, pause_wait, resume_wait
from marga.country import Period, load
from marga.extract import open_extract
from marga.figures.counting import cube
from marga.figures.counting.signing import verify
from marga.site.cubes import making
from support.care_placing import NOW, TODAY, A, centre, client, manager, stays, waits

pytestmark = pytest.mark.usefixtures("database")
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
AFTER = datetime(2027, 1, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def some_months(database, settings, tmp_path):
    """Two stay, one of them again; one waited with a pause and came in; one gave up."""
    settings.MARGA_FOLDER = tmp_path
    centre(A, 5)
    first = stays()
    stays(name="Chan Sophea")
    end_stay(first.key, "completed", manager(at=NOW + timedelta(days=20)))
    begin_stay(first.client_id, f"{A}.1", Legal("voluntary"), manager(at=NOW + timedelta(days=30)), route="family")
    placed = waits(name="Ly Vuthy")
    pause_wait(placed.key, TODAY, "away", manager())
    resume_wait(placed.key, TODAY + timedelta(days=4), manager(at=NOW + timedelta(days=4)))
    offer_place(placed.key, f"{A}.1", "", manager(at=NOW + timedelta(days=5)))
    begin_stay(placed.client_id, f"{A}.1", Legal("voluntary"), manager(at=NOW + timedelta(days=6)))
    drop_wait(waits(name="Heng Bopha").key, "gave_up", "said so", manager(at=NOW + timedelta(days=2)))
    count_census(TODAY)


def extracted(tmp_path, name="extract", period=YEAR, made=AFTER):
    extracting.extract(period, tmp_path / name, made)
    return open_extract(tmp_path / name, load("kh"), side="care")  # as `marga extract check` does


def rows(extract, table):
    return pq.read_table(extract.path(table)).to_pylist()


def test_an_extract_is_whole_and_holds_what_is_counted(tmp_path):
    made = extracted(tmp_path)
    episodes, requests, census = (rows(made, name) for name in ("episodes", "requests", "census"))
    assert (len(episodes), len(requests), len(census)) == (Stay.objects.count(), 2, 1)
    again = [one for one in episodes if one["treated_before"]]
    assert [(one["days_since_last"], one["first_in_year"], one["route"]) for one in again] == [(10, False, "family")]
    assert sorted(one["reason"] for one in episodes if one["ended"]) == ["completed"]
    placed, gave_up = sorted(requests, key=lambda one: one["gave_up"] is not None)
    assert (placed["paused_days"], placed["started"]) == (4, TODAY + timedelta(days=6))
    assert gave_up["gave_up"] == TODAY + timedelta(days=2)
    assert gave_up["started"] is None
    assert (census[0]["present"], census[0]["safe_places"]) == (2, 5)


def test_what_came_after_the_period_is_not_in_it(tmp_path):
    month = extracted(tmp_path, period=Period(date(2026, 11, 1), date(2026, 11, 30)))
    assert all(one["ended"] is None for one in rows(month, "episodes"))
    assert not any(one["treated_before"] for one in rows(month, "episodes"))


def test_records_that_are_held_to_be_one_persons_are_one_client(tmp_path):
    one, other = Stay.objects.order_by("began_at").values_list("client", flat=True)[:2]
    merge(one, other, "the same birthday and village", manager())
    episodes = rows(extracted(tmp_path), "episodes")
    assert len({row["client"] for row in episodes}) == 2
    assert sum(row["treated_before"] for row in episodes) == 2
    assert [row["days_since_last"] for row in episodes if row["days_since_last"] is not None] == []  # they overlap


def test_no_number_of_a_client_stands_in_an_extract_and_no_two_extracts_join(tmp_path):
    one, other = extracted(tmp_path), extracted(tmp_path, "other", made=AFTER + timedelta(seconds=1))
    text = b"".join(path.read_bytes() for path in (tmp_path / "extract").iterdir())
    assert client().encode() not in text
    assert not {row["client"] for row in rows(one, "episodes")} & {row["client"] for row in rows(other, "episodes")}


def test_the_cube_counts_the_finished_months_and_only_the_authority_finds_it():
    made = extracting.write_cube(AFTER)
    verify(made, [making.public_key()])
    assert made.name == "care.cube"
    assert cube.read([made], "kh") is not None
    stranger = Browser()
    assert stranger.get(f"/cube/{making.token()}/care.cube").status_code == 200
    assert stranger.get("/cube/x/care.cube").status_code == 404
    assert stranger.get(f"/cube/{making.token()}/cube.key").status_code == 404
    assert not list(making.folder().glob(".making-*"))


def test_before_a_month_is_over_there_is_nothing_to_count():
    assert extracting.write_cube(NOW) is None
