"""From what was typed to counts: the extract, the cube, and a plain count of the database agree."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from django.test import Client as Browser

from marga.care.acts.services import Acting, nobody
from marga.care.assessments.services import Said, assess, known_of
from marga.care.centres import contents
from marga.care.centres.models import Census
from marga.care.centres.services import count_census, set_centre, set_ward, set_worker
from marga.care.clients.models import Client
from marga.care.clients.services import Person, merge, open_client
from marga.care.episodes.services import review
from marga.care.exchange import extracting
from marga.care.requests.models import Request
from marga.care.requests.services import Asked, ask
from marga.care.rules import stays as rules
from marga.care.rules import tdi
from marga.care.safety.services import find_quality
from marga.care.stays.models import Stay
from marga.care.stays.offers import offer_place
from marga.care.stays.services import Legal, ask_to_leave, begin_stay, end_stay, review_stay
from marga.care.stays.waits import begin_wait, drop_wait, pause_wait, resume_wait
from marga.country import Period, load
from marga.country.instants import Clock
from marga.extract import TABLES, open_extract
from marga.figures.counting import cube
from marga.figures.counting.signing import verify
from marga.identity.ages import born_on
from marga.site.accounts.example import example_accounts
from marga.site.cubes import making
from support.accounts import account
from support.care_placing import NOW, TODAY, A, B, centre, client, manager, planner, stays, waits

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
    assert (len(episodes), len(requests), len(census)) == (
        Stay.objects.count(),
        5,
        1,
    )  # three came in without asking before
    again = [one for one in episodes if one["treated_before"]]
    assert [(one["days_since_last"], one["first_in_year"], one["route"]) for one in again] == [(10, False, "family")]
    assert sorted(one["reason"] for one in episodes if one["ended"]) == ["completed"]
    waited = [one for one in requests if one["offered"] or one["gave_up"]]
    assert [one["started"] == one["asked"] for one in requests if one not in waited] == [True] * 3
    placed, gave_up = sorted(waited, key=lambda one: one["gave_up"] is not None)
    assert (placed["paused_days"], placed["started"]) == (4, TODAY + timedelta(days=6))
    assert gave_up["gave_up"] == TODAY + timedelta(days=2)
    assert gave_up["started"] is None
    assert (census[0]["present"], census[0]["safe_places"]) == (2, 5)


ANSWERS = {"drug": "3.2", "route": "2", "frequency": "1", "status": "1"}


def assessed(number, at, **said):
    """A client is assessed; what is not said is not known."""
    who, wanted, answers = manager(at=at), {**ANSWERS, **said}, {}
    who = replace(who, roles=("care-worker",))
    already = known_of(Client.objects.get(pk=number), who)
    while left := [item for item in tdi.asked(answers, already) if item.name not in answers]:
        answers[left[0].name] = wanted.get(left[0].name, tdi.UNKNOWN)
    return assess(number, Said(answers, "ice"), who)


def measured_at_exit(key, frequency, at):
    said = {"frequency": frequency, "injecting": "1", "labour": "4", "living_where": "1"}
    review(key, said, "", replace(manager(at=at), roles=("care-worker",)), at_exit=True)


def of_stay(made, **said):
    """The one episode of which this is so."""
    (found,) = (one for one in rows(made, "episodes") if all(one[name] == value for name, value in said.items()))
    return found


def test_what_an_assessment_and_the_exit_say_is_in_the_extract_as_codes_that_are_published(tmp_path):
    stay = Stay.objects.filter(ended=None, began=TODAY).first()
    assessed(stay.client_id, NOW + timedelta(days=1))
    end_stay(stay.key, "left", manager(at=NOW + timedelta(days=20)))
    measured_at_exit(stay.key, "4", NOW + timedelta(days=21))
    made = extracted(tmp_path)
    one = of_stay(made, reason="left")
    assert (one["drug"], one["administration"], one["use_at_exit"]) == ("ice", "smoke", "less")
    assert one["treated_before"] is False
    others = [other for other in rows(made, "episodes") if other["episode"] != one["episode"]]
    assert {(other["administration"], other["use_at_exit"]) for other in others} == {(None, None)}
    assert sorted(map(str, (other["treated_before"] for other in others))) == ["None", "None", "True"]  # one came again
    assert {column.name for column in TABLES["episodes"].columns} == set(one)


def test_an_assessment_says_how_the_episode_began_that_it_was_made_in_and_no_other(tmp_path):
    again = Stay.objects.get(route="family")
    assessed(again.client_id, NOW + timedelta(days=2), route="1")
    made = extracted(tmp_path, "before")
    assert of_stay(made, reason="completed")["administration"] == "inject"
    assert of_stay(made, route="family")["administration"] is None
    assessed(again.client_id, NOW + timedelta(days=31), route="3")
    made = extracted(tmp_path)
    assert of_stay(made, reason="completed")["administration"] == "inject"
    assert of_stay(made, route="family")["administration"] == "eat"


def test_what_was_written_down_after_the_period_says_nothing_of_it(tmp_path):
    first = Stay.objects.get(ended_why="completed")
    assessed(first.client_id, NOW + timedelta(days=1))
    measured_at_exit(first.key, "5", datetime(2027, 1, 3, 8, tzinfo=UTC))
    assert of_stay(extracted(tmp_path), reason="completed")["use_at_exit"] is None


def test_a_main_drug_that_nobody_knows_is_not_recorded_and_not_another_drug(tmp_path):
    assert {one["drug"] for one in rows(extracted(tmp_path), "episodes")} == {None}


@pytest.mark.parametrize("why", ["elsewhere", "died", "unreachable"])
def test_who_died_or_found_care_elsewhere_waits_no_more(tmp_path, why):
    dropped = waits(name="Kim Srey")
    drop_wait(dropped.key, why, "His sister said so", manager(at=NOW + timedelta(days=3)))
    ended = [one["gave_up"] for one in rows(extracted(tmp_path), "requests") if one["gave_up"]]
    assert TODAY + timedelta(days=3) in ended


def counted_requests(tmp_path):
    return sorted((one["route"], one["started"] is not None, one["gave_up"] is not None)
                  for one in rows(extracted(tmp_path), "requests"))  # fmt: skip


def asks(day, who="", **said):
    """Somebody asks on the public pages on a day of the list; `who`: the client that they become."""
    then = NOW + timedelta(days=day)
    plain = {"route": "family", "province": "KH-12", "centre": A}
    made, _code = ask(Asked(**{**plain, **said}), who=replace(nobody(), clock=Clock(then)))
    if not who:
        return made.number
    return open_client(Person(province="KH-12", name=who, sex="male", born=born_on(date(1999, 3, 4))),
                       replace(manager(at=then), roles=("intake",)), made.number).number  # fmt: skip


def test_who_asked_and_never_waited_is_a_request_whatever_came_of_it(tmp_path):
    before = counted_requests(tmp_path / "before")
    asks(1)
    given_up = asks(2)
    Request.objects.filter(pk=given_up).update(closed=NOW + timedelta(days=3), closed_why="gave_up")
    asks(2, "Becomes A Client")
    asked = [("family", False, False), ("family", False, False), ("family", False, True)]
    assert counted_requests(tmp_path / "after") == sorted([*before, *asked])


def test_who_asked_and_waits_or_comes_in_is_one_request_and_not_two(tmp_path):
    before = counted_requests(tmp_path / "before")
    on_the_list, comes_in, again = asks(1, "Waits Then"), asks(1, "Comes In"), asks(2)
    Request.objects.filter(pk=again).update(client=comes_in)  # the same person asks once more
    begin_wait(on_the_list, ("residential",), (), manager(at=NOW + timedelta(days=2)))
    begin_stay(comes_in, f"{A}.1", Legal("voluntary"), manager(at=NOW + timedelta(days=4)))
    found = rows(extracted(tmp_path / "after"), "requests")
    assert len(found) == len(before) + 2
    assert {(one["asked"], one["started"]) for one in found if one["route"] == "family"} >= {
        (TODAY + timedelta(days=1), TODAY + timedelta(days=4))
    }


def test_who_has_a_place_and_waits_for_another_asks_nothing_new(tmp_path):
    before = counted_requests(tmp_path / "before")
    stay = Stay.objects.filter(ended=None, route="self", began=TODAY).first() or Stay.objects.filter(ended=None).first()
    wait = begin_wait(stay.client_id, ("residential",), (), manager(at=NOW + timedelta(days=40)))
    assert counted_requests(tmp_path / "waits") == before
    set_centre(contents.CentreSet(
        code=B, name="Another centre", province="KH-12", modality="residential", official=9, operational=9,
        emergency=9, opened=date(2020, 1, 1), languages=("km",),
    ), planner(), new=True)  # fmt: skip
    set_ward(contents.WardSet(key=f"{B}.1", centre=B, name="Men", sexes=("male",), age_from=18, area=Decimal(40),
                              beds=9), planner())  # fmt: skip
    offer_place(wait.key, f"{B}.1", "Near.", manager(at=NOW + timedelta(days=41)))
    begin_stay(stay.client_id, f"{B}.1", Legal("voluntary"), manager(B, at=NOW + timedelta(days=41)))
    assert counted_requests(tmp_path / "moved") == before


def test_the_census_counts_who_stays_past_what_carries_it_as_the_pages_show_it(tmp_path):
    set_centre(contents.CentreSet(
        code=B, name="Another centre", province="KH-12", modality="residential", official=9, operational=9,
        emergency=9, opened=date(2020, 1, 1), languages=("km",),
    ), planner(), new=True)  # fmt: skip
    set_ward(contents.WardSet(key=f"{B}.1", centre=B, name="Men", sexes=("male",), age_from=18, area=Decimal(40),
                              beds=9), planner())  # fmt: skip
    there, outside = manager(B), Acting("inspector", "", ("inspector",), Clock(NOW))
    ends = TODAY + timedelta(days=3)
    plain, by_order, told, asks = (
        begin_stay(client(there, name=name), f"{B}.1", legal, there).key
        for name, legal in (("Sok A", Legal("voluntary")), ("Sok B", Legal("court", ends, "Municipal court, 7")),
                            ("Sok C", Legal("offered")), ("Sok D", Legal("voluntary")))
    )  # fmt: skip
    review_stay(told, "ends", "He is well", outside)
    ask_to_leave(asks, replace(there, roles=("care-worker",)))
    account("sok-pisey", "manager")
    set_worker(contents.WorkerSet(account="sok-pisey", centre=B), Acting("clerk", "", ("clerk",), Clock(NOW)))
    find_quality(B, "privacy", "not", there, gap="No lock", owner="sok-pisey", due=ends)
    for days, day in ((0, TODAY), (3, ends), (4, ends + timedelta(days=1)), (31, TODAY + timedelta(days=31))):
        count_census(day)
        row = Census.objects.get(centre=B, day=day)
        dues = {one.key: rules.dues(one.review_due, one.basis_until, one.decided, one.leave_asked, one.may_leave)
                for one in Stay.objects.filter(centre=B)}  # fmt: skip
        late = {key: {due.what for due in found if due.overdue(day)} for key, found in dues.items()}
        assert row.past_basis == sum(bool(what - {rules.What.REVIEW}) for what in late.values())
        assert row.reviews_overdue == sum(rules.What.REVIEW in what for what in late.values())
        assert (row.past_basis, row.reviews_overdue, row.gaps_overdue) == {
            0: (0, 0, 0), 3: (2, 0, 0), 4: (3, 0, 1), 31: (3, 2, 1),
        }[days]  # fmt: skip
    assert plain
    assert by_order


def test_the_figures_of_assessment_exit_basis_and_quality_are_what_a_count_by_hand_gives():
    for name, route, status, frequency in (("Meas Rith", "2", "1", "5"), ("Keo Vanna", "1", "2", "1")):
        stay = stays(name=name)
        assessed(stay.client_id, NOW + timedelta(days=1), route=route, status=status)
        end_stay(stay.key, "completed", manager(at=NOW + timedelta(days=3)))
        measured_at_exit(stay.key, frequency, NOW + timedelta(days=3))
    end_stay(stays(name="Sin Dara").key, "left", manager(at=NOW + timedelta(days=3)))
    ask_to_leave(Stay.objects.filter(ended=None, began=TODAY).first().key, manager(at=NOW + timedelta(days=4)))
    count_census(date(2026, 11, 30))
    made = cube.read([extracting.write_cube(AFTER)], "kh")
    november = Period(date(2026, 11, 1), date(2026, 11, 30))
    others = 3  # of `some_months` two are there from the first day, and one came in later; nobody asked them
    assert made.figure("entrants_in_year", ("administration",), november) == {
        (None,): others + 1, ("smoke",): 1, ("inject",): 1,
    }  # fmt: skip
    assert made.figure("entrants_in_year", ("treated_before",), november) == {
        (None,): others + 1, (False,): 1, (True,): 1,
    }  # fmt: skip
    assert made.figure("episodes_ended", ("use_at_exit",), november) == {(None,): 1, ("none",): 1, ("same",): 1}
    assert made.figure("stays_past_basis", ("modality",), november) == {("residential",): 1}
    assert made.figure("reviews_overdue", ("modality",), november) == {("residential",): 0}
    assert made.figure("quality_gaps_overdue", (), november) == {(): 0}


def test_what_came_after_the_period_is_not_in_it(tmp_path):
    month = extracted(tmp_path, period=Period(date(2026, 11, 1), date(2026, 11, 30)))
    assert all(one["ended"] is None for one in rows(month, "episodes"))
    assert not any(one["treated_before"] for one in rows(month, "episodes"))


def test_records_that_are_held_to_be_one_persons_are_one_client(tmp_path):
    one, other = Stay.objects.order_by("began_at").values_list("client", flat=True)[:2]
    merge(one, other, "the same birthday and village", manager())
    episodes = rows(extracted(tmp_path), "episodes")
    assert len({row["client"] for row in episodes}) == 2
    assert sum(bool(row["treated_before"]) for row in episodes) == 2
    assert [row["days_since_last"] for row in episodes if row["days_since_last"] is not None] == []  # they overlap


def test_a_side_that_was_filled_with_the_example_says_that_its_records_are_made_up(tmp_path):
    account("sok-pisey", "manager")
    assert not extracted(tmp_path).manifest.synthetic
    example_accounts({"manager": ["manager"]})
    assert extracted(tmp_path, "other").manifest.synthetic


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
