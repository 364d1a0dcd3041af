"""Whether what a cube holds can be what was counted. A signature says who made a cube, not that it is whole: every
reading looks at the groups themselves, so that an empty, doubled or damaged cube is refused before it is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NoReturn

import pyarrow as pa
import pyarrow.compute as pc

from marga.country import Country, Table, gettext_noop, load, say
from marga.extract import TABLES
from marga.extract.arrow import words_of
from marga.extract.schema import Column

from .about import About
from .definition import DEFINITIONS, Definition, Splits, ordered
from .definitions import PART_OF
from .engine import MONTH, bands, months

PART, MARGIN = "part", "margin"
#: Groups of one cube: a country of 25 provinces has some 20,000 a year and side.
MOST_ROWS = 2_000_000
#: Bytes of one cube once it is unpacked, as it says itself: a country has some 100,000 a year and side.
MOST_BYTES = 500_000_000
#: No count and no weight of a group in a month comes near it, and the sum of all groups still has room.
MOST = 10**12
LONGEST = 60  # letters of an unknown word that are repeated
#: So many units that report do not all have a month without a single record.
NEVER_SILENT = 20
#: Parts of which many units may have nothing: what they count need not be held, or recorded, anywhere.
MAY_BE_EMPTY = frozenset({"sessions.day"})
#: The part that has groups in every month in which units reported. A centre that reports counts its people every day.
MAIN = {"enforcement": ("cases.opened", NEVER_SILENT), "care": ("census.day", 1)}
AGAIN = say(gettext_noop("make the cube again with marga cube"))
CORRECT = say(gettext_noop("ask that side to correct its records and count again"))


def check_size(place: Table, rows: int, size: int) -> None:
    """Refuse a file by what it says of its size, before anything of it is unpacked. Raises DataError."""
    if rows > MOST_ROWS or size > MOST_BYTES:
        words = gettext_noop(
            "holds {rows} groups and {size} bytes, and no cube has more than {most} and {most_bytes}; ask that side "
            "for a cube of fewer years"
        )
        place.fail("", words, rows=rows, size=size, most=MOST_ROWS, most_bytes=MOST_BYTES)


def check_whole(place: Table, found: pa.Table, said: About) -> pa.Table:
    """Refuse groups that were not counted, that stand twice, or that cannot all be true. Raises DataError that names
    the column, the value and what to do.

    found  as `cube.build` gives it, of the columns that the side's definitions have; texts may be dictionaries
    Returns the same with texts as texts.
    """
    country = load(said.country)
    if not len(found):
        place.fail("", gettext_noop("holds no count at all, but says that it is of {period}; {do}"),
                   period=said.period, do=CORRECT)  # fmt: skip
    own = [one for one in ordered() if TABLES[one.table].side == said.side]
    _check_words(place, found, own, country)
    plain = _plain(found)
    _check_months(place, plain, said)
    parts = _parts(own)
    _check_margins(place, plain, parts)
    for name, figures in parts.items():
        _Part(place, plain.filter(pc.equal(plain[PART], name)), name, figures, {one.name for one in own}).check()
    _check_reported(place, plain, said, parts)
    _check_waiting(place, plain)
    return plain


def _parts(own: Sequence[Definition]) -> dict[str, list[Definition]]:
    found: dict[str, list[Definition]] = {}
    for one in own:
        found.setdefault(f"{one.table}.{one.day}", []).append(one)
    return found


def margin_name(margin: Splits) -> str:
    """How the splits of a margin stand in its column."""
    return ", ".join(margin)


@cache
def column_of(split: str) -> Column | None:
    """The column of records that a split is; None for one that is worked out."""
    return next((one for table in TABLES.values() for one in table.columns if one.name == split), None)


def _check_words(place: Table, found: pa.Table, own: Sequence[Definition], country: Country) -> None:
    """Every text is one that the definitions, the country or the schema know. A dictionary holds each once, so this is
    quick, and no text is longer than those afterwards."""
    known = {PART: set(_parts(own)), MARGIN: {margin_name(margin) for one in own for margin in one.margins}}
    for split in (split for one in own for margin in one.margins for split in margin):
        column = column_of(split)
        if column and column.codes:
            known[split] = set(words_of(column, country))
        elif split == "age_band":
            known[split] = set(bands())
    for name, words in known.items():
        there = {one for one in found[name].unique().to_pylist() if one is not None}
        for word in sorted(there - words):
            place.fail(
                name, gettext_noop("is “{word}”, which is not known here; {do}"), word=word[:LONGEST], do=CORRECT
            )


def _plain(found: pa.Table) -> pa.Table:
    """The same with texts as texts."""
    fields = [
        pa.field(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type)
        for field in found.schema
    ]
    return found.cast(pa.schema(fields, found.schema.metadata))


def _check_months(place: Table, found: pa.Table, said: About) -> None:
    known = set(months(said.period))
    for month in found[MONTH].unique().to_pylist():
        if month not in known:
            place.fail(MONTH, gettext_noop("is {month}, which is no first day of a month of {period}; {do}"),
                       month=str(month), period=said.period, do=AGAIN)  # fmt: skip


def _check_margins(place: Table, found: pa.Table, parts: Mapping[str, Sequence[Definition]]) -> None:
    """Only the margins of the definitions, and of a part all of them or none."""
    declared = {(name, margin_name(margin)) for name, own in parts.items() for margin in own[0].margins}
    pairs = found.select([PART, MARGIN]).group_by([PART, MARGIN]).aggregate([]).to_pylist()
    there = {(pair[PART], pair[MARGIN]) for pair in pairs}
    for part, margin in sorted(there - declared, key=str):
        place.fail(MARGIN, gettext_noop("is “{margin}” of “{part}”, by which nothing is counted; {do}"),
                   margin=str(margin), part=str(part), do=AGAIN)  # fmt: skip
    for part, margin in sorted(declared - there):
        if any(part == other for other, _margin in there):
            place.fail(MARGIN, gettext_noop("“{margin}” of “{part}” is missing; {do}"),
                       margin=margin, part=part, do=AGAIN)  # fmt: skip


class _Part:
    """The groups of one part: figures of one table that a period takes in by the same day."""

    def __init__(self, place: Table, rows: pa.Table, name: str, own: Sequence[Definition], every: set[str]) -> None:
        self.place, self.rows, self.name, self.margins = place, rows, name, own[0].margins
        self.figures, self.others = [one.name for one in own], every - {one.name for one in own}
        self.splits = [name for name in rows.column_names if name not in (PART, MARGIN, MONTH, *every)]

    def check(self) -> None:
        """Raises DataError."""
        if not len(self.rows):
            return
        self._check_numbers()
        self._check_parts()
        whole: dict[Any, dict[str, Any]] = {}
        for place, margin in enumerate(self.margins):
            groups = self.rows.filter(pc.equal(self.rows[MARGIN], margin_name(margin)))
            self._check_groups(groups, margin)
            sums = self._by_month(groups)
            whole = whole if place else sums
            self._check_sums(whole, sums, margin)

    def _fail(self, column: str, words: str, at: pa.Table | None = None, **values: Any) -> NoReturn:
        month = {} if at is None else {"month": f"{at[MONTH][0].as_py():%Y-%m}"}
        self.place.fail(column, words, part=self.name, do=AGAIN, **month, **values)

    def _check_numbers(self) -> None:
        for name in sorted(self.others):
            if self.rows[name].null_count < len(self.rows):
                self._fail(name, gettext_noop("stands in “{part}”, of which it is no figure; {do}"))
        for name in self.figures:
            numbers = self.rows[name]
            if numbers.null_count:
                wrong = self.rows.filter(pc.is_null(numbers))
                self._fail(name, gettext_noop("is empty in “{part}”, {month}; {do}"), wrong)
            wrong = self.rows.filter(pc.or_(pc.less(numbers, 0), pc.greater(numbers, MOST)))
            if len(wrong):
                words = gettext_noop("is {value} in “{part}”, {month}, and a number is from 0 to {most}; {do}")
                self._fail(name, words, wrong, value=str(wrong[name][0].as_py()), most=MOST)

    def _check_parts(self) -> None:
        for name in self.figures:
            if (whole := PART_OF.get(name)) is None:
                continue
            wrong = self.rows.filter(pc.greater(self.rows[name], self.rows[whole]))
            if len(wrong):
                words = gettext_noop("is {value} in “{part}”, {month}, more than the {most} of {whole}; {do}")
                self._fail(name, words, wrong, value=wrong[name][0].as_py(), most=wrong[whole][0].as_py(), whole=whole)

    def _check_groups(self, groups: pa.Table, margin: Splits) -> None:
        """Every group stands once, by the splits of its margin and no others."""
        named = margin_name(margin)
        for split in self.splits:
            empty, column = groups[split].null_count, self._column(split)
            if split not in margin and empty < len(groups):
                words = gettext_noop("stands in “{part}” by “{margin}”, which is not split by it; {do}")
                self._fail(split, words, margin=named)
            if split in margin and empty and column and not column.may_miss:
                wrong = groups.filter(pc.is_null(groups[split]))
                self._fail(split, gettext_noop("is empty in “{part}” by “{margin}”, {month}; {do}"), wrong,
                           margin=named)  # fmt: skip
        counted = groups.group_by([MONTH, *margin]).aggregate([([], "count_all")])
        twice = counted.filter(pc.greater(counted["count_all"], 1))
        if len(twice):
            words = gettext_noop("“{margin}” of “{part}” has the same group twice in {month}; {do}")
            self._fail(MARGIN, words, twice, margin=named)

    def _column(self, split: str) -> Column | None:
        """The part's own column that a split is: another table's of this name may not miss a value."""
        return next((one for one in TABLES[self.name.partition(".")[0]].columns if one.name == split), None)

    def _by_month(self, groups: pa.Table) -> dict[Any, dict[str, Any]]:
        sums = groups.group_by([MONTH]).aggregate([(name, "sum") for name in self.figures])
        return {row[MONTH]: {name: row[f"{name}_sum"] for name in self.figures} for row in sums.to_pylist()}

    def _check_sums(self, whole: Mapping[Any, Mapping[str, Any]], sums: Mapping[Any, Any], margin: Splits) -> None:
        nothing = dict.fromkeys(self.figures, 0)
        for month in sorted(whole.keys() | sums.keys()):
            one, other = whole.get(month, nothing), sums.get(month, nothing)
            for name in self.figures:
                if one[name] != other[name]:
                    words = gettext_noop("adds up to {one} by “{first}” in {month} and to {other} by “{second}”; {do}")
                    self._fail(name, words, pa.table({MONTH: [month]}), one=str(one[name]), other=str(other[name]),
                               first=margin_name(self.margins[0]), second=margin_name(margin))  # fmt: skip


def _check_reported(place: Table, found: pa.Table, said: About, parts: Mapping[str, Sequence[Definition]]) -> None:
    """Where units reported there is something to count."""
    main, least = MAIN[said.side]
    there = set(found.filter(pc.equal(found[PART], main))[MONTH].unique().to_pylist())
    for one in said.coverage:
        if one.month in months(said.period) and one.reported >= least and one.month not in there:
            place.fail(MONTH, gettext_noop("{month} has nothing in “{part}”, but {count} units reported; {do}"),
                       month=f"{one.month:%Y-%m}", part=main, count=one.reported, do=CORRECT)  # fmt: skip
    if any(one.reported >= NEVER_SILENT for one in said.coverage):
        for part in sorted(parts.keys() - MAY_BE_EMPTY - set(found[PART].unique().to_pylist())):
            words = gettext_noop("has nothing of “{part}” in all of {period}, although many units reported; {do}")
            place.fail(PART, words, part=part, period=said.period, do=CORRECT)


def _check_waiting(place: Table, found: pa.Table) -> None:
    """By the end of every month at most as many requests were started or given up as had come."""
    moves: dict[Any, int] = {}
    for figure, sign in (("requests", 1), ("starts", -1), ("gave_up", -1)):
        if figure not in found.column_names:
            return  # another side's
        own = DEFINITIONS[figure]
        rows = found.filter(pc.and_(
            pc.equal(found[PART], f"{own.table}.{own.day}"), pc.equal(found[MARGIN], margin_name(own.margins[0]))
        ))  # fmt: skip
        for row in rows.group_by([MONTH]).aggregate([(figure, "sum")]).to_pylist():
            moves[row[MONTH]] = moves.get(row[MONTH], 0) + sign * row[f"{figure}_sum"]
    waiting = 0
    for month in sorted(moves):
        waiting += moves[month]
        if waiting < 0:
            place.fail(
                "requests", gettext_noop("are {count} fewer by the end of {month} than had started or given up; {do}"),
                count=-waiting, month=f"{month:%Y-%m}", do=CORRECT,
            )  # fmt: skip
