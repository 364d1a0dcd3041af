"""What was typed, as it is understood: the rows of the page on which all answers are checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from marga.country import Country, Sentence, Text, gettext_noop, load, say, write
from marga.country.instants import moment
from marga.enforcement.cases import contents
from marga.enforcement.cases.checking import may_be_minor
from marga.enforcement.cases.services import zone
from marga.enforcement.cases.words import particular
from marga.site.writing import writer

from .flow import Flow
from .forms import HOW
from .law import penalty_words
from .making import named
from .places import CHARGE, EVENT, EXHIBIT, PERSON, RIGHTS, Place
from .reading import Reading, Told

Row = tuple[str, str]


class Labelled(Protocol):
    """Whatever the country's data names."""

    @property
    def label(self) -> Text: ...


@dataclass(frozen=True, slots=True)
class Section:
    """One page's answers. `address`: where they are changed; `minor`: of a person who is treated as one."""

    title: str
    address: str
    rows: list[Row]
    minor: bool = False


def sections(flow: Flow, now: datetime) -> Iterator[Section]:
    """Every page of a draft, in order, with its answers; what was left empty is left out."""
    country, reading, people = load(settings.MARGA_COUNTRY), flow.reading, dict(named(flow.reading))
    yield Section(_("Event"), flow.address(Place(EVENT)), _filled(_event(reading, country)))
    for number, person in enumerate(reading.booking.people, 1):
        minor = is_minor(person, now)
        yield Section(people[str(number)], flow.address(Place(PERSON, number)),
                      _filled(_person(person, country, people)), minor)  # fmt: skip
        if number in flow.charged:
            yield Section(_("First charge: {person}").format(person=people[str(number)]),
                          flow.address(Place(CHARGE, number)), _filled(_charge(person, country)))  # fmt: skip
    for number, one in enumerate(reading.booking.exhibits, 1):
        yield Section(_("Exhibit {number}").format(number=number), flow.address(Place(EXHIBIT, number)),
                      _filled(_exhibit(one, country, people)))  # fmt: skip
    told = {one.number: one for one in reading.told}
    for number in flow.held:
        yield Section(_("Rights: {person}").format(person=people[str(number)]), flow.address(Place(RIGHTS, number)),
                      _filled(_rights(told.get(number), country)))  # fmt: skip


def is_minor(person: contents.PersonToBook, now: datetime) -> bool:
    """Whether a person is treated as a minor; so is whoever's birth is not known."""
    country = load(settings.MARGA_COUNTRY).enforcement
    if person.birth is not None and person.birth.earliest > now.date():
        return False  # a birth that has not come yet: a fault says so
    return may_be_minor(person, person.arrested or now, country, zone())


def birth_words(birth: contents.Birth | None) -> str:
    """The birth as it is understood, so that a slip of the pen is seen."""
    if birth is None:
        return ""
    if birth.earliest == birth.latest:
        return write(birth.earliest, writer())
    says: Sentence = say(gettext_noop("between {earliest} and {latest}"), earliest=birth.earliest, latest=birth.latest)
    return write(says, writer())


def when(instant: datetime | None) -> str:
    """Day and time in the country."""
    return "" if instant is None else write(moment(instant, zone()), writer())


def _filled(rows: Iterator[Row]) -> list[Row]:
    return [(label, text) for label, text in rows if text]


def _event(reading: Reading, country: Country) -> Iterator[Row]:
    said = reading.booking
    yield _("Time of the event"), when(said.event)
    yield _("Time of the arrest"), when(reading.arrested)
    yield _("Arrival at the unit"), when(reading.arrived)
    yield _("Kind of operation"), _label(country.enforcement.register.operations, said.operation)
    yield _("Warrant"), said.warrant
    yield _("Tip"), said.tip
    yield _("Place"), said.place
    yield _("Province"), _label(country.dimensions["province"].categories, said.province)
    yield _("Officers who were there, by number"), ", ".join(said.officers)
    yield _("Number of the paper receipt"), str(said.slip or "")
    yield _("Time written on it"), when(said.slip_used)
    yield _("What happened"), said.narrative


