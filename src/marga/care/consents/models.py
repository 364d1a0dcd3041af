"""Consents, orders of courts, what was told to whom, and objections."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marga.care.acts.models import LONGEST_KEY
from marga.care.centres.models import Centre
from marga.care.clients.models import Client


class ClientCode(models.Model):
    """The keyed hash of the code by which somebody reads their own record."""

    client = models.OneToOneField(Client, on_delete=models.PROTECT, primary_key=True, related_name="code")
    code = models.CharField(max_length=64, unique=True)
    given = models.DateTimeField()

    def __str__(self) -> str:
        return self.client_id


class Consent(models.Model):
    """What a person agreed to. Its key is the client's number and "c1". In force: witnessed, not ended, in its days.

    told, told_since   the word that was told last because of it, and its day; "" for none
    """

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    name = models.TextField(blank=True)  # sealed
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=list)
    recipient = models.CharField(max_length=40)
    recipient_name = models.TextField(blank=True)  # sealed
    purpose = models.CharField(max_length=40)
    text = models.CharField(max_length=64)
    language = models.CharField(max_length=40)
    interpreter = models.TextField(blank=True)  # sealed
    first = models.DateField()
    last = models.DateField()
    signature = models.CharField(max_length=40)
    commitment = models.CharField(max_length=64, blank=True)
    given = models.DateTimeField()
    by = models.CharField(max_length=80)
    witness = models.CharField(max_length=80, blank=True)
    witnessed = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=10, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)
    told = models.CharField(max_length=10, blank=True)
    told_since = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=~Q(commitment="") & Q(ended__isnull=True),
                                    name="one_notice_a_client"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["last"], condition=Q(ended__isnull=True), name="consents_in_force")]

    def __str__(self) -> str:
        return self.key


class ReceiptHandle(models.Model):
    """The handle of a receipt while a consent runs, sealed together with the salt of its commitment, as base64.

    It stands here alone and in no act: acts are for good, and this is deleted when the consent ends. The act has only
    the commitment, SHA-256(salt, handle), which without the salt fits every receipt.
    """

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, primary_key=True, related_name="handle")
    sealed = models.TextField()

    def __str__(self) -> str:
        return self.consent_id


class CourtOrder(models.Model):
    """What a court ordered a centre to tell. Its key is the client's number and "r1". In force: confirmed by an
    inspector, not ended, in its days."""

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="orders")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    court = models.TextField()  # sealed
    day = models.DateField()
    finding = models.CharField(max_length=40)
    words = models.TextField()  # sealed
    fields = models.JSONField(default=list)
    recipient = models.CharField(max_length=40)
    recipient_name = models.TextField(blank=True)  # sealed
    first = models.DateField()
    last = models.DateField()
    recorded = models.DateTimeField()
    by = models.CharField(max_length=80)
    confirmed = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=80, blank=True)
    ended = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=10, blank=True)
    ended_words = models.TextField(blank=True)  # sealed
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["recorded"], condition=Q(confirmed__isnull=True) & Q(ended__isnull=True),
                                name="orders_to_confirm")]  # fmt: skip

    def __str__(self) -> str:
        return self.key


class Disclosure(models.Model):
    """Something that was told, for the person to see. Its key is the client's number and "d1", of a notice the
    consent's and "n1". `permit`: the key of the
    consent or the order. `values` are sealed; of a notice its `word` and the day that it is about."""

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="disclosures")
    permit = models.CharField(max_length=LONGEST_KEY)
    fields = models.JSONField(default=list)
    recipient = models.CharField(max_length=40)
    recipient_name = models.TextField(blank=True)  # sealed, under the key of the permit
    purpose = models.CharField(max_length=40)
    day = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    values = models.TextField(blank=True)  # sealed
    word = models.CharField(max_length=10, blank=True)
    since = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["client", "-at"], name="told_of_a_client")]

    def __str__(self) -> str:
        return self.key


class Objection(models.Model):
    """What a person objects to, in their own words. Its key is the client's number and "b1".

    about   the account of whom they object to, "" for nobody in particular
    due     the day by which they have an answer
    """

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="objections")
    text = models.TextField()  # sealed
    about = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    due = models.DateField()
    answer = models.TextField(blank=True)  # sealed
    answered = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-answered"], condition=Q(answered__isnull=False), name="objections_answered"),
            models.Index(fields=["due"], condition=Q(answered__isnull=True), name="objections_to_answer"),
        ]

    def __str__(self) -> str:
        return self.key
