"""Custody as it stands, what was done in it, and whom an alert was raised to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marga.enforcement.cases.models import LONGEST_KEY, Party
from marga.enforcement.stations.models import LONGEST_OFFICER, Unit
from marga.site.models import Mailed


class Custody(models.Model):
    """A stay in custody. The clock runs from `arrived`, also where another unit took the person over.

    `next_due` is the earliest open deadline when it was last reckoned; it sorts, and rules decide.
    """

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="custodies", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    arrived = models.DateTimeField()
    began_here = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    how = models.CharField(max_length=40, blank=True)
    named = models.CharField(max_length=200, blank=True)  # the court, unit, body or reason of its end
    next_due = models.DateTimeField(null=True)
    written_late = models.PositiveSmallIntegerField(default=0)  # deadlines met by what was entered long after

    class Meta:
        verbose_name_plural = "custodies"
        indexes = [
            models.Index(fields=["party"], name="custodies_of_a_person"),
            models.Index(fields=["unit", "next_due"], condition=Q(ended__isnull=True), name="held_at_a_unit"),
            models.Index(fields=["next_due"], condition=Q(ended__isnull=True), name="held_by_deadline"),
        ]

    def __str__(self) -> str:
        return self.key


class Step(models.Model):
    """One thing done in a custody: somebody told, a review held, a right told, an interview recorded…"""

    custody = models.ForeignKey(Custody, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(max_length=40)  # the kind of its act, behind "custody."
    done = models.DateTimeField()
    recorded = models.DateTimeField()
    by = models.CharField(max_length=LONGEST_OFFICER)
    said = models.JSONField(default=dict)  # the content of the act

    class Meta:
        indexes = [models.Index(fields=["custody", "done"], name="steps_of_a_custody")]

    def __str__(self) -> str:
        return f"{self.custody_id}: {self.what}"


class Alert(Mailed):
    """That a deadline came near or passed, to whom it was raised, and who has read it."""

    custody = models.ForeignKey(Custody, on_delete=models.CASCADE, related_name="alerts")
    subject = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    after_minutes = models.IntegerField()  # the step of escalation
    to = models.CharField(max_length=40)  # a rank, or "inspector"
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    raised = models.DateTimeField()
    acknowledged = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=LONGEST_OFFICER, blank=True)
    note = models.CharField(max_length=300, blank=True)
    settled = models.DateTimeField(null=True)  # it was done, custody ended, or a later alert says it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["custody", "subject", "number", "due", "after_minutes"], name="raised_once")
        ]
        indexes = [
            models.Index(fields=["to", "unit"], condition=Q(acknowledged__isnull=True, settled__isnull=True),
                         name="alerts_to_read"),
            models.Index(fields=["raised"], name="alerts_to_deliver",
                         condition=Q(delivered__isnull=True, acknowledged__isnull=True, settled__isnull=True)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.custody_id}: {self.subject} to {self.to}"
