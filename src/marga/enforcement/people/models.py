"""Who read of whom, and when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marga.enforcement.acts.models import LONGEST_NUMBER, LONGEST_PART
from marga.enforcement.stations.models import LONGEST_OFFICER


class Read(models.Model):
    """A page or answer that showed people of a case to somebody. Only ever added."""

    at = models.DateTimeField()
    officer = models.CharField(max_length=LONGEST_OFFICER)
    unit = models.CharField(max_length=20, blank=True)
    case = models.CharField(max_length=LONGEST_NUMBER, blank=True)
    what = models.CharField(max_length=20)  # page, search, api, export, receipt
    detail = models.CharField(max_length=120, blank=True)  # how many, never who was looked for
    by_inspector = models.BooleanField(default=False)  # shown to others after a delay
    seal = models.PositiveIntegerField(null=True)  # the number of the `ReadSeal` that covers it, given once

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="reads_by_time"),
            models.Index(fields=["officer", "-at", "-id"], name="reads_of_an_officer"),
            models.Index(fields=["case", "-at", "-id"], condition=~Q(case=""), name="reads_of_a_case"),
            models.Index(fields=["seal", "id"], name="reads_of_a_seal"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.officer} {self.what} {self.case}"


class ReadSeal(models.Model):
    """Reads that were entered in the ledger together: how many, from when to when, and the root of the tree of their
    hashes (`sealing`)."""

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    first = models.DateTimeField()
    last = models.DateTimeField()
    root = models.CharField(max_length=64)  # in hex

    def __str__(self) -> str:
        return str(self.number)


class ErasureRequest(models.Model):
    """That a person's record is to be erased, and that it was. Whoever looks after it sees this and no content."""

    party = models.CharField(max_length=LONGEST_NUMBER + LONGEST_PART, primary_key=True)
    ground = models.CharField(max_length=600)
    reference = models.CharField(max_length=120)
    asked = models.DateTimeField()
    asked_by = models.CharField(max_length=LONGEST_OFFICER)
    approved = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=LONGEST_OFFICER, blank=True)

    def __str__(self) -> str:
        return self.party
