"""Custody: how long, who looks again and when, who is told, which rights, how it ends, who is alerted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from marga.country.basis import Basis, basis, label, sections, whole
from marga.country.reading import Table
from marga.country.sentences import Text, gettext_noop

#: The language in which the texts of rights are written; the others are translations.
WRITTEN_IN = "en"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long custody may last from arrival at the unit.

    under_age    only for people below this age in years; None: everybody
    offence_class   only for charges of this class; "": every charge
    """

    lasts: timedelta
    under_age: int | None
    offence_class: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Extension:
    """What a prosecutor may allow in writing beyond the limit: for which classes, how long, how often."""

    classes: tuple[str, ...]
    lasts: timedelta
    at_most: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Reviews:
    """The first look again after `first`, then each `every` after the one before, by an officer outside the case."""

    first: timedelta
    every: timedelta
    rank: str
    outside_case: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Right:
    """A right that is told. `within` is the time in which it must be told, from arrival."""

    name: str
    text: Text
    within: timedelta
    basis: Basis


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which rights are told. `reviewed_by`: who compared the text with the law; "" is nobody yet."""

    code: str
    label: Text
    reviewed_by: str

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody compared the text in it; the one it was written in needs nobody."""
        return self.code == WRITTEN_IN or bool(self.reviewed_by)


@dataclass(frozen=True, slots=True)
class End:
    """A way in which custody ends. `counts_as`: its code in the extract, "" where it is not counted.

    needs   what must be named: "", "court", "unit", "body" (that the person was handed to) or "reason"
    """

    name: str
    label: Text
    counts_as: str
    needs: str


@dataclass(frozen=True, slots=True)
class Step:
    """Who is alerted, and how long after a deadline; before it where `after` is negative."""

    after: timedelta
    to: str


@dataclass(frozen=True, slots=True)
class Custody:
    """All of custody.toml.

    soon             from when before a deadline a page says that it is near
    written_within   how long after it was due a thing that was done in time may be written down
    """

    limits: tuple[Limit, ...]
    extension: Extension
    reviews: Reviews
    prosecutor_within: timedelta
    prosecutor_basis: Basis
    lawyer_after: timedelta
    lawyer_basis: Basis
    guardian_within: timedelta
    guardian_basis: Basis
    soon: timedelta
    written_within: timedelta
    rights: Mapping[str, Right]
    languages: Mapping[str, Language]
    ends: Mapping[str, End]
    steps: tuple[Step, ...]


NEEDS = ("", "court", "unit", "body", "reason")


def read_custody(file: Table, classes: Collection[str], ranks: Collection[str]) -> Custody:
    """custody.toml. Raises DataError."""
    prosecutor, lawyer, guardian = (_told(file, key) for key in ("prosecutor", "lawyer", "guardian"))
    read = Custody(
        _limits(file, classes), _extension(file.table("extension"), classes), _reviews(file.table("reviews"), ranks),
        *prosecutor, *lawyer, *guardian, _minutes(file, "soon_minutes"),
        _minutes(file, "written_within_minutes"), _rights(file), _languages(file),
        _ends(file), _steps(file),
    )  # fmt: skip
    file.finish()
    return read


def _hours(table: Table, key: str) -> timedelta:
    return timedelta(hours=whole(table, key, least=1))


def _minutes(table: Table, key: str) -> timedelta:
    return timedelta(minutes=whole(table, key))


def _told(file: Table, key: str) -> tuple[timedelta, Basis]:
    table = file.table(key)
    read = _minutes(table, "minutes"), basis(table)
    table.finish()
    return read


def _limits(file: Table, classes: Collection[str]) -> tuple[Limit, ...]:
    read = []
    for table in file.tables("limit"):
        read.append(
            Limit(
                _hours(table, "hours"), whole(table, "under_age", least=1) if "under_age" in table else None,
                table.choice("class", classes, ""), basis(table),
            )
        )  # fmt: skip
        table.finish()
    if not any(limit.under_age is None and not limit.offence_class for limit in read):
        file.fail("limit", gettext_noop("has none for everybody; write one without `under_age` and `class`"))
    return tuple(read)


def _extension(table: Table, classes: Collection[str]) -> Extension:
    named = table.texts("classes")
    if unknown := [name for name in named if name not in classes]:
        table.fail("classes", gettext_noop("names {name}, which has no [class.{name}]"), name=unknown[0])
    read = Extension(named, _hours(table, "hours"), whole(table, "at_most"), basis(table))
    table.finish()
    return read


def _reviews(table: Table, ranks: Collection[str]) -> Reviews:
    read = Reviews(_hours(table, "first_hours"), _hours(table, "every_hours"), table.choice("rank", ranks),
                   table.flag("outside_case", True), basis(table))  # fmt: skip
    table.finish()
    return read


def _rights(file: Table) -> dict[str, Right]:
    read = {}
    for name, table in sections(file, "right"):
        read[name] = Right(name, label(table, "text"), _minutes(table, "minutes"), basis(table))
        table.finish()
    return read


def _languages(file: Table) -> dict[str, Language]:
    read = {}
    for code, table in sections(file, "language"):
        read[code] = Language(code, label(table), table.text("reviewed_by", ""))
        table.finish()
    return read


def _ends(file: Table) -> dict[str, End]:
    read = {}
    for name, table in sections(file, "end"):
        read[name] = End(name, label(table), table.text("counts_as", ""), table.choice("needs", NEEDS, ""))
        table.finish()
    return read


def _steps(file: Table) -> tuple[Step, ...]:
    read = []
    for table in file.tables("alert"):
        minutes = table.number("minutes")
        if minutes != int(minutes):
            table.fail("minutes", gettext_noop("should be a whole number, below 0 for before the deadline"))
        read.append(Step(timedelta(minutes=int(minutes)), table.text("to")))
        table.finish()
    if [step.after for step in read] != sorted({step.after for step in read}):
        file.fail("alert", gettext_noop("should go from the first to the last, each `minutes` above the one before"))
    return tuple(read)
