"""Whoever may be a minor is treated as one, and a guess is never more exact than it is."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from marga.country import load
from marga.identity.ages import (
    Age,
    Born,
    Minor,
    age,
    birth_refusals,
    born_in,
    born_on,
    counted_age,
    estimated,
    minor,
    treated_as_minor,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), 17), (date(2008, 3, 2), date(2026, 3, 2), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17), (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20), (date(2026, 3, 2), date(2026, 3, 2), 0),
    ],
)  # fmt: skip
def test_an_age_is_reached_on_the_birthday(born, on, years):
    assert age(born_on(born), on) == Age(years, years)


@given(st.integers(0, 100), st.integers(0, 10), DAYS)
@example(17, 0, date(2024, 2, 29))
@example(17, 1, date(2028, 2, 29))
def test_an_estimate_says_as_much_as_was_said_and_no_more(years, give_or_take, on):
    born = estimated(years, give_or_take, on)
    assert age(born, on) == Age(max(0, years - give_or_take), years + give_or_take)
    day = timedelta(days=1)
    assert age(born_on(born.earliest - day), on).least == years + give_or_take + 1
    assert born.latest == on or age(born_on(born.latest + day), on).most == years - give_or_take - 1


@given(DAYS, st.integers(0, 40_000), st.integers(0, 3000))
def test_the_true_age_is_within_what_is_known(on, days, width):
    born = on - timedelta(days=days)
    assume(born.year > 1)
    known = Born(born - timedelta(days=width), min(on, born + timedelta(days=width)))
    true = age(born_on(born), on)
    found = age(known, on)
    assert found.least <= true.least <= found.most
    assert found.least <= counted_age(known, on) <= found.most


@given(DAYS, st.integers(0, 20_000), st.integers(0, 20_000))
def test_nobody_becomes_a_minor_again(born, one, other):
    early, late = sorted((born + timedelta(days=one), born + timedelta(days=other)))
    if minor(born_on(born), early, 18) is Minor.NO:
        assert minor(born_on(born), late, 18) is Minor.NO


def test_a_known_year_or_month_leaves_room():
    assert born_in(2008) == Born(date(2008, 1, 1), date(2008, 12, 31))
    assert born_in(2008, 2) == Born(date(2008, 2, 1), date(2008, 2, 29))
    assert born_in(2008, 12) == Born(date(2008, 12, 1), date(2008, 12, 31))
    assert age(born_in(2008), TODAY) == Age(17, 18)


@pytest.mark.parametrize(
    ("born", "standing"),
    [
        (born_on(date(2008, 3, 3)), Minor.YES), (born_on(date(2008, 3, 2)), Minor.NO), (born_in(2008), Minor.MAYBE),
        (born_in(2009), Minor.YES), (born_in(2007), Minor.NO), (estimated(19, 2, TODAY), Minor.MAYBE),
        (estimated(25, 3, TODAY), Minor.NO), (None, Minor.MAYBE),
    ],
)  # fmt: skip
def test_who_may_be_a_minor_is_treated_as_one(born, standing):
    found = minor(born, TODAY, 18)
    assert found is standing
    assert treated_as_minor(found) is (standing is not Minor.NO)


def test_the_age_of_majority_is_data():
    assert load("kh").enforcement.register.majority_basis.unverified
    assert minor(born_on(date(2008, 3, 2)), TODAY, 21) is Minor.YES


def test_a_birth_that_cannot_be_is_refused():
    assert "has not come yet" in str(birth_refusals(born_on(date(2026, 3, 3)), TODAY)[0])
    assert "over 120" in str(birth_refusals(born_in(1900), TODAY)[0])
    assert birth_refusals(born_on(date(1980, 1, 1)), TODAY) == ()
    assert birth_refusals(born_on(TODAY), TODAY) == ()
    with pytest.raises(ValueError, match="born after"):
        age(born_on(date(2026, 3, 3)), TODAY)
    with pytest.raises(ValueError, match="nobody is born"):
        Born(TODAY, TODAY - timedelta(days=1))


def test_nothing_known_is_no_age():
    assert counted_age(None, TODAY) is None
    assert counted_age(estimated(30, 5, TODAY), TODAY) == 30


def test_births_that_overlap_may_be_one():
    assert born_in(2008).may_be(born_on(date(2008, 12, 31)))
    assert not born_in(2008).may_be(born_on(date(2009, 1, 1)))
