"""The record of an act of a side: one row, from which what stands follows. Each side adds whom or what it was about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from marga.site.ledgers.models import Entered


class ActRow(Entered):
    """Who did what with which thing, and what it says since.

    subject    what it was done with: "case", "person", "stay"…
    old, new   plain values of a `Content`; both null once the act was lawfully erased
    """

    CONTENT = ("old", "new")

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=12)
    old = models.JSONField(null=True, blank=True)
    new = models.JSONField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind}: {self.what()}"

    @property
    def key(self) -> str:
        """The key of what it was done with, by which it is found on this side."""
        raise NotImplementedError

    def kind_of_act(self) -> str:
        return self.kind

    def what(self) -> str:
        return f"{self.subject} {self.key}"

    def before(self) -> Mapping[str, Any] | None:
        return self.old

    def after(self) -> Mapping[str, Any] | None:
        return self.new
