"""Numbers worked out from printed ones, against plain arithmetic; where one of those is not shown, neither are they."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from marga.figures.bulletin.bulletin import Line, Table
from marga.figures.bulletin.derived import DERIVED, change_a_day, over
from marga.figures.bulletin.labels import FIGURES, UNITS
from marga.figures.bulletin.times import period_of

NUMBERS = st.none() | st.integers(0, 10**6)


@given(part=NUMBERS, whole=NUMBERS)
def test_a_share_is_the_part_over_the_whole_or_nothing(part, whole):
    value = over(part, whole, 100)
    if part is None or not whole:
        assert value is None
    else:
        assert abs(Fraction(value) - Fraction(100 * part, whole)) < Fraction(1, 10**9)


@given(count=NUMBERS, time=st.sampled_from(["2019-02", "2019-Q1", "2020", "2019-01..2019-08"]))
def test_an_average_is_over_all_the_days_of_its_time(count, time):
    made = DERIVED["cases_a_day"].of(lambda *_: count, (), time)
    assert made is None if count is None else made == Decimal(count) / period_of(time).days


@given(st.dictionaries(st.sampled_from(["arrests", "parties", "seen_within_a_year", "starts", "admissions"]), NUMBERS))
def test_nothing_is_worked_out_from_what_is_not_shown(numbers):
    asked = []

    def look(figure, where, time):
        asked.append(numbers.get(figure))
        return numbers.get(figure)

    for one in DERIVED.values():
        asked.clear()
        value = one.of(look, (), "2019")
        assert asked, one.name
        if None in asked:
            assert value is None, one.name


@given(before=NUMBERS, now=NUMBERS)
def test_a_change_has_an_interval_around_it_or_is_not_shown(before, now):
    base = Table("cases-by-offence", "cases", (), "case", ("2019", "2018"), (Line((), (now, before)),))
    made = change_a_day(base, lambda _figure, where, time: base.value(where, time), "2019", "2018")
    value, bounds = made.lines[0].values[0], made.bounds[0][0]
    if not before or not now:
        assert (value, bounds) == (None, None)
    else:
        low, high = bounds
        assert low <= value <= high
        assert abs(value - round(Decimal(100 * (now - before)) / before, 1)) <= Decimal("0.1")


def test_every_derived_number_has_a_name_a_unit_and_says_what_it_means():
    for one in DERIVED.values():
        assert one.name in FIGURES
        assert one.unit in UNITS
        assert len(one.meaning) > 30, one.name
