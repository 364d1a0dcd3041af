"""A centre's own list, as a CSV file: who is there, since when, and on what that rests. All of it, or nothing.

One line is one person. The file is checked whole first; each fault names its line, its column, what stands there, and
what to write. A person is known again by the centre's own number (`ref`), so that the same file twice changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marga.care.acts.services import Acting
from marga.care.centres.forms import day_field
from marga.care.clients.forms import PersonForm
from marga.care.clients.models import SoundKey
from marga.care.clients.services import open_client
from marga.care.days import today
from marga.care.sealing import blind
from marga.care.stays.forms import StayForm
from marga.care.stays.services import Legal, bases_for, begin_stay
from marga.country import write
from marga.site.faults import Faulty
from marga.site.fields import NEEDED
from marga.site.refusals import Refused
from marga.site.roles import check_may
from marga.site.writing import writer

MOST_LINES = 5000
#: The columns that a list is read by first, as the page names them.
FIRST = ("ref", "name", "sex", "born", "age", "province", "ward", "began", "route", "basis")
#: Columns that hold several words, with spaces between.
SEVERAL = ("languages", "flags")
Progress = Callable[[int, int], None]


class LineForm(PersonForm, StayForm):
    """One line: a person, and their stay at this centre."""

    ref = forms.CharField(label=gettext_lazy("Number in the centre’s own list"), max_length=60, error_messages=NEEDED)
    began = day_field(gettext_lazy("First day of the stay"))


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong: the line as editors count it (0: the whole file), the column, what stands there, what to do."""

    line: int
    column: str
    value: str
    says: str

    def __str__(self) -> str:
        place = _("Line {line}").format(line=self.line) if self.line else _("The file")
        column = f", {self.column}" if self.column else ""
        value = f" “{self.value}”" if self.value else ""
        return f"{place}{column}{value}: {self.says}"


@dataclass(slots=True)
class Outcome:
    """What a file holds: `made` people were written down, `known` were there before; with `wrong` nothing was done."""

    made: int = 0
    known: int = 0
    wrong: list[Wrong] = field(default_factory=list)


def import_list(data: bytes, who: Acting, *, dry_run: bool, progress: Progress = lambda _done, _of: None) -> Outcome:
    """Write down everybody in a file. `progress`: told how many lines are done, of how many. Raises NotAllowed."""
    check_may(who, "care.import")
    outcome = Outcome()
    forms_of = [(number, cells, _form(cells, who)) for number, cells in _lines(data, outcome)]
    for number, cells, form in forms_of:
        outcome.wrong += _faults(number, cells, form)
    _twice(forms_of, outcome)
    if outcome.wrong:
        return outcome
    with transaction.atomic():
        for done, (number, cells, form) in enumerate(forms_of, 1):
            _enter(number, cells, form, who, outcome)
            progress(done, len(forms_of))
        if dry_run or outcome.wrong:
            transaction.set_rollback(True)
    return outcome


def _enter(number: int, cells: dict[str, str], form: LineForm, who: Acting, outcome: Outcome) -> None:
    word = blind(f"{who.centre}\n{form.cleaned_data['ref']}", "client.ref")
    if SoundKey.objects.filter(word=word, client__at__centre=who.centre).exists():
        outcome.known += 1
        return
    said = form.cleaned_data
    try:
        with transaction.atomic():
            client = open_client(form.person(), who, found_by=(word,))
            begin_stay(client.number, said["ward"], Legal(said["basis"], said["until"], said["court"]), who,
                       route=said["route"], drug=said["drug"], planned_end=said["planned_end"],
                       above_safe=said["above_safe"], since=said["began"])  # fmt: skip
    except Faulty as refused:
        outcome.wrong += [
            Wrong(number, one.field, cells.get(one.field, ""), write(one.says, writer())) for one in refused.faults
        ]
    except Refused as refused:
        outcome.wrong.append(Wrong(number, "", "", str(refused)))
    else:
        outcome.made += 1


def columns() -> list[tuple[str, str, bool]]:
    """Each column of a file: its name, what it means, and whether it must be there."""
    fields: dict[str, forms.Field] = {**PersonForm.base_fields, **LineForm.base_fields}
    order = [*FIRST, *(name for name in fields if name not in FIRST)]
    return [(name, str(fields[name].label), fields[name].required) for name in order]


def _form(cells: dict[str, str], who: Acting) -> LineForm:
    data: dict[str, Any] = {**cells, **{name: cells.get(name, "").split() for name in SEVERAL}}
    return LineForm(data, today=today(who), centre=who.centre, bases=bases_for(who, "care.place"))


def _faults(number: int, cells: dict[str, str], form: LineForm) -> Iterator[Wrong]:
    for name, errors in form.errors.items():
        yield Wrong(number, "" if name == "__all__" else name, cells.get(name, ""), " ".join(map(str, errors)))


def _twice(forms_of: Sequence[tuple[int, dict[str, str], LineForm]], outcome: Outcome) -> None:
    first: dict[str, int] = {}
    for number, cells, _form_of in forms_of:
        ref = cells.get("ref", "")
        if ref and ref in first:
            says = _("Line {line} has the same number. Give each person one of their own.").format(line=first[ref])
            outcome.wrong.append(Wrong(number, "ref", ref, says))
        first.setdefault(ref, number)


def _lines(data: bytes, outcome: Outcome) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line that says something, its cells by column; what cannot be read of the file goes to `outcome`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        outcome.wrong.append(Wrong(line, "", "", _("This line is not in UTF-8. Save the file as “CSV UTF-8”.")))
        return
    reader = csv.reader(io.StringIO(text.replace("\0", "�"), newline=""), strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if not _heading(names, outcome):
            return
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if reader.line_num > MOST_LINES + 1:
                says = _("A file has at most {most} lines. Cut it in two.").format(most=MOST_LINES)
                outcome.wrong.append(Wrong(reader.line_num, "", "", says))
                return
            yield reader.line_num, {name: cell.strip() for name, cell in zip(names, row, strict=False) if name}
    except csv.Error:
        says = _("This line cannot be read: a quotation mark or a comma is out of place. Save the file as “CSV UTF-8”.")
        outcome.wrong.append(Wrong(reader.line_num, "", "", says))


def _heading(names: Sequence[str], outcome: Outcome) -> bool:
    known = {name: must for name, _means, must in columns()}
    for name in dict.fromkeys(names):
        if name and name not in known:
            says = _("No column has this name. Take it away, or write one of: {names}.").format(names=", ".join(known))
            outcome.wrong.append(Wrong(1, name[:40], "", says))
        if name and names.count(name) > 1:
            outcome.wrong.append(Wrong(1, name[:40], "", _("Two columns have this name. Take one away.")))
    for name, must in known.items():
        if must and name not in names:
            outcome.wrong.append(Wrong(1, name, "", _("This column is missing. Add it.")))
    return not outcome.wrong