def _person(one: contents.PersonToBook, country: Country, people: dict[str, str]) -> Iterator[Row]:
    provinces = country.dimensions["province"].categories
    moved = {True: _("yes"), False: _("no"), None: ""}[one.moved_for_work]
    yield _("Part in the case"), _label(country.enforcement.register.roles, one.role)
    yield _("Name"), one.name
    yield _("Called"), one.alias
    yield _("Sex"), particular("sex", one.sex) if one.sex else ""
    yield _("Birth"), birth_words(one.birth)
    yield _("Citizenship"), particular("citizenship", one.citizenship) if one.citizenship else ""
    yield _("Country of a foreigner"), one.nationality
    yield _("Languages"), ", ".join(_label(country.enforcement.custody.languages, code) for code in one.languages)
    yield _("Occupation"), one.occupation
    yield _("Moved here for work"), moved
    yield _("Moved from"), one.moved_from
    yield _("Moved on"), write(one.moved_since, writer()) if one.moved_since else ""
    yield _("Lives in"), _label(provinces, one.address_province)
    yield _("Guardian of"), people.get(str(one.guardian_of), "")
    yield _("Time of the arrest"), when(one.arrested)
    yield _("Arrival at the unit"), when(one.arrived)
    for thing in one.property:
        amount = "" if thing.amount is None else f"{write(thing.amount, writer())} {thing.currency}"
        kind = _label(country.enforcement.register.property, thing.kind)
        yield _("Taken"), ", ".join(part for part in (kind, thing.mark, amount) if part)


def _charge(one: contents.PersonToBook, country: Country) -> Iterator[Row]:
    law = country.enforcement.offences
    offence = law.offences.get(one.charge.offence) if one.charge else None
    if one.charge is None or offence is None:
        return
    quantity = law.quantities.get(one.charge.quantity)
    bands = {band.name: band for band in quantity.bands} if quantity else {}
    yield _("Offence"), write(offence.label, writer())
    yield _("Article"), offence.article
    yield _("Quantity"), _label(bands, one.charge.band)
    yield _("Range"), penalty_words(offence.penalty_of(one.charge.quantity, one.charge.band))


def _exhibit(one: contents.Seized, country: Country, people: dict[str, str]) -> Iterator[Row]:
    register = country.enforcement.register
    yield _("Number of the seal"), "" if one.seal.startswith("?") else one.seal
    yield _("Taken from"), people.get(str(one.person), "")
    yield _("Drug, as it is presumed"), _label(country.dimensions["drug"].categories, one.drug)
    yield _("Form"), _label(register.forms, one.form)
    yield _("Where it was hidden"), _label(register.concealments, one.concealment)
    yield _("Marks on the package"), one.seal_source
    yield _("What it looks like"), one.description
    yield _("Where it was found"), one.place
    yield _("Time of the seizure"), when(one.seized)


def _rights(told: Told | None, country: Country) -> Iterator[Row]:
    if told is None:
        yield _("Told"), _("Nothing yet. The board of who is held says until when.")
        return
    custody = country.enforcement.custody
    for name in told.rights:
        yield _("Told"), write(custody.rights[name].text, writer()) if name in custody.rights else name
    yield _("In which language"), _label(custody.languages, told.language)
    yield _("When"), when(told.told)
    yield _("The person"), str(dict(HOW).get(told.how, told.how))
    yield _("Note"), told.note


def _label(named_things: Mapping[str, Labelled] | Mapping[str, Text], code: str) -> str:
    """The name of a code in a list of the country; the code itself where it is not in it."""
    found = named_things.get(code)
    if found is None:
        return code
    return write(found if isinstance(found, Text) else found.label, writer())
