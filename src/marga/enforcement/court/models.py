"""Files sent to court, warrants and tips, and what came of them."""

from __future__ import annotations

from django.db import models

from marga.enforcement.cases.models import Case
from marga.enforcement.stations.models import LONGEST_OFFICER, Unit


class CourtFile(models.Model):
    """The file of a case on its way to the court and back. A file that came back is sent again as another."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="court_files")
    number = models.PositiveSmallIntegerField()
    court = models.CharField(max_length=120)
    sent = models.DateTimeField()
    returned = models.DateTimeField(null=True)
    why_returned = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=300, blank=True)
    result_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_file_a_number")]

    def __str__(self) -> str:
        return f"{self.case_id}, file {self.number}"


class Warrant(models.Model):
    """A warrant: who holds it, and since when it was not served."""

    number = models.CharField(max_length=40, primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="warrants")
    court = models.CharField(max_length=120)
    about = models.CharField(max_length=300)
    issued = models.DateTimeField()
    holder = models.CharField(max_length=LONGEST_OFFICER)
    held_since = models.DateTimeField()
    served = models.DateTimeField(null=True)
    case = models.CharField(max_length=40, blank=True)
    returned = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.number


class Tip(models.Model):
    """Something the public told a unit, and the act or the reason that answered it."""

    number = models.CharField(max_length=40, primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tips")
    received = models.DateTimeField()
    text = models.TextField()
    answered = models.DateTimeField(null=True)
    case = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.number
