"""Where people are cared for: centres, their wards, who works there, and the count at each midnight."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from marga.care.acts.models import LONGEST_KEY


class Centre(models.Model):
    """A centre or service that takes people. Numbers of places are people; `ratio` is people for each of the staff.

    official, operational, emergency   as the ministry counts, as is staffed, and what can be made for a short time
    safe                               min(area, beds, staff x ratio, licence), as `rules.capacity` reckons; `safe_by`
                                       is what limits it
    closes                             the day on which a temporary centre is to close; `closed`: since when it is
    replaced_by                        the centre that takes its people
    touched                            when somebody last said who is in it, or that its numbers are right
    """

    code = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    name = models.CharField(max_length=120)
    name_km = models.CharField(max_length=120, blank=True)
    province = models.CharField(max_length=10)
    modality = models.CharField(max_length=20)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    languages = models.JSONField(default=list)
    offers = models.JSONField(default=list)
    official = models.PositiveIntegerField()
    operational = models.PositiveIntegerField()
    emergency = models.PositiveIntegerField()
    licence = models.PositiveIntegerField(null=True)
    staff = models.PositiveIntegerField(null=True)
    ratio = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    safe = models.PositiveIntegerField(default=0)
    safe_by = models.CharField(max_length=10, blank=True)
    temporary = models.BooleanField(default=False)
    opened = models.DateField()
    closes = models.DateField(null=True)
    closed = models.DateField(null=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    touched = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name_km if get_language() == "km" and self.name_km else self.name


class Ward(models.Model):
    """A part of a centre for people of some sexes and ages; area in square metres of floor. A service where nobody
    stays overnight has one without area and beds."""

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="wards")
    name = models.CharField(max_length=120)
    name_km = models.CharField(max_length=120, blank=True)
    sexes = models.JSONField(default=list)
    age_from = models.PositiveSmallIntegerField()
    age_to = models.PositiveSmallIntegerField(null=True)
    area = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    beds = models.PositiveIntegerField(null=True)
    open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name_km if get_language() == "km" and self.name_km else self.name


class Worker(models.Model):
    """Where somebody with an account works; `centre` None: at the ministry."""

    account = models.CharField(max_length=40, primary_key=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="workers")
    working = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.account


class Census(models.Model):
    """A centre at a midnight: the end of `day`. `wait_half`, `wait_most`: the days within which half, and nine of ten,
    of those who got a place in the year before had waited; None for too few.

    past_basis        of those present, on whom nothing carried the stay any more; `reviews_overdue`: whose look from
                      outside was overdue
    gaps_overdue      standards that the centre did not wholly meet, with a day by which to mend it that was over
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="censuses")
    day = models.DateField()
    present = models.PositiveIntegerField()
    official = models.PositiveIntegerField()
    operational = models.PositiveIntegerField()
    emergency = models.PositiveIntegerField()
    safe = models.PositiveIntegerField()
    past_basis = models.PositiveIntegerField()
    reviews_overdue = models.PositiveIntegerField()
    gaps_overdue = models.PositiveIntegerField()
    wait_half = models.PositiveIntegerField(null=True)
    wait_most = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "day"], name="one_census_a_day")]

    def __str__(self) -> str:
        return f"{self.centre_id}, {self.day}: {self.present}"
