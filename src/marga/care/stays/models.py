"""Waiting, the places that are kept for somebody, and stays. Days are the country's."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marga.care.acts.models import LONGEST_KEY
from marga.care.centres.models import Centre, Ward
from marga.care.clients.models import Client


class Wait(models.Model):
    """A client on the waiting list. It ends with a stay or with a reason, and never by itself.

    kinds      of care that fit, the best fitting first; needs: what a place must have
    urgency    the class of priority, 0 before 1; `reasons` are the numbers of the country's rules that gave it
    centre     the centre that looks after the wait
    counts_from the day of asking, moved on by each day of a pause that is over: who has been available longest has the
               earliest
    """

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="waits")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="waits")
    route = models.CharField(max_length=20)
    since = models.DateField()
    kinds = models.JSONField(default=list)
    needs = models.JSONField(default=list)
    refused = models.JSONField(default=list)  # wards that the person does not want
    urgency = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    counts_from = models.DateField()
    paused_since = models.DateField(null=True)
    paused_why = models.CharField(max_length=20, blank=True)
    offered = models.DateTimeField(null=True)  # first
    ended = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=20, blank=True)  # "placed", or a word of the country's `drop`

    class Meta:
        indexes = [
            models.Index(
                fields=["centre", "urgency", "counts_from"], condition=Q(ended__isnull=True), name="waits_open"
            ),
            models.Index(fields=["client"], name="waits_of_a_client"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=Q(ended__isnull=True), name="one_wait_a_client"),
        ]

    def __str__(self) -> str:
        return self.key


class WaitPause(models.Model):
    """Days on which somebody who waits was not available, and why."""

    wait = models.ForeignKey(Wait, on_delete=models.PROTECT, related_name="pauses")
    begun = models.DateField()
    ended = models.DateField(null=True)
    why = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wait"], condition=Q(ended__isnull=True), name="one_pause_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.wait_id}: {self.begun}"


class Offer(models.Model):
    """A place that is kept for somebody until `expires`. `rank`: of the places that were proposed, 1 the best, 0 one
    that was not proposed; then `reason` says why it is this one. `answer` is "" while it stands."""

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    wait = models.ForeignKey(Wait, on_delete=models.PROTECT, related_name="offers")
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, related_name="offers")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="offers_made")
    rank = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    above_safe = models.CharField(max_length=20, blank=True)
    made = models.DateTimeField()
    expires = models.DateTimeField()
    answer = models.CharField(max_length=10, blank=True)  # taken, refused, expired
    answered = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wait"], condition=Q(answer=""), name="one_offer_at_a_time"),
        ]
        indexes = [models.Index(fields=["centre", "ward"], condition=Q(answer=""), name="offers_standing")]

    def __str__(self) -> str:
        return self.key


class Proposed(models.Model):
    """Where somebody who waits would be placed, were all placed at once: the worker's last reckoning. `ward` None: they
    wait on; `nowhere`: no place fits them, full or not."""

    wait = models.OneToOneField(Wait, on_delete=models.CASCADE, primary_key=True, related_name="proposed")
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, null=True, related_name="+")
    nowhere = models.BooleanField(default=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.wait_id}: {self.ward_id}"


class Stay(models.Model):
    """Somebody in a place, and on what that rests. Its key is the episode's: "123-456-789.2".

    basis_since    the first day of the basis, unbroken and at whichever centre; `basis_until` the last one, None for
                   no end
    review_due     the day by which somebody from outside must have looked at it
    due            the first of all such days, by which lists are sorted
    leave_asked    the day on which the person asked to go; `may_leave`: the basis lets them
    decided        the day on which a look from outside or an appeal found that it must not go on; `decision`: what then
    above_safe     the reason for which the place was above what is safe, "" where it was within
    """

    key = models.CharField(max_length=LONGEST_KEY, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="stays")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="stays")
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, related_name="stays")
    modality = models.CharField(max_length=20)
    route = models.CharField(max_length=20)
    drug = models.CharField(max_length=20, blank=True)
    began = models.DateField()
    began_at = models.DateTimeField()
    ended = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=20, blank=True)
    planned_end = models.DateField(null=True)
    basis = models.CharField(max_length=20)
    basis_since = models.DateField()
    basis_until = models.DateField(null=True)
    court = models.CharField(max_length=200, blank=True)
    review_due = models.DateField()
    may_leave = models.BooleanField()
    leave_asked = models.DateField(null=True)
    decided = models.DateField(null=True)
    decision = models.CharField(max_length=20, blank=True)  # ends, another_basis
    due = models.DateField()
    above_safe = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["centre", "due", "key"], condition=Q(ended__isnull=True), name="stays_now"),
            models.Index(fields=["due", "key"], condition=Q(ended__isnull=True), name="stays_now_anywhere"),
            models.Index(fields=["centre", "ward"], condition=Q(ended__isnull=True), name="stays_in_a_ward"),
            models.Index(fields=["client", "began"], name="stays_of_a_client"),
            models.Index(fields=["centre", "began"], name="stays_of_a_centre"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=Q(ended__isnull=True), name="one_stay_a_client"),
        ]

    def __str__(self) -> str:
        return self.key


class StayReview(models.Model):
    """A look from outside at a stay: who, when, and what they found."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()  # of the stay's
    day = models.DateField()
    by = models.CharField(max_length=80)
    decision = models.CharField(max_length=20)  # goes_on, ends, another_basis
    reason = models.TextField()  # sealed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay", "number"], name="one_review_a_number")]

    def __str__(self) -> str:
        return f"{self.stay_id}: {self.day}"
