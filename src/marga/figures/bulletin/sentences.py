"""What a bulletin says in words: for each section the sentences that a reader in a hurry takes away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from marga.country import Country, Period, Sentence, gettext_noop, say
from marga.country.catalogues import MONTHS

from .bulletin import Bulletin, Number, Table, Where
from .labels import CATEGORIES
from .times import name_of, period_of, year_before

ALL: Where = ()


def when(time: str) -> Sentence:
    """The words for a time inside a sentence: "in 2019", "in quarter 1 of 2019", "from January to September 2019"."""
    days = period_of(time)
    year, first, last = str(days.start.year), *(say(MONTHS[day.month - 1]) for day in (days.start, days.end))
    if ".." in time:
        return say(gettext_noop("from {first} to {last} {year}"), first=first, last=last, year=year)
    if "Q" in time:
        return say(gettext_noop("in quarter {number} of {year}"), number=time[-1], year=year)
    if len(time) == 4:
        return say(gettext_noop("in {year}"), year=year)
    return say(gettext_noop("in {month} {year}"), month=first, year=year)


@dataclass(frozen=True, slots=True)
class Reader:
    """Looks numbers up in a bulletin: the number, or None where it is not there or not shown."""

    bulletin: Bulletin

    def of(self, table: str, where: Where = ALL, time: str = "") -> Number | None:
        """The number of a table for a group and time; without a time, of the whole period, or else the latest there."""
        found = self.table(table)
        if found is None or not found.times:
            return None
        try:
            return found.value(where, time or self.latest(found))
        except KeyError:
            return None

    def table(self, name: str) -> Table | None:
        return next((one for one in self.bulletin.tables if one.name == name), None)

    def latest(self, table: Table) -> str:
        """The whole period where the table has it, else its latest time that is not of the year before."""
        whole = name_of(self.bulletin.period)
        own = [time for time in table.times if time[:4] == whole[:4]]
        return whole if whole in own else own[-1] if own else table.times[-1]

    def when(self, table: str) -> Period:
        """The days of the latest time of a table."""
        found = self.table(table)
        return self.bulletin.period if found is None or not found.times else period_of(self.latest(found))


def headlines(bulletin: Bulletin) -> Iterator[tuple[str, str, Number, str, Sentence | None]]:
    """The largest numbers: figure, unit, number, time, and how it compares with a year before."""
    reader = Reader(bulletin)
    for table, change in (("cases-by-offence", "cases_change"), ("parties-by-offence", "parties_change"),
                          ("grams-seized-by-offence", ""), ("requests-by-route", "requests_change"),
                          ("in-care-by-modality", "")):  # fmt: skip
        found, value = reader.table(table), reader.of(table)
        if found is not None and value is not None:
            yield found.figure, found.unit, value, reader.latest(found), _change(reader, change)


def _change(reader: Reader, name: str) -> Sentence | None:
    table = reader.table(name)
    if table is None or not table.bounds or table.bounds[0][0] is None:
        return None
    low, high = (Decimal(one) for one in table.bounds[0][0])
    before = when(name_of(year_before(reader.bulletin.period)))
    if low <= 0 <= high:
        words = gettext_noop("between {less} % fewer and {more} % more a day than {before}")
        return say(words, less=-low, more=high, before=before)
    if low > 0:
        return say(gettext_noop("{low} % to {high} % more a day than {before}"), low=low, high=high, before=before)
    return say(gettext_noop("{low} % to {high} % fewer a day than {before}"), low=-high, high=-low, before=before)


def _cases(reader: Reader, _country: Country) -> Iterator[Sentence]:
    cases, people, arrests, a_day = (
        reader.of(name) for name in ("cases-by-offence", "parties-by-offence", "arrests-by-offence", "cases_a_day")
    )
    period = reader.bulletin.period
    if cases is not None and a_day is not None:
        yield say(gettext_noop("{cases} cases were opened {time}: {a_day} a day."), cases=cases, a_day=Decimal(a_day),
                  time=when(name_of(period)))  # fmt: skip
    before = reader.of("cases_a_day", time=name_of(year_before(period)))
    change = _change(reader, "cases_change")
    if before is not None and change is not None:
        yield say(gettext_noop("A year before it was {a_day} a day: that is {change} (95 % interval)."),
                  a_day=Decimal(before), change=change)  # fmt: skip
    if people is not None and arrests is not None:
        words = gettext_noop("{people} people were in these cases, counted once a case; {arrests} arrests were made.")
        yield say(words, people=people, arrests=arrests)


def _share(name: str, template: str) -> Callable[[Reader, Country], Iterator[Sentence]]:
    """A sentence that says one share and when."""

    def said(reader: Reader, _country: Country) -> Iterator[Sentence]:
        value = reader.of(name)
        if value is not None:
            yield say(template, share=Decimal(value), period=reader.when(name))

    return said


def _who(reader: Reader, _country: Country) -> Iterator[Sentence]:
    women, moved = reader.of("share_of_women"), reader.of("share_moved_for_work")
    if women is not None:
        yield say(gettext_noop("{share} % of the arrests were of women ({period})."), share=Decimal(women),
                  period=reader.when("share_of_women"))  # fmt: skip
    if moved is not None:
        words = gettext_noop(
            "Of the arrests of which it is recorded, {share} % were of people who had left home for work."
        )
        yield say(words, share=Decimal(moved))


def _supply(reader: Reader, _country: Country) -> Iterator[Sentence]:
    organisers = reader.of("parties-by-supply-role", (("supply_role", "organiser"),))
    share = reader.of("share_by_part_in_supply", (("supply_role", "organiser"),))
    if organisers is not None and share is not None:
        words = gettext_noop("{organisers} of the people in cases, {share} %, are held to be organisers ({period}).")
        yield say(words, organisers=organisers, share=Decimal(share), period=reader.when("share_by_part_in_supply"))


def _seizures(reader: Reader, country: Country) -> Iterator[Sentence]:
    grams = reader.of("grams-seized-by-offence")
    if grams is not None:
        words = gettext_noop("{kilograms} kg were seized ({period}).")
        yield say(words, kilograms=round(Decimal(grams) / 1000), period=reader.when("grams-seized-by-offence"))
    yield from _first_seen(reader, country)


def _first_seen(reader: Reader, country: Country) -> Iterator[Sentence]:
    for one in reader.bulletin.first_seen:
        time = when(one.month)
        if one.split == "drug":
            drug = country.dimensions["drug"].categories[one.category].label
            yield say(gettext_noop("Seen for the first time in these records, {time}: {drug}."), drug=drug, time=time)
        else:
            words = gettext_noop("Seized for the first time in these records when hidden {how}, {time}.")
            yield say(words, how=say(CATEGORIES[one.category]), time=time)
    if not reader.bulletin.first_seen and reader.table("seizures-by-drug") is not None:
        yield say(gettext_noop("No drug and no way of hiding was seen for the first time."))


def _asking(reader: Reader, _country: Country) -> Iterator[Sentence]:
    requests, starts, waiting = reader.of("requests-by-route"), reader.of("starts-by-route"), reader.of("still-waiting")
    period = reader.bulletin.period
    if requests is not None and starts is not None:
        words = gettext_noop("{requests} requests for treatment were received {time}; {starts} treatments started.")
        yield say(words, requests=requests, starts=starts, time=when(name_of(period)))
    if waiting is not None:
        yield say(gettext_noop("{waiting} requests still waited on {day}."), waiting=waiting, day=period.end)
    middle, within = reader.of("median_wait"), reader.of("share_within_21_days")
    if middle is not None and within is not None:
        words = gettext_noop(
            "Half of those who started had waited {days} days or less; {share} % started within 21 days."
        )
        yield say(words, days=middle, share=Decimal(within))


def _treatment(reader: Reader, _country: Country) -> Iterator[Sentence]:
    where = (("modality", "residential"),)
    present, places = reader.of("in-care-by-modality", where), reader.of("safe-places-by-modality", where)
    if present is not None and places is not None:
        words = gettext_noop("{present} people were in residential centres on {day}, which have {places} safe places.")
        yield say(words, present=present, places=places, day=reader.when("in-care-by-modality").end)
    above = reader.of("share_above_safe", where)
    if above is not None:
        words = gettext_noop("Residential centres were above safe on {share} % of the days they counted ({period}).")
        yield say(words, share=Decimal(above), period=reader.when("share_above_safe"))


def _prevention(reader: Reader, _country: Country) -> Iterator[Sentence]:
    sessions, people = reader.of("sessions-by-kind"), reader.of("people-reached-by-kind")
    if sessions is not None and people is not None:
        words = gettext_noop("{sessions} sessions were held, with {people} attendances ({period}).")
        yield say(words, sessions=sessions, people=people, period=reader.when("sessions-by-kind"))


SAID: dict[str, Callable[[Reader, Country], Iterator[Sentence]]] = {
    "cases": _cases,
    "who": _who,
    "supply": _supply,
    "seizures": _seizures,
    "again": _share("share_seen_again", gettext_noop(
        "{share} % of the people in cases had been in another case within the year before ({period})."
    )),
    "asking": _asking,
    "treatment": _treatment,
    "prevention": _prevention,
}  # fmt: skip


def sentences(section: str, bulletin: Bulletin, country: Country) -> list[Sentence]:
    """The sentences of a section; none where nothing of it is shown."""
    said = SAID.get(section)
    return [] if said is None else list(said(Reader(bulletin), country))
