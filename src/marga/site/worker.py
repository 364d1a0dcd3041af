"""The background process of a side: leads or stands by, runs tasks from the queue, and queues what is due."""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from marga.site import leadership
from marga.site.queues import ORDINARY, URGENT
from marga.site.schedule import Job, enqueue_at_start, enqueue_due

BEATS_A_LEASE = 5
POLL_SECONDS = 0.5
LOST_LEAD = 3  # exit code
logger = logging.getLogger("marga.worker")


class Worker:
    """One worker process. Every wait ends when `stop` is set; `done` is set once the last task has ended."""

    def __init__(
        self, *, jobs: Sequence[Job], lease: timedelta, beside: Sequence[Callable[[threading.Event], None]] = ()
    ) -> None:
        """`beside` are run by the leader in threads of their own; each returns soon once its event is set."""
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.jobs = jobs
        self.lease = lease
        self.beside = beside
        self.beat_seconds = lease.total_seconds() / BEATS_A_LEASE
        self.stop = threading.Event()
        self.done = threading.Event()
        self.fault: Exception | None = None

    def run(self) -> None:
        """Stand by until the lead is free, then work until told to stop. A task that runs is let finish."""
        while not leadership.beat(self.name, timezone.now(), self.lease):
            if self.stop.wait(self.beat_seconds):
                return
        threads = [threading.Thread(target=self.keep_beating, daemon=True)]
        threads += [threading.Thread(target=run, args=[self.done], daemon=True) for run in self.beside]
        for thread in threads:
            thread.start()
        try:
            self.lead()
        finally:
            self.done.set()
            for thread in threads:
                thread.join()
            leadership.resign(self.name, timezone.now())

    def lead(self) -> None:
        """Run what is queued and queue what is due, until told to stop. What is urgent waits for no long task: it has a
        queue and a thread of its own."""
        for task in leadership.recover_abandoned():
            logger.error("Task %s was given up after too many tries.", task)
        enqueue_at_start(self.jobs, timezone.now())
        logger.info("%s leads.", self.name)
        urgent = threading.Thread(target=self.work_urgent, daemon=True)
        urgent.start()
        try:
            self.work(ORDINARY)
        finally:
            self.stop.set()
            urgent.join()
        if self.fault is not None:
            raise self.fault

    def work_urgent(self) -> None:
        """As `work`, in a thread: what goes wrong ends the worker, which is then started again."""
        try:
            self.work(URGENT)
        except Exception as error:
            self.fault = error
            self.stop.set()
        finally:
            connection.close()

    def work(self, queue: str) -> None:
        """Queue the jobs of one queue when they are due, and run what waits in it, until told to stop."""
        jobs = [job for job in self.jobs if job.task.queue_name == queue]
        while not self.stop.is_set():
            close_old_connections()
            enqueue_due(jobs, timezone.now())
            if not self.run_next_task(queue):
                self.stop.wait(POLL_SECONDS)

    def run_next_task(self, queue: str) -> bool:
        """Run one waiting task of a queue. False if none was waiting."""
        if not DBTaskResult.objects.ready().filter(queue_name=queue).exists():
            return False
        QueueWorker(
            queue_names=[queue], excluded_queue_names=[], backend_name="default", worker_id=self.name,
            interval=POLL_SECONDS, batch=True, max_tasks=1, startup_delay=False,
        ).run()  # fmt: skip
        return True

    def keep_beating(self) -> None:
        """Renew the lease in time, from a thread of its own, so that a long task does not lose the lead.

        A leader whose lease was lost ends at once, in the middle of a task too: another worker may be running it again.
        """
        last = timezone.now()
        while not self.done.wait(self.beat_seconds):
            now = timezone.now()
            try:
                lost = not leadership.renew(self.name, now, self.lease)
                last = last if lost else now
            except DatabaseError as error:
                connection.close()
                lost = now - last > self.lease
                logger.warning("No heartbeat: the database does not answer (%s).", type(error).__name__)
            if lost:
                logger.error("%s lost the lead and ends; what it had begun is run again.", self.name)
                os._exit(LOST_LEAD)
        connection.close()
