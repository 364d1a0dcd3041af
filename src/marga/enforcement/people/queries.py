"""Reads of people over cases: who may be the same, the records of one person, and who read what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet

from marga.country import load, write
from marga.enforcement.access import reads_all_of, visible
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Case, Merge, NameKey, Party, Property, Trace
from marga.enforcement.charges.queries import versions_of
from marga.enforcement.charges.wording import name_of
from marga.enforcement.rules.links import HUB, trace_value
from marga.identity.ages import Born
from marga.identity.matching import Candidate, Known, candidates
from marga.identity.names import pairs, sounds
from marga.site.roles import may
from marga.site.writing import writer

#: Records that are compared at most, for all people of a page together.
MOST_COMPARED = 400
MOST_RECORDS = 100
#: How far two days of birth may be apart for one person, where one of them was guessed or misread.
APART = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Possible:
    """A record that may be of the same person, and why."""

    party: Party
    score: int
    reasons: list[str]


class Compared(NamedTuple):
    """What of a party tells whether it is of the same person: these columns, and of hundreds no more is read."""

    key: str
    person: str
    name: str
    alias: str
    sex: str
    born_from: date | None
    born_to: date | None


OF_A_NAME = ("party", *(f"party__{column}" for column in Compared._fields[1:]))


def counts_of_possible(parties: Sequence[Party], who: Acting) -> dict[str, int]:
    """How many records may be of each of these people, by key. As many queries for one as for twenty."""
    return {key: len(found) for key, found in _possible(parties, who).items()}


def possible(party: Party, who: Acting) -> list[Possible]:
    """The records, of cases that somebody may read, that may be of the same person; the likeliest first, ten at most.

    Those that are one person with this already are left out. Nothing is merged by this.
    """
    likely = _possible([party], who)[party.key]
    records = parties_by(one.key for one in likely)
    return [Possible(records[one.key], one.score, [write(says, writer()) for says in one.reasons]) for one in likely]


def _possible(parties: Sequence[Party], who: Acting) -> dict[str, list[Candidate[str]]]:
    others = {party.key: party for party in _near(parties, who)}
    if not others:
        return {party.key: [] for party in parties}
    known = _known([*(_compared(party) for party in parties), *others.values()])
    by_sound: dict[str, set[str]] = defaultdict(set)
    for key, other in others.items():
        for sound in _keys(other):
            by_sound[sound].add(key)
    found = {}
    for party in parties:
        near = {key for sound in _keys(party) for key in by_sound[sound]}
        near |= {key for key in others if known[key].marks & known[party.key].marks}
        near = {key for key in near if others[key].person != party.person}
        found[party.key] = candidates(known[party.key], [known[key] for key in sorted(near)])
    return found


def _compared(party: Party) -> Compared:
    return Compared(*(getattr(party, column) for column in Compared._fields))


def _keys(party: Party | Compared) -> set[str]:
    return {key for name in (party.name, party.alias) for key in (pairs(name) or sounds(name))}


def _near(parties: Sequence[Party], who: Acting) -> list[Compared]:
    """Who may be compared with these people: two words of a name that sound alike, and born about then; or a trace that
    the case shares with another. At most so many, by index; four queries at most."""
    wanted = Q(pk__in=[])
    for party in parties:
        wanted |= Q(sound__in=_keys(party)) & about(party.born_from, party.born_to)
    names = within(NameKey.objects.filter(wanted), who).exclude(party__in=parties)
    found = {row[0]: Compared(*row) for row in names.values_list(*OF_A_NAME)[:MOST_COMPARED]}
    traces = Q(pk__in=[])
    own = {party.case_id for party in parties}
    for kind, value in Trace.objects.filter(case__in=own).values_list("kind", "value"):
        traces |= Q(kind=kind, value=value)
    linked = Trace.objects.filter(traces).exclude(case__in=own)
    cases = set(linked.values_list("case", flat=True)[:HUB])
    if cases:
        more = Party.objects.filter(case__in=cases).filter(case__in=visible(who)).values_list(*Compared._fields)
        found |= {row[0]: Compared(*row) for row in more[:MOST_COMPARED]}
    return list(found.values())


def about(earliest: date | None, latest: date | None) -> Q:
    """Whose earliest day of birth is near these, or not known."""
    if earliest is None or latest is None:
        return Q()
    return Q(born__range=(earliest - APART, latest + APART)) | Q(born=None)


def within(names: QuerySet[NameKey], who: Acting) -> QuerySet[NameKey]:
    """The keys of names that somebody may find people by: of their unit, or all for an inspector."""
    if may(who, "enforcement.inspect"):
        return names
    names = names.filter(unit=who.unit)
    return names if reads_all_of(who, who.unit) else names.filter(party__case__in=visible(who))


def _known(parties: Sequence[Compared]) -> dict[str, Known[str]]:
    """What is known of people, with the telephones that were taken from them. One query."""
    register = load(settings.MARGA_COUNTRY).enforcement.register
    marks: dict[str, set[tuple[str, str]]] = defaultdict(set)
    things = Property.objects.filter(party__in=[one.key for one in parties], kind__in=("phone", "document"))
    for party, kind, mark in things.exclude(mark="").values_list("party", "kind", "mark"):
        marks[party].add((kind, trace_value(kind, mark, register.calling_code, register.trunk)))
    return {
        one.key: Known(one.key, tuple(filter(None, (one.name, one.alias))), _born(one), one.sex,
                       frozenset(marks[one.key]))
        for one in parties
    }  # fmt: skip


def _born(party: Compared) -> Born | None:
    return None if party.born_from is None or party.born_to is None else Born(party.born_from, party.born_to)


@dataclass(frozen=True, slots=True)
class Records:
    """One person over cases: each record with the charges that stand, and the merges that connect them."""

    person: str
    records: list[tuple[Party, Case, list[str]]]
    merges: list[Merge]


def records_of(party: Party, who: Acting) -> Records:
    """The records that are of one person, in cases that somebody may read; the newest first. Three queries."""
    rows = list(Party.objects.filter(person=party.person, case__in=visible(who)).select_related("case")
                .order_by("-case__recorded", "-key")[:MOST_RECORDS])  # fmt: skip
    keys = [row.key for row in rows]
    standing: dict[str, list[str]] = defaultdict(list)
    for (key, _line), versions in versions_of(keys).items():
        standing[key].append(name_of(versions[-1]))
    merges = Merge.objects.filter(one__in=keys, other__in=keys).order_by("-at")
    return Records(party.person, [(row, row.case, standing[row.key]) for row in rows], list(merges))


def parties_by(keys: Iterable[str]) -> dict[str, Party]:
    """People with their cases, by key. One query."""
    return {row.key: row for row in Party.objects.filter(pk__in=list(keys)).select_related("case")}
