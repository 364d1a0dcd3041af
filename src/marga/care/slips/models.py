"""Sealed slips, as their keyed hashes."""

from __future__ import annotations

from django.db import models

from marga.care.acts.models import LONGEST_KEY


class SlipBatch(models.Model):
    """Slips that were printed together. `expires`: the last day on which one opens a request."""

    number = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    printed = models.DateTimeField()
    by = models.CharField(max_length=80)
    expires = models.DateField()
    count = models.PositiveIntegerField()
    lost = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.number


class Slip(models.Model):
    """One slip: the keyed hash of its digits, hexadecimal, and the day on which it was shown. Not by whom, nor where:
    which request it opened stands nowhere beside it."""

    hash = models.CharField(max_length=64, primary_key=True)
    batch = models.ForeignKey(SlipBatch, on_delete=models.PROTECT, related_name="slips")
    shown = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "slips"

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.hash[:8]}"
