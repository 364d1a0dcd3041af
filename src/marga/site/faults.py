"""What is wrong with what was given: each fault with the field it is in, for a page, a program or a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from marga.country import Sentence, write
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


def moved(faults: Iterable[Fault], before: str, after: str) -> list[Fault]:
    """The same faults, where the names of fields begin otherwise."""
    return [replace(one, field=after + one.field.removeprefix(before)) if one.field.startswith(before) else one
            for one in faults]  # fmt: skip


def refuse_sentences(sentences: Iterable[Sentence], field: str = "") -> None:
    """The same, where all faults are in one field."""
    refuse(Fault(field, says) for says in sentences)
