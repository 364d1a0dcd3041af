"""Places for all who wait at once: never more than are safe, fair by priority and then by waiting, and then near.

Two steps. First, who gets a place: in the order of priority, then of days waited, each is served if that takes nothing
from those before, whatever it makes them move (sets of people who can be served together, from person to place to what
its group holds, are a gammoid, and in a matroid this greedy order is optimal: Perfect, 1968; Edmonds, 1971). Then,
where: the least cost over all who are served, as a linear program in HiGHS, a flow in a network, whose corners are
whole numbers. It begins with each person's nearest places and takes in
others as long as a price says that they would help, so the result is the best over all places.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan

import highspy
import numpy as np
import numpy.typing as npt

from .choosing import cost, speaks_against
from .model import ASSUMED, EARTH_KM, Place, Point, Seeker, Weights

NEAREST = 3
#: Places that are taken in for a person at one time, and how much each must help: in kilometres.
TAKEN_IN, HELPS = 2, 1e-6
PRIMAL = 4  # HiGHS's name for the simplex that goes on from where it was when columns are added
Costs = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rooms:
    """How many people there is room for, by number.

    places     in each place
    group      to which group each place belongs: one that stands alone has its own
    groups     in the places of each group together
    """

    places: tuple[int, ...]
    group: tuple[int, ...]
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who goes where, by keys. `left`: who waits on, in their order; `no_place_fits`: those of them whom no place at
    all would take, full or not."""

    placed: dict[str, str]
    left: tuple[str, ...]
    no_place_fits: frozenset[str]
    cost: float


def assign(seekers: Sequence[Seeker], places: Sequence[Place], weights: Weights = ASSUMED) -> Assignment:
    """Give the safe places that are free now to those who wait. Raises ValueError when two have one key,
    or one group two numbers of free places."""
    for several in (seekers, places):
        if len({one.key for one in several}) != len(several):
            raise ValueError("two seekers or two places have one key")
    waiting = sorted(seekers, key=lambda one: (one.priority, -one.waiting, one.key))
    costs = _costs(waiting, places, weights)
    rooms = _rooms(places)
    served = serve([_bits(row) for row in np.isfinite(costs)], rooms)
    where, total = _nearest([row for row, place in enumerate(served) if place is not None], costs, rooms, served)
    placed = {waiting[row].key: places[place].key for row, place in where.items()}
    left = tuple(one.key for one in waiting if one.key not in placed)
    nowhere = frozenset(waiting[row].key for row in np.flatnonzero(~np.isfinite(costs).any(axis=1)))
    return Assignment(placed, left, nowhere, total)


def _rooms(places: Sequence[Place]) -> Rooms:
    """What holds for each place and for each group."""
    free: dict[str, int] = {}
    for place in places:
        if place.group is not None and free.setdefault(place.group.key, place.group.free) != place.group.free:
            raise ValueError(f"the group {place.group.key} has two numbers of free places")
    number = {key: which for which, key in enumerate(free)}
    group, groups = [], [max(0, count) for count in free.values()]
    for place in places:
        if place.group is None:
            groups.append(max(0, place.free))
        group.append(len(groups) - 1 if place.group is None else number[place.group.key])
    return Rooms(tuple(max(0, place.free) for place in places), tuple(group), tuple(groups))


def serve(fits: Sequence[int], rooms: Rooms) -> list[int | None]:
    """For each person in their order a place, or None for who has to wait: the fair set of who is served.

    fits    the places that would take each, as bits
    rooms   how many each place and each group of places takes
    """
    given = _Given(len(fits), rooms)
    for person in range(len(fits)):
        given.serve(person, fits)
    return given.where


