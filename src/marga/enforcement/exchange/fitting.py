"""What does not fit the shape of a booking, as sentences; and what fits it and could not be written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from marga.country import Sentence, gettext_noop, say
from marga.site.faults import Fault

from .columns import FIRST_YEAR, LAST_YEAR

#: Kinds of errors of pydantic -> what to do.
SENTENCES = {
    "string_too_long": gettext_noop("This is too long. Write at most {most} letters."),
    "string_too_short": gettext_noop("This must not be empty."),
    "too_long": gettext_noop("A case has at most {most} people and as many exhibits. Make two cases of it."),
    "missing": gettext_noop("This must not be empty."),
    "greater_than": gettext_noop("A weight is more than 0. Correct it, or leave it empty."),
    "greater_than_equal": gettext_noop("A number from 1 to 99 stands here. Correct it."),
    "less_than_equal": gettext_noop("A number from 1 to 99 stands here. Correct it."),
    "timezone_aware": gettext_noop("Write a time with its offset, such as 2026-11-24T14:05:00+07:00."),
    "extra_forbidden": gettext_noop("Nothing has this name here. Take it away."),
}
OTHER = gettext_noop("This value does not fit. The description of the API and docs/import.md say what does.")


def says_of(error: ValidationError) -> Iterator[tuple[str, Sentence]]:
    """Each fault of a booking's shape: the field that it is in, and what to do."""
    for one in error.errors(include_url=False, include_input=False):
        most = one.get("ctx", {}).get("max_length", "")
        yield ".".join(map(str, one["loc"])), say(SENTENCES.get(one["type"], OTHER), most=str(most))


def unwritable(content: BaseModel, before: str = "") -> Iterator[Fault]:
    """Texts with signs that no database keeps, and days beyond all calendars, which a program can send."""
    for name in type(content).model_fields:
        yield from _unwritable(getattr(content, name), f"{before}{name}")


def _unwritable(value: Any, field: str) -> Iterator[Fault]:
    match value:
        case BaseModel():
            yield from unwritable(value, f"{field}.")
        case str() if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            yield Fault(field, say(gettext_noop("This text holds a sign that is no letter. Write it again.")))
        case datetime() | date() if not FIRST_YEAR <= value.year <= LAST_YEAR:
            yield Fault(field, say(gettext_noop("The year {year} cannot be. Correct it."), year=str(value.year)))
        case tuple():
            for place, one in enumerate(value):
                yield from _unwritable(one, f"{field}.{place}")
