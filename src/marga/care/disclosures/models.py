"""What was told in an emergency, the alerts of it, and the mail by which they went out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marga.care.acts.models import LONGEST_KEY
from marga.care.centres.models import Centre
from marga.care.clients.models import Client
from marga.site.models import Mailed


class Emergency(models.Model):
    """Something that was told to a medical team. Its key is the code of the centre, ".e" and a number: it says nothing
    of whom it is about.

    team, team_name, team_place   the kind, a word of the country's; who; where they work and their telephone
    own             the team is of the service itself
    nature          what the emergency was
    reason, why     why consent could not be got: a word of the country's, and in words
    told, recorded  when it was told, and when it was written down
    until           by when somebody must have looked at it; until then the team may be handed the paper
    """

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="emergencies")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="emergencies")
    team = models.CharField(max_length=40)
    team_name = models.TextField()  # sealed
    team_place = models.TextField()  # sealed
    own = models.BooleanField()
    nature = models.TextField()  # sealed
    reason = models.CharField(max_length=40)
    why = models.TextField()  # sealed
    fields = models.JSONField(default=list)
    values = models.TextField()  # sealed
    told = models.DateTimeField()
    recorded = models.DateTimeField()
    by = models.CharField(max_length=80)
    until = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)
    closing = models.TextField(blank=True)  # sealed

    class Meta:
        indexes = [
            models.Index(fields=["client", "-recorded"], name="emergencies_of_a_client"),
            models.Index(fields=["until"], condition=Q(closed__isnull=True), name="emergencies_to_close"),
            models.Index(fields=["-closed"], condition=Q(closed__isnull=False), name="emergencies_closed"),
        ]

    def __str__(self) -> str:
        return self.key


class EmergencyAlert(models.Model):
    """Whom an emergency was told to at once: a role, at the centre where it has one. Its key is the emergency's and the
    role. Not answered by `due` it goes to `then` as well."""

    key = models.CharField(max_length=LONGEST_KEY + 20, primary_key=True)
    emergency = models.ForeignKey(Emergency, on_delete=models.PROTECT, related_name="alerts")
    to = models.CharField(max_length=20)
    due = models.DateTimeField()
    then = models.CharField(max_length=20)
    answered = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)  # sealed

    class Meta:
        indexes = [models.Index(fields=["due"], condition=Q(answered__isnull=True), name="alerts_to_answer")]

    def __str__(self) -> str:
        return self.key


class AlertMail(Mailed):
    """An alert on its way to the office of a role: delivered once, tried again while it is open."""

    alert = models.ForeignKey(EmergencyAlert, on_delete=models.PROTECT, related_name="mails")
    to = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "to"], name="one_mail_of_an_alert_to_a_role")]

    def __str__(self) -> str:
        return f"{self.alert_id} to {self.to}"
