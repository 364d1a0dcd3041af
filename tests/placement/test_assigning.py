"""Places for all who wait, against every possible way of giving them."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marga.placement import Place, Point, Seeker, assign
from marga.placement.choosing import cost, speaks_against

KINDS, SEXES, NEEDS, LANGUAGES = ("community", "residential"), ("female", "male"), ("pregnancy",), ("km", "vi")
points = st.one_of(st.none(), st.builds(Point, st.floats(10, 15), st.floats(102, 108)))


def some(values: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values))


@st.composite
def waiting(draw: st.DrawFn) -> tuple[list[Seeker], list[Place]]:
    places = [
        Place(f"p{number}", draw(st.sampled_from(KINDS)), draw(some(SEXES)), draw(st.sampled_from((0, 18))), None,
              draw(st.integers(0, 2)), draw(some(LANGUAGES)), draw(some(NEEDS)), draw(points))
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


def every_way(seekers: list[Seeker], places: list[Place]) -> list[dict[str, Place]]:
    """All ways of giving places, of which none takes more than it has."""
    choices = [[None, *(place for place in places if fits(seeker, place))] for seeker in seekers]
    return [
        {one.key: place for one, place in zip(seekers, way, strict=True) if place is not None}
        for way in product(*choices) if all(way.count(place) <= place.free for place in places)
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
    assert all(list(found.placed.values()).count(place.key) <= place.free for place in places)
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


def ward(key: str, free: int) -> Place:
    return Place(key, "residential", frozenset({"male"}), 18, None, free)


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
