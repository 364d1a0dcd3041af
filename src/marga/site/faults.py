"""What is wrong with what was given: each fault with the field it is in, for a page, a program or a file."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from marga.country import Sentence, gettext_noop, say, write
from marga.site.refusals import Refused
from marga.site.writing import writer


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `field`: where it is, such as "people.0.birth"; "" for the whole."""

    field: str
    says: Sentence


class Faulty(Refused):
    """It was not done, because of these faults. Nothing was written."""

    status = 422

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(write(fault.says, writer()) for fault in self.faults))


def refuse(faults: Iterable[Fault], unread: Iterable[Fault] = ()) -> None:
    """Raises Faulty if there is any fault.

    unread   of what could not be read: told first, and without another fault of the same field
    """
    known = tuple(unread)
    found = (*known, *(one for one in faults if one.field not in {fault.field for fault in known}))
    if found:
        raise Faulty(found)


def one_of(field: str, value: str, known: Container[str]) -> list[Fault]:
    """The fault of a value that stands in no list."""
    return [] if value in known else [Fault(field, say(gettext_noop("Choose one of the list.")))]


def all_of(field: str, values: Iterable[str], known: Container[str]) -> list[Fault]:
    """The one fault of values of which some stand in no list."""
    return next((faults for value in values if (faults := one_of(field, value, known))), [])


def too_long(field: str, text: str, most: int) -> list[Fault]:
    """The fault of a text of more than so many letters."""
    if len(text) <= most:
        return []
    return [Fault(field, say(gettext_noop("This is longer than {most} letters. Shorten it."), most=most))]


def by_field(sentences: Mapping[str, Sentence]) -> list[Fault]:
    """Faults as rules say them: field -> sentence."""
    return [Fault(field, says) for field, says in sentences.items()]


def moved(faults: Iterable[Fault], before: str, after: str) -> list[Fault]:
    """The same faults, where the names of fields begin otherwise."""
    return [replace(one, field=after + one.field.removeprefix(before)) if one.field.startswith(before) else one
            for one in faults]  # fmt: skip


def refuse_sentences(sentences: Iterable[Sentence], field: str = "") -> None:
    """The same, where all faults are in one field."""
    refuse(Fault(field, says) for says in sentences)
