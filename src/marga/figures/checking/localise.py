"""Which figures must be wrong: every smallest set that, set aside, lets all the others be true together.

Fellegi and Holt (1976): when values contradict each other, suspect the fewest that explain it. As a mixed integer
program each figure has a binary that relaxes its printed bounds, and the least trusted set of binaries is sought. It is
solved in two halves that talk to each other, both in HiGHS: a program over the binaries alone, which must pick a figure
from every known contradiction, and the linear bounds, which either hold without the picked figures or give a new
contradiction. A single program would need a "big M" to relax a bound, and with people beside grams no M is both safe
and exact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

import highspy
import numpy as np

from ..solver import quiet_solver
from .book import Book
from .evidence import days
from .findings import Repair, repair, repairs
from .intervals import Interval
from .linear import ENDLESS, INFINITY, OutOfPatience, Patience, System
from .reports import Figure
from .statements import Group

MOST_SETS = 30  # smallest sets that are listed together
MOST_JOINT = 200  # smallest sets that are looked for where errors may have a say in each other
MOST_ROUNDS = 500  # candidate sets tried at one go
MOST_TIED = 6  # groups of figures that are tried together when sets are taken apart


@dataclass(frozen=True, slots=True)
class Suspects:
    """One smallest set of which something must be wrong, and for each figure in it the values that would mend it."""

    figures: tuple[str, ...]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True)
class Localised:
    """What is wrong among figures whose contradictions hang together: every smallest set, and whether it is capped.

    `contradictions` are the sets of figures behind it that cannot all be true.
    """

    suspects: tuple[Suspects, ...]
    capped: bool
    contradictions: tuple[frozenset[str], ...]


def localise(
    book: Book, group: Group, known: Iterable[frozenset[str]], patience: Patience = ENDLESS
) -> list[Localised]:
    """Every smallest set of suspects in a group, in parts: a set from each part, in any combination, mends all.

    known   sets of figures already found to contradict each other: they save time and change no result
    Returns nothing when all figures can be true together; the contradictions alone when patience ran out
    """
    system = System(len(group.cells), group.rows, patience)
    search = _Search(system, {ref: float(book.figures[ref].trust) for ref in group.figures}, known)
    try:
        return [] if system.holds() else _listed(_Mender(book, group, system), search)
    except OutOfPatience:
        return [Localised((), capped=True, contradictions=search.certain())]


def _listed(mender: _Mender, search: _Search) -> list[Localised]:
    """The parts in the order of the book, each mended with the others mended too."""
    parts = sorted(search.parts(), key=lambda part: min(mender.place[ref] for one in part.sets for ref in one))
    firsts = [min(part.sets, key=lambda one: sorted(mender.place[ref] for ref in one)) for part in parts]
    return [
        _localised(mender, part, frozenset().union(*firsts[:index], *firsts[index + 1 :]))
        for index, part in enumerate(parts)
    ]


def _localised(mender: _Mender, part: _Part, elsewhere: frozenset[str]) -> Localised:
    """A part's sets in the order of the book, with what would mend each figure; those `elsewhere` are mended too."""
    sets = sorted(sorted(mender.place[ref] for ref in picked) for picked in part.sets)
    suspects = [tuple(mender.group.figures[index] for index in picked) for picked in sets[:MOST_SETS]]
    made = tuple(Suspects(refs, mender.repairs(refs, elsewhere)) for refs in suspects)
    return Localised(made, part.capped or len(sets) > MOST_SETS, tuple(part.cores))


@dataclass(frozen=True, slots=True)
class _Part:
    """Smallest sets that touch all of these contradictions."""

    cores: list[frozenset[str]]
    sets: list[frozenset[str]]
    capped: bool


