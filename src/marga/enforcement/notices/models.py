"""What care said last. No act says it: it is replaced as a whole, and what is gone is kept nowhere."""

from __future__ import annotations

from django.db import models

from marga.enforcement.cases.models import Party


class CareHandle(models.Model):
    """The handle that belongs to the receipt of a person: care names people by it who typed their receipt there."""

    party = models.OneToOneField(Party, on_delete=models.CASCADE, primary_key=True, related_name="care_handle")
    handle = models.BinaryField(max_length=32, unique=True)

    def __str__(self) -> str:
        return self.party_id


class CareNotice(models.Model):
    """The word that care told of a person, and the day of the batch that it was in. No row: no information."""

    party = models.OneToOneField(Party, on_delete=models.CASCADE, primary_key=True, related_name="care_notice")
    word = models.CharField(max_length=10)
    day = models.DateField()
    told = models.DateField()

    def __str__(self) -> str:
        return f"{self.party_id}: {self.word}"


class CareBatch(models.Model):
    """The day of the last batch that was taken, so that an older one is not taken for a newer."""

    day = models.DateField()
    taken = models.DateTimeField()

    class Meta:
        verbose_name_plural = "care batches"

    def __str__(self) -> str:
        return self.day.isoformat()
