"""What is offered to one person, with reasons, and what is ruled out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.country import Text
from marga.placement import Against, Place, Point, Seeker, Weights, choose
from marga.placement.choosing import cost
from marga.placement.model import kilometres

CAPITAL, NORTH_WEST = Point(11.5564, 104.9282), Point(13.0957, 103.2022)
WOMAN = Seeker("s", ("community", "residential"), "female", 24, needs=frozenset({"pregnancy"}),
               languages=frozenset({"km"}), at=CAPITAL)  # fmt: skip


def place(key: str = "p", **changed: object) -> Place:
    given: dict[str, object] = {
        "kind": "community", "sexes": frozenset({"female", "male"}), "age_from": 18, "age_to": 60, "free": 1,
        "offers": frozenset({"pregnancy"}), "languages": frozenset({"km"}), "at": CAPITAL, **changed,
    }  # fmt: skip
    return Place(key, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "against", "says"),
    [
        ({"kind": "inpatient"}, Against.KIND, "It gives another kind of care."),
        ({"sexes": frozenset({"male"})}, Against.SEX, "It does not take people of this sex."),
        ({"age_from": 25}, Against.AGE, "It takes people from 25 to 60 years."),
        ({"age_from": 12, "age_to": 23}, Against.AGE, "It takes people from 12 to 23 years."),
        ({"age_from": 25, "age_to": None}, Against.AGE, "It takes people from 25 years."),
        ({"offers": frozenset()}, Against.NEED, "It lacks what this person needs: pregnancy."),
        ({"free": 0}, Against.FULL, "It has no safe place, and none is expected."),
        ({"free": -2}, Against.FULL, "It has no safe place, and none is expected."),
    ],
)  # fmt: skip
def test_a_place_that_does_not_fit_is_ruled_out_and_says_why(
    changed: dict[str, object], against: Against, says: str
) -> None:
    found = choose(WOMAN, [place(**changed)])
    assert found.best == ()
    (ruled,) = found.ruled_out
    assert (ruled.against, [str(reason) for reason in ruled.reasons]) == ((against,), [says])


def test_needs_are_named_in_the_readers_words() -> None:
    names = {"pregnancy": Text("care in pregnancy", "ការថែទាំពេលមានផ្ទៃពោះ")}
    (ruled,) = choose(WOMAN, [place(offers=frozenset())], needs=names).ruled_out
    assert str(ruled.reasons[0]) == "It lacks what this person needs: care in pregnancy."


def test_the_ends_of_an_age_are_taken() -> None:
    assert choose(WOMAN, [place(age_from=24, age_to=24)]).best


def test_what_the_person_does_not_want_is_ruled_out() -> None:
    unwilling = Seeker("s", ("community",), "female", 24, refused=frozenset({"p"}))
    assert choose(unwilling, [place()]).ruled_out[0].against == (Against.REFUSED,)


def test_the_three_best_stand_first_and_the_rest_is_counted() -> None:
    far, abroad = place("far", at=NORTH_WEST), place("abroad", languages=frozenset({"th"}))
    later, near = place("later", free=0, coming=((9, 0), (4, 2), (12, 1))), place("near")
    bed = place("bed", kind="residential")
    found = choose(WOMAN, [far, abroad, later, bed, near])
    assert [one.place.key for one in found.best] == ["near", "later", "abroad"]
    assert (found.others, found.ruled_out) == (2, ())
    assert [str(reason) for reason in found.best[1].reasons] == [
        "A safe place is expected in 4 days.", "It is near: less than 1 km away, as far as is known.",
        "Somebody there speaks the person’s language.",
    ]  # fmt: skip
    assert "An interpreter is needed" in " ".join(map(str, found.best[2].reasons))


def test_a_place_of_tomorrow_is_said_so_and_a_way_is_told_in_kilometres() -> None:
    found = choose(WOMAN, [place("later", free=0, coming=((1, 1),), at=NORTH_WEST)])
    assert str(found.best[0].reasons[0]) == "A safe place is expected tomorrow."
    assert re.fullmatch(r"It is [0-9]{2,3} km away[.]", str(found.best[0].reasons[1]))


def test_weights_are_the_countrys() -> None:
    near, far = place("near", languages=frozenset({"th"})), place("far", at=NORTH_WEST)
    assert choose(WOMAN, [near, far], Weights(no_language=0)).best[0].place.key == "near"
    assert choose(WOMAN, [near, far], Weights(no_language=1000)).best[0].place.key == "far"


def test_family_that_is_wanted_near_draws_nearer() -> None:
    away = Seeker("s", ("community",), "female", 24, at=CAPITAL, family=NORTH_WEST)
    found = choose(away, [place("here"), place("there", at=NORTH_WEST)], Weights(family=2))
    assert found.best[0].place.key == "there"
    assert "The family is near it: less than 1 km away, as far as is known." in map(str, found.best[0].reasons)


def test_an_unknown_way_is_said_and_counts_as_the_country_says() -> None:
    (found,) = choose(WOMAN, [place(at=None)], Weights(unknown=77)).best
    assert (found.km, found.cost.total) == (None, 77)
    assert "How far it is, is not known." in map(str, found.reasons)


def test_the_way_from_the_capital_to_the_north_west_is_some_254_km() -> None:
    """Computed by hand from the haversine formula with the mean radius of the earth."""
    assert kilometres(CAPITAL, NORTH_WEST) == pytest.approx(253.7, abs=0.5)
    assert kilometres(CAPITAL, CAPITAL) == 0


@given(st.lists(st.builds(lambda kind, free, lat: place("", kind=kind, free=free, at=Point(lat, 104.0)),
                          st.sampled_from(("community", "residential", "inpatient")), st.integers(-1, 2),
                          st.floats(10, 15)), max_size=8))  # fmt: skip
def test_every_place_is_offered_counted_or_ruled_out_and_the_cheapest_is_first(places: list[Place]) -> None:
    found = choose(WOMAN, places)
    assert len(found.best) + found.others + len(found.ruled_out) == len(places)
    open_to = [cost(WOMAN, one).total for one in places if one.kind != "inpatient" and one.free > 0]
    assert [one.cost.total for one in found.best] == sorted(open_to)[:3]
