"""Clients, at care only. What says who they are is sealed (`marga.care.sealing`), under a key outside the database."""

from __future__ import annotations

from django.db import models

from marga.care.acts.models import LONGEST_KEY
from marga.care.centres.models import Centre


class Client(models.Model):
    """Somebody in care or waiting for it. `number` is drawn at random: it says nothing of when or where.

    born            the days on which they may be born (`births.birth_of`)
    contact, rule   how to reach them, and what must never be done, such as calling a number
    """

    number = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    name = models.TextField(blank=True)  # sealed, as the person likes to be called
    other_names = models.TextField(blank=True)  # sealed
    guardian = models.TextField(blank=True)  # sealed
    contact = models.TextField(blank=True)  # sealed
    rule = models.TextField(blank=True)  # sealed
    waits_at_home = models.TextField(blank=True)  # sealed
    sex = models.CharField(max_length=10, blank=True)
    born = models.TextField(blank=True)  # sealed
    citizenship = models.CharField(max_length=10, blank=True)
    languages = models.JSONField(default=list)
    province = models.CharField(max_length=10)
    flags = models.JSONField(default=list)
    moved_for_work = models.BooleanField(null=True)
    moved_from = models.TextField(blank=True)  # sealed
    moved_since = models.TextField(blank=True)  # sealed
    opened = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class SoundKey(models.Model):
    """A blind word by which a client's name is found again: equal sounds have equal words, and none can be read."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="sounds")
    word = models.CharField(max_length=32, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "word"], name="one_sound_a_client")]

    def __str__(self) -> str:
        return self.word


class AtCentre(models.Model):
    """A centre that has something to do with a client, and so may read of them."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="at")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="clients")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "client"], name="one_client_a_centre")]

    def __str__(self) -> str:
        return f"{self.client_id} at {self.centre_id}"


class ClientMerge(models.Model):
    """Two records that somebody held to be one person's, until it is undone."""

    one = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()  # sealed
    undone = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="one_merge_of_two_clients")]

    def __str__(self) -> str:
        return f"{self.one_id} = {self.other_id}"


class ClientRead(models.Model):
    """A page that showed a client to somebody. The client sees it by code."""

    at = models.DateTimeField()
    account = models.CharField(max_length=40)
    centre = models.CharField(max_length=LONGEST_KEY, blank=True)
    client = models.CharField(max_length=LONGEST_KEY)
    what = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["client", "-at", "-id"], name="reads_of_a_client")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.account} {self.what} {self.client}"
