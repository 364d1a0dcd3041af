"""The record of every act of the register. Rows are only ever added; everything else can be made anew from them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from marga.site.acts.models import ActRow

LONGEST_NUMBER = 40  # of a case
LONGEST_PART = 60


class Act(ActRow):
    """Who did what with which part of a case, or of a unit, and what it says since.

    subject   what it was done with: "case", "person", "charge", "exhibit", "custody", "pad"…
    unit      its code; "" for what is of no unit
    case      the number of the case; "" for an act with something of a unit
    part      which part of the case or unit: "2" is its second person; "" is the whole
    old, new  plain values of a `Content`; both null once the act was lawfully erased
    """

    unit = models.CharField(max_length=20, blank=True)
    case = models.CharField(max_length=LONGEST_NUMBER, blank=True)
    part = models.CharField(max_length=LONGEST_PART, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], condition=~Q(case=""), name="acts_of_a_case"),
            models.Index(fields=["unit", "id"], condition=Q(case=""), name="acts_of_a_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(case="") | Q(case__startswith=Concat(F("unit"), Value("/"))), name="a_case_is_of_its_unit"
            )
        ]

    @property
    def key(self) -> str:
        """The key of what it was done with: "AB-12-03/2026/00017-4.2"."""
        return ".".join(filter(None, (self.case or self.unit, self.part)))
