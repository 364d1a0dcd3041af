"""What a printed number allows."""

from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from marga.figures.checking.intervals import Interval
from marga.figures.checking.printed import PrintedError, Reading, number_in, read_printed
from support.reports import kh


def reading(text: str, value: object, unit: str = "case", rounded_to: object = 0, exact: bool | None = None) -> Reading:
    of = kh().units[unit]
    return read_printed(
        text, Decimal(str(value)), of, exact=of.exact if exact is None else exact,
        rounded_to=Decimal(str(rounded_to)), words=kh().words, units=kh().units,
    )  # fmt: skip


def between(low: object, high: object) -> Interval:
    return Interval(*(None if end is None else Decimal(str(end)) for end in (low, high)))


@pytest.mark.parametrize(
    ("printed", "value", "unit", "low", "high"),
    [
        # counts without a hedge are exactly what they say
        ("5,200", 5200, "case", 5200, 5200),
        ("3667", 3667, "case", 3667, 3667),
        ("5 200", 5200, "case", 5200, 5200),
        ("5\u00a0200", 5200, "case", 5200, 5200),
        ("an average of 24", 24, "case", 24, 24),
        ("", 10519, "person", 10519, 10519),
        ("two", 2, "service", 2, 2),
        # weights and money are right to their last printed digit
        ("54.0 kg", "54.0", "kg", "53.95", "54.05"),
        ("54 kg", 54, "kg", "53.5", "54.5"),
        ("14,004.66 g", "14004.66", "g", "14004.655", "14004.665"),
        ("54.0 kg", 54000, "g", 53950, 54050),
        ("4.5 t", 4500, "kg", 4450, 4550),
        ("4.5", "4.5", "percent", "4.45", "4.55"),
        # about
        ("some 40", 40, "person", 33, 47),
        ("around 6,000", 6000, "person", 5200, 6800),
        ("around 6 million", 6000000, "USD", 5200000, 6800000),
        ("~8,002", 8002, "case", "7601.4", "8402.6"),
        ("an estimated total of 5,000", 5000, "person", 4250, 5750),
        # over, nearly, under
        ("over 9,000", 9000, "case", 9000, None),
        ("more than 676 kg", 676, "kg", 676, None),
        ("130,000+", 130000, "person", 130000, None),
        ("> 130,000", 130000, "person", 130000, None),
        ("at least 12", 12, "case", 12, None),
        ("nearly 15 t", 15, "t", "13.75", 15),
        ("nearly 15 t", 15000, "kg", 13750, 15000),
        ("almost 500", 500, "case", 425, 500),
        ("up to 30", 30, "case", 0, 30),
        ("no more than 30", 30, "case", 0, 30),
        ("not more than 30", 30, "case", 0, 30),
        ("no fewer than 30", 30, "case", 30, None),
        # scaled numbers are rounded to their last printed digit, whatever they count
        ("5.2 thousand", 5200, "case", 5150, 5250),
        ("6 million", 6000000, "case", 5500000, 6500000),
        # Khmer digits, scales and hedges
        ("៥,២០០", 5200, "case", 5200, 5200),
        ("ប្រហែល ៤០", 40, "person", 33, 47),
        ("ជាង ៩០០០", 9000, "case", 9000, None),
        ("ជាង៩០០០ករណី", 9000, "case", 9000, None),
        ("៦លាននាក់", 6000000, "person", 5500000, 6500000),
        ("១៣ ម៉ឺន", 130000, "person", 125000, 135000),
        # the nearest hedge counts, one far from the number does not
        ("some 40 of more than 9,000", 9000, "case", 9000, None),
        ("some 40 of more than 9,000", 40, "case", 33, 47),
        ("over the last year there were 5,200", 5200, "case", 5200, 5200),
        ("moreover 5,200", 5200, "case", 5200, 5200),
        ("a handsome 40", 40, "case", 40, 40),
        ("overall 5,200", 5200, "case", 5200, 5200),
        # a fall is printed without its sign
        ("a fall of 5 %", -5, "percent", "-5.5", "-4.5"),
    ],
)
def test_a_printed_number_allows_these_true_values(printed, value, unit, low, high):
    assert reading(printed, value, unit).allows == between(low, high)