class _Search:
    """Finds contradictions until the least trusted figures that touch them all let everything else be true."""

    def __init__(self, system: System, trust: Mapping[str, float], known: Iterable[frozenset[str]]) -> None:
        self.system, self.trust = system, trust
        self.cores = list(dict.fromkeys(core for core in known if core <= trust.keys()))
        self.given = len(self.cores)
        self.tied: list[frozenset[frozenset[str]]] = []  # contradictions met while settling others: one block with them
        self.place = {ref: index for index, ref in enumerate(trust)}

    def certain(self) -> tuple[frozenset[str], ...]:
        """The contradictions that are there however long the search went on: those given, or else the first found."""
        return tuple(self.cores[: max(self.given, 1)])

    def parts(self) -> list[_Part]:
        """The smallest sets, apart where one has no say in the other."""
        done: dict[frozenset[frozenset[str]], list[_Part]] = {}
        while True:
            chosen = self._settle()
            blocks = self._blocks()
            grown = False
            for cores in blocks:
                before = len(cores)
                if frozenset(cores) not in done:
                    parts = self._within(cores, chosen)
                    done[frozenset(cores)] = parts
                if len(cores) > before:
                    grown = True
                    self.tied.append(frozenset(cores))
            if not grown:
                return [part for cores in blocks for part in done[frozenset(cores)]]

    def _settle(self) -> frozenset[str]:
        """One smallest set for the whole group; the contradictions it had to touch are kept."""
        while not self.system.holds(picked := self._picker(self.cores).pick() or frozenset()):
            self.cores.append(contradiction(self.system, [ref for ref in self.trust if ref not in picked]))
        return picked

    def _blocks(self) -> list[list[frozenset[str]]]:
        """The contradictions, apart where no choice of suspects in one has a say in the other."""
        regions = self.system.regions(frozenset().union(*self.cores))
        return joined(self.cores, [core | self._marks(core, regions) for core in self.cores])

    def _marks(self, core: frozenset[str], regions: Sequence[int]) -> set[str]:
        """What a contradiction shares with those of its block besides figures: a region of cells, or having met."""
        places = {f"region {regions[cell]}" for cell in self.system.cells_of(core)}
        return places | {f"met {number}" for number, tied in enumerate(self.tied) if core in tied}

    def _within(self, cores: list[frozenset[str]], chosen: frozenset[str]) -> list[_Part]:
        """The parts of one block. Contradictions found on the way are added to `cores`."""
        while True:
            names = frozenset().union(*cores)
            system, _ = self.system.around(self.system.cells_of(names), loose=names)
            parts = self._parts_of(system, cores, chosen)
            if parts is not None:
                return parts

    def _parts_of(self, system: System, cores: list[frozenset[str]], chosen: frozenset[str]) -> list[_Part] | None:
        """The parts of one block, or None when a contradiction with other figures was found and added to `cores`."""
        whole = self._smallest(system, cores, frozenset(), MOST_JOINT)
        if whole is None or not whole.capped:
            return None if whole is None else factors(whole)
        parts = []  # too many together: each for itself, the others mended as chosen
        for own in joined(cores, cores):
            part = self._smallest(system, own, chosen - frozenset().union(*own), MOST_SETS)
            if part is None:
                cores.extend(core for core in own if core not in cores)
                return None
            parts.append(_Part(part.cores, part.sets, capped=True))
        return parts

    def _smallest(
        self, system: System, cores: list[frozenset[str]], elsewhere: frozenset[str], most: int
    ) -> _Part | None:
        """Every smallest set among the figures of these contradictions, to which those found on the way are added; None
        when one has other figures too."""
        names = frozenset().union(*cores)
        picker = self._picker(cores)
        sets: list[frozenset[str]] = []
        least, rounds = float("inf"), 0
        while (picked := picker.pick()) is not None and _weight(picked, self.trust) <= least + 1e-6:
            rounds += 1
            if len(sets) >= most or rounds > MOST_ROUNDS:
                return _Part(cores, sets, capped=True)
            if system.holds(picked | elsewhere):
                least = _weight(picked, self.trust)
                sets.append(picked)
                picker.rule_out(picked)
                continue
            core = contradiction(system, [ref for ref in system.figures if ref not in picked | elsewhere])
            if core not in self.cores:
                self.cores.append(core)
            cores.append(core)
            if not core <= names:
                return None
            picker.add(core)
        return _Part(cores, sets, capped=False)

    def _picker(self, cores: list[frozenset[str]]) -> _Picker:
        """Picks among the figures of these contradictions alone: no other figure can be of use."""
        names = sorted(frozenset().union(*cores), key=self.place.__getitem__)
        return _Picker({name: self.trust[name] for name in names}, cores, self.system.patience)


