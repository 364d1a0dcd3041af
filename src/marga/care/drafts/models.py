"""Questions that are not finished."""

from __future__ import annotations

from django.db import models

from marga.care.clients.models import Client


class ClientDraft(models.Model):
    """What was answered so far, sealed. Whoever asks alone sees it, until it is entered; then it is gone."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    account = models.CharField(max_length=40)
    what = models.CharField(max_length=20)
    typed = models.TextField()  # sealed
    saved = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "account", "what"], name="one_draft_of_a_client")]

    def __str__(self) -> str:
        return f"{self.what} of {self.client_id}"
