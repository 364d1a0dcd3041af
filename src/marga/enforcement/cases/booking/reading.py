"""A booking from what was typed: every field read, and each that cannot be is a fault beside it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from marga.country import Sentence, gettext_noop, say
from marga.country.enforcement import Role
from marga.country.instants import day_of
from marga.enforcement.cases import contents
from marga.enforcement.rules.errors import RuleError
from marga.enforcement.rules.typed import read_amount, read_birth, read_day, read_instant, read_whole, western
from marga.site.acts.contents import Content
from marga.site.acts.fitting import says_of
from marga.site.faults import Fault

from .places import CHARGE, EVENT, EXHIBIT, PERSON, RIGHTS, Fields, Place, Typed

Read = TypeVar("Read")
Made = TypeVar("Made", bound=Content)
#: What stands in for a value that was refused, so that the rest can still be checked. Never booked: there is a fault.
NOTHING = ""
#: What may have led to an operation, and what is chosen where it is none that the unit knows.
LED_BY, NONE = ("warrant", "tip"), "-"


@dataclass(frozen=True, slots=True)
class Told:
    """Which rights one person was told. `number`: of the person in the case, from 1."""

    number: int
    rights: tuple[str, ...]
    language: str
    told: datetime
    how: str
    note: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed, as far as it could be read. It may be booked only if there are no faults.

    arrested, arrived   the times on the page of the event, which people share
    led_by_none         of "warrant" and "tip", those that were answered with none of the unit's
    """

    booking: contents.Booking
    arrested: datetime | None
    arrived: datetime | None
    told: tuple[Told, ...]
    faults: tuple[Fault, ...]
    led_by_none: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Page:
    """One page being read. `day`: the day of a time that names none."""

    fields: Fields
    place: Place
    day: date
    zone: ZoneInfo
    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Without NUL, which nobody types and PostgreSQL takes in no text."""
        value = self.fields.get(name, "")
        return value.replace("\0", "").strip() if isinstance(value, str) else ""

    def several(self, name: str) -> tuple[str, ...]:
        value = self.fields.get(name, [])
        return tuple(value) if isinstance(value, list) else (value,) if value else ()

    def read(self, name: str, reader: Callable[[str], Read]) -> Read | None:
        """None for a field that is empty or cannot be read; the latter is a fault."""
        text = self.text(name)
        if not text:
            return None
        try:
            return reader(text)
        except RuleError as error:
            self.fault(name, error.says)
            return None

    def time(self, name: str) -> datetime | None:
        return self.read(name, lambda text: read_instant(text, self.day, self.zone))

    def fault(self, name: str, says: Sentence) -> None:
        self.faults.append(Fault(self.place.prefix + name, says))

    def make(self, model: type[Made], values: Mapping[str, Any]) -> Made:
        """The content of these values. What is too long is a fault, and left out so that the rest can be checked."""
        try:
            return model.model_validate(values)
        except ValidationError as error:
            for one in error.errors():
                self.fault(".".join(str(part) for part in one["loc"]), says_of(one))
            wrong = {str(one["loc"][0]) for one in error.errors()}
            needed = {name for name in wrong if model.model_fields[name].is_required()}
            kept = {name: value for name, value in values.items() if name not in wrong}
            return model.model_validate({**kept, **dict.fromkeys(needed, NOTHING)})


def booking_of(typed: Typed, roles: Mapping[str, Role], zone: ZoneInfo, now: datetime) -> Reading:
    """The booking that a draft says, and all that cannot be read in it.

    roles   the country's parts in a case: who is held has the times of the event, unless others were typed
    now     when it is read; today is its day in `zone`
    """
    today = day_of(now, zone)
    event = _Page(dict(typed.get(EVENT, {})), Place(EVENT), today, zone)
    event.day = event.read("day", read_day) or today
    times = {name: event.time(name) for name in ("event", "arrested", "arrived")}
    said = event.make(contents.Event, _event(event, times["event"]))
    faults, told = [*event.faults], list[Told]()
    people, exhibits = list[contents.PersonToBook](), list[contents.Seized]()
    for number, row in enumerate(typed.get("people", []), 1):
        page = _Page(dict(row.get(PERSON, {})), Place(PERSON, number), event.day, zone)
        role = roles.get(page.text("role"))
        shared = times if role is not None and role.held else {}
        people.append(_person(page, shared, today, _charge(row.get(CHARGE, {}))))
        rights = _Page(dict(row.get(RIGHTS, {})), Place(RIGHTS, number), event.day, zone)
        told += _told(rights, people[-1], now)
        faults += [*page.faults, *rights.faults]
    for number, row in enumerate(typed.get("exhibits", []), 1):
        page = _Page(dict(row.get(EXHIBIT, {})), Place(EXHIBIT, number), event.day, zone)
        exhibits.append(_exhibit(page, times["event"], now))
        faults += page.faults
    booking = contents.Booking(**said.model_dump(), people=tuple(people), exhibits=tuple(exhibits))
    none = frozenset(name for name in LED_BY if event.text(name) == NONE)
    return Reading(booking, times["arrested"], times["arrived"], tuple(told), tuple(faults), none)


def person_of(fields: Mapping[str, Any], day: date, zone: ZoneInfo) -> tuple[contents.PersonToBook, tuple[Fault, ...]]:
    """A person typed on a page of its own, with the charge; and what cannot be read, as of the first one of a draft.

    day   today, which is the day of a time that names none
    """
    page = _Page(dict(fields), Place(PERSON, 1), day, zone)
    person = _person(page, {}, day, _charge(dict(fields)))
    return person, tuple(page.faults)


def particular_of(
    field: str, typed: str | list[str], day: date, zone: ZoneInfo
) -> tuple[Any, tuple[Fault, ...]]:  # fmt: skip
    """The same of one particular of a person; its faults are in the field "value"."""
    person, faults = person_of({field: typed}, day, zone)
    return getattr(person, field), tuple(Fault("value", one.says) for one in faults)


def exhibit_of(fields: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> tuple[contents.Seized, tuple[Fault, ...]]:
    """The same of an exhibit."""
    page = _Page(dict(fields), Place(EXHIBIT, 1), day_of(now, zone), zone)
    exhibit = _exhibit(page, None, now)
    return exhibit, tuple(page.faults)


def things_of(
    fields: Mapping[str, Any], day: date, zone: ZoneInfo
) -> tuple[tuple[contents.Taken, ...], datetime | None, tuple[Fault, ...]]:  # fmt: skip
    """The same of things that were taken from a person, and when; None where that cannot be read."""
    page = _Page(dict(fields), Place(PERSON, 1), day, zone)
    person = page.make(contents.Person, {"role": NOTHING, "property": tuple(_property(page))})
    if not page.text("taken"):
        page.fault("taken", say(gettext_noop("Write when it was taken, such as 14:05.")))
    return person.property, page.time("taken"), tuple(page.faults)


def typed_of(person: contents.PersonToBook, field: str) -> str | list[str]:
    """A particular of a person as it is typed."""
    value = getattr(person, field)
    if field == "birth":
        return _birth_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return list(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _birth_text(birth: contents.Birth | None) -> str:
    if birth is None:
        return ""
    if birth.known == "about":
        return f"{birth.earliest.year} to {birth.latest.year}"
    return birth.earliest.isoformat()[: {"year": 4, "month": 7}.get(birth.known, 10)]


def _event(page: _Page, happened: datetime | None) -> dict[str, Any]:
    slip = page.read("slip", read_whole)
    used = page.time("slip_used")
    if slip == 0:
        page.fault("slip", say(gettext_noop("Slips are numbered from 1. Correct it.")))
    return {
        "place": page.text("place"), "province": page.text("province"), "event": happened,
        "operation": page.text("operation"), "officers": numbers_of(page.text("officers")),
        "narrative": page.text("narrative"), "slip": slip or None, "slip_used": used,
        **{name: "" if page.text(name) == NONE else page.text(name) for name in LED_BY},
    }  # fmt: skip


def numbers_of(text: str) -> tuple[str, ...]:
    """Numbers of officers, parted by commas or spaces; each once."""
    return tuple(dict.fromkeys(re.split(r"[\s,;]+", western(text).strip(" ,;")))) if text.strip(" ,;") else ()


def _person(
    page: _Page, times: Mapping[str, datetime | None], today: date, charge: contents.Charged | None
) -> contents.PersonToBook:  # fmt: skip
    birth = page.read("birth", lambda text: read_birth(text, today))
    own = {name: page.time(name) or times.get(name) for name in ("arrested", "arrived")}
    held = page.text("held") != "no"
    guardian = page.text("guardian_of")
    moved = page.text("moved_for_work")
    values = {
        **{name: page.text(name) for name in TEXTS}, "languages": page.several("languages"),
        "birth": birth and contents.Birth(earliest=birth[0].earliest, latest=birth[0].latest, known=birth[1]),
        "moved_for_work": {"yes": True, "no": False}.get(moved), "moved_since": page.read("moved_since", read_day),
        "guardian_of": int(guardian) if guardian.isdecimal() and 1 <= int(guardian) <= 99 else None,
        "arrested": own["arrested"] if held else None, "arrived": own["arrived"] if held else None,
        "property": tuple(_property(page)), "charge": charge,
    }  # fmt: skip
    return page.make(contents.PersonToBook, values)


TEXTS = ("role", "name", "alias", "sex", "citizenship", "nationality", "occupation", "moved_from", "address_province")
#: The fields of one thing that was taken, each behind "property-0-" and so on.
TAKEN = ("kind", "mark", "amount", "currency")


def property_rows(fields: Fields) -> list[dict[str, str]]:
    """The things taken, in order, without the rows that were left empty."""
    rows = []
    for number in range(MOST_ROWS):
        row = {name: str(fields.get(f"property-{number}-{name}", "")).strip() for name in TAKEN}
        if row["kind"] or row["mark"] or row["amount"]:
            rows.append(row)
    return rows


MOST_ROWS = 40


def _property(page: _Page) -> Iterable[dict[str, Any]]:
    for number, row in enumerate(property_rows(page.fields)):
        amount = None
        try:
            amount = read_amount(row["amount"]) if row["amount"] else None
        except RuleError as error:
            page.fault(f"property.{number}.amount", error.says)
        currency = row["currency"] if row["amount"] else ""
        yield {**row, "amount": amount, "currency": currency}


def _charge(fields: Fields) -> contents.Charged | None:
    offence, band = str(fields.get("offence", "")), str(fields.get("band", ""))
    quantity, _slash, name = band.partition("/")
    return contents.Charged(offence=offence[:40], quantity=quantity[:40], band=name[:40]) if offence else None


def _exhibit(page: _Page, happened: datetime | None, now: datetime) -> contents.Seized:
    person = page.text("person")
    if not page.text("seal"):
        page.fault("seal", say(gettext_noop("Write the number of the seal.")))
    if len(page.text("seal")) > 40:
        page.fault("seal", say(gettext_noop("A seal’s number has 40 letters at most. Correct it.")))
    if happened is None and not page.text("seized"):
        page.fault("seized", say(gettext_noop("Write when it was seized, such as 14:05.")))
    seal = page.text("seal")[:40] or f"?{page.place.number}"
    values = {
        **{name: page.text(name) for name in ("seal_source", "drug", "form", "concealment", "description", "place")},
        "person": int(person) if person.isdecimal() and 1 <= int(person) <= 99 else None, "seal": seal,
        "seized": page.time("seized") or happened or now,
    }  # fmt: skip
    return page.make(contents.Seized, values)


def _told(page: _Page, person: contents.PersonToBook, now: datetime) -> Iterable[Told]:
    """Nothing of who is not held, nor where no right was ticked: the board of custody says what is still to be told."""
    rights = page.several("rights")
    told = page.time("told")
    if not rights or person.arrived is None:
        return
    if not page.text("language"):
        page.fault("language", say(gettext_noop("Choose the language in which the rights were told.")))
    if not page.text("how"):
        page.fault("how", say(gettext_noop("Choose what the person did.")))
    if told is None and not page.text("told"):
        page.fault("told", say(gettext_noop("Write when the rights were told, such as 14:05.")))
    if told is not None and told > now:
        page.fault("told", say(gettext_noop("This time has not come yet. Correct it.")))
    if told is not None and person.arrested is not None and told < person.arrested:
        page.fault("told", say(gettext_noop("This is before the arrest. Correct one of the two times.")))
    if len(page.text("note")) > 600:
        page.fault("note", say(gettext_noop("This is too long: {length} letters. Write {most} at most."),
                               length=len(page.text("note")), most=600))  # fmt: skip
    yield Told(page.place.number, rights, page.text("language"), told or now, page.text("how"), page.text("note"))
