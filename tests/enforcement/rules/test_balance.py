"""What was seized is what was sampled, destroyed and is held; what is missing beyond tolerance is said."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.enforcement.rules.balance import balance, of_exhibit, said

D = Decimal
PART = st.decimals(0, 10**6, places=3)


def made(decided, seized, sampled=(), destroyed=(), held=()):
    parts = [[D(one) for one in some] for some in (sampled, destroyed, held)]
    return balance(D(seized), *parts, decided.weighing.balance)


@given(st.lists(PART, max_size=9), st.lists(PART, max_size=9), st.lists(PART, max_size=9))
def test_what_is_all_there_is_never_missing(decided, sampled, destroyed, held):
    seized = sum((*sampled, *destroyed, *held), D(0))
    found = balance(seized, sampled, destroyed, held, decided.weighing.balance)
    assert found.missing == 0
    assert not found.beyond


@given(st.lists(PART, min_size=1, max_size=9), st.decimals(0, 1000, places=3))
def test_what_was_taken_is_missing_to_the_last_milligram(decided, held, taken):
    found = balance(sum(held, D(0)) + taken, [], [], held, decided.weighing.balance)
    assert found.missing == taken
    assert found.beyond == (taken > found.allowed)


def test_each_weighing_is_granted_its_grams_or_the_percent_whichever_is_more(decided):
    assert made(decided, "1", ["0.5"], [], ["0.5"]).allowed == D("0.06")
    assert made(decided, "100", [], [], ["100"]).allowed == D("0.5")


def test_missing_exactly_what_weighing_explains_is_not_beyond_it(decided):
    assert not made(decided, "100", [], [], ["99.5"]).beyond
    assert made(decided, "100", [], [], ["99.499"]).beyond


def test_more_than_was_seized_is_told_too(decided):
    found = made(decided, "100", ["1"], ["99"], ["1"])
    assert found.missing == -1
    assert str(said(found)) == "1 g more are there than the 100 g seized; weighing explains 0.5 g."


def test_the_balance_is_told_in_words(decided):
    assert str(said(made(decided, "100", ["0.5"], [], ["90"]))) == (
        "9.5 g are missing of 100 g seized; weighing explains 0.5 g."
    )
    assert str(said(made(decided, "100", ["0.5"], [], ["99.4"]))) == (
        "The weights add up: of 100 g seized, 99.9 g are accounted for."
    )


def test_a_weight_is_told_as_exactly_as_it_was_read_and_no_more(decided):
    assert str(said(made(decided, "100.000000", ["0.500000"], [], ["99.400000"]))) == (
        "The weights add up: of 100 g seized, 99.9 g are accounted for."
    )


def test_nothing_seized_and_nothing_there_adds_up(decided):
    assert not made(decided, "0").beyond


@pytest.mark.parametrize("wrong", ["-1", "NaN", "Infinity"])
def test_a_part_that_is_no_weight_is_refused(decided, wrong):
    with pytest.raises(ValueError, match="is no weight"):
        made(decided, "1", [wrong])
    with pytest.raises(ValueError, match="is no weight"):
        made(decided, wrong)


def test_what_was_sampled_after_the_last_weighing_is_taken_off_it(decided):
    tolerance = decided.weighing.balance
    later = [("held", Decimal(10)), ("sampled", Decimal(1))]
    assert of_exhibit(Decimal(10), later, tolerance).missing == 0
    assert of_exhibit(Decimal(10), [("sampled", Decimal(1))], tolerance) is None
    assert of_exhibit(Decimal(10), [*later, ("destroyed", Decimal(7))], tolerance).beyond
