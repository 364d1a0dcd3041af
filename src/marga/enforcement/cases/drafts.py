"""A booking that is not finished: what was typed, step by step, kept on the server so that nothing is lost."""

from __future__ import annotations

import uuid

from django.db import models

from marga.enforcement.acts.models import LONGEST_NUMBER
from marga.enforcement.stations.models import LONGEST_OFFICER


class Draft(models.Model):
    """One booking under way. Its officer alone sees it, until it is a case; then `case` says which."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    officer = models.CharField(max_length=LONGEST_OFFICER, db_index=True)
    typed = models.JSONField(default=dict)  # step -> what its form sent, as it was typed
    begun = models.DateTimeField()
    saved = models.DateTimeField()
    case = models.CharField(max_length=LONGEST_NUMBER, blank=True)

    def __str__(self) -> str:
        return f"draft of {self.officer}"
