"""What the authority's side keeps: checks of the published figures with their charts, bulletins, lists of receipts."""

from __future__ import annotations

from django.db import models

from marga.authority.bulletins.models import (
    Cube,
    CubeSource,
    Draft,
    Fetch,
    Move,
    Published,
    PublishedChart,
    PublishedFile,
    Release,
)  # fmt: skip
from marga.authority.receipts.models import ListedEntry, ReceiptEvidence, ReceiptSource, TakenList

__all__ = [
    "Chart", "CheckOutcome", "CheckRun", "Cube", "CubeSource", "Draft", "Fetch", "ListedEntry", "Move", "Published",
    "PublishedChart", "PublishedFile", "ReceiptEvidence", "ReceiptSource", "Release", "TakenList",
]  # fmt: skip


class CheckRun(models.Model):
    """One check of all the country's published reports together. Never changed once finished."""

    country = models.CharField(max_length=8)
    country_digest = models.CharField(max_length=64)  # SHA-256 of the country's files
    marga_version = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    reports = models.PositiveIntegerField()
    figures = models.PositiveIntegerField()
    errors = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    notes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "country_digest", "marga_version"], name="one_run_of_one_input"),
        ]
        ordering = ["-finished_at", "-pk"]

    def __str__(self) -> str:
        return f"check {self.number} of {self.country}"

    @property
    def number(self) -> str:
        """The run's short name on pages: the beginning of what it checked, and its number."""
        return f"{self.country_digest[:8]}-{self.pk}"


class CheckOutcome(models.Model):
    """What a run found, written in one language: the JSON of the check's contract."""

    run = models.ForeignKey(CheckRun, on_delete=models.CASCADE, related_name="outcomes")
    language = models.CharField(max_length=8)
    outcome = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "language"], name="one_outcome_a_language")]

    def __str__(self) -> str:
        return f"{self.run}, {self.language}"


class Chart(models.Model):
    """A chart as SVG, drawn once a run in each language and width, so that a page needs no drawing."""

    run = models.ForeignKey(CheckRun, on_delete=models.CASCADE, related_name="charts")
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=40)
    width = models.CharField(max_length=8)  # "narrow" for a phone, "wide" for a desk
    svg = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "language", "name", "width"], name="one_chart_a_width"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language}, {self.width})"
