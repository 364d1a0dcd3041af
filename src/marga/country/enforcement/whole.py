"""All that a country decides for the enforcement side, read together and checked against each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from marga.country.model import Dimension
from marga.country.reading import Table
from marga.country.sentences import gettext_noop

from .custody import Custody, read_custody
from .offences import Offences, read_offences
from .register import Register, read_register
from .weighing import Weighing, read_weighing


@dataclass(frozen=True, slots=True)
class Enforcement:
    """The four files of the folder enforcement, one a subject."""

    register: Register
    offences: Offences
    weighing: Weighing
    custody: Custody


def read_enforcement(opened: Callable[[str], Table], dimensions: Mapping[str, Dimension]) -> Enforcement:
    """The files of a country's folder enforcement; `opened` gives the table of one by its name. Raises DataError."""
    words = opened("enforcement/register.toml")
    register = read_register(words)
    offences = read_offences(opened("enforcement/offences.toml"), dimensions["offence"].categories,
                             dimensions["drug"].categories, register.ranks)  # fmt: skip
    classes = [one.name for one in offences.classes]
    custody = read_custody(opened("enforcement/custody.toml"), classes, register.ranks)
    if unknown := [code for code in register.written_in if code not in custody.languages]:
        words.fail("receipt", gettext_noop("names the language {name}, which custody.toml does not have"),
                   name=unknown[0])  # fmt: skip
    return Enforcement(register, offences, read_weighing(opened("enforcement/weighing.toml")), custody)
