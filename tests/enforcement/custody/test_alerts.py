"""Clocks and alerts: what comes near or passes is told to whom the country says, once, whatever the clocks do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from marga.country.instants import Clock
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.services import clock
from marga.enforcement.custody.alerting import acknowledge, raise_alerts, unread
from marga.enforcement.custody.models import Alert, Custody, Step
from marga.enforcement.custody.queries import board, custody_page
from marga.enforcement.custody.services import end, review, tell_prosecutor, tell_rights
from marga.enforcement.schedule import JOBS
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import account
from support.custodies import ended, held, reviewed, supervisor, told_prosecutor, told_rights
from support.register import CHIEF, NOW, OFFICER, OTHER_UNIT, SUPERVISOR, UNIT, acting, hours, station

pytestmark = pytest.mark.usefixtures("database")
DAY = hours(24)


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()
    account("officer-4001", "prosecutor")


def quiet(arrived):
    """Somebody held of whom nothing is due but reviews and the limit."""
    custody = held(arrived)
    at = arrived + hours(0.5)
    tell_prosecutor(custody.key, told_prosecutor(at), acting())
    tell_rights(custody.key, told_rights(at), acting())
    return custody


def told(at):
    raise_alerts(Clock(at))
    return [(alert.subject, alert.number, alert.after_minutes, alert.to)
            for alert in Alert.objects.order_by("pk")]  # fmt: skip


def test_alerts_rise_from_supervisor_to_chief_to_inspector():
    quiet(NOW - hours(4))
    steps = [("review", 1, -60, "supervisor"), ("review", 1, 0, "supervisor"), ("review", 1, 30, "chief"),
             ("review", 1, 120, "inspector")]  # fmt: skip
    due = NOW + hours(2)
    assert told(due - hours(1.01)) == []
    for known, at in enumerate((due - hours(1), due, due + hours(0.5), due + hours(2)), 1):
        assert told(at) == steps[:known]
        assert told(at) == steps[:known]  # a worker that begins anew raises nothing twice


def test_two_workers_at_once_raise_an_alert_once(database):
    for _number in range(5):
        quiet(NOW - hours(6))

    def work(_number):
        raise_alerts(Clock(NOW))
        connection.close()

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(work, range(2) if database == "postgresql" else range(1)))
    assert Alert.objects.count() == 10


def test_a_warning_that_was_read_does_not_silence_what_comes_after_the_deadline():
    quiet(NOW - hours(5))
    told(NOW)
    alert = acknowledge(Alert.objects.get().pk, "I go there now.", supervisor())
    assert (alert.acknowledged, alert.acknowledged_by, alert.note) == (NOW, SUPERVISOR, "I go there now.")
    assert [step[2] for step in told(NOW + hours(1.5))] == [-60, 0, 30]
    late = Alert.objects.get(after_minutes=0)
    acknowledge(late.pk, "The road was closed.", supervisor(NOW + hours(1.6)))
    assert [step[2] for step in told(NOW + hours(9))] == [-60, 0, 30]
    assert Act.objects.filter(kind="alert.acknowledged").count() == 2
    assert Step.objects.filter(what="acknowledged").count() == 2


def test_an_alert_is_answered_by_whom_it_is_to_and_once():
    quiet(NOW - hours(6))
    told(NOW)
    number = Alert.objects.get(after_minutes=0).pk
    for stranger in (OFFICER, CHIEF, "5001", "4001"):
        with pytest.raises(NotFound):
            acknowledge(number, "Mine?", acting(stranger))
    for _time in range(2):
        acknowledge(number, "Seen.", supervisor())
    with pytest.raises(WrongState):
        acknowledge(number, "Seen again.", supervisor())
    assert Act.objects.filter(kind="alert.acknowledged").count() == 1


def test_what_was_done_asks_nobody_any_more():
    custody = quiet(NOW - hours(6))
    told(NOW)
    who = account("officer-1003", "supervisor")
    assert unread(who).get().after_minutes == 0  # the warning before it has nothing more to say
    review(custody.key, reviewed(), supervisor())
    assert unread(who).count() == 0
    assert Alert.objects.filter(settled=NOW).count() == 2


def test_an_alert_is_read_by_its_rank_at_its_unit_and_by_inspectors_in_one_query():
    quiet(NOW - hours(8.5))
    told(NOW)
    counts = {}
    for number, role in ((OFFICER, "officer"), (SUPERVISOR, "supervisor"), (CHIEF, "supervisor"),
                         ("5001", "inspector"), ("9001", "records")):  # fmt: skip
        with CaptureQueriesContext(
            connection,
        ) as asked:
            counts[number] = unread(account(f"officer-{number}", role)).count()
        assert sum('"enforcement_alert"' in one["sql"] for one in asked.captured_queries) <= 1
    assert counts == {OFFICER: 0, SUPERVISOR: 1, CHIEF: 1, "5001": 1, "9001": 0}


def test_a_custody_that_ended_raises_nothing_more():
    custody = quiet(NOW - hours(6))
    told(NOW)
    end(custody.key, ended(), acting())
    assert len(told(NOW + DAY)) == 2
    assert not Alert.objects.filter(settled=None).exists()


def test_of_a_transferred_person_the_unit_that_holds_them_is_told():
    custody = quiet(NOW - hours(5.5))
    told(NOW)
    end(custody.key, ended(how="transferred", named=OTHER_UNIT), acting())
    told(NOW + hours(1))
    assert set(Alert.objects.filter(settled=None).values_list("unit", flat=True)) == {OTHER_UNIT}


def test_forty_eight_hours_are_elapsed_hours_where_clocks_are_turned():
    arrived = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)  # in Berlin clocks are turned back in the night after
    with override_settings(TIME_ZONE="Europe/Berlin"):
        custody = held(arrived)
        limits = [one.deadline.due for one in custody_page(custody.key, acting(at=arrived + hours(2))).deadlines
                  if one.deadline.subject == "limit"]  # fmt: skip
    assert limits == [datetime(2026, 10, 26, 10, 0, tzinfo=UTC)]


def test_a_server_clock_set_back_by_a_day_gives_nobody_more_time():
    custody = quiet(NOW - hours(7))
    right, wrong = acting(at=NOW), acting(at=NOW - DAY, last_seen=NOW)
    assert board(wrong).lines[0].overdue == board(right).lines[0].overdue != []
    assert board(right).behind == ""
    assert board(wrong).behind == "1 d 0 h"
    review(custody.key, reviewed(late="The clock was wrong."), supervisor(NOW - DAY, NOW))
    assert Step.objects.get(what="reviewed").recorded == NOW


def test_the_clock_to_reckon_with_is_not_behind_what_was_recorded():
    far = datetime(2100, 1, 1, tzinfo=UTC)
    held(far - hours(2), acting(at=far))
    assert clock().at == far
    assert clock().behind > DAY


def test_the_worker_looks_every_minute():
    job = next(job for job in JOBS if job.name == "enforcement.raise-alerts")
    assert job.every.total_seconds() == 60
    quiet(NOW - hours(200))
    job.task.func()
    assert Alert.objects.filter(to="inspector").exists()


def test_the_job_finds_what_is_due_by_its_index_and_asks_the_same_for_one_and_for_many():
    quiet(NOW - hours(1))
    counts = []
    for more in (5, 20):
        for _number in range(more):
            quiet(NOW - hours(6))
        with CaptureQueriesContext(connection) as asked:
            raise_alerts(Clock(NOW))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Alert.objects.filter(custody__arrived=NOW - hours(1)).count() == 0


def test_the_board_is_sorted_by_what_is_due_first_and_never_hides_what_is_overdue():
    late, new, calm = quiet(NOW - hours(20)), held(NOW - hours(0.5)), quiet(NOW - hours(1))
    end(held().key, ended(), acting())
    found = board(acting())
    assert [line.custody.key for line in found.lines] == [late.key, new.key, calm.key]
    assert (found.held, found.more) == (3, 0)
    assert [said.word for said in found.lines[0].overdue] == ["Overdue"]
    assert found.lines[0].missing == ["reviews missed: 1", "written down late: 1"]
    assert found.lines[1].missing == ["prosecutor not told", "not all rights told"]
    assert found.next.away == "5 h 0 min ago"
    assert {line.custody.unit_id for line in found.lines} == {UNIT}


def test_the_board_asks_the_database_the_same_for_one_and_for_forty_held():
    def asked():
        with CaptureQueriesContext(connection) as queries:
            board(acting())
        return len(queries)

    quiet(NOW - hours(5))
    alone = asked()
    for _number in range(39):
        held()
    assert Custody.objects.filter(ended=None).count() == 40
    assert asked() == alone <= 6


@pytest.mark.parametrize("number", ["4001", "5001", "2001", "3001", "9001"])
def test_who_keeps_no_custody_sees_no_board(number):
    with pytest.raises(NotAllowed):
        board(acting(number))
