"""The register as rows of an extract, streamed: at any time some thousands of rows are held, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from marga.country import Country, Period
from marga.country.instants import day_of
from marga.enforcement.cases.models import Case, Charge, Party
from marga.enforcement.court.models import CourtFile
from marga.enforcement.custody.models import Custody
from marga.enforcement.exhibits.models import Exhibit, WeighingRound
from marga.enforcement.rules.charges import counted_offence
from marga.enforcement.rules.custody import counted_end
from marga.identity.ages import Born, counted_age
from marga.site.cubes.pseudonyms import Keys

HELD = 2000
MILLIGRAM = Decimal("0.001")
Row = dict[str, Any]
One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Register:
    """What rows are made with: the country's words, where days are counted, and the pseudonyms of this extract."""

    country: Country
    zone: ZoneInfo
    keys: Keys
    period: Period

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From the first instant of the period to the first behind it."""
        begin, end = (datetime.combine(day, time(), self.zone) for day in (self.period.start, self.period.next_day))
        return begin, end

    def day(self, at: datetime) -> date:
        return day_of(at, self.zone)

    def offence(self, offences: Iterable[str]) -> str | None:
        """The category that these charges count as: of the gravest."""
        known = self.country.enforcement.offences.offences
        order = list(self.country.dimensions["offence"].categories)
        return counted_offence([known[name].counts_as for name in offences], order)

    def offence_of(self, case: Case) -> str:
        """What a case counts as; without any charge the mildest."""
        return case.offence or list(self.country.dimensions["offence"].categories)[-1]


def cases(register: Register) -> Iterator[list[Row]]:
    """Cases by the day of their first record. One whose kind of operation is not counted is left out."""
    operations = register.country.enforcement.register.operations
    found = Case.objects.filter(recorded__gte=register.span[0], recorded__lt=register.span[1])
    for several in _chunks(found.select_related("unit").order_by("recorded", "number")):
        files = set(CourtFile.objects.filter(case__in=several).values_list("case_id", flat=True))
        yield [
            {"case": register.keys("case", one.number), "unit": register.keys("unit", one.unit_id),
             "province": one.unit.province, "opened": register.day(one.recorded),
             "operation": operations[one.operation].counts_as, "offence": register.offence_of(one),
             "court_file": one.number in files}
            for one in several if operations[one.operation].counts_as
        ]  # fmt: skip


def parties(register: Register) -> Iterator[list[Row]]:
    """People in cases, by the day of the case's first record: those whose part is counted and who were charged."""
    start, end = register.span
    found = Party.objects.filter(case__recorded__gte=start, case__recorded__lt=end)
    for several in _chunks(found.select_related("case__unit").order_by("case__recorded", "key")):
        past = _past(register, {one.person for one in several})
        made = (_party(register, one, past[one.person]) for one in several)
        yield [row for row in made if row is not None]


@dataclass(frozen=True, slots=True)
class Seen:
    """One record of a person that counts: when, and the charges first and last given in it."""

    party: str
    recorded: datetime
    author: str
    first: str
    last: str


def _past(register: Register, people: set[str]) -> Mapping[str, list[Seen]]:
    """Every record of these people that counts, from the first on, also from before the period."""
    counted = [name for name, role in register.country.enforcement.register.roles.items() if role.counts_as]
    own = (
        Party.objects.filter(person__in=people, role__in=counted)
        .select_related("case")
        .prefetch_related(Prefetch("charges", Charge.objects.order_by("line", "version")))
        .order_by("case__recorded", "key")
    )
    found: dict[str, list[Seen]] = defaultdict(list)
    for one in own:
        charges = list(one.charges.all())
        first = [charge for charge in charges if charge.version == 1]
        last = {charge.line: charge.offence for charge in charges if charge.offence}
        if first:
            found[one.person].append(Seen(
                one.key, one.case.recorded, first[0].author, register.offence(charge.offence for charge in first) or "",
                register.offence(last.values()) or "",
            ))  # fmt: skip
    return found


