"""Assessments. What was answered is sealed; in the clear stands only what figures and places are made of."""

from __future__ import annotations

from django.db import models

from marga.care.acts.models import LONGEST_KEY
from marga.care.centres.models import Centre
from marga.care.clients.models import Client


class Assessment(models.Model):
    """One assessment of a client. Its key is "123-456-789.t1".

    drug    the main drug: a category of the country's dimension, "" where it is not known
    needs   what a place should have for the person, words of the country's `need`
    """

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="assessments")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    by = models.CharField(max_length=80)
    answers = models.TextField()  # sealed: item of the indicator -> code
    drug = models.CharField(max_length=20, blank=True)
    needs = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.key
