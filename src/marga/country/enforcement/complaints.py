"""Where to complain about the police: public bodies, as receipts print them."""

from __future__ import annotations

from dataclasses import dataclass

from marga.country.basis import Basis, basis, label, sections
from marga.country.reading import Table
from marga.country.sentences import Text, gettext_noop


@dataclass(frozen=True, slots=True)
class Place:
    """A place where anybody can complain, in one line."""

    name: str
    says: Text
    basis: Basis


def read_complaints(file: Table) -> tuple[Place, ...]:
    """complaints.toml: one place or more, so that no receipt is without. Raises DataError."""
    read = []
    for name, table in sections(file, "place"):
        read.append(Place(name, label(table, "says"), basis(table)))
        table.finish()
    if not read:
        file.fail("place", gettext_noop("has no place where anybody can complain; write [place.NAME] with `says`"))
    file.finish()
    return tuple(read)
