"""A weight is exact from the scale to the file: at a limit, beside it, at nothing and at more than any scale shows."""

from dataclasses import replace
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.enforcement.rules.bands import (
    MOST_GRAMS,
    Concern,
    allowed,
    apart,
    band_of,
    checked,
    concerns,
    distance,
    in_unit,
    near_limit,
    quantity_of,
    read_grams,
    read_weight,
)
from marga.enforcement.rules.errors import RuleError

GRAMS = st.decimals(0, MOST_GRAMS - 1, places=6)
STREET = st.decimals(0, 300, places=3)
D = Decimal


@pytest.fixture(scope="module")
def stimulants(decided):
    return decided.offences.quantities["stimulants"]


@pytest.mark.parametrize(
    ("grams", "band"),
    [
        ("0", "small"), ("14.999999", "small"), ("15", "first"), ("15.000", "first"), ("80", "first"),
        ("80.000001", "second"), ("240", "second"), ("240.000001", "third"), ("999999999.999999", "third"),
    ],
)  # fmt: skip
def test_a_weight_at_a_limit_is_in_the_band_that_the_country_says(stimulants, grams, band):
    assert band_of(D(grams), stimulants).name == band


def test_the_side_of_a_limit_is_data(stimulants):
    first, *rest = stimulants.bands
    other = replace(stimulants, bands=(replace(first, including=True), *rest))
    assert band_of(D(15), other).name == "small"
    assert band_of(D("15.000001"), other).name == "first"


@given(STREET, STREET)
def test_a_heavier_weight_is_never_in_a_lighter_band(decided, one, other):
    stimulants = decided.offences.quantities["stimulants"]
    order = [band.name for band in stimulants.bands]
    light, heavy = sorted((one, other))
    assert order.index(band_of(light, stimulants).name) <= order.index(band_of(heavy, stimulants).name)


@given(GRAMS)
def test_every_weight_is_in_exactly_one_band(decided, grams):
    for quantity in decided.offences.quantities.values():
        assert band_of(grams, quantity) in quantity.bands


@pytest.mark.parametrize("wrong", ["-0.001", "NaN", "Infinity", "1000000000", "1e30", "0.0000001", "1e-400"])
def test_what_no_scale_can_show_is_no_weight(wrong):
    with pytest.raises(ValueError, match=r"no weight in grams|digits after the point"):
        checked(D(wrong))


def test_a_binary_fraction_is_no_weight():
    with pytest.raises(ValueError, match="no weight"):
        checked(15.0)  # type: ignore[arg-type]


@given(GRAMS, GRAMS)
def test_differences_are_exact_whatever_the_program_s_own_precision(one, other):
    with localcontext(prec=3):
        found = apart(one, other)
    assert found * 10**6 == abs(int(one * 10**6) - int(other * 10**6))
    assert found == apart(other, one)
    assert apart(one, one) == 0


def test_the_last_digit_counts_beside_a_huge_weight():
    assert apart(D("999999999.999999"), D("999999999.999998")) == D("0.000001")


def test_what_is_allowed_is_grams_or_percent_whichever_is_more(decided):
    between = decided.weighing.between
    assert allowed(D(0), between) == D("0.05")
    assert allowed(D(5), between) == D("0.05")
    assert allowed(D(100), between) == 1


@pytest.mark.parametrize(
    ("grams", "limit"),
    [("15", "15"), ("14.25", "15"), ("14.249999", None), ("15.75", "15"), ("15.750001", None), ("0", None),
     ("228", "240"), ("250", "240"), ("1000", None)],
)  # fmt: skip
def test_a_weight_is_near_a_limit_within_five_percent_of_it(decided, stimulants, grams, limit):
    found = near_limit(D(grams), stimulants, decided.weighing.near_limit)
    assert found == (None if limit is None else D(limit))


def test_the_nearest_of_two_limits_is_named(stimulants, decided):
    wide = replace(decided.weighing.near_limit, percent=D(90))
    assert near_limit(D(70), stimulants, wide) == 80
    assert near_limit(D(20), stimulants, wide) == 15
    assert distance(D(79), stimulants) == 1


def kinds(decided, first, second, quantity="stimulants"):
    limits = decided.offences.quantities.get(quantity)
    return [one.concern for one in concerns(D(first), D(second), limits, decided.weighing)]


def test_two_weights_on_two_sides_of_a_limit_go_to_the_supervisor(decided):
    assert kinds(decided, "14.99", "15.01") == [Concern.DIFFERENT_BANDS, Concern.NEAR_LIMIT]
    assert kinds(decided, "10", "100") == [Concern.TOO_FAR_APART, Concern.DIFFERENT_BANDS]


def test_two_weights_that_agree_far_from_a_limit_concern_nobody(decided):
    assert kinds(decided, "50.00", "50.02") == []
    assert kinds(decided, "0", "0") == []


def test_the_difference_that_is_allowed_is_allowed_and_a_hair_more_is_not(decided):
    assert kinds(decided, "1", "1.05") == []
    assert kinds(decided, "1", "1.050001") == [Concern.TOO_FAR_APART]


def test_a_drug_without_limits_is_compared_by_weight_alone(decided):
    assert quantity_of("ketamine", decided.offences.by_drug) is None
    assert kinds(decided, "14.99", "15.01", "ketamine") == []
    assert kinds(decided, "10", "100", "ketamine") == [Concern.TOO_FAR_APART]


def test_a_concern_is_told_in_words(decided):
    found = concerns(D("14.99"), D("15.2"), decided.offences.quantities["stimulants"], decided.weighing)
    assert [str(one.says) for one in found] == [
        "The two weights, 14.99 g and 15.2 g, are 0.21 g apart; 0.152 g are allowed.",
        "The two weights, 14.99 g and 15.2 g, fall on two sides of a limit: less than 15 g; 15 to 80 g.",
        "A weight is near the limit of 15 g: 14.99 g, 15.2 g.",
    ]


@given(GRAMS)
def test_a_weight_typed_in_khmer_digits_is_the_weight(grams):
    typed = f"{grams:f}".translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    assert read_grams(f" {typed} ") == read_grams(f"{grams:f}") == grams


@pytest.mark.parametrize("typed", ["", " ", "1,5", "1 5", "1.5 g", "-1", "+1", "1e3", "NaN", "½", "."])
def test_what_is_no_plain_number_is_refused_with_what_to_type(typed):
    with pytest.raises(RuleError, match=r"such as 15\.02|cannot be a weight|write 1\.5"):
        read_grams(typed)


@pytest.mark.parametrize("typed", ["1000000000", "0.0000001", "9" * 5000, "1.2.3"])
def test_a_number_that_no_scale_shows_is_refused_with_the_bounds(typed):
    with pytest.raises(RuleError, match=r"below 1,000,000,000 with at most 6 digits"):
        read_grams(typed)


@pytest.mark.parametrize(("typed", "unit", "grams"), [("17.3942", "g", "17.3942"), ("0.5", "kg", "500"),
                                                      ("250", "mg", "0.25")])  # fmt: skip
def test_the_unit_of_the_scale_becomes_grams_exactly(typed, unit, grams):
    assert read_weight(typed, unit) == Decimal(grams)
    assert in_unit(Decimal(grams), unit) == Decimal(typed)


def test_a_weight_finer_than_any_balance_is_refused_in_its_unit():
    with pytest.raises(RuleError, match="cannot be a weight in mg"):
        read_weight("0.0001", "mg")