def joined(cores: list[frozenset[str]], marks: list[frozenset[str]]) -> list[list[frozenset[str]]]:
    """The contradictions in groups that share no mark."""
    parent = list(range(len(cores)))

    def top(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first: dict[str, int] = {}
    for index, own in enumerate(marks):
        for mark in own:
            parent[top(index)] = top(first.setdefault(mark, index))
    groups: dict[int, list[frozenset[str]]] = {}
    for index, core in enumerate(cores):
        groups.setdefault(top(index), []).append(core)
    return list(groups.values())


def factors(part: _Part) -> list[_Part]:
    """The same sets as parts of which any choice, one set from each, is one of them: 6 pairs may be 3 times 2."""
    names = sorted(frozenset().union(*part.sets))
    tied: list[frozenset[str]] = [frozenset({name}) for name in names]
    tied += [frozenset(pair) for pair in combinations(names, 2) if not _free(part.sets, *pair)]
    left = [frozenset().union(*group) for group in joined(tied, tied)]
    made: list[_Part] = []
    while left:
        own = _factor(part.sets, left)
        left = [names for names in left if not names <= own]
        made.append(_Part([], list(dict.fromkeys(each & own for each in part.sets)), capped=False))
    for core in part.cores:
        next(one for one in made if all(core & each for each in one.sets)).cores.append(core)
    return made


def _free(sets: list[frozenset[str]], one: str, other: str) -> bool:
    """Whether two figures come in every combination that each of them alone allows."""
    seen = {(one in each, other in each) for each in sets}
    return len(seen) == len({first for first, _ in seen}) * len({second for _, second in seen})


def _factor(sets: list[frozenset[str]], left: list[frozenset[str]]) -> frozenset[str]:
    """The fewest of `left`, the first of them included, whose sets combine freely with those of the others."""
    everything = frozenset().union(*left)
    whole = len({each & everything for each in sets})
    for size in range(min(len(left) - 1, MOST_TIED)):
        for others in combinations(left[1:], size):
            own = left[0].union(*others)
            rest = everything - own
            if len({each & own for each in sets}) * len({each & rest for each in sets}) == whole:
                return own
    return everything


def _weight(figures: Collection[str], trust: Mapping[str, float]) -> float:
    return sum(trust[ref] for ref in figures)


def contradiction(system: System, figures: list[str]) -> frozenset[str]:
    """A set of `figures` that cannot be true together and has none to spare, by Junker's QuickXplain (2004)."""
    everything = set(system.figures)

    def fails(kept: Iterable[str]) -> bool:
        return not system.holds(everything - set(kept))

    def narrow(background: list[str], changed: bool, left: list[str]) -> list[str]:
        if changed and fails(background):
            return []
        if len(left) == 1:
            return left
        half = len(left) // 2
        first, second = left[:half], left[half:]
        from_second = narrow(background + first, bool(first), second)
        from_first = narrow(background + from_second, bool(from_second), first)
        return from_first + from_second

    return frozenset(narrow([], False, figures))


class _Picker:
    """The integer half: the least trusted figures that touch every known contradiction."""

    def __init__(self, trust: Mapping[str, float], known: Iterable[frozenset[str]], patience: Patience) -> None:
        self.patience = patience
        self.names = list(trust)
        self.spot = {name: index for index, name in enumerate(self.names)}
        self.cores: list[frozenset[str]] = []
        self.solver = quiet_solver()
        size = len(self.names)
        self.solver.addVars(size, np.zeros(size), np.ones(size))
        spots = np.arange(size, dtype=np.int32)
        self.solver.changeColsCost(size, spots, np.array(list(trust.values())))
        kind = highspy.HighsVarType.kInteger
        self.solver.changeColsIntegrality(size, spots, np.array([kind] * size))
        for core in known:
            self.add(core)

    def add(self, core: frozenset[str]) -> None:
        self.cores.append(core)
        self._row(core, 1.0, INFINITY)

    def rule_out(self, found: frozenset[str]) -> None:
        """Never pick all of a set again that is already an answer, nor any set that holds it."""
        self._row(found, -INFINITY, len(found) - 1.0)

    def pick(self) -> frozenset[str] | None:
        if self.patience.run(self.solver) != highspy.HighsModelStatus.kOptimal:
            return None
        values = self.solver.getSolution().col_value
        return frozenset(name for name, value in zip(self.names, values, strict=True) if value > 0.5)

    def _row(self, names: frozenset[str], low: float, high: float) -> None:
        spots = np.array(sorted(self.spot[name] for name in names), dtype=np.int32)
        self.solver.addRow(low, high, len(spots), spots, np.ones(len(spots)))


class _Mender:
    """Says what the figures of a group would have to be."""

    def __init__(self, book: Book, group: Group, system: System) -> None:
        self.book, self.group, self.system = book, group, system
        self.place = {ref: index for index, ref in enumerate(group.figures)}
        self._spot = {cell: index for index, cell in enumerate(group.cells)}

    def repairs(self, suspects: tuple[str, ...], elsewhere: frozenset[str]) -> tuple[Repair, ...]:
        """For each suspect the values it can have with all suspects, and those chosen elsewhere, set aside."""
        aside = elsewhere.union(suspects)
        figures = [self.book.figures[ref] for ref in suspects]
        values = [self._values(figure, aside) for figure in figures]
        return repairs(repair(figure, one) for figure, one in zip(figures, values, strict=True) if one is not None)

    def _values(self, figure: Figure, aside: frozenset[str]) -> Interval | None:
        whole, base = self._spot[self.book.cell_of[figure.ref]], self.book.base_of.get(figure.ref)
        if base is None:
            system, near = self.system.around([whole], aside)
            ends = system.reach({near[whole]: 1.0}, aside)
        else:
            system, near = self.system.around([whole, self._spot[base]], aside)
            cell, other = near[whole], near[self._spot[base]]
            if figure.unit.name == "percent":
                shift = 1.0 if figure.kind == "change" else 0.0
                ratio = system.reach_ratio(cell, other, aside)
                return ratio and Interval(*(_decimal(None if end is None else (end - shift) * 100) for end in ratio))
            ends = system.reach({cell: 1.0, other: -1.0}, aside)
        per = _per(self.book, figure)
        return Interval(*(_decimal(None if end is None else end / per) for end in ends))


def _per(book: Book, figure: Figure) -> float:
    """Base units in one of the figure's own: grams in a kilogram, cases in one case a day."""
    length = days(book.cell_of[figure.ref].time) if figure.kind == "rate" else None
    return float(figure.unit.factor * (length or 1))


def _decimal(value: float | None) -> Decimal | None:
    """Free of the solver's last digits, which are noise."""
    return None if value is None else Decimal(repr(round(value, 6)))
