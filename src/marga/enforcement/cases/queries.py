"""Reads of one case: everything its page shows, in a fixed number of queries however many people it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from marga.country import load
from marga.enforcement.acts.services import Acting
from marga.enforcement.charges.queries import versions_of
from marga.enforcement.charges.wording import Step, name_of, steps
from marga.enforcement.court.models import CourtFile
from marga.enforcement.custody.models import Custody
from marga.enforcement.exhibits.models import Exhibit
from marga.enforcement.people.queries import counts_of_possible
from marga.enforcement.stations.models import Officer

from . import contents, words
from .models import Case, Party, Property, Proposal

Row = TypeVar("Row", Property, Custody)


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a case as its page shows them.

    lines    each charge by its line: number, versions, and the change that waits, if any
    outcome  what became of the person, in words; `outcome_here`: it is recorded for itself, as they are accused and not
             held
    same     in how many other cases this is one person with somebody; possible: how many records may be
    """

    row: Party
    name: str
    role: str
    particulars: list[tuple[str, str]]
    lines: list[tuple[int, list[Step], str]]
    property: list[tuple[Property, str]]
    custodies: list[Custody]
    possible: int
    outcome: str
    outcome_here: bool


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due. `overdue`: its time has passed; `key`: the custody it is in, "" for another thing."""

    says: str
    at: datetime | None = None
    overdue: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A case as its page shows it."""

    case: Case
    people: list[Person]
    exhibits: list[tuple[Exhibit, str, str, str]]  # with drug, form and concealment in words
    officers: list[tuple[str, str]]  # number and name
    court: list[CourtFile]
    due: list[Due]


def record(case: Case, who: Acting) -> Record:
    """Everything about a case that was found already. Thirteen queries at most."""
    parties = list(case.parties.order_by("number"))
    keys = [party.key for party in parties]
    custodies = list(Custody.objects.filter(party__in=keys).order_by("arrived"))
    proposals = list(Proposal.objects.filter(party__in=keys))
    exhibits = list(case.exhibits.order_by("number"))
    people = _people(parties, custodies, proposals, who)
    name = Officer.objects.filter(pk=OuterRef("officer")).values("name")
    officers = case.officers.order_by("officer").values_list("officer", Subquery(name))
    court = list(case.court_files.order_by("number")) if case.court_sent else []
    return Record(
        case, people, [_exhibit(one) for one in exhibits], [(number, name or "") for number, name in officers],
        court, _due(case, people, proposals, exhibits, who),
    )  # fmt: skip


def _people(
    parties: list[Party], custodies: list[Custody], proposals: list[Proposal], who: Acting
) -> list[Person]:  # fmt: skip
    keys = [party.key for party in parties]
    lines, held = versions_of(keys), _by_party(custodies)
    taken = _by_party(Property.objects.filter(party__in=keys).order_by("number"))
    waiting = {(one.party_id, one.line): _asked(one) for one in proposals}
    possible = counts_of_possible(parties, who)
    accused = {name for name, role in load(settings.MARGA_COUNTRY).enforcement.register.roles.items() if role.charged}
    return [
        Person(
            party, words.name_of(party), words.in_register("roles", party.role), _particulars(party),
            [(line, steps(versions), waiting.get((key, line), ""))
             for (key, line), versions in lines.items() if key == party.key],
            [(one, words.in_register("property", one.kind)) for one in taken[party.key]],
            held[party.key], possible.get(party.key, 0),
            words.in_register("outcomes", party.outcome) if party.outcome else "",
            party.role in accused and not any(one.ended is None for one in held[party.key]),
        )
        for party in parties
    ]  # fmt: skip


def _by_party(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.party_id].append(row)
    return found


def _asked(one: Proposal) -> str:
    return name_of(contents.Charged(offence=one.offence, quantity=one.quantity, band=one.band) if one.offence else None)


def _particulars(party: Party) -> list[tuple[str, str]]:
    """What is known of a person, in words; what is not known is left out. Of an erased one nothing is to be said."""
    if party.erased is not None:
        return []
    said = [
        (str(label), words.particular(field, getattr(party, field)))
        for field, label in words.FIELDS.items()
        if field != "birth" and getattr(party, field) not in (None, "", [])
    ]
    return [*said, (str(words.FIELDS["birth"]), words.born(party.born_from, party.born_to, party.birth_known))]


def _exhibit(one: Exhibit) -> tuple[Exhibit, str, str, str]:
    return (one, words.in_dimension("drug", one.drug), words.in_register("forms", one.form),
            words.in_register("concealments", one.concealment))  # fmt: skip


def _due(
    case: Case, people: list[Person], proposals: list[Proposal], exhibits: list[Exhibit], who: Acting
) -> list[Due]:  # fmt: skip
    """What is due in a case: deadlines of custody first, the nearest first."""
    found = [
        Due(_("{name} is held").format(name=person.name), one.next_due,
            one.next_due is not None and one.next_due < who.clock.at, one.key)
        for person in people for one in person.custodies if one.ended is None
    ]  # fmt: skip
    found.sort(key=lambda one: (one.at is None, one.at))
    if proposals:
        found.append(Due(_("A change of a charge waits for a second officer.")))
    if any(one.concern for one in exhibits):
        found.append(Due(_("An exhibit waits for the supervisor.")))
    if case.court_sent is None:
        found.append(Due(_("The file was not sent to court yet.")))
    return found
