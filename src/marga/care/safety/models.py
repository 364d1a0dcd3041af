"""Incidents, and findings of quality. What was written of people is sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marga.care.acts.models import LONGEST_KEY
from marga.care.centres.models import Centre, Ward
from marga.care.stays.models import Stay


class Incident(models.Model):
    """Something that happened. Its key is the code of the centre, ".i" and a number.

    ward, stay    where and to whom, if it was in a ward, and to somebody who stays
    review_due    the day by which the manager must have looked at it; `reviewed`: when they did
    """

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, null=True, related_name="+")
    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, null=True, related_name="incidents")
    place = models.TextField(blank=True)  # sealed
    words = models.TextField()  # sealed
    done = models.TextField(blank=True)  # sealed
    by = models.CharField(max_length=80)
    recorded = models.DateTimeField()
    review_due = models.DateField()
    reviewed = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=80, blank=True)
    review = models.TextField(blank=True)  # sealed

    class Meta:
        indexes = [
            models.Index(fields=["centre", "-at"], name="incidents_of_a_centre"),
            models.Index(fields=["review_due"], condition=Q(reviewed__isnull=True), name="incidents_to_review"),
        ]

    def __str__(self) -> str:
        return self.key


class QualityFinding(models.Model):
    """How far a centre meets a standard of the country's, as last found; `gap`, `owner` and `due` where it does not
    wholly: what is missing, the account of whoever mends it, and until when."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="findings")
    standard = models.CharField(max_length=40)
    finding = models.CharField(max_length=10)
    day = models.DateField()
    by = models.CharField(max_length=80)
    gap = models.TextField(blank=True)  # sealed
    owner = models.CharField(max_length=40, blank=True)
    due = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due"], condition=Q(due__isnull=False), name="quality_gaps")]
        constraints = [models.UniqueConstraint(fields=["centre", "standard"], name="one_finding_a_standard")]

    def __str__(self) -> str:
        return f"{self.centre_id}: {self.standard} {self.finding}"