def _party(register: Register, one: Party, past: Sequence[Seen]) -> Row | None:
    place = next((place for place, seen in enumerate(past) if seen.party == one.key), None)
    if place is None:
        return None
    seen, before = past[place], past[place - 1] if place else None
    day, keys = register.day(seen.recorded), register.keys
    last_day = register.day(before.recorded) if before else None
    born = Born(one.born_from, one.born_to) if one.born_from and one.born_to else None
    words = register.country.enforcement.register
    return {
        "party": keys("party", one.key), "case": keys("case", one.case_id), "person": keys("person", one.person),
        "unit": keys("unit", one.case.unit_id), "officer": keys("officer", seen.author),
        "province": one.case.unit.province, "opened": day, "role": words.roles[one.role].counts_as,
        "offence_first": seen.first, "offence": seen.last,
        "supply_role": words.supply[one.supply_role].counts_as if one.supply_role else "user",
        "sex": one.sex or None, "age": counted_age(born, day), "citizenship": one.citizenship or None,
        "moved_for_work": one.moved_for_work, "arrested": one.arrested is not None,
        "first_in_month": last_day is None or (last_day.year, last_day.month) != (day.year, day.month),
        "first_in_quarter": last_day is None or _quarter(last_day) != _quarter(day),
        "first_in_year": last_day is None or last_day.year != day.year,
        "days_since_last": (day - last_day).days if last_day else None,
        "offence_last_time": before.last if before else None,
    }  # fmt: skip


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def exhibits(register: Register) -> Iterator[list[Row]]:
    """What was seized and weighed, by the day of seizure: the weights of the last round that was opened."""
    words = register.country.enforcement.register
    found = Exhibit.objects.filter(seized__gte=register.span[0], seized__lt=register.span[1])
    opened = WeighingRound.objects.filter(opened__isnull=False, cancelled__isnull=True).order_by("number")
    rounds = Prefetch("rounds", opened.prefetch_related("weights"))
    for several in _chunks(found.select_related("case__unit").order_by("seized", "key"), rounds):
        rows = []
        for one in several:
            weighed = [{weight.which: weight.net for weight in each.weights.all()} for each in one.rounds.all()]
            form, hidden = words.forms[one.form].counts_as, words.concealments[one.concealment].counts_as
            if weighed and 1 in weighed[-1] and form and hidden:
                rows.append({
                    "exhibit": register.keys("exhibit", one.key), "case": register.keys("case", one.case_id),
                    "unit": register.keys("unit", one.case.unit_id), "province": one.case.unit.province,
                    "seized": register.day(one.seized), "offence": register.offence_of(one.case), "drug": one.drug,
                    "form": form, "concealment": hidden, "first_grams": _grams(weighed[-1][1]),
                    "second_grams": _grams(weighed[-1].get(2)),
                })  # fmt: skip
        yield rows


def _grams(weight: Decimal | None) -> Decimal | None:
    return None if weight is None else weight.quantize(MILLIGRAM)


def custodies(register: Register) -> Iterator[list[Row]]:
    """Stays in custody by the day of arrival at the unit; who was handed to another unit has a stay at each."""
    law = register.country.enforcement.custody
    found = Custody.objects.filter(began_here__gte=register.span[0], began_here__lt=register.span[1])
    for several in _chunks(found.select_related("unit", "party__case").order_by("began_here", "key")):
        yield [
            {"custody": register.keys("custody", one.key), "party": register.keys("party", one.party_id),
             "unit": register.keys("unit", one.unit_id), "province": one.unit.province,
             "day": register.day(one.began_here), "arrested": one.party.arrested or one.arrived,
             "arrived": one.arrived, "recorded": one.party.case.recorded, "ended": one.ended,
             "how": counted_end(law, one.how) if one.how else None}
            for one in several
        ]  # fmt: skip


TABLES = {"cases": cases, "parties": parties, "exhibits": exhibits, "custodies": custodies}


def _chunks(found: QuerySet[Any], *prefetched: Prefetch[Any]) -> Iterator[list[Any]]:
    """The rows of a question, some thousands at a time, with what belongs to them."""
    rows = found.prefetch_related(*prefetched).iterator(chunk_size=HELD)
    while several := list(islice(rows, HELD)):
        yield several
