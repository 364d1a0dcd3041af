"""Screenings, sealed: neither answers nor scores can be read without the key of this side."""

from __future__ import annotations

from django.db import models

from marga.care.acts.models import LONGEST_KEY
from marga.care.centres.models import Centre
from marga.care.clients.models import Client


class Screening(models.Model):
    """One screening of a client: what was answered, and what it says. Its key is "123-456-789.s1"."""

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="screenings")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    by = models.CharField(max_length=80)
    answers = models.TextField()  # sealed
    result = models.TextField()  # sealed

    def __str__(self) -> str:
        return self.key
