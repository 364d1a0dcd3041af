"""Reads of people over cases: who may be the same, the records of one person, and who read what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from marga.country import load, write
from marga.enforcement.access import visible
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Case, Merge, NameKey, Party, Property, Trace
from marga.enforcement.charges.queries import versions_of
from marga.enforcement.charges.wording import name_of
from marga.enforcement.rules.ages import Born
from marga.enforcement.rules.links import HUB, phone_traces, trace_value
from marga.enforcement.rules.matching import Known, candidates
from marga.enforcement.rules.names import pairs, sounds
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


def counts_of_possible(parties: Sequence[Party], who: Acting) -> dict[str, int]:
    """How many records may be of each of these people, by key. As many queries for one as for twenty."""
    return {key: len(found) for key, found in _possible(parties, who).items()}


def possible(party: Party, who: Acting) -> list[Possible]:
    """The records, of cases that somebody may read, that may be of the same person; the likeliest first, ten at most.

    Those that are one person with this already are left out. Nothing is merged by this.
    """
    return _possible([party], who)[party.key]


def _possible(parties: Sequence[Party], who: Acting) -> dict[str, list[Possible]]:
    others = {party.key: party for party in _near(parties, who)}
    known = _known([*parties, *others.values()])
    by_sound: dict[str, set[str]] = defaultdict(set)
    for key, party in others.items():
        for sound in _keys(party):
            by_sound[sound].add(key)
    found = {}
    for party in parties:
        near = {key for sound in _keys(party) for key in by_sound[sound]}
        near |= {key for key in others if known[key].marks & known[party.key].marks}
        near = {key for key in near if others[key].person != party.person}
        likely = candidates(known[party.key], [known[key] for key in sorted(near)])
        found[party.key] = [
            Possible(others[one.key], one.score, [write(says, writer()) for says in one.reasons]) for one in likely
        ]
    return found


def _keys(party: Party) -> set[str]:
    return {key for name in (party.name, party.alias) for key in (pairs(name) or sounds(name))}


def _near(parties: Sequence[Party], who: Acting) -> list[Party]:
    """Who may be compared with these people: two words of a name that sound alike, and born about then; or a trace that
    the case shares with another. At most so many, by index; three queries."""
    wanted = Q(pk__in=[])
    for party in parties:
        wanted |= Q(sound__in=_keys(party)) & about(party.born_from, party.born_to)
    names = within(NameKey.objects.filter(wanted), who).exclude(party__in=parties)
    keys = set(names.values_list("party", flat=True)[:MOST_COMPARED])
    traces = Q(pk__in=[])
    for kind, value in Trace.objects.filter(case__in={party.case_id for party in parties}).values_list("kind", "value"):
        traces |= Q(kind=kind, value=value)
    linked = Trace.objects.filter(traces).exclude(case__in={party.case_id for party in parties})
    cases = set(linked.values_list("case", flat=True)[:HUB])
    near = Party.objects.filter(Q(pk__in=keys) | Q(case__in=cases), case__in=visible(who))
    return list(near.exclude(pk__in=[one.key for one in parties]).select_related("case")[: 2 * MOST_COMPARED])


def about(earliest: date | None, latest: date | None) -> Q:
    """Whose earliest day of birth is near these, or not known."""
    if earliest is None or latest is None:
        return Q()
    return Q(born__range=(earliest - APART, latest + APART)) | Q(born=None)


def within(names: QuerySet[NameKey], who: Acting) -> QuerySet[NameKey]:
    """The keys of names that somebody may find people by: of their unit, or all for an inspector."""
    return names if may(who, "enforcement.inspect") else names.filter(unit=who.unit)


def _known(parties: Sequence[Party]) -> dict[str, Known[str]]:
    """What is known of people, with the telephones that were taken from them. One query."""
    register = load(settings.MARGA_COUNTRY).enforcement.register
    marks: dict[str, set[tuple[str, str]]] = defaultdict(set)
    things = Property.objects.filter(party__in=[one.key for one in parties], kind__in=("phone", "document"))
    for party, kind, mark in things.exclude(mark="").values_list("party", "kind", "mark"):
        if kind == "phone":
            marks[party] |= set(phone_traces(mark, register.calling_code, register.trunk))
        else:
            marks[party].add((kind, trace_value(kind, mark, register.calling_code, register.trunk)))
    return {
        one.key: Known(one.key, tuple(filter(None, (one.name, one.alias))), _born(one), one.sex,
                       frozenset(marks[one.key]))
        for one in parties
    }  # fmt: skip


def _born(party: Party) -> Born | None:
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
