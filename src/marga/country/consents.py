"""What a country decides for what leaves care: to whom, for what, how long, and the words read to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from .basis import Basis, Kind, basis, kinds, label, sections, whole
from .reading import Table
from .sentences import Text, gettext_noop

WRITTEN_IN = "en"
#: The recipient on the side of the police, and the purpose that it is told for.
CASE = "case"
TEXTS = ("what", "revoke", "notice")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who may be told. `wall`: only the one word of the notice, whatever a person agrees to."""

    name: str
    label: Text
    wall: bool


@dataclass(frozen=True, slots=True)
class Consents:
    """All of consents.toml. `texts`: what is read aloud, how it is taken back, and the notice with each packet;
    `ordered`: by recipient, the fields that an order of a court can have them told at the most, others none."""

    longest: timedelta
    longest_basis: Basis
    reviewed_by: Mapping[str, str]
    texts: Mapping[str, Text]
    recipients: Mapping[str, Recipient]
    purposes: Mapping[str, Kind]
    signatures: Mapping[str, Kind]
    findings: Mapping[str, Kind]
    ordered: Mapping[str, frozenset[str]]
    ordered_basis: Basis

    def is_reviewed(self, language: str) -> bool:
        """Whether somebody named compared the words in this language; the one they were written in needs nobody."""
        return language == WRITTEN_IN or bool(self.reviewed_by.get(language))

    def has_words(self, language: str) -> bool:
        """Whether what is read aloud is written in this language, all of it."""
        read = (self.texts["what"], self.texts["revoke"])
        return all({"en": text.en, "km": text.km}.get(language) for text in read)


def read_consents(file: Table) -> Consents:
    """The file consents.toml. Raises DataError."""
    reviewed, ordered = file.table("reviewed_by"), file.table("ordered")
    read = Consents(
        longest=timedelta(days=whole(file, "longest_days", least=1)), longest_basis=basis(file),
        reviewed_by={code: reviewed.text(code, "") for code in reviewed}, texts=_texts(file.table("text")),
        recipients=dict(_recipients(file)), purposes=kinds(file, "purpose", counted=False),
        signatures=kinds(file, "signature", counted=False), findings=kinds(file, "finding", counted=False),
        ordered_basis=basis(ordered), ordered={},
    )  # fmt: skip
    walled = [one.name for one in read.recipients.values() if one.wall]
    if walled != [CASE] or CASE not in read.purposes:
        file.fail("recipient", gettext_noop("should have one with wall = true, named {name}, and a purpose of that "
                                            "name"), name=CASE)  # fmt: skip
    read = replace(read, ordered={name: frozenset(ordered.texts(name)) for name in read.recipients})
    reviewed.finish()
    ordered.finish()
    file.finish()
    return read


def _texts(table: Table) -> dict[str, Text]:
    found = {name: label(table, name) for name in TEXTS}
    table.finish()
    return found


def _recipients(file: Table) -> Iterable[tuple[str, Recipient]]:
    for name, table in sections(file, "recipient"):
        yield name, Recipient(name, label(table), table.flag("wall", False))
        table.finish()
