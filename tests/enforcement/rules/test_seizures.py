"""What was seized, by drug, with numbers counted by hand."""

from decimal import Decimal

import pytest

from marga.enforcement.rules.seizures import OfDrug, Weighed, by_drug

D = Decimal


def test_grams_of_one_drug_are_added_up_and_never_those_of_two():
    found = by_drug(
        [Weighed("A", "ice", D("10.5"), False), Weighed("A", "ice", D("0.25"), False),
         Weighed("B", "ice", D("4.25"), True), Weighed("B", "cannabis", D("1000"), False)],
        {"A": 2, "B": 1, "C": 9},
    )  # fmt: skip
    assert found == [OfDrug("cannabis", D("1000"), 1, 0, 1), OfDrug("ice", D("15.00"), 3, 1, 3)]
    assert [one.each for one in found] == [D("1000.00"), D("5.00")]


def test_of_a_case_in_which_nobody_is_charged_no_grams_fall_on_anybody():
    (found,) = by_drug([Weighed("A", "ice", D("3"), False)], {})
    assert (found.charged, found.each) == (0, None)


def test_many_weights_are_added_up_exactly():
    (found,) = by_drug([Weighed("A", "ice", D("0.000001"), False)] * 3 + [Weighed("A", "ice", D("999999999"), False)],
                       {})  # fmt: skip
    assert found.grams == D("999999999.000003")


def test_nothing_seized_is_no_drug():
    assert by_drug([], {"A": 1}) == []


@pytest.mark.parametrize("people", [1, 3])
def test_what_falls_on_each_is_told_to_a_hundredth(people):
    (found,) = by_drug([Weighed("A", "ice", D("10"), False)], {"A": people})
    assert found.each == {1: D("10.00"), 3: D("3.33")}[people]
