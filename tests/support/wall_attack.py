"""The attack on the wall: whoever has everything from both sides tries to find each arrested person among the clients.

A pair of a case and a client has marks of four sorts, each on top of those before:

    names      what names and dates alone give
    source     whether somebody came from an arrest, which care asks everybody, with a slip or without
    notes      what each side notes of slips: that one was given, that somebody came with one
    channel    all else that slips, consents and notices leave: words and numbers in common, what was told and to which
               handle, the orders in which things stand, times of day

How much each mark counts is learnt, by logistic regression, from one half of the people, whom the attacker is taken to
know already, and tried on the other half: what means nothing gets no weight, and what means much is found whatever it
looks like. The score is how often the right client comes first of all, where ties are shared; beside it the chance
that a right client is likelier than a wrong one (the area under the curve).

Whether the channel adds anything is asked of chance: its marks are dealt anew among cases of about the same days, of
whom all or none were given a slip. If it says nothing of who is whom, the dealt marks do as well as the real ones.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marga.identity.ages import Born, estimated
from support.wall_seized import HASH, Hoard, Record, of_cases, of_clients

Marks = NDArray[np.float64]
RIDGE, STEPS = 1.0, 10
#: A word that more cases or clients have than this tells nobody apart: names of kinds, roles, stations.
COMMON = 8
#: How often marks are dealt anew, and among how many cases that follow each other.
DEALS, DEALT_AMONG = 999, 8
ALIKE = 1e-9
SORTS = ("names", "source", "notes", "channel")


@dataclass(frozen=True)
class Pairs:
    """Every case with every client.

    right    the place of each case's client, -1 where there is none
    given    whether the case says that a slip was given; `days`: when the arrest was
    marks    by sort, each of the shape cases x clients x marks
    """

    cases: list[str]
    clients: list[str]
    right: NDArray[np.int64]
    given: NDArray[np.bool_]
    days: list[str]
    marks: dict[str, Marks]


@dataclass(frozen=True)
class Score:
    """`first`: how often the right client comes first; `area`: the chance that a right one is likelier than a wrong."""

    first: float
    area: float

    def __str__(self) -> str:
        return f"{self.first:.3f} (area {self.area:.3f})"


def pairs_of(hoard: Hoard) -> Pairs:
    """What everything that was taken says of each pair."""
    truth = hoard.truth
    cases, clients = sorted(truth.cases.values()), sorted(truth.clients.values())
    whose = {case: number for number, case in truth.cases.items()}
    right = [clients.index(truth.clients[whose[case]]) if whose[case] in truth.clients else -1 for case in cases]
    by_case, by_client = of_cases(hoard.records), of_clients(hoard.records)
    theirs, ours = [by_case[case] for case in cases], [by_client[client] for client in clients]
    rows = [{**_row(one, "enforcement_case"), **_row(one, "enforcement_party")} for one in theirs]
    given, came = np.array(["slip_given" in row for row in rows]), [_came(one) for one in ours]
    return Pairs(cases, clients, np.array(right), given, [row["event"] for row in rows], {
        "names": _names(rows, [{**_row(one, "care_request"), **_row(one, "care_stay"),
                                 **_row(one, "care_client")} for one in ours]),
        "source": _together(np.outer(np.ones(len(cases)), [one != "other" for one in came])),
        "notes": _together(*(np.outer(group, [one == way for one in came]) for group in (given, ~given)
                             for way in ("slip", "arrest"))),
        "channel": _channel(hoard, cases, clients, theirs, ours),
    })  # fmt: skip


def _together(*marks: Any) -> Marks:
    return np.stack([np.asarray(mark, float) for mark in marks], axis=-1)


def _row(records: Iterable[Record], table: str) -> Mapping[str, str]:
    return next((one.values for one in records if one.table == table and one.source == "dump"), {})


def _came(records: Iterable[Record]) -> str:
    """How somebody came to care, as care itself notes it."""
    rows = [one.values for one in records if one.source == "dump"]
    if any(row.get("offered") == "t" for row in rows):
        return "slip"
    return "arrest" if any(row.get("route") == "arrest" for row in rows) else "other"


# What names and dates alone give.


def _names(cases: Sequence[Mapping[str, str]], clients: Sequence[Mapping[str, str]]) -> Marks:
    """Sex, province, birth and days; care's names are sealed, and a sealed name is as good as none."""
    gaps = _table(cases, clients, lambda one, other: (_day(other["began"]) - _day(one["event"])).days)
    return _together(
        _table(cases, clients, lambda one, other: one["sex"] == other["sex"]),
        _table(cases, clients, lambda one, other: _province(one) == other["province"]),
        _table(cases, clients, lambda one, other: one["name"] == other.get("name")),
        *_births(cases, clients),
        *(gaps == days for days in range(14)),
    )


