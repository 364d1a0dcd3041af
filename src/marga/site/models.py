"""The shared tables: who leads this side's worker, and when each job is next due; and what tables of sides share."""

from django.db import models
from django.db.models import Q


class Mailed(models.Model):
    """A row of which an office is told by mail, once (`marga.site.mailing`)."""

    delivered = models.DateTimeField(null=True)  # handed to the mail server, or put into the outbox
    tries = models.PositiveSmallIntegerField(default=0)  # that failed
    next_try = models.DateTimeField(null=True)  # when somebody tries again; until then one worker has it

    class Meta:
        abstract = True


class WorkerLead(models.Model):
    """Which worker process runs this side's tasks, and until when. There is one row.

    A leader renews its lease with every beat. Who finds the lease ended may take it.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    worker = models.CharField(max_length=64)
    leads_until = models.DateTimeField()
    beat_at = models.DateTimeField()
    ledger_at = models.DateTimeField(null=True)  # when its sequencer was last seen to work; null if there is none

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_worker_leads")]

    def __str__(self) -> str:
        return f"{self.worker} until {self.leads_until:%Y-%m-%d %H:%M:%S}"


class ScheduledJob(models.Model):
    """When a job of this side is next put into the queue."""

    name = models.CharField(primary_key=True, max_length=100)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} due {self.due_at:%Y-%m-%d %H:%M:%S}"


class Try(models.Model):
    """That something was tried from a place, such as a code that is not known. Forgotten after an hour."""

    what = models.CharField(max_length=20)
    place = models.CharField(max_length=64)  # keyed hash of an address
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["what", "place", "at"], name="tries_of_a_place")]

    def __str__(self) -> str:
        return f"{self.what} at {self.at:%H:%M}"
