"""Interviews as they stand: every version of each page, so that what was changed after signing is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from marga.enforcement.rules.interviews import WAITING

from .models import Step


@dataclass(frozen=True, slots=True)
class PageVersion:
    """A page as it read for a time. `reason`: why it was changed, "" for the page as it was first written."""

    text: str
    signature: str
    note: str
    at: datetime
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview as it was recorded, with every version of each page, the first first."""

    number: int
    step: Step
    pages: tuple[tuple[PageVersion, ...], ...]

    @property
    def unsigned(self) -> list[int]:
        """The numbers of pages that nobody has signed yet as they stand."""
        return [number for number, page in enumerate(self.pages, 1) if page[-1].signature == WAITING]


def interviews_of(steps: Sequence[Step]) -> tuple[Interview, ...]:
    """The interviews among the steps of a custody, in the order of their numbers."""
    recorded = [step for step in steps if step.what == "interviewed"]
    changes = sorted((step for step in steps if step.what == "interview_changed"), key=lambda one: one.pk or 0)
    found = []
    for step in sorted(recorded, key=lambda one: int(one.said["number"])):
        number = int(step.said["number"])
        pages = [[_first(page, step)] for page in step.said["pages"]]
        for change in changes:
            if change.said["interview"] == number:
                pages[change.said["page"] - 1].append(_changed(change))
        found.append(Interview(number, step, tuple(map(tuple, pages))))
    return tuple(found)


def _first(page: dict[str, str], step: Step) -> PageVersion:
    return PageVersion(page["text"], page["signature"], page["note"], step.done, step.by)


def _changed(step: Step) -> PageVersion:
    return PageVersion(step.said["text"], step.said["signature"], "", step.done, step.by, step.said["reason"])
