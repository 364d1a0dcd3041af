"""Finding cases: by number, seal or name, and the list by unit, time, offence. Every query is bounded and by index.

A name is looked for in two steps: keys of its sounds give a bounded set of records, rules rank them. A record that is
beyond the bound is not found by this name alone; a year of birth or another word of the name brings it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from marga.enforcement.access import elsewhere, visible
from marga.enforcement.acts.services import Acting
from marga.enforcement.exhibits.models import Exhibit
from marga.enforcement.rules.errors import RuleError
from marga.enforcement.rules.numbering import HYPHENS, STROKES, read_number
from marga.identity.names import Alike, likeness, pairs, sounds
from marga.site.paging import Cursor, behind
from marga.site.roles import may

from . import words
from .models import Case, NameKey, Party

PAGE = 25
#: Records whose names are compared, for each way in which they may be near.
MOST_COMPARED = 200
#: How alike a name must be to be shown, of 100.
LEAST_LIKE = 55
#: The columns of a case that a list shows; the text of what happened may be long.
SHOWN = ("number", "recorded", "offence", "operation", "court_sent")
NUMBER = re.compile(r"(?P<unit>[A-Z0-9-]+)/(?P<year>\d{4})/(?P<serial>\d+)")
PLAIN = str.maketrans({**dict.fromkeys(HYPHENS, "-"), **dict.fromkeys(STROKES, "/")})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. `first`, `last`: instants of the first record, the first included; `text` is a case number, a
    seal or a name, or the beginning of one."""

    text: str = ""
    birth_year: int | None = None
    unit: str = ""
    first: datetime | None = None
    last: datetime | None = None
    offence: str = ""
    operation: str = ""
    not_sent: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether not every case that somebody may read, of the unit, is looked for."""
        said = (self.birth_year, self.first, self.last)
        return any(one is not None for one in said) or bool(self.offence or self.operation or self.not_sent)


class Near(NamedTuple):
    """A person whose name may be alike; the day is the earliest of birth."""

    key: str
    case: str
    name: str
    alias: str
    born: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """One case of a list. `person`: who was found by name, and in what the name is alike; None in a plain list."""

    case: Case
    offence: str
    operation: str
    person: Near | None = None
    alike: Alike | None = None


@dataclass(frozen=True)
class _Asked:
    """What is looked for, by whom; `all`: they may read every case."""

    wanted: Wanted
    who: Acting
    all: bool

    @cached_property
    def elsewhere(self) -> list[str]:
        """The cases of other units that they have a part in."""
        return elsewhere(self.who)


def search(wanted: Wanted, who: Acting, after: Cursor | None = None) -> tuple[list[Found], Cursor | None]:
    """The cases that somebody may read and looks for, at most `PAGE`, and where the next page begins.

    With a text, the likeliest first and one page only; else the newest first. Seven queries at most.
    """
    asked = _Asked(wanted, who, may(who, "enforcement.inspect"))
    if not wanted.text.strip():
        return _listed(asked, after)
    found = [_found(case) for case in _exact(asked)]
    if not found and _number(_typed(wanted)) is None:
        found = _by_name(asked)
    return found[:PAGE], None


def _typed(wanted: Wanted) -> str:
    """The text as a number or a seal would be printed."""
    return wanted.text.strip().upper().translate(PLAIN)


def _found(case: Case, person: Near | None = None, alike: Alike | None = None) -> Found:
    return Found(case, words.offence_of_case(case.offence), words.in_register("operations", case.operation), person,
                 alike)  # fmt: skip


def _scopes(asked: _Asked) -> list[QuerySet[Case]]:
    """What somebody may read, in parts that do not overlap and that an index orders each: all, or those of the unit and
    those of other units they have a part in. A prosecutor's are those they were told of."""
    if asked.all:
        parts = [visible(asked.who)]
    elif may(asked.who, "enforcement.read"):
        parts = [Case.objects.filter(unit=asked.who.unit)]
        parts += [Case.objects.filter(pk__in=asked.elsewhere)] if asked.elsewhere else []
    else:
        parts = []
    return [_filtered(part, asked.wanted) for part in parts]


