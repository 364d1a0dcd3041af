"""The kinds of acts: what each is called, what it says, and what it changes.

The tables of a side follow from its acts: an act is entered, then its `project` writes what stands since. So they can
be made anew from the acts and compared, and nothing stands there that no act says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from .contents import Content

if TYPE_CHECKING:
    from .models import ActRow

Told = TypeVar("Told", bound=Content)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of act. `label`: a template for translation, as timelines say it."""

    name: str
    subject: str
    label: str
    content: type[Content]
    project: Callable[[Any, Any], None]  # given a content of that type


KINDS: dict[str, Kind] = {}


def kind(
    name: str, subject: str, label: str, content: type[Told]
) -> Callable[[Callable[[Any, Told], None]], Callable[[Any, Told], None]]:
    """Register the function that projects acts of this kind."""

    def listed(project: Callable[[Any, Told], None]) -> Callable[[Any, Told], None]:
        if name in KINDS:
            raise ValueError(f"{name} is registered twice")
        KINDS[name] = Kind(name, subject, label, content, project)
        return project

    return listed


def project(act: ActRow) -> None:
    """Write what stands since this act."""
    found = KINDS[act.kind]
    found.project(act, found.content.model_validate(act.new))
