"""Sentences that people read: lists, plurals, capitals, dates and numbers in English."""

from datetime import date
from decimal import Decimal

import pytest

from marga.country import ENGLISH, Amount, Period, Text, say, write

CASE = Text("case", "ករណី", "cases")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (5200, "5,200"),
        (Decimal("5200.50"), "5,200.50"),
        (Decimal("5.2E+3"), "5,200"),
        (Decimal("-3"), "-3"),
        (date(2019, 9, 6), "6 September 2019"),
        (Period(date(2019, 1, 1), date(2019, 12, 31)), "2019"),
        (Period(date(2019, 1, 1), date(2019, 9, 6)), "1 January to 6 September 2019"),
        (Period(date(2015, 11, 1), date(2016, 11, 30)), "1 November 2015 to 30 November 2016"),
        (Amount(Decimal(1), CASE), "1 case"),
        (Amount(Decimal(2), CASE), "2 cases"),
        (Amount(Decimal(0), CASE), "0 cases"),
        (Amount(Decimal(-1), CASE), "-1 case"),
        (Amount(Decimal(5), Text("kg")), "5 kg"),
        (CASE, "case"),
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", 3], "a, b and 3"),
        ([[1, 2], say("{n} more", n=3)], "1 and 2 and 3 more"),
    ],
)
def test_a_value_is_written_as_a_person_would(value, written):
    assert write(value, ENGLISH) == written


def test_a_sentence_begins_with_a_capital_and_one_inside_it_does_not():
    inner = say("from {old} to {new}", old=1, new=2)
    assert write(inner, ENGLISH) == "From 1 to 2"
    assert write(say("{what} is a rise", what=inner), ENGLISH) == "From 1 to 2 is a rise"
    assert write(say("it went {what}", what=inner), ENGLISH) == "It went from 1 to 2"


def test_braces_in_what_a_person_wrote_are_left_as_they_are():
    assert write(say("{who} says {words}", who="{x}", words="{0} {{y}}"), ENGLISH) == "{x} says {0} {{y}}"


def test_sentences_that_read_alike_are_equal_and_hash_alike():
    assert say("{n} more", n=3) == say("{n} more", n=3)
    assert hash(say("{n} more", n=[1, 2])) == hash(say("{n} more", n=[1, 2]))


def test_a_name_without_a_khmer_form_is_given_in_english():
    assert CASE.in_language("km") == "ករណី"
    assert Text("ats").in_language("km") == "ats"
    assert CASE.in_language("en") == "case"