def _filtered(cases: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    cases = cases.only(*SHOWN)
    said = {"unit": wanted.unit, "offence": wanted.offence, "operation": wanted.operation}
    cases = cases.filter(**{column: value for column, value in said.items() if value})
    if wanted.first is not None:
        cases = cases.filter(recorded__gte=wanted.first)
    if wanted.last is not None:
        cases = cases.filter(recorded__lt=wanted.last)
    if wanted.not_sent:
        cases = cases.filter(court_sent=None)
    if wanted.birth_year is not None:
        born = Party.objects.filter(case=OuterRef("pk"), born_from__lte=date(wanted.birth_year, 12, 31),
                                    born_to__gte=date(wanted.birth_year, 1, 1))  # fmt: skip
        cases = cases.filter(Exists(born))
    return cases


def _listed(asked: _Asked, after: Cursor | None) -> tuple[list[Found], Cursor | None]:
    rows: list[Case] = []
    for part in _scopes(asked):
        rows += behind(part, "recorded", after, newest=True).order_by("-recorded", "-number")[: PAGE + 1]
    rows.sort(key=lambda case: (case.recorded, case.number), reverse=True)
    page = rows[:PAGE]
    further = Cursor(page[-1].recorded, page[-1].number) if len(rows) > PAGE else None
    return [_found(case) for case in page], further


def _exact(asked: _Asked) -> list[Case]:
    """The cases of this number, or whose number begins so, or with an exhibit of this seal. Three queries at most."""
    text = _typed(asked.wanted)
    seal = Exhibit.objects.filter(seal__in={asked.wanted.text.strip(), text}).values_list("case", flat=True)
    keys = set(seal[:2])
    begins = _number(text)
    if begins is None and not keys:
        return []
    rows: list[Case] = []
    for part in _scopes(asked):
        if isinstance(begins, Q):
            rows += part.filter(Q(pk__in=keys) | begins if keys else begins).order_by("number")[:PAGE]
        elif keys:
            rows += part.filter(pk__in=keys)
    return sorted(rows, key=lambda case: case.number)[:PAGE]


def _number(text: str) -> Q | None:
    """How a case is found by what may be its number; None for what is none. A slip in the check character is forgiven
    here: what is shown is only what unit, year and running number say."""
    if "/" not in text or len(text) < len("A/2"):
        return None
    try:
        number = read_number(text)
        return Q(unit=number.unit, year=number.year, serial=number.serial)
    except RuleError:
        parts = NUMBER.match(text)
    plain = Q(number__startswith=text)
    if parts is None or int(parts["serial"]) > 2**31 - 1:
        return plain
    return plain | Q(unit=parts["unit"], year=int(parts["year"]), serial=int(parts["serial"]))


def _by_name(asked: _Asked) -> list[Found]:
    """The likeliest of who is near, a page of them. Once a nearer way has filled it, wider ones would bring less likely
    people."""
    ranked: list[tuple[int, Near, Alike]] = []
    measured = cache(lambda name: likeness_of(asked.wanted.text, name))  # many people share a name
    for near in _near(asked):
        for one in near:
            score, alike = max((measured(name) for name in (one.name, one.alias) if name), default=(0, Alike.SPELT))
            if score >= LEAST_LIKE:
                ranked.append((score, one, alike))
        if len(ranked) >= PAGE:
            break
    ranked.sort(key=lambda one: (-one[0], one[1].key))
    if not asked.wanted.narrowed:  # then none of their cases is left out
        del ranked[PAGE:]
    among = _filtered(visible(asked.who), asked.wanted).filter(pk__in={one.case for _score, one, _alike in ranked})
    cases = {case.pk: case for case in among}
    shown = [(one, alike) for _score, one, alike in ranked if one.case in cases]
    return [_found(cases[one.case], one, alike) for one, alike in shown[:PAGE]]


def likeness_of(typed: str, name: str) -> tuple[int, Alike]:
    """How alike a name is to what was typed, which may be one word of it, or the beginning of one."""
    best = likeness(typed, name)
    if len(typed.split()) == 1:
        best = max([best, *((score - 1, alike) for score, alike in (likeness(typed, word) for word in name.split()))])
    begins = _spaced(typed)
    if begins in _spaced(name):
        best = max(best, (LEAST_LIKE + len(begins) - 1, Alike.SPELT))
    return best


def _spaced(text: str) -> str:
    """The words in small letters, one space before each, so that what stands in it begins with a word."""
    return "".join(f" {word}" for word in text.casefold().split())


def _near(asked: _Asked) -> Iterator[list[Near]]:
    """The people whose names may be alike: two words that sound so, one word, the beginning of one. Nobody twice.

    Of the few cases of other units all of them come first, by the widest way: two words begin with the first of them.
    """
    heard = sounds(asked.wanted.text)
    ways = [Q(sound__in=pairs(asked.wanted.text)), Q(sound__in=heard), _beginning(heard)]
    names, others = _names(asked)
    found = _people(others.filter(_beginning(heard)))
    before: set[str] = set()
    for way in ways if len(heard) > 1 else ways[1:]:
        found |= _people(names.filter(way))
        yield [row for key, row in found.items() if key not in before]
        before |= found.keys()


def _people(names: QuerySet[NameKey]) -> dict[str, Near]:
    columns = ("party", "party__case", "party__name", "party__alias", "party__born_from")
    return {row[0]: Near(*row) for row in names.values_list(*columns)[:MOST_COMPARED]}


def _beginning(heard: Sequence[str]) -> Q:
    found = Q(pk__in=[])
    for sound in heard:
        found |= Q(sound__startswith=sound)
    return found


def _names(asked: _Asked) -> tuple[QuerySet[NameKey], QuerySet[NameKey]]:
    """The names that somebody may look among: of their unit, or all; and of their cases elsewhere."""
    wanted, own = asked.wanted, asked.who.unit
    names = NameKey.objects.all()
    if wanted.birth_year is not None:
        year = date(wanted.birth_year, 1, 1)
        names = names.filter(born__range=(year - timedelta(days=10 * 366), year + timedelta(days=366)))
    if asked.all:
        return names.filter(unit=wanted.unit) if wanted.unit else names, names.none()
    others = names.filter(party__case__in=asked.elsewhere)  # none where there are none
    if wanted.unit not in ("", own):
        return names.none(), others.filter(unit=wanted.unit)
    return names.filter(unit=own), others
