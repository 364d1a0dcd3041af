"""A file of cases, read into bookings. One line is a person or an exhibit; lines with one reference are one case."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from marga.country import Sentence, gettext_noop, say
from marga.country.instants import day_of
from marga.enforcement.cases.contents import Booking
from marga.enforcement.rules.errors import RuleError
from marga.identity.ages import estimated

from .columns import CASE, COLUMNS, EXHIBIT, PERSON, TAKEN, Column, said_birth, several
from .fitting import says_of

#: Lines of one file: what is checked whole is held in memory, some 2 kB a line.
MOST_LINES = 200_000
CHARGE = ("offence", "quantity", "band")
WEIGHTS = {"first_grams": "first_net", "second_grams": "second_net"}
#: Columns -> what is said of the end of a custody.
LEFT = {"left": "at", "left_how": "how", "left_named": "named"}
#: Fields of a booking -> the column that they are from, where the two have other names.
OTHER_NAMES = {"charge": "offence", "first_net": "first_grams", "second_net": "second_grams", "source": "case",
               "at": "left", "how": "left_how", "named": "left_named"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a file: the line as editors count it (0: the whole file), the column, what stands there."""

    line: int
    column: str
    value: str
    says: Sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number and what stands in its columns, the empty ones left out."""

    number: int
    kind: str
    cells: dict[str, str]


@dataclass(slots=True)
class Group:
    """The lines of one case, what was made of them, and what cannot be read in them."""

    lines: list[Line]
    booking: Booking | None = None
    wrong: list[Wrong] = field(default_factory=list)

    def place_of(self, where: str) -> tuple[Line, str]:
        """The line and the column that a field of the booking is from: "people.1.charge.band"."""
        parts = where.split(".")
        lines = [one for one in self.lines if one.kind == {"people": PERSON, "exhibits": EXHIBIT}.get(parts[0])]
        line = lines[int(parts[1])] if len(parts) > 1 and int(parts[1]) < len(lines) else self.lines[0]
        if "property" in parts:
            return line, _taken_in(line, int(parts[parts.index("property") + 1]))
        named = [part for part in parts if not part.isdecimal()]
        column = OTHER_NAMES.get(named[-1], named[-1])
        return line, "age" if column == "birth" and "age" in line.cells else column

    def told(self, where: str, says: Sentence) -> Wrong:
        """A fault of the booking as one of the file."""
        line, column = self.place_of(where)
        known = column if column in COLUMNS else ""
        return Wrong(line.number, known, line.cells.get(known, ""), says)


def _taken_in(line: Line, place: int) -> str:
    """The column that the thing at a place of what was taken is from."""
    for name in TAKEN:
        place -= len(several(line.cells.get(name, "")))
        if place < 0:
            return name
    return ""


def text_of(data: bytes) -> str | Wrong:
    """The file as text, or why it is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Wrong(line, "", "", say(gettext_noop("This line is not in UTF-8. Save the file as “CSV UTF-8”.")))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return Wrong(line, "", "", say(gettext_noop("This line holds a sign that no text has. Save the file as “CSV "
                                                    "UTF-8”.")))  # fmt: skip
    return text