def _table(rows: Sequence[Any], columns: Sequence[Any], cell: Any) -> Marks:
    return np.array([[float(cell(row, column)) for column in columns] for row in rows])


def _province(case: Mapping[str, str]) -> str:
    return "-".join(case["case_id"].split("-")[:2])


def _births(cases: Sequence[Mapping[str, str]], clients: Sequence[Mapping[str, str]]) -> Iterator[Marks]:
    """One day of birth, days in one year, and by how many years two births are apart at least: as far as both sides
    have them in the clear. And that a side has not."""
    theirs, ours = [_born(one) for one in cases], [_born(one) for one in clients]
    yield _table(theirs, ours, lambda one, other: None not in (one, other) and one == other)
    yield _table(theirs, ours, lambda one, other: None not in (one, other) and one.latest.year == other.latest.year)
    apart = _table(theirs, ours, _years_apart)
    yield from (apart == years for years in range(3))
    yield np.isnan(apart)


def _born(row: Mapping[str, str]) -> Born | None:
    """When somebody was born, as far as that stands in the clear: as days, or as the age of whoever asked for help."""
    if "born_from" in row:
        return Born(_day(row["born_from"]), _day(row["born_to"]))
    return estimated(int(row["age"]), 0, _day(row["asked"])) if "age" in row else None


def _years_apart(one: Born | None, other: Born | None) -> float:
    """0 for two births that may be one, 1 for less than a year between them, and so on; not a number if not known."""
    if one is None or other is None:
        return math.nan
    days = max((one.earliest - other.latest).days, (other.earliest - one.latest).days, 0)
    return math.ceil(days / 366)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


# All that the channel leaves.


def _channel(hoard: Hoard, cases: Sequence[str], clients: Sequence[str], theirs: Sequence[list[Record]],
             ours: Sequence[list[Record]]) -> Marks:  # fmt: skip
    known, ours_known = (
        [_words(records) | hoard.beside.get(key, set()) for key, records in zip(keys, side, strict=True)]
        for keys, side in ((cases, theirs), (clients, ours))
    )
    marks = [_in_common(known, ours_known), _told_alike(hoard, known, theirs, ours)]
    of_slips = _ranks([_listed(hoard, records) for records in ours])
    for order in ORDERS_OF_CASES:
        places = _order(theirs, *order)
        marks += [_closeness(places, _order(ours, *other)) for other in ORDERS_OF_CLIENTS]
        marks.append(_closeness(places, of_slips))
    marks += [_hours_apart(theirs, ours, one, other) for one in HOURS_OF_CASES for other in HOURS_OF_CLIENTS]
    return _together(*marks)


def _words(records: Iterable[Record]) -> set[str]:
    return {word for record in records for word in record.words()}


def _in_common(cases: Sequence[set[str]], clients: Sequence[set[str]]) -> Marks:
    """Rare words that a case and a client share, the rarer the more."""
    theirs, ours = (Counter(word for words in side for word in words) for side in (cases, clients))
    weight = {word: 1 / (theirs[word] * ours[word]) for word in theirs.keys() & ours.keys()
              if max(theirs[word], ours[word]) <= COMMON}  # fmt: skip
    return _table([one & weight.keys() for one in cases], clients,
                  lambda one, other: sum(weight[word] for word in one & other))  # fmt: skip


