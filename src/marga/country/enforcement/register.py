"""The words of the register: parts in a case, kinds of operation, property, ranks, evidence, numbers and ages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from marga.country.basis import Basis, Kind, basis, kinds, label, sections, whole
from marga.country.reading import Table
from marga.country.sentences import Text, gettext_noop

MARKS = ("amount", "number", "none")
#: Who is told of what any unit owes, beside ranks of the unit itself.
INSPECTOR = "inspector"


@dataclass(frozen=True, slots=True)
class Role:
    """A person's part in a case. `charged`: may be given a charge; `held`: may be in custody."""

    name: str
    label: Text
    counts_as: str
    charged: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank of an officer; `order` grows with it."""

    name: str
    label: Text
    order: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A class of evidence for a part in supply. `independent`: it does not rest on what someone said."""

    name: str
    label: Text
    independent: bool


@dataclass(frozen=True, slots=True)
class SupplyRole:
    """A part in supply, and what it takes to write it down: so many classes of evidence, so many independent ones."""

    name: str
    label: Text
    counts_as: str
    needs: int
    independent: int


@dataclass(frozen=True, slots=True)
class Register:
    """All of register.toml.

    property        what may be taken from a person; `marks` says by what each is known: an amount, a number, neither
    currencies      of the money that is found on people, by their codes (ISO 4217), the commonest first
    traces          what may link cases that share it
    paper_within    a numbered paper receipt is typed in within this time of being written
    paper_alerts, number_alerts   who is told of overdue paper receipts, and of numbers that no case has: ranks of the
                    unit, and INSPECTOR
    written_in      the languages of a receipt for whoever reads none in which its sentences are written
    number_digits   digits of a case's running number in a unit's year
    late_after      an arrest that is first recorded after this time is late
    court_within    a seizure's file goes to a court within this time of its first record
    majority        age in years from which a person is no minor
    calling_code    of the country's telephones, without +; `trunk` is what stands for it at home
    """

    roles: Mapping[str, Role]
    operations: Mapping[str, Kind]
    forms: Mapping[str, Kind]
    concealments: Mapping[str, Kind]
    property: Mapping[str, Kind]
    marks: Mapping[str, str]
    ranks: Mapping[str, Rank]
    evidence: Mapping[str, Evidence]
    supply: Mapping[str, SupplyRole]
    outcomes: Mapping[str, Kind]
    currencies: Mapping[str, Kind]
    traces: Mapping[str, Kind]
    paper_within: timedelta
    paper_alerts: tuple[str, ...]
    written_in: tuple[str, ...]
    number_digits: int
    number_alerts: tuple[str, ...]
    late_after: timedelta
    court_within: timedelta
    majority: int
    majority_basis: Basis
    calling_code: str
    trunk: str


def read_register(file: Table) -> Register:
    """register.toml. Raises DataError."""
    names = ("receipt", "number", "first_record", "court_file", "majority", "phone")
    receipt, number, first, court, age, phone = (file.table(key) for key in names)
    property_kinds, marks = _property(file)
    evidence, ranks = _evidence(file), _ranks(file)
    read = Register(
        _roles(file), kinds(file, "operation"), kinds(file, "form"), kinds(file, "concealment"),
        property_kinds, marks, ranks, evidence, _supply(file, len(evidence)), kinds(file, "outcome", counted=False),
        kinds(file, "currency", counted=False), kinds(file, "trace", counted=False),
        timedelta(hours=whole(receipt, "typed_in_within_hours", least=1)), _alerts(receipt, ranks),
        _languages(receipt), whole(number, "digits", least=3), _alerts(number, ranks),
        timedelta(hours=whole(first, "late_after_hours", least=1)),
        timedelta(days=whole(court, "within_days", least=1)), whole(age, "years", least=1), basis(age),
        phone.text("calling_code"), phone.text("trunk", ""),
    )  # fmt: skip
    for table in (receipt, number, first, court):
        basis(table)
    for table in (receipt, number, first, court, age, phone, file):
        table.finish()
    return read


def _alerts(table: Table, ranks: Mapping[str, Rank]) -> tuple[str, ...]:
    """Who is told, by the key `alerts`."""
    named = table.texts("alerts")
    if unknown := [name for name in named if name != INSPECTOR and name not in ranks]:
        table.fail("alerts", gettext_noop("names {name}, which is no rank; write ranks of this file, or “inspector”"),
                   name=unknown[0])  # fmt: skip
    return named


def _languages(table: Table) -> tuple[str, ...]:
    named = table.texts("languages")
    if not named:
        table.fail("languages", gettext_noop("is missing; write {expected}"), expected='languages = ["…"]')
    return named


def _roles(file: Table) -> dict[str, Role]:
    read = {}
    for name, table in sections(file, "role"):
        read[name] = Role(name, label(table), table.text("counts_as", ""), table.flag("charged", False),
                          table.flag("held", False))  # fmt: skip
        table.finish()
    return read


def _property(file: Table) -> tuple[dict[str, Kind], dict[str, str]]:
    read, marks = {}, {}
    for name, table in sections(file, "property"):
        read[name] = Kind(name, label(table))
        marks[name] = table.choice("known_by", MARKS, "none")
        table.finish()
    return read, marks


def _ranks(file: Table) -> dict[str, Rank]:
    read = {}
    for order, (name, table) in enumerate(sections(file, "rank")):
        read[name] = Rank(name, label(table), order)
        table.finish()
    if not read:
        file.fail("rank", gettext_noop("has no rank; name them from the lowest to the highest"))
    return read


def _evidence(file: Table) -> dict[str, Evidence]:
    read = {}
    for name, table in sections(file, "evidence"):
        read[name] = Evidence(name, label(table), table.flag("independent", False))
        table.finish()
    return read


def _supply(file: Table, classes: int) -> dict[str, SupplyRole]:
    read = {}
    for name, table in sections(file, "supply"):
        one = SupplyRole(name, label(table), table.text("counts_as", ""), whole(table, "needs"),
                         whole(table, "independent", default=0))  # fmt: skip
        if not one.independent <= one.needs <= classes:
            table.fail("needs", gettext_noop("should be `independent` or more, and no more than there are classes of "
                                             "evidence"))  # fmt: skip
        read[name] = one
        table.finish()
    return read