class _Given:
    """Who has which place so far, and the search for room for one more."""

    def __init__(self, people: int, rooms: Rooms) -> None:
        self.rooms = rooms
        self.where: list[int | None] = [None] * people
        self.inside: list[set[int]] = [set() for _ in rooms.places]
        self.held = [0] * len(rooms.groups)
        self.closed = 0  # places that no exchange can make room in, ever again
        self.members = [0] * len(rooms.groups)  # the places of each group, as bits
        for place, group in enumerate(rooms.group):
            self.members[group] |= 1 << place

    def serve(self, person: int, fits: Sequence[int]) -> None:
        """Find a place for one more; nobody who has one loses it, but they may have to take another."""
        seen = fits[person] & ~self.closed
        queue = deque(_places(seen))
        came = dict.fromkeys(queue, person)  # to each place that was reached: who would move there
        instead: dict[int, int] = {}  # or for which place of its group somebody would have to leave it
        asked: set[int] = set()
        while queue:
            place = queue.popleft()
            group = self.rooms.group[place]
            if len(self.inside[place]) < self.rooms.places[place]:
                if self.held[group] < self.rooms.groups[group]:
                    self._move(place, person, came, instead)
                    self.held[group] += 1
                    return
                if group not in asked:
                    asked.add(group)
                    fresh = [one for one in _places(self.members[group] & ~seen & ~self.closed) if self.inside[one]]
                    seen |= sum(1 << one for one in fresh)
                    instead.update(dict.fromkeys(fresh, place))
                    queue.extend(fresh)
            for other in self.inside[place]:
                new = fits[other] & ~seen & ~self.closed
                if new:
                    seen |= new
                    fresh = _places(new)
                    came.update(dict.fromkeys(fresh, other))
                    queue.extend(fresh)
        self.closed |= seen

    def _move(self, room: int, last: int, came: dict[int, int], instead: dict[int, int]) -> None:
        """Each moves one on, from the place with room back to whoever came last."""
        to: int | None = room
        while to is not None:
            if to in instead:  # whoever left it made room in the group, not here
                to = instead[to]
                continue
            person = came[to]
            left, self.where[person] = self.where[person], to
            self.inside[to].add(person)
            if left is not None:
                self.inside[left].discard(person)
            to = None if person == last else left