def _told_alike(hoard: Hoard, known: Sequence[set[str]], theirs: Sequence[list[Record]],
                ours: Sequence[list[Record]]) -> Marks:  # fmt: skip
    """What was told of a case, if anybody can say which line is whose, and what care told of a client."""
    lines: dict[str, set[str]] = defaultdict(set)
    for one in hoard.told:
        lines[one.handle].add(f"{one.day} {one.word} {one.since}")
    told = [
        _said(records, "told", "word", "day").union(*(lines[handle] for handle in lines.keys() & words))
        for words, records in zip(known, theirs, strict=True)
    ]
    return _in_common(told, [_said(records, "day", "word", "since") for records in ours])


def _said(records: Iterable[Record], *columns: str) -> set[str]:
    return {" ".join(one.values[name] for name in columns) for one in records if set(columns) <= one.values.keys()}


#: In which orders things stand on each side: by the places of rows in the file of a table, which is how pg_dump writes
#: them, of acts, and of changes in the write-ahead log. Table, source, kind of act.
ORDERS_OF_CASES = (
    ("enforcement_act", "dump", "slip.given"), ("enforcement_act", "dump", "receipt.given"),
    ("enforcement_party", "dump", ""),
)  # fmt: skip
ORDERS_OF_CLIENTS = (
    ("care_slip", "wal", ""), ("care_request", "dump", ""), ("care_request", "wal", ""),
    ("care_act", "dump", "client.opened"), ("care_consent", "dump", ""), ("care_receipthandle", "wal", ""),
)  # fmt: skip


def _order(owners: Sequence[list[Record]], table: str, source: str, kind: str) -> Marks:
    return _ranks([
        next((one.place for one in records if (one.table, one.source) == (table, source)
              and kind in ("", one.values.get("kind"))), None)
        for records in owners
    ])  # fmt: skip


def _listed(hoard: Hoard, records: Iterable[Record]) -> int | None:
    """Where the slip that somebody showed stands in care's list: it is in what was written when it was shown."""
    found = [hoard.listed[word] for one in records if one.table == "care_slip" for word in HASH.findall(one.text)]
    return found[0] if found else None


def _ranks(places: Sequence[int | None]) -> Marks:
    """From 0 to 1; not a number for who is not in the order."""
    ranks, known = np.full(len(places), np.nan), [place is not None for place in places]
    order = np.argsort(np.argsort([place for place in places if place is not None]))
    ranks[known] = order / max(len(order) - 1, 1)
    return ranks


def _closeness(theirs: Marks, ours: Marks) -> Marks:
    """Near 1 for two that stand at the same place of two orders."""
    return np.nan_to_num(np.exp(-np.abs(theirs[:, None] - ours[None, :]) * 40))


HOURS_OF_CASES = (("enforcement_party", "slip_given"), ("enforcement_case", "event"))
HOURS_OF_CLIENTS = (("care_request", "asked"), ("care_client", "opened"), ("care_consent", "given"))


def _hours_apart(theirs: Sequence[list[Record]], ours: Sequence[list[Record]], one: tuple[str, str],
                 other: tuple[str, str]) -> Marks:  # fmt: skip
    """Near 1 for two times of day that are the same."""
    return np.nan_to_num(np.exp(-np.abs(_hours(theirs, *one)[:, None] - _hours(ours, *other)[None, :])))


def _hours(owners: Sequence[list[Record]], table: str, column: str) -> Marks:
    found = [_row(records, table).get(column) for records in owners]
    times = [datetime.fromisoformat(one) if one else None for one in found]
    return np.array([math.nan if one is None else one.hour + one.minute / 60 + one.second / 3600 for one in times])


# How well it goes.


