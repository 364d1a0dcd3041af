"""Reads of charges: what waits for a second officer, and what a change that is asked for would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from marga.country import load, write
from marga.enforcement.access import visible
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases import contents
from marga.enforcement.cases.models import CaseOfficer, Charge, Proposal
from marga.enforcement.cases.services import with_law
from marga.enforcement.rules import charges as rules
from marga.enforcement.rules.officers import Officer
from marga.site.writing import writer

from . import wording
from .services import as_rule, proposal

MOST_WAITING = 50


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do. `refusals`: why it may not be, as things stand."""

    stands: str
    stands_penalty: str
    wanted: str
    wanted_penalty: str
    verified: bool
    does: str
    who_agrees: str
    refusals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that waits. `effect.refusals`: why who reads this may not agree to it."""

    row: Proposal
    effect: Effect

    @property
    def key(self) -> str:
        """By which its forms are told apart."""
        return f"{self.row.party_id}/{self.row.line}"


def effect(
    versions: list[Charge], charge: contents.Charged | None, reason: str, decision: str, author: Officer, who: Acting,
    second: Officer | None = None, in_case: frozenset[str] = frozenset(),
) -> Effect:  # fmt: skip
    """What this change of a line of versions would do, and why it may not be proposed; with a second officer, why that
    officer may not agree."""
    country = load(settings.MARGA_COUNTRY).enforcement
    changes, ranks = country.offences.changes, country.register.ranks
    line = tuple(as_rule(row) for row in versions)
    wanted = proposal(charge, reason, decision, author, second, who)
    refusals = (rules.proposal_refusals(line, wanted, changes) if second is None
                else rules.change_refusals(line, wanted, in_case, changes, ranks))  # fmt: skip
    stands, law = versions[-1], None if charge is None else with_law(charge)
    way = None if line[-1].charge is None and wanted.charge is None else rules.direction(line[-1].charge, wanted.charge)
    return Effect(
        wording.name_of(stands), wording.penalty_of(stands) if stands.offence else "", wording.name_of(law),
        wording.penalty_of(law) if law else "", law is None or wording.is_verified(law),
        wording.does(way) if way else "", wording.who_agrees(changes[way]) if way else "",
        tuple(write(one, writer()) for one in refusals),
    )  # fmt: skip


def further_effect(
    standing: list[Charge], charge: contents.Charged, reason: str, decision: str, author: Officer, who: Acting,
    second: Officer | None = None, in_case: frozenset[str] = frozenset(),
) -> Effect:  # fmt: skip
    """The same of a further charge beside the last versions of those that were given, `standing`."""
    country = load(settings.MARGA_COUNTRY).enforcement
    changes, ranks = country.offences.changes, country.register.ranks
    beside = [found for row in standing if (found := as_rule(row).charge) is not None]
    wanted = proposal(charge, reason, decision, author, second, who)
    refusals = (rules.further_refusals(beside, wanted, changes) if second is None
                else rules.further_agreement_refusals(beside, wanted, in_case, changes, ranks))  # fmt: skip
    law, stands = with_law(charge), [row for row in standing if row.offence]
    return Effect(
        "; ".join(wording.name_of(row) for row in stands), "", wording.name_of(law), wording.penalty_of(law),
        wording.is_verified(law), _("adds a charge beside those that stand"),
        wording.who_agrees(changes[rules.Direction.RAISES]), tuple(write(one, writer()) for one in refusals),
    )  # fmt: skip


def waiting(who: Acting) -> list[Waiting]:
    """The changes of charges that wait in the cases that an officer may read, the longest waiting first. Three queries,
    however many there are; no more than `MOST_WAITING`."""
    rows = Proposal.objects.filter(party__case__in=visible(who)).select_related("party__case").order_by("at", "pk")
    found = list(rows[:MOST_WAITING])
    lines = versions_of(row.party_id for row in found)
    in_case: dict[str, set[str]] = defaultdict(set)
    for case, officer in CaseOfficer.objects.filter(case__in=[row.party.case_id for row in found]).values_list(
        "case", "officer"
    ):
        in_case[case].add(officer)
    return [Waiting(row, _asked(row, lines, who, in_case[row.party.case_id])) for row in found]


def _asked(
    row: Proposal, lines: Mapping[tuple[str, int], list[Charge]], who: Acting, in_case: Iterable[str]
) -> Effect:  # fmt: skip
    charge = None if not row.offence else contents.Charged(offence=row.offence, quantity=row.quantity, band=row.band)
    author, versions = Officer(row.author, row.author_rank), lines.get((row.party_id, row.line))
    if versions is None and charge is not None:
        standing = [versions[-1] for (party, _line), versions in lines.items() if party == row.party_id]
        return further_effect(standing, charge, row.reason, row.decision, author, who, who.officer, frozenset(in_case))
    return effect(versions or [], charge, row.reason, row.decision, author, who, who.officer, frozenset(in_case))


def versions_of(parties: Iterable[str]) -> dict[tuple[str, int], list[Charge]]:
    """The versions of every charge of some people, by person and line, the first first. One query."""
    found: dict[tuple[str, int], list[Charge]] = defaultdict(list)
    for row in Charge.objects.filter(party__in=list(parties)).order_by("party", "line", "version"):
        found[row.party_id, row.line].append(row)
    return found
