"""Children are never placed with adults, nor people of a sex where it is not taken."""

from hypothesis import given
from hypothesis import strategies as st

from marga.care.rules.separation import separation_refusals

SEXES = st.sampled_from(["female", "male"])


@given(st.integers(0, 17), SEXES, st.none() | st.integers(18, 90))
def test_nobody_under_18_may_be_in_a_ward_for_adults(age, sex, last):
    assert separation_refusals(("female", "male"), 18, last, sex, age)


@given(st.integers(18, 90), SEXES)
def test_no_adult_may_be_in_a_ward_for_children(age, sex):
    assert separation_refusals(("female", "male"), 12, 17, sex, age)


@given(st.integers(0, 90))
def test_a_ward_takes_only_people_of_its_sexes(age):
    assert separation_refusals(("female",), 0, None, "male", age)
    assert separation_refusals(("female",), 0, None, "", age)
    assert not separation_refusals(("female",), 0, None, "female", age)