def test_some_40_allows_42_but_not_54():
    allows = reading("some 40", 40).allows
    assert allows.meets(between("42.2", "42.2"))
    assert not allows.meets(between(54, 54))


@pytest.mark.parametrize(
    ("rounded_to", "low", "high"), [(5, "5197.5", "5202.5"), (100, 5150, 5250), (1, 5199.5, 5200.5)]
)
def test_a_declared_rounding_widens_a_count_by_half_of_it_on_each_side(rounded_to, low, high):
    assert reading("5,200", 5200, rounded_to=rounded_to).allows == between(low, high)


def test_a_rounding_finer_than_the_print_changes_nothing():
    assert reading("54 kg", 54, "kg", rounded_to="0.1").allows == between("53.5", "54.5")


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("5,200", 5300, "case"),
        ("5,2000", 5200, "case"),
        ("5.200", 5200, "case"),
        ("6 million", 6000, "USD"),
        ("15 t", 15, "kg"),
        ("some 40", 42, "case"),
        ("៥២០០", 52, "case"),
    ],
)
def test_a_text_whose_number_is_not_the_value_is_refused_with_both(printed, value, unit):
    with pytest.raises(PrintedError, match="and the value is") as raised:
        reading(printed, value, unit)
    assert f"{value:,}" in str(raised.value)


@given(true=st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100), digits=st.integers(0, 2))
@example(true=Decimal("0.5"), digits=0)
@example(true=Decimal("99999.99"), digits=1)
def test_a_true_weight_rounded_to_some_digits_is_allowed_by_its_own_print(true, digits):
    shown = round(true, digits)
    allows = reading(f"{shown:,} kg", shown, "kg").allows
    assert allows.meets(Interval(true, true))


@given(true=st.integers(1, 10**7), zeros=st.integers(0, 4))
def test_a_true_count_rounded_to_some_zeros_is_allowed_by_a_print_that_says_about(true, zeros):
    shown = round(true, -zeros)
    assume(shown > 0)
    assert reading(f"about {shown:,}", shown).allows.meets(between(true, true))


@given(true=st.integers(1, 10**7), zeros=st.integers(0, 4))
def test_a_true_count_is_allowed_by_over_what_it_exceeds_and_by_nothing_above(true, zeros):
    below = true // 10**zeros * 10**zeros
    assert reading(f"over {below:,}", below).allows.meets(between(true, true))
    assert not reading(f"over {true + 1:,}", true + 1).allows.meets(between(true, true))


@given(true=st.integers(0, 10**6), step=st.sampled_from([1, 3, 5, 10, 50]))
def test_a_true_count_rounded_as_the_publisher_declares_is_allowed(true, step):
    shown = (2 * true + step) // (2 * step) * step
    assert reading(f"{shown:,}", shown, rounded_to=step).allows.meets(between(true, true))


@given(st.integers(0, 10**9), st.sampled_from(["{:,}", "{}", "{:,} cases", "in all {:,} cases"]))
def test_an_unhedged_count_is_exactly_itself_however_it_is_written(value, form):
    assert reading(form.format(value), value).allows == between(value, value)


@given(st.text(max_size=60), st.integers(0, 10**6))
def test_any_text_is_read_or_refused_and_nothing_else(text, value):
    try:
        allows = reading(text, value).allows
    except PrintedError:
        return
    assert allows.meets(between(value, value))


def test_a_percent_cut_off_instead_of_rounded_is_told_apart_from_one_that_is_allowed():
    read = reading("51.7", "51.7", "percent")
    assert not read.allows.meets(between("51.76", "51.76"))
    assert read.cut_off.meets(between("51.76", "51.76"))
    assert not read.cut_off.meets(between("51.81", "51.81"))


def test_the_number_of_a_printed_text_is_offered_in_the_figure_s_own_unit():
    assert number_in("around 6 million", kh().units["USD"], kh().words, kh().units) == 6000000
    assert number_in("nearly 15 t", kh().units["kg"], kh().words, kh().units) == 15000
    assert number_in("several", kh().units["case"], kh().words, kh().units) is None
