"""Which figures must be wrong: every smallest set that, set aside, lets all the others be true together.

Fellegi and Holt (1976): when values contradict each other, suspect the fewest that explain it. As a mixed integer
program each figure has a binary that relaxes its printed bounds, and the least trusted set of binaries is sought. It is
solved in two halves that talk to each other, both in HiGHS: a program over the binaries alone, which must pick a figure
from every known contradiction, and the linear bounds, which either hold without the picked figures or give a new
contradiction. A single program would need a "big M" to relax a bound, and with people beside grams no M is both safe
and exact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import highspy
import numpy as np

from .book import Book
from .evidence import days
from .findings import Repair, repair
from .intervals import Interval
from .linear import INFINITY, System, quiet_solver
from .reports import Figure
from .statements import Group

MOST_SETS = 30  # smallest sets that are listed for one group of figures
MOST_ROUNDS = 500  # candidate sets tried for one group of figures


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


def localise(book: Book, group: Group, known: Iterable[frozenset[str]]) -> list[Localised]:
    """Every smallest set of suspects in a group, apart where contradictions share no figure; empty when all can hold.

    known   sets of figures already found to contradict each other: they save time and change no result
    """
    system = System(len(group.cells), group.rows)
    if system.holds():
        return []
    search = _Search(system, {ref: float(book.figures[ref].trust) for ref in group.figures}, known)
    while True:
        chosen = search.settle()
        found = [search.smallest(cluster, chosen) for cluster in search.clusters()]
        if all(one is not None for one in found):
            break
    mender = _Mender(book, group, system)
    return [_localised(mender, one, chosen - one.names) for one in found if one is not None]


def _localised(mender: _Mender, cluster: _Cluster, elsewhere: frozenset[str]) -> Localised:
    """A cluster's sets in the order of the book, with what would mend each figure; those `elsewhere` are mended too."""
    sets = sorted(sorted(mender.place[ref] for ref in picked) for picked in cluster.sets)
    suspects = [tuple(mender.group.figures[index] for index in picked) for picked in sets]
    made = tuple(Suspects(refs, mender.repairs(refs, elsewhere)) for refs in suspects)
    return Localised(made, cluster.capped, tuple(cluster.cores))


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Contradictions that hang together by shared figures, and the smallest sets that touch all of them."""

    names: frozenset[str]
    cores: list[frozenset[str]]
    sets: list[frozenset[str]]
    capped: bool


class _Search:
    """Finds contradictions until the least trusted figures that touch them all let everything else be true."""

    def __init__(self, system: System, trust: Mapping[str, float], known: Iterable[frozenset[str]]) -> None:
        self.system, self.trust = system, trust
        self.cores = [core for core in known if core <= trust.keys()]
        self.place = {ref: index for index, ref in enumerate(trust)}
        self.rounds = 0

    def settle(self) -> frozenset[str]:
        """One smallest set for the whole group; the contradictions it had to touch are kept."""
        while not self.system.holds(picked := self._picker(self.cores).pick() or frozenset()):
            self.cores.append(self._contradiction(picked))
        return picked

    def _picker(self, cores: list[frozenset[str]]) -> _Picker:
        """Picks among the figures of these contradictions alone: no other figure can be of use."""
        names = sorted(frozenset().union(*cores), key=self.place.__getitem__)
        return _Picker({name: self.trust[name] for name in names}, cores)

    def _contradiction(self, aside: frozenset[str]) -> frozenset[str]:
        return contradiction(self.system, [ref for ref in self.trust if ref not in aside])

    def clusters(self) -> list[list[frozenset[str]]]:
        """The contradictions, apart where they share no figure."""
        clusters: list[tuple[set[str], list[frozenset[str]]]] = []
        for core in self.cores:
            touching = [cluster for cluster in clusters if cluster[0] & core]
            names = set(core).union(*(cluster[0] for cluster in touching))
            members = [member for cluster in touching for member in cluster[1]]
            clusters = [cluster for cluster in clusters if cluster not in touching]
            clusters.append((names, [*members, core]))
        return [members for _, members in clusters]

    def smallest(self, cores: list[frozenset[str]], chosen: frozenset[str]) -> _Cluster | None:
        """Every smallest set for one cluster, the others mended as `chosen`; None when a contradiction joins two."""
        names = frozenset().union(*cores)
        elsewhere = chosen - names
        picker = self._picker(cores)
        sets: list[frozenset[str]] = []
        least = float("inf")
        while (picked := picker.pick()) is not None and _weight(picked, self.trust) <= least + 1e-6:
            self.rounds += 1
            if len(sets) >= MOST_SETS or self.rounds > MOST_ROUNDS:
                return _Cluster(names, cores, sets, capped=True)
            if self.system.holds(picked | elsewhere):
                least = _weight(picked, self.trust)
                sets.append(picked)
                picker.rule_out(picked)
                continue
            core = self._contradiction(picked | elsewhere)
            self.cores.append(core)
            if not core <= names:
                return None
            cores.append(core)
            picker.add(core)
        return _Cluster(names, cores, sets, capped=False)


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

    def __init__(self, trust: Mapping[str, float], known: Iterable[frozenset[str]]) -> None:
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
            if core <= set(self.names):
                self.add(core)

    def add(self, core: frozenset[str]) -> None:
        self.cores.append(core)
        self._row(core, 1.0, INFINITY)

    def rule_out(self, found: frozenset[str]) -> None:
        """Never pick all of a set again that is already an answer, nor any set that holds it."""
        self._row(found, -INFINITY, len(found) - 1.0)

    def pick(self) -> frozenset[str] | None:
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
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
        made = (repair(self.book.figures[ref], self._values(self.book.figures[ref], aside)) for ref in suspects)
        return tuple(one for one in made if one is not None)

    def _values(self, figure: Figure, aside: frozenset[str]) -> Interval:
        whole, base = self._spot[self.book.cell_of[figure.ref]], self.book.base_of.get(figure.ref)
        if base is None:
            system, near = self.system.around([whole], aside)
            ends = system.reach({near[whole]: 1.0}, aside)
        else:
            system, near = self.system.around([whole, self._spot[base]], aside)
            cell, other = near[whole], near[self._spot[base]]
            if figure.unit.name == "percent":
                shift = 1.0 if figure.kind == "change" else 0.0
                low, high = system.reach_ratio(cell, other, aside)
                return Interval(*(_decimal(None if end is None else (end - shift) * 100) for end in (low, high)))
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