def _places(mask: int) -> list[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def _bits(row: npt.NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(row, bitorder="little").tobytes(), "little")


def _costs(seekers: Sequence[Seeker], places: Sequence[Place], weights: Weights) -> Costs:
    """What each place would cost each person, in kilometres; infinite where it does not fit. The same as `cost` says of
    a place that is free now, for all pairs at once."""
    at = _points([place.at for place in places])
    ways, families = (
        _kilometres(_points([one.at for one in seekers]), at), _kilometres(_points([one.family for one in seekers]), at)
    )  # fmt: skip
    found = np.where(np.isnan(ways), weights.unknown, ways) + np.where(np.isnan(families), 0, families) * weights.family
    alike: dict[Seeker, Costs] = {}
    column = {place.key: number for number, place in enumerate(places)}
    for row, seeker in enumerate(seekers):
        profile = _profile(seeker)
        if profile not in alike:
            alike[profile] = np.array([_apart_from_the_way(profile, place, weights) for place in places])
        found[row] += alike[profile]
        found[row, [column[key] for key in seeker.refused if key in column]] = np.inf
    return found


def _profile(seeker: Seeker) -> Seeker:
    """What places ask of a person, without who and where they are: many are alike in it."""
    return Seeker("", seeker.kinds, seeker.sex, seeker.age, needs=seeker.needs, languages=seeker.languages)


def _apart_from_the_way(profile: Seeker, place: Place, weights: Weights) -> float:
    if speaks_against(profile, place):
        return inf
    against = cost(profile, place, weights)
    return against.kind + against.language


def _points(points: Sequence[Point | None]) -> Costs:
    """Latitudes and longitudes in radians, a row each; not a number where one is not known."""
    known = [(nan, nan) if one is None else (one.latitude, one.longitude) for one in points]
    found: Costs = np.radians(np.array(known, dtype=float).reshape(-1, 2))
    return found


def _kilometres(ones: Costs, others: Costs) -> Costs:
    """As `kilometres`, of each of the ones to each of the others."""
    up = np.sin((others[None, :, 0] - ones[:, None, 0]) / 2) ** 2
    along = np.sin((others[None, :, 1] - ones[:, None, 1]) / 2) ** 2
    half = up + np.cos(ones[:, None, 0]) * np.cos(others[None, :, 0]) * along
    found: Costs = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return found


def _nearest(rows: list[int], costs: Costs, rooms: Rooms, served: Sequence[int | None]) -> tuple[dict[int, int], float]:
    """The cheapest places for those who are served, by row."""
    if not rows:
        return {}, 0.0
    mine = costs[rows]
    program = _Program(len(rows), rooms)
    first = np.argsort(mine, axis=1)[:, :NEAREST]
    arcs = {(row, int(place)) for row, near in enumerate(first) for place in near if np.isfinite(mine[row, place])}
    arcs |= {(row, place) for row, one in enumerate(rows) if (place := served[one]) is not None}
    program.add(sorted(arcs), mine)
    while True:
        program.solve()
        helpful = program.helpful(mine)
        if not helpful:
            return {rows[row]: place for row, place in program.chosen()}, program.total()
        program.add(helpful, mine)


class _Program:
    """The linear program: each person in one place, in each place and each group no more than there is room for."""

    def __init__(self, people: int, rooms: Rooms) -> None:
        self.people, self.places = people, len(rooms.places)
        self.group = np.array(rooms.group, dtype=np.int32)
        self.arcs: list[tuple[int, int]] = []
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the package types this one call loosely
        self.solver.silent()
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("simplex_strategy", PRIMAL)
        none = np.empty(0)
        most = np.array([*rooms.places, *rooms.groups], dtype=float)
        lower = np.concatenate([np.ones(people), np.zeros(len(most))])
        upper = np.concatenate([np.ones(people), most])
        self.solver.addRows(len(lower), lower, upper, 0, np.zeros(len(lower), dtype=np.int32),
                            none.astype(np.int32), none)  # fmt: skip

    def add(self, arcs: Sequence[tuple[int, int]], costs: Costs) -> None:
        """Take in who may go where."""
        count = len(arcs)
        price = np.array([costs[arc] for arc in arcs])
        first = self.people + self.places  # the first row of a group
        index = np.array([(row, self.people + place, first + self.group[place]) for row, place in arcs],
                         dtype=np.int32).ravel()  # fmt: skip
        self.solver.addCols(count, price, np.zeros(count), np.full(count, highspy.kHighsInf), 3 * count,
                            np.arange(0, 3 * count, 3, dtype=np.int32), index, np.ones(3 * count))  # fmt: skip
        self.arcs += arcs

    def solve(self) -> None:
        self.solver.run()
        assert self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal

    def helpful(self, costs: Costs) -> list[tuple[int, int]]:
        """Who would be better off where, at the prices that places have now: a few for each person."""
        prices = np.array(self.solver.getSolution().row_dual)
        people, places, groups = np.split(prices, [self.people, self.people + self.places])
        gain = people[:, None] + (places + groups[self.group])[None, :] - costs
        best = np.argpartition(-gain, min(TAKEN_IN, gain.shape[1] - 1), axis=1)[:, :TAKEN_IN]
        known: dict[int, set[int]] = defaultdict(set)
        for row, place in self.arcs:
            known[row].add(place)
        found = zip(*np.nonzero(np.take_along_axis(gain, best, axis=1) > HELPS), strict=True)
        arcs = ((int(row), int(best[row, which])) for row, which in found)
        return sorted((row, place) for row, place in arcs if place not in known[row])

    def chosen(self) -> list[tuple[int, int]]:
        values = np.array(self.solver.getSolution().col_value)
        return [self.arcs[place] for place in np.flatnonzero(values > 0.5)]

    def total(self) -> float:
        return float(self.solver.getInfo().objective_function_value)
