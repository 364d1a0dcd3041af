"""What the statistician's desk keeps. What was published is never changed; who did what is kept by name."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from marga.authority.bulletins.frozen import SAYS
from marga.authority.bulletins.rules import State
from marga.country import Period
from marga.figures.bulletin.times import name_of

#: The order of "latest": what ends last; of those the longer, which holds the shorter; of that the last revision.
LATEST = ("-ends", "starts", "-revision")
NAME = 40  # characters of an account's name
SIDES = (("enforcement", _("Enforcement")), ("care", _("Care")))


class CubeSource(models.Model):
    """Where the cubes of one side are fetched, and the key that they must be signed by. Set by the operator."""

    side = models.CharField(max_length=16, choices=SIDES, unique=True)
    address = models.CharField(max_length=500)
    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.side}: {self.address}"


class Cube(models.Model):
    """A cube that was fetched, whole, and found to be signed by its side's key. Never changed."""

    side = models.CharField(max_length=16, choices=SIDES)
    body = models.CharField(max_length=200)
    starts = models.DateField()
    ends = models.DateField()
    made_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, unique=True)
    key = models.CharField(max_length=64)
    coverage = models.JSONField()
    content = models.BinaryField()
    signature = models.BinaryField()
    collected_at = models.DateTimeField()
    collected_by = models.CharField(max_length=NAME, blank=True)  # "" for the schedule

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.side} to {self.ends}, {self.sha256[:12]}"

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)


class Fetch(models.Model):
    """One try to collect a side's cube: what came of it."""

    side = models.CharField(max_length=16, choices=SIDES)
    at = models.DateTimeField()
    by = models.CharField(max_length=NAME, blank=True)
    cube = models.ForeignKey(Cube, null=True, on_delete=models.PROTECT)  # the one that was fetched, new or known
    is_new = models.BooleanField(default=False)
    problem = models.JSONField(default=dict)  # language -> sentence; empty where it went well

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.side} at {self.at:%Y-%m-%d %H:%M}"


class Draft(models.Model):
    """One bulletin on its way: from the order through the run, the preview and the approval to publication."""

    starts = models.DateField()
    ends = models.DateField()
    state = models.CharField(max_length=16, default=State.WAITING.value)  # a State
    cubes = models.ManyToManyField(Cube)
    reason = models.TextField(blank=True)  # why numbers change that were published
    remark = models.TextField(blank=True)  # what is said to where others printed something else
    step = models.CharField(max_length=40, blank=True)
    share = models.FloatField(default=0.0)  # of the run that is done
    stop_asked = models.BooleanField(default=False)
    problem = models.JSONField(default=dict)  # language -> sentences; why it failed, or does not add up
    beside = models.CharField(max_length=64, blank=True)  # which published bulletins it was made beside
    frozen = models.BinaryField(null=True)  # the bulletin's file as it would be published
    counts = models.BinaryField(null=True)  # the counts behind its marks: for nobody but the next bulletins
    ordered_by = models.CharField(max_length=NAME)
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=NAME, blank=True)
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=NAME, blank=True)
    approved_at = models.DateTimeField(null=True)
    sent_back_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-ordered_at", "-pk"]

    def __str__(self) -> str:
        return f"draft {self.pk} of {self.time}"

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)

    @property
    def time(self) -> str:
        """The name of its period: "2019-01..2019-09"."""
        return name_of(self.period)


class Frozen(models.QuerySet["Published"]):
    """What was published: it can be added to, and that is all."""

    def update(self, **_values: Any) -> NoReturn:
        raise TypeError(SAYS)

    def delete(self) -> NoReturn:
        raise TypeError("What was published is never removed.")


class Published(models.Model):
    """One revision of a bulletin as it was published: its file whole, with the cubes it was counted from."""

    slug = models.CharField(max_length=24)
    revision = models.PositiveIntegerField()
    starts = models.DateField()
    ends = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=NAME)
    submitted_by = models.CharField(max_length=NAME)
    approved_by = models.CharField(max_length=NAME)
    definitions = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)
    frozen = models.BinaryField()
    counts = models.BinaryField()
    changed = models.PositiveIntegerField()  # numbers that were published before and are others here
    cubes = models.ManyToManyField(Cube)
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT)

    objects = models.Manager.from_queryset(Frozen)()

    class Meta:
        ordering = ["published_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["slug", "revision"], name="one_bulletin_a_revision")]

    def __str__(self) -> str:
        return f"{self.slug} r{self.revision}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(SAYS)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("What was published is never removed.")

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)


class PublishedFile(models.Model):
    """A file of a bulletin for readers: page, print, workbook, lines. Made from the frozen file, and can be again."""

    published = models.ForeignKey(Published, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=60)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["published", "name"], name="one_file_a_name")]

    def __str__(self) -> str:
        return self.name


class PublishedChart(models.Model):
    """A chart as SVG, drawn once in each language and width: of a section ("cases"), or a figure ("figure:cases")."""

    published = models.ForeignKey(Published, on_delete=models.PROTECT, related_name="charts")
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=60)
    width = models.CharField(max_length=8)
    svg = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["published", "language", "name", "width"], name="one_bulletin_chart")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language}, {self.width})"


class Release(models.Model):
    """A bulletin that is announced: its period, and the day on which it will come out. A day that was moved is kept."""

    starts = models.DateField()
    ends = models.DateField()
    due = models.DateField()
    announced_by = models.CharField(max_length=NAME)
    announced_at = models.DateTimeField()

    class Meta:
        ordering = ["due", "starts"]
        constraints = [models.UniqueConstraint(fields=["starts", "ends"], name="one_release_a_period")]

    def __str__(self) -> str:
        return f"{self.starts} to {self.ends}, due {self.due}"

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)


class Move(models.Model):
    """The day of an announced bulletin was moved: from which to which, when, by whom and why."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="moves")
    was = models.DateField()
    became = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=NAME)
    reason = models.TextField()
    numbers_known = models.BooleanField()  # whether the bulletin's numbers had been counted by then

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.was} to {self.became}"
