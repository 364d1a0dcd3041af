"""What a station has: its unit, officers, instruments, pads of paper receipts, and the numbers of its cases."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from marga.enforcement.acts.models import LONGEST_NUMBER
from marga.site.models import Mailed

LONGEST_UNIT = 20
LONGEST_OFFICER = 20


class Unit(models.Model):
    """A unit of the police. Its code begins every number of its cases."""

    code = models.CharField(max_length=LONGEST_UNIT, primary_key=True)
    name = models.CharField(max_length=120)
    name_km = models.CharField(max_length=120, blank=True)
    province = models.CharField(max_length=10)
    laboratory = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name_km if get_language() == "km" and self.name_km else self.name


class Officer(models.Model):
    """An officer by number. Nobody shares an account, and who left keeps their number."""

    number = models.CharField(max_length=LONGEST_OFFICER, primary_key=True)
    name = models.CharField(max_length=120)
    rank = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="officers")
    account = models.CharField(max_length=40, null=True, unique=True)
    serving = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.number


class Instrument(models.Model):
    """A scale. `calibrated` is the day on its last certificate."""

    number = models.CharField(max_length=40, primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="instruments")
    label = models.CharField(max_length=120)
    calibrated = models.DateField()
    in_use = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.number


class Pad(models.Model):
    """A pad of numbered paper receipts, issued to a unit for when there is no line."""

    number = models.CharField(max_length=20, primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="pads")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    issued = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class Slip(models.Model):
    """What is known of one paper receipt. One that nobody knows anything of has no row."""

    serial = models.PositiveIntegerField(primary_key=True)
    pad = models.ForeignKey(Pad, on_delete=models.PROTECT, related_name="slips")
    used = models.DateTimeField(null=True)
    typed_in = models.DateTimeField(null=True)
    void = models.CharField(max_length=300, blank=True)
    case = models.CharField(max_length=LONGEST_NUMBER, blank=True)

    def __str__(self) -> str:
        return str(self.serial)


class UnitAlert(Mailed):
    """That a unit owes something, and to whom that was told: paper receipts that nobody typed in in time, or numbers
    that no case has and nobody explained. Raised by the clock, and settled once nothing of it is owed."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="alerts", db_index=False)
    subject = models.CharField(max_length=10)  # "slips" or "numbers"
    year = models.PositiveSmallIntegerField(default=0)  # of the numbers; 0 for slips
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    due = models.DateTimeField()  # since when the first is owed
    to = models.CharField(max_length=40)  # a rank of the unit, or "inspector"
    raised = models.DateTimeField()
    settled = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "subject", "year", "first", "to"],
                                    condition=Q(settled__isnull=True), name="told_once_while_owed")
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["to", "unit"], condition=Q(settled__isnull=True), name="unit_alerts_to_read"),
            models.Index(fields=["raised"], name="unit_alerts_to_deliver",
                         condition=Q(delivered__isnull=True, settled__isnull=True)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.subject} {self.first} to {self.last}"


class Counter(models.Model):
    """The last running number that was given out, by unit and year. It is what gaps are told by."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.year}: {self.last}"


class Unused(models.Model):
    """A number that was given out and that no case has, with the reason."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year", "serial"], name="one_reason_a_number")]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.year}/{self.serial}"
