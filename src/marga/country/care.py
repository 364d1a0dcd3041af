"""What a country decides for care: waiting, safe space, on what a stay rests, who comes first, and lists of words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from .basis import Basis, Kind, basis, kinds, label, sections, whole
from .emergencies import Emergencies, read_emergencies
from .reading import Table, shown
from .sentences import Text, gettext_noop

#: What a rule of priority may ask for; each is known of a client or of a request.
FLAGS = ("danger", "pregnant", "minor", "injecting", "opioids", "children")


@dataclass(frozen=True, slots=True)
class Days:
    """A length in days, and what it rests on."""

    days: int
    basis: Basis

    @property
    def span(self) -> timedelta:
        return timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """On what a stay can rest. `longest`: None for no maximum; `review`: the time between looks from outside."""

    name: str
    label: Text
    longest: timedelta | None
    review: timedelta
    may_leave: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class PriorityRule:
    """A class of urgency, 0 before 1, for whom all of `when` holds."""

    number: int
    urgency: int
    when: frozenset[str]
    label: Text
    basis: Basis

    def fits(self, flags: Iterable[str]) -> bool:
        return self.when <= frozenset(flags)


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger that somebody may see, and what to do now."""

    name: str
    label: Text
    do: Text
    basis: Basis


@dataclass(frozen=True, slots=True)
class Care:
    """All of care.toml."""

    stale_after: timedelta
    soon: timedelta
    order: tuple[str, ...]
    standard: Days
    offer: timedelta
    offer_basis: Basis
    lost: Days
    returned: Days
    area: Decimal  # square metres of floor a person
    area_basis: Basis
    bases: Mapping[str, LegalBasis]
    leave: Days  # within which somebody from outside looks at the stay of who asks to leave and may not
    priorities: tuple[PriorityRule, ...]
    needs: Mapping[str, Kind]
    languages: Mapping[str, Kind]
    pauses: Mapping[str, Kind]
    drops: Mapping[str, Kind]
    above_safe: Mapping[str, Kind]
    reasons: Mapping[str, Kind]
    emergency_number: str
    emergency_basis: Basis
    dangers: Mapping[str, Danger]
    incidents: Mapping[str, Kind]
    disclosure: Emergencies
    objection: Days


def read_care(file: Table, modalities: Collection[str]) -> Care:
    """The file care.toml; `modalities` are the kinds of care of the country. Raises DataError."""
    offer, area, emergency = file.table("offer"), file.table("area"), file.table("emergency")
    read = Care(
        stale_after=timedelta(hours=whole(file, "hours_until_stale", least=1)),
        soon=timedelta(days=whole(file, "soon_days")), order=_order(file, modalities),
        standard=_days(file.table("waiting"), "standard_days"),
        offer=timedelta(hours=whole(offer, "hours", least=1)), offer_basis=basis(offer),
        lost=_days(file.table("lost"), "days"), returned=_days(file.table("return"), "days"),
        area=_exact(area, "square_metres"), area_basis=basis(area),
        bases=dict(_bases(file)), leave=_days(file.table("leave"), "review_days"),
        priorities=tuple(_priorities(file)), needs=kinds(file, "need", counted=False),
        languages=kinds(file, "language", counted=False), pauses=kinds(file, "pause", counted=False),
        drops=kinds(file, "drop", counted=False), above_safe=kinds(file, "above_safe", counted=False),
        reasons=kinds(file, "reason"), emergency_number=emergency.text("number"), emergency_basis=basis(emergency),
        dangers=dict(_dangers(file)), incidents=kinds(file, "incident", counted=False),
        disclosure=read_emergencies(file.table("disclosure")), objection=_days(file.table("objection"), "days"),
    )  # fmt: skip
    for table in (offer, area, emergency, file):
        table.finish()
    return read


def _order(file: Table, modalities: Collection[str]) -> tuple[str, ...]:
    order = file.texts("order")
    if sorted(order) != sorted(modalities):
        file.fail("order", gettext_noop("should name each kind of care once: {kinds}"), kinds=", ".join(modalities))
    return order


def _days(table: Table, key: str) -> Days:
    read = Days(whole(table, key, least=1), basis(table))
    table.finish()
    return read


def _exact(table: Table, key: str) -> Decimal:
    text = table.text(key)
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not (number.is_finite() and number > 0):
        table.fail(key, gettext_noop("should be a number between quotes such as {example}, not {value}"),
                   example='"3.4"', value=shown(text))  # fmt: skip
    return number


def _bases(file: Table) -> Iterable[tuple[str, LegalBasis]]:
    for name, table in sections(file, "basis"):
        longest = whole(table, "longest_days")
        yield name, LegalBasis(
            name, label(table), timedelta(days=longest) if longest else None,
            timedelta(days=whole(table, "review_days", least=1)), table.flag("may_leave", False), basis(table),
        )  # fmt: skip
        table.finish()


def _priorities(file: Table) -> Iterable[PriorityRule]:
    """The rules from the top; the last one fits everybody, so that nobody is without a class."""
    last: PriorityRule | None = None
    for number, table in enumerate(file.tables("priority")):
        when = table.texts("when")
        if unknown := [flag for flag in when if flag not in FLAGS]:
            table.fail("when", gettext_noop("names {flag}; write some of {flags}"), flag=unknown[0],
                       flags=" / ".join(FLAGS))  # fmt: skip
        last = PriorityRule(number, whole(table, "class"), frozenset(when), label(table), basis(table))
        yield last
        table.finish()
    if last is None or last.when:
        file.fail("priority", gettext_noop("should end with a rule for everybody: when = []"))


def _dangers(file: Table) -> Iterable[tuple[str, Danger]]:
    for name, table in sections(file, "danger"):
        yield name, Danger(name, label(table), label(table, "do"), basis(table))
        table.finish()
