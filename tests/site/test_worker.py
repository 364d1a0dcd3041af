"""The worker: one leads, another takes over, nothing is queued twice or lost. On SQLite and on PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from marga.site import leadership, worker
from marga.site.models import ScheduledJob, WorkerLead
from marga.site.queries import worker_state
from marga.site.queues import URGENT
from marga.site.schedule import SHARED, Job, enqueue_at_start, enqueue_due, jobs_of
from marga.site.tasks import forget_finished_tasks
from marga.site.worker import LOST_LEAD, Worker
from support.waiting import until
from support.waiting_tasks import hold_on, let_go, let_go_at

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=15)
DAILY = Job("tests.daily", forget_finished_tasks, every=timedelta(days=1))


@contextmanager
def at_work(one: Worker) -> Iterator[Worker]:
    """Run a worker in a thread; stopped at the end."""

    def run() -> None:
        try:
            one.run()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield one
    finally:
        one.stop.set()
        thread.join()


def finished() -> int:
    """How many tasks ended well."""
    return DBTaskResult.objects.successful().count()


def test_the_test_really_runs_on_the_database_it_names(database):
    assert connection.vendor == database
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if database == "postgresql" else "SELECT 'SQLite ' || sqlite_version()")
        assert cursor.fetchone()[0].lower().startswith(database)


def test_only_one_worker_leads(database):
    assert leadership.beat("first", NOON, LEASE)
    assert not leadership.beat("second", NOON, LEASE)
    assert leadership.beat("first", NOON + LEASE / 2, LEASE)
    assert not leadership.beat("second", NOON + LEASE, LEASE)


def test_of_workers_that_start_at_once_one_leads(database):
    start, won = threading.Barrier(4), []

    def try_to_lead(name: str) -> None:
        start.wait()
        won.append(leadership.beat(name, NOON, LEASE))
        connection.close()

    threads = [threading.Thread(target=try_to_lead, args=[f"worker {number}"]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, False, False, True]


def test_an_ended_lease_passes_to_another_worker(database):
    leadership.beat("first", NOON, LEASE)
    assert leadership.beat("second", NOON + LEASE, LEASE)
    assert not leadership.renew("first", NOON + LEASE, LEASE)
    assert WorkerLead.objects.get().worker == "second"


def test_a_late_heartbeat_keeps_a_lead_that_nobody_took(database):
    leadership.beat("first", NOON, LEASE)
    assert leadership.renew("first", NOON + 2 * LEASE, LEASE)
    assert not leadership.beat("second", NOON + 2 * LEASE, LEASE)


def test_a_lead_that_another_took_and_gave_up_is_not_taken_back_by_a_heartbeat(database):
    leadership.beat("first", NOON, LEASE)
    leadership.beat("second", NOON + LEASE, LEASE)
    leadership.resign("second", NOON + LEASE)
    assert not leadership.renew("first", NOON + 2 * LEASE, LEASE)


def test_a_leader_that_resigns_is_followed_at_once(database):
    leadership.beat("first", NOON, LEASE)
    leadership.resign("first", NOON)
    assert leadership.beat("second", NOON, LEASE)


def test_a_leader_that_lost_its_lead_ends_in_the_middle_of_its_work(database, monkeypatch):
    def end(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr(worker.os, "_exit", end)
    leadership.beat("another", timezone.now(), LEASE)
    with pytest.raises(SystemExit) as ended:
        Worker(jobs=(), lease=timedelta(milliseconds=50)).keep_beating()
    assert ended.value.code == LOST_LEAD


def test_a_worker_that_never_ran_is_not_running_and_has_no_date(database):
    assert worker_state(NOON).running is False
    assert worker_state(NOON).stopped_at is None


def test_a_worker_is_running_while_its_lease_holds_and_stopped_since_its_last_beat_after(database):
    leadership.beat("first", NOON, LEASE)
    assert worker_state(NOON + LEASE / 2).running
    assert worker_state(NOON + LEASE / 2).stopped_at is None
    assert not worker_state(NOON + LEASE).running
    assert worker_state(NOON + LEASE).stopped_at == NOON


def test_a_due_job_is_queued_once_until_it_is_due_again(database):
    assert enqueue_due([DAILY], NOON) == ["tests.daily"]
    assert enqueue_due([DAILY], NOON) == []
    assert enqueue_due([DAILY], NOON + timedelta(hours=23)) == []
    assert enqueue_due([DAILY], NOON + timedelta(hours=24)) == ["tests.daily"]
    assert DBTaskResult.objects.count() == 2


def test_time_missed_while_no_worker_ran_is_not_made_up_for(database):
    enqueue_due([DAILY], NOON)
    enqueue_due([DAILY], NOON + timedelta(days=30))
    assert DBTaskResult.objects.count() == 2
    assert ScheduledJob.objects.get().due_at == NOON + timedelta(days=31)


def test_a_job_wanted_at_every_start_is_due_when_a_worker_becomes_leader(database):
    eager = Job("tests.eager", forget_finished_tasks, every=timedelta(days=1), at_start=True)
    enqueue_due([DAILY, eager], NOON)
    enqueue_at_start([DAILY, eager], NOON + timedelta(hours=1))
    assert enqueue_due([DAILY, eager], NOON + timedelta(hours=1)) == ["tests.eager"]


def test_every_side_has_the_shared_jobs():
    assert set(SHARED) <= set(jobs_of("authority"))


def test_a_worker_queues_what_is_due_and_runs_it(database):
    with at_work(Worker(jobs=[DAILY], lease=LEASE)) as one:
        until("the task ended", finished)
        assert DBTaskResult.objects.get().worker_ids == [one.name]
        assert worker_state(timezone.now()).running
    assert not worker_state(timezone.now()).running


def test_a_standby_takes_over_when_the_leader_stops(database):
    soon = timedelta(seconds=1)
    with at_work(Worker(jobs=(), lease=LEASE)) as first:
        until("the first leads", lambda: WorkerLead.objects.filter(worker=first.name))
        with at_work(Worker(jobs=(), lease=soon)) as second:
            assert WorkerLead.objects.get().worker == first.name
            first.stop.set()
            until("the second leads", lambda: WorkerLead.objects.filter(worker=second.name))


def test_what_a_lost_leader_had_begun_is_queued_again(database):
    task = begun_by("lost")
    assert leadership.recover_abandoned() == []
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY


def test_a_task_that_ends_its_worker_again_and_again_is_given_up(database):
    task = begun_by("lost", "lost too", "lost as well")
    assert leadership.recover_abandoned() == [str(task.id)]
    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED


def begun_by(*workers: str) -> DBTaskResult:
    """A task that these workers began, one after the other, and none ended."""
    forget_finished_tasks.enqueue()
    task = DBTaskResult.objects.get()
    for name in workers:
        task.claim(name)
    return task


def test_results_of_old_tasks_are_forgotten_and_new_ones_kept(database):
    forget_finished_tasks.enqueue()
    forget_finished_tasks.enqueue()
    old, new = DBTaskResult.objects.all()
    for result in (old, new):
        result.set_successful(None)
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=15))
    forget_finished_tasks.call()
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [new.pk]


def test_what_is_urgent_waits_for_no_long_task(database):
    """The long task of this test ends only once the urgent one has."""
    let_go_at.clear()
    urgent = Job("tests.urgent", let_go, every=timedelta(days=1))
    with at_work(Worker(jobs=[Job("tests.long", hold_on, every=timedelta(days=1)), urgent], lease=LEASE)):
        until("both tasks ended", lambda: finished() == 2)


def test_a_fault_of_the_urgent_queue_ends_the_worker_which_is_started_again(database, monkeypatch):
    def broken(one: Worker, queue: str) -> bool:
        if queue == URGENT:
            raise RuntimeError("the disk is full")
        return False

    monkeypatch.setattr(Worker, "run_next_task", broken)
    with pytest.raises(RuntimeError, match="the disk is full"):
        Worker(jobs=(), lease=LEASE).run()
    assert not worker_state(timezone.now()).running
