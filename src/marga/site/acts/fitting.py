"""What does not fit the shape of an act, told as any other fault: the field, the value, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from marga.country import Sentence, gettext_noop, say
from marga.site.faults import Fault, Faulty

Made = TypeVar("Made")
SHOWN = 40  # letters of a value that a fault repeats


def fitted(do: Callable[[], Made]) -> Made:
    """What `do` makes. Raises Faulty for a content that it could not make of what was typed."""
    try:
        return do()
    except ValidationError as error:
        faults = [Fault(".".join(map(str, one["loc"])), says_of(one)) for one in error.errors()]
        raise Faulty(faults) from error


def says_of(error: ErrorDetails) -> Sentence:
    """A fault of a content in plain words, with what to write."""
    most = error.get("ctx", {}).get("max_length")
    if error["type"] == "string_too_long" and most is not None:
        return say(gettext_noop("This is too long: {length} letters. Write {most} at most."),
                   length=len(str(error["input"])), most=most)  # fmt: skip
    return say(gettext_noop("“{text}” cannot be taken here. Correct it."), text=str(error["input"])[:SHOWN])
