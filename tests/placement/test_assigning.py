"""Places for all who wait, against every possible way of giving them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marga.placement import Group, Place, Point, Seeker, assign
from marga.placement.choosing import cost, speaks_against

KINDS, SEXES, NEEDS, LANGUAGES = ("community", "residential"), ("female", "male"), ("pregnancy",), ("km", "vi")
points = st.one_of(st.none(), st.builds(Point, st.floats(10, 15), st.floats(102, 108)))


def some(values: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values))


@st.composite
def waiting(draw: st.DrawFn) -> tuple[list[Seeker], list[Place]]:
    groups = st.sampled_from([None, *(Group(f"g{number}", draw(st.integers(-1, 3))) for number in range(2))])
    places = [
        Place(f"p{number}", draw(st.sampled_from(KINDS)), draw(some(SEXES)), draw(st.sampled_from((0, 18))), None,
              draw(st.integers(0, 2)), draw(some(LANGUAGES)), draw(some(NEEDS)), draw(points),
              group=draw(groups))
        for number in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    seekers = [
        Seeker(f"s{number}", tuple(draw(st.permutations(KINDS)))[: draw(st.integers(1, 2))],
               draw(st.sampled_from(SEXES)), draw(st.sampled_from((15, 30))), draw(st.integers(0, 2)),
               draw(st.integers(0, 3)), draw(some(NEEDS)), draw(some(LANGUAGES)), draw(points), draw(points),
               draw(some(tuple(place.key for place in places))))
        for number in range(draw(st.integers(0, 5)))
    ]  # fmt: skip
    return seekers, places


def fits(seeker: Seeker, place: Place) -> bool:
    return not speaks_against(seeker, place)


def safe(way: Iterable[Place | None], places: list[Place]) -> bool:
    """Whether no place takes more than it has, and no group of places more than it has together."""
    there = Counter(place.key for place in way if place is not None)
    groups = {place.group for place in places if place.group is not None}
    return all(there[place.key] <= max(0, place.free) for place in places) and all(
        sum(there[place.key] for place in places if place.group == group) <= max(0, group.free) for group in groups
    )


def every_way(seekers: list[Seeker], places: list[Place]) -> list[dict[str, Place]]:
    """All ways of giving places, of which none is above what is safe."""
    choices = [[None, *(place for place in places if fits(seeker, place))] for seeker in seekers]
    return [
        {one.key: place for one, place in zip(seekers, way, strict=True) if place is not None}
        for way in product(*choices) if safe(way, places)
    ]  # fmt: skip


@settings(max_examples=150)
@given(waiting())
def test_the_fairest_are_served_and_of_all_ways_to_do_so_the_nearest_is_taken(
    case: tuple[list[Seeker], list[Place]],
) -> None:
    seekers, places = case
    order = sorted(seekers, key=lambda one: (one.priority, -one.waiting, one.key))
    ways = every_way(seekers, places)
    fairest = max([one.key in way for one in order] for way in ways)
    found = assign(seekers, places)
    assert [one.key in found.placed for one in order] == fairest
    least = min(
        sum(cost(one, way[one.key]).total for one in order if one.key in way)
        for way in ways if [one.key in way for one in order] == fairest
    )  # fmt: skip
    assert found.cost == pytest.approx(least, abs=1e-5)
    by_key = {place.key: place for place in places}
    assert sum(cost(one, by_key[found.placed[one.key]]).total for one in order if one.key in found.placed) == (
        pytest.approx(least, abs=1e-5)
    )


@settings(max_examples=150)
@given(waiting())
def test_nobody_is_placed_where_they_do_not_fit_nor_above_what_is_safe(case: tuple[list[Seeker], list[Place]]) -> None:
    seekers, places = case
    found, by_key = assign(seekers, places), {place.key: place for place in places}
    who = {one.key: one for one in seekers}
    assert all(fits(who[key], by_key[place]) for key, place in found.placed.items())
    assert safe([by_key[place] for place in found.placed.values()], places)
    assert sorted([*found.placed, *found.left]) == sorted(who)
    nowhere = {one.key for one in seekers if not any(fits(one, place) for place in places)}
    assert found.no_place_fits == nowhere


@settings(max_examples=60)
@given(waiting(), st.randoms())
def test_the_order_in_which_people_are_named_changes_nothing(
    case: tuple[list[Seeker], list[Place]], dice: Random
) -> None:
    seekers, places = case
    turned = [*seekers]
    dice.shuffle(turned)
    first, second = assign(seekers, places), assign(turned, places)
    assert (set(first.placed), first.left) == (set(second.placed), second.left)
    assert first.cost == pytest.approx(second.cost, abs=1e-5)


def person(key: str, *, priority: int = 0, waiting: float = 0.0, refused: frozenset[str] = frozenset()) -> Seeker:
    return Seeker(key, ("residential",), "male", 30, priority, waiting, refused=refused)


def ward(key: str, free: int, group: Group | None = None) -> Place:
    return Place(key, "residential", frozenset({"male"}), 18, None, free, group=group)


def test_who_can_go_elsewhere_makes_room_for_who_cannot() -> None:
    found = assign([person("a", priority=0), person("b", priority=1, refused=frozenset({"far"}))],
                   [ward("near", 1), ward("far", 1)])  # fmt: skip
    assert found.placed == {"a": "far", "b": "near"}


def test_the_more_urgent_comes_first_and_of_the_same_the_longer_waiting() -> None:
    found = assign([person("late", waiting=5), person("long", waiting=50), person("urgent", priority=0, waiting=60),
                    person("less", priority=1, waiting=900)], [ward("w", 2)])  # fmt: skip
    assert set(found.placed) == {"urgent", "long"}
    assert found.left == ("late", "less")


def test_a_place_that_is_over_its_safe_number_takes_nobody() -> None:
    assert assign([person("a")], [ward("w", -3)]).placed == {}


def test_two_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="have one key"):
        assign([person("a"), person("a")], [ward("w", 1)])


def test_a_centre_with_one_safe_place_takes_one_though_each_of_its_wards_has_a_bed() -> None:
    centre = Group("centre", 1)
    found = assign([person(key) for key in "abc"], [ward(key, 1, centre) for key in "xyz"])
    assert set(found.placed) == {"a"}
    assert found.left == ("b", "c")


def test_who_can_go_to_another_centre_makes_room_in_a_ward_where_they_do_not_lie() -> None:
    centre = Group("centre", 1)
    here, there, away = ward("here", 1, centre), ward("there", 1, centre), ward("away", 1)
    found = assign([person("a", refused=frozenset({"there"})),
                    person("b", priority=1, refused=frozenset({"here", "away"}))], [here, there, away])  # fmt: skip
    assert found.placed == {"a": "away", "b": "there"}


def test_a_group_of_two_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="the group c has two numbers"):
        assign([person("a")], [ward("x", 1, Group("c", 1)), ward("y", 1, Group("c", 2))])