def lines_of(text: str) -> Iterator[Line | Wrong]:
    """Each line of a file that says something, or what is wrong with it; after a Wrong of the heading nothing more."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        if faults := list(_heading(names)):
            yield from faults
            return
        before = rows.line_num
        for row in rows:
            if any(cell and not cell.isspace() for cell in row):
                yield _line(before + 1, row, names)
            before = rows.line_num
            if before > MOST_LINES:
                yield Wrong(before, "", "", say(gettext_noop("A file has at most {most} lines. Cut it in two between "
                                                             "two cases."), most=MOST_LINES))  # fmt: skip
                return
    except csv.Error:
        yield Wrong(before + 1, "", "", say(gettext_noop("This line cannot be read: a quotation mark or a comma is out "
                                                         "of place. Save the file as “CSV UTF-8”.")))  # fmt: skip


def _heading(names: Sequence[str]) -> Iterator[Wrong]:
    if len(names) < 2:
        only = names[0] if names else ""
        if ";" in only or "\t" in only:
            words = gettext_noop("Columns are parted by commas here, not by “;” or tabs. Save the file as “CSV UTF-8 "
                                 "(comma delimited)”.")  # fmt: skip
        else:
            words = gettext_noop("The first line must name the columns, such as case,line,recorded.")
        yield Wrong(1, "", only[:40], say(words))
        return
    for name in names:
        if name and name not in COLUMNS:
            yield Wrong(1, name[:40], "", say(gettext_noop("No column has this name. Take it away, or write one of: "
                                                           "{names}."), names=", ".join(COLUMNS)))  # fmt: skip
        if name and names.count(name) > 1:
            yield Wrong(1, name[:40], "", say(gettext_noop("Two columns have this name. Take one away.")))
    for one in COLUMNS.values():
        if one.must and one.of == CASE and one.name not in names:
            yield Wrong(1, one.name, "", say(gettext_noop("This column is missing. Add it.")))


def _line(number: int, row: Sequence[str], names: Sequence[str]) -> Line | Wrong:
    if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
        words = gettext_noop("This line has {cells} values, and there are {names} columns. Put a text with commas "
                             "between quotation marks.")  # fmt: skip
        return Wrong(number, "", "", say(words, cells=len(row), names=len(names)))
    cells = {name: text for name, cell in zip(names, row, strict=False) if (text := cell.strip()) and name}
    kind = cells.get("line", "").lower()
    if kind not in (PERSON, EXHIBIT):
        return Wrong(number, "line", kind[:40], say(gettext_noop("Write person or exhibit.")))
    if not cells.get("case"):
        return Wrong(number, "case", "", say(gettext_noop("Write your reference of the case.")))
    return Line(number, kind, cells)


def groups_of(lines: Sequence[Line], zone: ZoneInfo) -> Iterator[Group]:
    """The cases of a file, in its order. `zone`: whose times they are."""
    seen: set[str] = set()
    for reference, its_lines in groupby(lines, lambda line: line.cells["case"]):
        group = Group(list(its_lines))
        if reference in seen:
            words = gettext_noop("Other lines of this case stand further up. Put them together.")
            group.wrong.append(Wrong(group.lines[0].number, "case", reference[:40], say(words)))
        seen.add(reference)
        _make(group, zone)
        yield group


def _make(group: Group, zone: ZoneInfo) -> None:
    """The booking of a case, from values that can be read; else `wrong` says which cannot."""
    said: dict[str, Any] = {"source": group.lines[0].cells["case"]}
    people: list[dict[str, Any]] = []
    exhibits: list[dict[str, Any]] = []
    for line in group.lines:
        values = _values(group, line, zone)
        (people if line.kind == PERSON else exhibits).append(values)
    said |= {name: value for name, value in _of_the_case(group, zone).items() if name not in ("case", "line")}
    if group.wrong:
        return
    on = day_of(said["recorded"], zone)
    said |= {"people": [_person(one, on) for one in people], "exhibits": [_exhibit(one) for one in exhibits]}
    try:
        group.booking = Booking.model_validate(said)
    except ValidationError as error:
        group.wrong += [group.told(where, says) for where, says in says_of(error)]


def _of_the_case(group: Group, zone: ZoneInfo) -> dict[str, Any]:
    """What is said of the case: on its first line, and on others the same or nothing."""
    first = group.lines[0]
    for line in group.lines[1:]:
        for name, text in line.cells.items():
            if COLUMNS[name].of == CASE and name != "line" and text != first.cells.get(name):
                words = gettext_noop("The first line of this case says “{first}”. Write the same, or nothing.")
                group.wrong.append(Wrong(line.number, name, text[:40],
                                         say(words, first=first.cells.get(name, "")[:40])))  # fmt: skip
    return _read(group, first, [one for one in COLUMNS.values() if one.of == CASE], zone)


def _values(group: Group, line: Line, zone: ZoneInfo) -> dict[str, Any]:
    """What a line says of its person or exhibit."""
    for name, text in line.cells.items():
        if COLUMNS[name].of not in (CASE, line.kind):
            words = gettext_noop("This column is of another kind of line than “{kind}”. Leave it empty.")
            group.wrong.append(Wrong(line.number, name, text[:40], say(words, kind=line.kind)))
    return _read(group, line, [one for one in COLUMNS.values() if one.of == line.kind], zone)


def _read(group: Group, line: Line, columns: Sequence[Column], zone: ZoneInfo) -> dict[str, Any]:
    found = {}
    for column in columns:
        text = line.cells.get(column.name)
        try:
            if text is not None:
                found[column.name] = column.read(text, zone)
            elif column.must:
                group.wrong.append(Wrong(line.number, column.name, "", say(gettext_noop("This must not be empty."))))
        except RuleError as error:
            group.wrong.append(Wrong(line.number, column.name, text[:40] if text else "", error.says))
    return found


def _person(said: dict[str, Any], on: Any) -> dict[str, Any]:
    charge = {name: said.pop(name) for name in CHARGE if name in said}
    left = {inner: said.pop(name) for name, inner in LEFT.items() if name in said}
    if left:
        said["left"] = left
    said["property"] = [thing for name in TAKEN for thing in said.pop(name, ())]
    age = said.pop("age", None)
    if age is not None and "birth" not in said:
        said["birth"] = said_birth(estimated(age, 0, on), "about")
    return {**said, "charge": {"offence": "", **charge} if charge else None}


def _exhibit(said: dict[str, Any]) -> dict[str, Any]:
    return {WEIGHTS.get(name, name): value for name, value in said.items()}