class Attack:
    """Weights learnt for the first so many sorts of marks, and what they say of every pair."""

    def __init__(self, pairs: Pairs, last: str) -> None:
        self.pairs = pairs
        self.alike = list(self._alike(apart=last == "channel"))
        sorts = SORTS[: SORTS.index(last) + 1]
        marks = np.concatenate([pairs.marks[one] for one in sorts], axis=-1)
        #: Of each pair: what all but the last sort say of it, and what the last one does.
        self.before, self.last = np.zeros(marks.shape[:2]), np.zeros(marks.shape[:2])
        known = pairs.marks[last].shape[-1]
        for half in (0, 1):
            taught = np.arange(len(pairs.cases)) % 2 == half
            weights, middle, spread = _learnt(marks[taught], pairs.right[taught])
            said = (marks[~taught] - middle) / spread * weights
            self.before[~taught], self.last[~taught] = said[..., :-known].sum(-1), said[..., -known:].sum(-1)

    def score(self, who: Sequence[int]) -> Score:
        """How well the people of the cases at these places are found."""
        return _scored(self.before[who] + self.last[who], self.pairs.right[who])

    def by_chance(self, who: Sequence[int], seed: int) -> list[Score]:
        """The same, where the marks of the last sort are another's, `DEALS` times. Those of the channel are dealt apart
        among who was given a slip and who was not, which the notes tell."""
        dice, found = Random(seed), []
        for _deal in range(DEALS):
            dealt = self._dealt(dice)
            found.append(_scored(self.before[who] + self.last[dealt[who]], self.pairs.right[who]))
        return found

    def _alike(self, *, apart: bool) -> Iterator[list[int]]:
        """The cases whose marks are dealt among each other, by the time of the arrest: those of one half."""
        days, given = self.pairs.days, self.pairs.given
        for half in (0, 1):
            cases = sorted(range(half, len(days), 2), key=lambda case: days[case])
            if apart:
                yield [case for case in cases if given[case]]
                yield [case for case in cases if not given[case]]
            else:
                yield cases

    def _dealt(self, dice: Random) -> NDArray[np.int64]:
        """Whose marks each case gets."""
        dealt = np.arange(len(self.pairs.cases))
        for alike in self.alike:
            start = dice.randrange(DEALT_AMONG)
            for first in range(start - DEALT_AMONG, len(alike), DEALT_AMONG):
                some = alike[max(first, 0) : first + DEALT_AMONG]
                dealt[some] = dice.sample(some, len(some))
        return dealt


def _scored(said: Marks, right: NDArray[np.int64]) -> Score:
    mine = said[np.arange(len(right)), right][:, None]
    above = (said > mine + ALIKE).sum(1)
    alike = (said >= mine - ALIKE).sum(1) - above - 1
    others = said.shape[1] - 1
    return Score(float(np.where(above > 0, 0, 1 / (1 + alike)).mean()),
                 float(1 - ((above + alike / 2) / others).mean()))  # fmt: skip


def as_good(real: Score, chance: Collection[Score]) -> int:
    """In how many deals people are found at least as well."""
    return sum(one.first + one.area >= real.first + real.area for one in chance)


def _learnt(marks: Marks, right: NDArray[np.int64]) -> tuple[Marks, Marks, Marks]:
    """Weights by Newton's method, under a little ridge; marks are put on one scale first."""
    flat = marks.reshape(-1, marks.shape[-1])
    middle, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-9
    answers = np.zeros(marks.shape[:2])
    answers[np.arange(len(right))[right >= 0], right[right >= 0]] = 1
    scaled = np.column_stack([np.ones(len(flat)), (flat - middle) / spread])
    weights, held = np.zeros(scaled.shape[1]), RIDGE * np.eye(scaled.shape[1])
    held[0, 0] = 1e-6
    for _step in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ weights, -30, 30)))
        slope = scaled.T @ (answers.ravel() - chance) - held @ weights
        weights = weights + np.linalg.solve((scaled * (chance * (1 - chance))[:, None]).T @ scaled + held, slope)
    return weights[1:], middle, spread
