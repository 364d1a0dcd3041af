"""Where something stands in a draft: which step, and of which person or exhibit. Pure."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Fields of one page as they were typed: a text, or several where several can be chosen.
Fields = dict[str, str | list[str]]
#: A whole draft: the event's fields; for each person and each exhibit the fields of its pages.
Typed = Mapping[str, Any]

EVENT, PERSON, CHARGE, EXHIBIT, RIGHTS = "event", "person", "charge", "exhibit", "rights"
#: The list that a page's fields are kept in; the event has none.
LIST_OF = {PERSON: "people", CHARGE: "people", RIGHTS: "people", EXHIBIT: "exhibits"}
MOST = 99


@dataclass(frozen=True, slots=True)
class Place:
    """One page of a draft. `number`: of the person or exhibit, from 1; 0 for the event."""

    step: str
    number: int = 0

    @property
    def prefix(self) -> str:
        """What stands before the names of its fields in a fault, such as "people.0."."""
        inner = f"{self.step}." if self.step in (CHARGE, RIGHTS) else ""
        return f"{LIST_OF[self.step]}.{self.number - 1}.{inner}" if self.step in LIST_OF else ""


def fields_at(typed: Typed, place: Place) -> Fields:
    """What was typed at a place; empty where nothing was yet."""
    if place.step == EVENT:
        return dict(typed.get(EVENT, {}))
    rows = typed.get(LIST_OF[place.step], [])
    return dict(rows[place.number - 1].get(place.step, {})) if 1 <= place.number <= len(rows) else {}


def exists(typed: Typed, place: Place) -> bool:
    """Whether the page is there: of the event, of a person or exhibit, or of the next one to add."""
    if place.step == EVENT:
        return True
    there = len(typed.get(LIST_OF[place.step], []))
    if place.step in (PERSON, EXHIBIT):
        there = min(there + 1, MOST)
    return 1 <= place.number <= there


def with_fields(typed: Typed, place: Place, fields: Fields) -> dict[str, Any]:
    """The draft with a page as it was sent. The page must exist."""
    made: dict[str, Any] = copy.deepcopy(dict(typed))
    if place.step == EVENT:
        made[EVENT] = fields
        return made
    rows = made.setdefault(LIST_OF[place.step], [])
    if place.number > len(rows):
        rows.append({})
    rows[place.number - 1][place.step] = fields
    return made


def without(typed: Typed, place: Place) -> dict[str, Any]:
    """The draft without a person or an exhibit. Who was named by a number behind it is still named."""
    made: dict[str, Any] = copy.deepcopy(dict(typed))
    rows = made.get(LIST_OF[place.step], [])
    del rows[place.number - 1 : place.number]
    if place.step == PERSON:
        for one in made.get("people", []):
            _renumber(one.get(PERSON, {}), "guardian_of", place.number)
        for one in made.get("exhibits", []):
            _renumber(one.get(EXHIBIT, {}), "person", place.number)
    return made


def _renumber(fields: Fields, name: str, gone: int) -> None:
    named = fields.get(name, "")
    if isinstance(named, str) and named.isdecimal() and int(named) >= gone:
        fields[name] = "" if int(named) == gone else str(int(named) - 1)


def digest(fields: Fields) -> str:
    """A short name for what was typed, by which a page knows whether another tab has changed it."""
    plain = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def is_of_another(stored: Fields, sent: Fields, seen: str) -> bool:
    """Whether another tab kept something else on a page. `seen`: the digest of what it held when it was opened."""
    return stored not in ({}, sent) and digest(stored) != seen


_IN_LIST = re.compile(r"(people|exhibits)\.(\d+)\.(.+)")


def place_of(field: str) -> tuple[Place | None, str]:
    """The page that a fault's field is on, and the name of the field there; no page for a fault of the whole."""
    found = _IN_LIST.fullmatch(field)
    if not found:
        return (None, "") if field in ("", "people", "exhibits") else (Place(EVENT), field.partition(".")[0])
    number, name = int(found[2]) + 1, found[3]
    if found[1] == "exhibits":
        return Place(EXHIBIT, number), name
    head, _dot, rest = name.partition(".")
    if head == CHARGE:
        return Place(CHARGE, number), "band" if rest in ("band", "quantity") else "offence"
    if head == RIGHTS:
        return Place(RIGHTS, number), rest
    return Place(PERSON, number), name.replace(".", "-") if head == "property" else head
