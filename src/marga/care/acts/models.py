"""The record of every act of the care side. Rows are only ever added; everything else can be made anew from them."""

from __future__ import annotations

from django.db import models

from marga.site.acts.models import ActRow

LONGEST_KEY = 40


class Act(ActRow):
    """Who did what with which client, request or centre.

    centre   the centre whose staff did it, or that it is about; "" for who asks for help on the public pages
    about    the key of what it was done with: a client's number, a request's, a stay's "123-456-789.2"
    """

    centre = models.CharField(max_length=LONGEST_KEY, blank=True)
    about = models.CharField(max_length=LONGEST_KEY)

    class Meta:
        indexes = [models.Index(fields=["about", "id"], name="care_acts_about")]

    @property
    def key(self) -> str:
        return self.about

    def what(self) -> str:
        """With the centre, so that the ledger holds it too."""
        return f"{super().what()}, {self.centre}" if self.centre else super().what()
