"""Exhibits, their weights and where they are. A weight is shown to nobody but through `exhibits.queries`."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from marga.enforcement.cases.models import LONGEST_KEY, Case
from marga.enforcement.stations.models import LONGEST_OFFICER


def grams() -> models.DecimalField[Decimal, Decimal]:
    """A column for a weight: exact, as fine as the finest balance (`rules.bands.MOST_DECIMALS`)."""
    return models.DecimalField(max_digits=15, decimal_places=6)


class Exhibit(models.Model):
    """Something seized. `person` is the key of the party it was seized from, "" where it was from nobody."""

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exhibits", db_index=False)
    number = models.PositiveSmallIntegerField()
    person = models.CharField(max_length=LONGEST_KEY, blank=True)
    seal = models.CharField(max_length=40)
    seal_source = models.CharField(max_length=120, blank=True)  # marks on the package it came in
    drug = models.CharField(max_length=40)
    form = models.CharField(max_length=40)
    concealment = models.CharField(max_length=40)
    description = models.CharField(max_length=300, blank=True)
    seized = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)  # where it was found; "" is the place of the event
    seized_by = models.CharField(max_length=LONGEST_OFFICER)
    holder = models.CharField(max_length=LONGEST_OFFICER)  # by the chain of hand-overs
    concern = models.BooleanField(default=False)  # waits for the supervisor
    concerns = models.JSONField(default=list)  # names of bands.Concern, and "mass"
    at_laboratory = models.BooleanField(default=False)
    purity = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # percent, by the laboratory
    destroyed = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal"], name="one_exhibit_a_seal"),
            models.UniqueConstraint(fields=["case", "number"], name="one_exhibit_a_number"),
        ]
        indexes = [
            models.Index(fields=["holder"], name="exhibits_of_a_holder"),
            models.Index(fields=["case"], condition=models.Q(concern=True), name="exhibits_of_concern"),
        ]

    def __str__(self) -> str:
        return self.seal


class Photograph(models.Model):
    """A picture of an exhibit; the act has its SHA-256."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="photographs")
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    taken = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class WeighingRound(models.Model):
    """A round of double weighing. `number` counts from 1; the laboratory's own is 0."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="rounds", db_index=False)
    number = models.PositiveSmallIntegerField()
    begun = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    opened = models.DateTimeField(null=True)
    cancelled = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibit", "number"], name="one_round_a_number")]

    def __str__(self) -> str:
        return f"{self.exhibit_id}, round {self.number}"


class SealedWeight(models.Model):
    """A weight as it was read and sealed, in grams. `commitment` is that of its entry, which a receipt may carry.

    unit   of the scale's display; "" where it is not known
    """

    round = models.ForeignKey(WeighingRound, on_delete=models.CASCADE, related_name="weights", db_index=False)
    which = models.PositiveSmallIntegerField()  # 1 or 2
    by = models.CharField(max_length=LONGEST_OFFICER)
    at = models.DateTimeField()
    gross = grams()
    net = grams()
    unit = models.CharField(max_length=4, blank=True)
    instrument = models.CharField(max_length=40)
    calibrated = models.DateField()
    commitment = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "which"], name="one_weight_a_time")]

    def __str__(self) -> str:
        return f"{self.round_id}, weight {self.which}"  # never the grams: it may stand in a log


class HandOver(models.Model):
    """An exhibit passes from one to another. It counts when both signed; until then the giver holds it."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="hand_overs")
    number = models.PositiveSmallIntegerField()
    giver = models.CharField(max_length=LONGEST_OFFICER)
    taker = models.CharField(max_length=LONGEST_OFFICER, db_index=True)
    purpose = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    giver_signed = models.DateTimeField(null=True)
    taker_signed = models.DateTimeField(null=True)
    cancelled = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibit", "number"], name="one_hand_over_a_number")]

    def __str__(self) -> str:
        return f"{self.exhibit_id}, hand-over {self.number}"


class Mass(models.Model):
    """A later weighing: of a sample taken, of what is held, or of what was destroyed. Grams, net."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="masses")
    what = models.CharField(max_length=12)  # sampled, held, destroyed
    net = grams()
    at = models.DateTimeField()
    by = models.CharField(max_length=LONGEST_OFFICER)
    witnesses = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "masses"

    def __str__(self) -> str:
        return f"{self.exhibit_id}, {self.what}"


class Destruction(models.Model):
    """A destruction that the holder asked for. It is done when every witness signed; until then nothing else is done
    with the exhibit. `net`: grams, weighed before it."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="destructions")
    number = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=LONGEST_OFFICER)
    asked = models.DateTimeField()
    net = grams()
    instrument = models.CharField(max_length=40)
    calibrated = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    concerns = models.JSONField(default=list)
    done = models.DateTimeField(null=True)
    cancelled = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibit", "number"], name="one_destruction_a_number")]

    def __str__(self) -> str:
        return f"{self.exhibit_id}, destruction {self.number}"  # never the grams: it may stand in a log


class Witness(models.Model):
    """An officer before whom an exhibit is destroyed, and when they signed."""

    destruction = models.ForeignKey(Destruction, on_delete=models.CASCADE, related_name="witnesses")
    officer = models.CharField(max_length=LONGEST_OFFICER, db_index=True)
    signed = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "witnesses"
        constraints = [models.UniqueConstraint(fields=["destruction", "officer"], name="one_signature_a_witness")]

    def __str__(self) -> str:
        return f"{self.destruction_id}, {self.officer}"
