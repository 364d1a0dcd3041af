"""What somebody asked for, and the messages that went both ways. Words and names are sealed (`marga.care.sealing`)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marga.care.acts.models import LONGEST_KEY
from marga.care.centres.models import Centre


class Request(models.Model):
    """A request for help. `code` is the keyed hash of the code by which the asker follows it; nobody else has it.

    route      who asks, as figures count it: self, family or community
    flags      what rules of priority ask for, as the asker said it
    since      the day on which it was asked: the wait counts from it
    urgency    the class of priority that follows from the flags, 0 before 1: lists begin with the most urgent
    unanswered since when the asker waits for a word; None while nothing of theirs is without an answer
    centre     where the asker wants it to go; None: whoever is near
    """

    number = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    code = models.BinaryField(max_length=32, unique=True)
    route = models.CharField(max_length=20)
    province = models.CharField(max_length=10)
    since = models.DateField()
    asked = models.DateTimeField()
    urgency = models.PositiveSmallIntegerField()
    unanswered = models.DateTimeField(null=True)
    sex = models.CharField(max_length=10, blank=True)
    age = models.PositiveSmallIntegerField(null=True)
    languages = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    offered = models.BooleanField(default=False)  # it came with a slip: care was offered at an arrest
    name = models.TextField(blank=True)  # sealed
    words = models.TextField(blank=True)  # sealed
    contact = models.TextField(blank=True)  # sealed
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="requests")
    taken = models.DateTimeField(null=True)  # by the centre that answers
    answered = models.DateTimeField(null=True)
    days_from = models.PositiveSmallIntegerField(null=True)  # of the wait, as it was answered
    days_to = models.PositiveSmallIntegerField(null=True)
    client = models.CharField(max_length=LONGEST_KEY, blank=True)
    closed = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["province", "urgency", "asked"], condition=Q(closed__isnull=True), name="requests_open"
            ),
            models.Index(fields=["centre", "urgency", "asked"], condition=Q(closed__isnull=True), name="requests_here"),
            models.Index(fields=["client"], condition=~Q(client=""), name="requests_of_a_client"),
        ]

    def __str__(self) -> str:
        return self.number


class Message(models.Model):
    """One message; the text is sealed. `from_asker`: else it is from a centre."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="messages")
    number = models.PositiveSmallIntegerField()
    from_asker = models.BooleanField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="one_message_a_number")]

    def __str__(self) -> str:
        return f"{self.request_id}.{self.number}"
