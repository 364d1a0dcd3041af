"""What a country decides of screening, assessment, treatment and safety at care: periods, lists, and what counts as
what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from .basis import Basis, basis, label, sections, whole
from .care import FLAGS, Days
from .reading import Table
from .sentences import Text, gettext_noop

#: What an assessment may find besides the flags of priority.
FACTS = (*FLAGS, "withdrawal")


@dataclass(frozen=True, slots=True)
class Leaving:
    """Which questions of the screening are left out."""

    unused: bool
    no_drug: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class SessionKind:
    """What a session is. `contact`: whoever attended was in contact."""

    name: str
    label: Text
    contact: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Needed:
    """What a place should have for somebody of whom all of `when` is known."""

    need: str
    when: frozenset[str]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard of quality, as a sentence that is true of a good centre."""

    name: str
    label: Text
    basis: Basis


@dataclass(frozen=True, slots=True)
class Clinical:
    """All of clinical.toml.

    review, lost_soon, appeal, incident   days, with what each rests on
    outcomes                              items of the assessment that are measured again
    centre_types, referrals               a kind of care, a route -> its code in the Treatment Demand Indicator
    drugs                                 its code of a drug, and the country's word for it; a code may have several
    """

    screening: Leaving
    review: Days
    lost_soon: Days
    appeal: Days
    incident: Days
    outcomes: tuple[str, ...]
    outcome_basis: Basis
    sessions: Mapping[str, SessionKind]
    centre_types: Mapping[str, str]
    referrals: Mapping[str, str]
    drugs: tuple[tuple[str, str], ...]
    needed: tuple[Needed, ...]
    quality: Mapping[str, Standard]

    def needs(self, known: Collection[str]) -> tuple[str, ...]:
        """What a place should have for somebody of whom this is known, each once."""
        return tuple(dict.fromkeys(one.need for one in self.needed if one.when <= frozenset(known)))


def read_clinical(
    file: Table, *, drugs: Collection[str], modalities: Collection[str], routes: Collection[str],
    needs: Collection[str],
) -> Clinical:  # fmt: skip
    """The file clinical.toml; the rest are the country's own words. Raises DataError."""
    outcome = file.table("outcome")
    read = Clinical(
        screening=_leaving(file.table("screening")), review=_days(file.table("plan"), "review_days"),
        lost_soon=_days(file.table("lost"), "warn_days"), appeal=_days(file.table("appeal"), "decide_days"),
        incident=_days(file.table("incident"), "review_days"), outcomes=outcome.texts("items"),
        outcome_basis=basis(outcome), sessions=dict(_sessions(file)),
        centre_types=_codes(file.table("centre_type"), modalities), referrals=_codes(file.table("referral"), routes),
        drugs=tuple(_drugs(file, drugs)), needed=tuple(_needed(file, needs)), quality=dict(_quality(file)),
    )  # fmt: skip
    for table in (outcome, file):
        table.finish()
    return read


def _leaving(table: Table) -> Leaving:
    read = Leaving(table.flag("skip_unused", True), table.flag("skip_no_drug", True), basis(table))
    table.finish()
    return read


def _days(table: Table, key: str) -> Days:
    read = Days(whole(table, key, least=1), basis(table))
    table.finish()
    return read


def _sessions(file: Table) -> Iterable[tuple[str, SessionKind]]:
    for name, table in sections(file, "session"):
        yield name, SessionKind(name, label(table), table.flag("contact", False), basis(table))
        table.finish()


def _codes(table: Table, names: Collection[str]) -> dict[str, str]:
    """A code for each of the country's words."""
    read = {name: table.text(name) for name in names}
    basis(table)
    table.finish()
    return read


def _drugs(file: Table, known: Collection[str]) -> Iterable[tuple[str, str]]:
    for table in file.tables("drug"):
        code, word = table.text("code"), table.text("counts_as")
        if word not in known:
            table.fail("counts_as", gettext_noop("names {drug}, which is no category of the dimension drug"), drug=word)
        yield code, word
        table.finish()


def _needed(file: Table, known: Collection[str]) -> Iterable[Needed]:
    for table in file.tables("needed"):
        need, when = table.text("need"), table.texts("when")
        if need not in known:
            table.fail("need", gettext_noop("names {need}, which is no need of care.toml"), need=need)
        if not when or (unknown := [fact for fact in when if fact not in FACTS]):
            table.fail("when", gettext_noop("names {flag}; write some of {flags}"),
                       flag=unknown[0] if when else "–", flags=" / ".join(FACTS))  # fmt: skip
        yield Needed(need, frozenset(when), basis(table))
        table.finish()


def _quality(file: Table) -> Iterable[tuple[str, Standard]]:
    for name, table in sections(file, "quality"):
        yield name, Standard(name, label(table), basis(table))
        table.finish()
