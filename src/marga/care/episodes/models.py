"""Episodes. The key of one is its stay's; one in a ward without beds is an episode in the community."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marga.care.acts.models import LONGEST_KEY
from marga.care.centres.models import Centre
from marga.care.stays.models import Stay


class Episode(models.Model):
    """What is agreed and due of a stay, besides on what it rests. There is none before something was.

    agreed         the day on which the person agreed to the plan, and in which of `HOW`; None without a plan
    review_due     the day by which the plan is reviewed; session_due: the day of the next session
    last_contact   the last day on which the person was there; None for none that was written down
    to, to_day     the service near home that expects the person, and from when; `handed_over`: since when it may read
    """

    stay = models.OneToOneField(Stay, on_delete=models.PROTECT, primary_key=True, related_name="episode")
    goals = models.TextField(blank=True)  # sealed: one goal a line
    agreed = models.DateField(null=True)
    agreed_how = models.CharField(max_length=20, blank=True)
    planned_by = models.CharField(max_length=80, blank=True)
    review_due = models.DateField(null=True)
    session_due = models.DateField(null=True)
    last_contact = models.DateField(null=True)
    to = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="+")
    to_day = models.DateField(null=True)
    to_words = models.TextField(blank=True)  # sealed
    handed_over = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["review_due"], condition=Q(review_due__isnull=False), name="episodes_review_due"),
            models.Index(fields=["session_due"], condition=Q(session_due__isnull=False), name="episodes_session_due"),
        ]

    def __str__(self) -> str:
        return self.stay_id


class Session(models.Model):
    """One session, or one to which nobody came. `kind`: a word of the country's `session`."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveIntegerField()
    day = models.DateField()
    kind = models.CharField(max_length=20)
    minutes = models.PositiveSmallIntegerField()
    attended = models.BooleanField()
    by = models.CharField(max_length=80)
    note = models.TextField(blank=True)  # sealed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay", "number"], name="one_session_a_number")]

    def __str__(self) -> str:
        return f"{self.stay_id}.{self.number}"


class EpisodeReview(models.Model):
    """A look at how it goes, or went, with what was measured: items of the assessment, sealed as one text."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="episode_reviews")
    number = models.PositiveIntegerField()
    day = models.DateField()
    at_exit = models.BooleanField()
    by = models.CharField(max_length=80)
    outcomes = models.TextField()  # sealed
    words = models.TextField(blank=True)  # sealed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stay", "number"], name="one_episode_review_a_number"),
            models.UniqueConstraint(fields=["stay"], condition=Q(at_exit=True), name="one_exit_an_episode"),
        ]

    def __str__(self) -> str:
        return f"{self.stay_id}.{self.number}"


class Appeal(models.Model):
    """An appeal against a treatment that was ordered. `due`: the day by which it must be decided; `result` is "" until
    then, else one of `RESULTS`."""

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="appeals")
    filed = models.DateField()
    filed_with = models.TextField()  # sealed
    due = models.DateField()
    decided = models.DateField(null=True)
    result = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)  # sealed

    class Meta:
        indexes = [models.Index(fields=["due"], condition=Q(decided__isnull=True), name="appeals_open")]

    def __str__(self) -> str:
        return self.key
