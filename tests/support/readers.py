"""What a reader of bulletins can lay side by side: every printed number as an equation among unknown counts.

It is built from what is published alone, and from what the definitions say; it shares nothing with the code that
protects, so that an attack on it is a check of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product

import numpy as np

from marga.country import load
from marga.figures.bulletin.bulletin import Bulletin, Number, Table, Where
from marga.figures.bulletin.making import Made
from marga.figures.bulletin.times import period_of
from marga.figures.counting import DEFINITIONS, PART_OF
from marga.figures.disclose import Cell, Published, Relation, Sum, ratio

#: What each share is a share of, in percent: derived number -> (part, whole), for a group.
SHARES = {
    "share_seen_again": ("seen_within_a_year", "parties"), "share_within_21_days": ("starts_within_21_days", "starts"),
    "share_returned": ("returned_within_six_months", "admissions"), "share_completed": ("completed", "episodes_ended"),
}  # fmt: skip


def people(bulletin: Bulletin) -> list[Table]:
    """The counted tables of figures that are protected."""
    disclosure = load("kh").disclosure
    return [one for one in bulletin.tables if not one.derived and disclosure.of(one.figure).method == "hide"]


def as_read(bulletins: Sequence[Bulletin]) -> list[Published]:
    """The bulletins as readers have them. A number that a later one changed is another number there.

    A count that is not shown is taken for the same in all bulletins, unless a shown number of the same figure that is
    made of it, or that it is made of, changed: then for another.
    """
    versions: dict[Cell, int] = {}
    read = []
    for bulletin in bulletins:
        changed = {(change.figure, change.time) for change in bulletin.changes}
        cells: dict[Cell, Number | None] = {}
        for table in people(bulletin):
            for line in table.lines:
                for time, value in zip(table.times, line.values, strict=True):
                    cells[Cell(table.figure, time, line.where)] = value
        for cell in cells:
            if any(figure == cell.measure and _touch(time, cell.time) for figure, time in changed):
                versions[cell] = versions.get(cell, 0) + 1
        read.append(_published(bulletin, cells, versions))
    return read


def _touch(one: str, other: str) -> bool:
    first, second = period_of(one), period_of(other)
    return first.holds(second) or second.holds(first)


def _published(bulletin: Bulletin, cells: dict[Cell, Number | None], versions: dict[Cell, int]) -> Published:
    sums = [*_splits(bulletin), *_times(cells), *_parts(cells)]
    names = list(dict.fromkeys([*cells, *(cell for total, parts in sums for cell in (total, *parts))]))
    at = {cell: place for place, cell in enumerate(names)}
    values = [cells.get(cell) for cell in names]
    return Published(
        f"{bulletin.id} r{bulletin.revision}", tuple(names), tuple(versions.get(cell, 0) for cell in names),
        np.array([0.0 if value is None else float(value) for value in values]),
        np.array([np.inf if value is None else float(value) for value in values]),
        np.array([cell in cells and cells[cell] is None for cell in names]),
        tuple(Sum(at[total], tuple(at[part] for part in parts)) for total, parts in sums),
    )  # fmt: skip


Tied = tuple[Cell, tuple[Cell, ...]]


def _splits(bulletin: Bulletin) -> Iterator[Tied]:
    """Every group is the sum of its categories by each split that it is not split by. A drug that is a kind of another
    is counted in that one, which may have more than its kinds."""
    for table in people(bulletin):
        wheres = [line.where for line in table.lines]
        for where, split, time in product(wheres, table.by, table.times):
            if split not in dict(where):
                parts = [one for one in wheres if _is_narrower(one, where, split)]
                yield from _sums(table.figure, time, where, split, parts)


def _sums(figure: str, time: str, where: Where, split: str, parts: Sequence[Where]) -> Iterator[Tied]:
    kinds: dict[str, list[Where]] = {}
    for one in parts:
        kinds.setdefault(_wider(split, dict(one)[split]), []).append(one)
    yield Cell(figure, time, where), tuple(Cell(figure, time, one) for one in kinds.pop("", []))
    for wider, own in kinds.items():
        whole = next(one for one in parts if dict(one)[split] == wider)
        rest = Cell(f"rest of {figure}", time, whole)
        yield Cell(figure, time, whole), (*(Cell(figure, time, one) for one in own), rest)


def _wider(split: str, category: str) -> str:
    """The category that a category is a kind of, "" for none."""
    known = load("kh").dimensions[split].categories if split == "drug" else {}
    return (known[category].within or "") if category in known else ""


def _is_narrower(one: Where, where: Where, split: str) -> bool:
    return dict(one).keys() == {*dict(where), split} and set(where) <= set(one)


def _times(cells: Iterable[Cell]) -> Iterator[Tied]:
    """A time is the sum of the months, and of the quarters, that make it up."""
    known = set(cells)
    for cell in known:
        if cell.measure == "still_waiting" or (cell.measure in DEFINITIONS and DEFINITIONS[cell.measure].stock):
            continue
        days = period_of(cell.time)
        for shape in ("month", "quarter"):
            parts = [
                one for one in known
                if (one.measure, one.where) == (cell.measure, cell.where) and one != cell
                and ("Q" in one.time) is (shape == "quarter") and len(one.time) == 7 and days.holds(period_of(one.time))
            ]  # fmt: skip
            if parts and sum(period_of(one.time).days for one in parts) == days.days:
                yield cell, tuple(parts)


def _parts(cells: Iterable[Cell]) -> Iterator[Tied]:
    """What is a part of another figure leaves a rest, of which nothing more is known than that it is 0 or more."""
    known = set(cells)
    for cell in known:
        whole = Cell(PART_OF.get(cell.measure, ""), cell.time, cell.where)
        if whole in known:
            yield whole, (cell, Cell(f"rest of {whole.measure} without {cell.measure}", cell.time, cell.where))


def said(bulletins: Sequence[Bulletin]) -> list[Relation]:
    """What the printed shares say of the counts of the last bulletin."""
    found = []
    for table in bulletins[-1].tables:
        if table.figure not in SHARES:
            continue
        for line in table.lines:
            for time, value in zip(table.times, line.values, strict=True):
                if value is not None:
                    part, whole = (Cell(figure, time, line.where) for figure in SHARES[table.figure])
                    found += ratio(part, whole, float(value) / 100, 0.0005)
    return found


def flows(series: Sequence[Made]) -> list[Relation]:
    """What the last bulletin's stocks and flows of care say of each other to a reader who knows all that was not
    reported: who was there and who came are who left and who is there. And every start of a request is an admission.
    """
    true = {cell: int(count) for made in series for one in made.protected
            for cell, count in zip(one.release.cells, one.release.counts, strict=True)}  # fmt: skip
    known = {cell for made in series for cell in made.bulletin.counts()}
    found = []
    for cell in [cell for cell in known if cell.measure == "admissions"]:
        days = period_of(cell.time)
        day_before = date.fromordinal(days.start.toordinal() - 1)
        before, after = (Cell("in_care", f"{day:%Y-%m}", cell.where) for day in (day_before, days.end))
        ended, started = (Cell(measure, cell.time, cell.where) for measure in ("episodes_ended", "starts"))
        for weights in ({before: 1.0, cell: 1.0, ended: -1.0, after: -1.0}, {cell: 1.0, started: -1.0}):
            if weights.keys() <= known:
                difference = sum(weight * true[one] for one, weight in weights.items())
                found.append(Relation(weights, difference, difference))
    return found
