"""What care said last. No act says it: it is replaced as a whole, and what is gone is kept nowhere."""

from __future__ import annotations

from django.db import models


class CareNotice(models.Model):
    """The word that care told to a handle, and the day of the batch that it was in. No row: no information.

    Whose handle it is stands nowhere: `handles.handle` makes it anew from a key outside of the database, so that nobody
    reads from a copy of the tables, from a write-ahead log or a backup who agreed to be told of.
    """

    handle = models.BinaryField(max_length=32, primary_key=True)
    word = models.CharField(max_length=10)
    day = models.DateField()
    told = models.DateField()

    def __str__(self) -> str:
        return f"{bytes(self.handle).hex()[:8]}: {self.word}"


class CareBatch(models.Model):
    """The day of the last batch that was taken, so that an older one is not taken for a newer."""

    day = models.DateField()
    taken = models.DateTimeField()

    class Meta:
        verbose_name_plural = "care batches"

    def __str__(self) -> str:
        return self.day.isoformat()
