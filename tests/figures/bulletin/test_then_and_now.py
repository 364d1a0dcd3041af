"""What was printed stands beside what is counted now."""

from datetime import date
from decimal import Decimal

import pytest

from marga.figures import published_reports, read_report
from marga.figures.bulletin.then_and_now import beside
from support.bulletins import COUNTRY, shown
from support.reports import figure, text


def of(found, name: str):
    return [one for one in found if one.figure == name]


def test_a_printed_year_stands_beside_the_same_year(year_2019):
    (one,) = of(beside(year_2019.bulletin, published_reports(COUNTRY)), "cases")[-1:]
    assert one.low == one.high == shown(year_2019.bulletin, "cases-by-offence", "2019")


def test_people_as_printed_stand_beside_both_ways_of_counting_them(year_2019):
    found = beside(year_2019.bulletin, published_reports(COUNTRY))
    assert of(found, "parties")
    assert of(found, "persons_in_year")


def test_a_period_that_cuts_a_month_stands_between_the_months_in_it_and_those_it_touches(year_2019):
    found = beside(year_2019.bulletin, published_reports(COUNTRY))
    one = next(one for one in found if one.printed.ref == "kh-2019-09/A1")
    months = [shown(year_2019.bulletin, "cases-by-offence", f"2019-{month:02d}") for month in range(1, 10)]
    assert (one.low, one.high) == (sum(months[:8]), sum(months))
    assert one.off_percent == round(Decimal(100) * (5200 - one.low) / one.low, 1)


def test_a_hedge_agrees_with_all_that_it_allows(year_2019):
    found = beside(year_2019.bulletin, published_reports(COUNTRY))
    over_9000 = next(one for one in found if one.printed.ref == "kh-2019-12/B1")
    around_6000 = next(one for one in found if one.printed.ref == "kh-2019-09/A11")
    assert (over_9000.off_percent, around_6000.off_percent) == (0, 0)


def test_people_in_centres_stand_beside_those_in_residential_care(year_2019):
    found = of(beside(year_2019.bulletin, published_reports(COUNTRY)), "in_care")
    one = next(one for one in found if one.printed.ref == "kh-2019-09/A11")
    ends = [
        shown(year_2019.bulletin, "in-care-by-modality", f"2019-{month:02d}", modality="residential")
        for month in (8, 9)
    ]
    assert (one.low, one.high) == (min(ends), max(ends))


def test_a_weight_is_compared_in_one_unit(year_2019):
    one = next(one for one in of(beside(year_2019.bulletin, published_reports(COUNTRY)), "grams_seized")
               if one.printed.ref == "kh-2019/F3")  # fmt: skip
    assert abs(one.off_percent) < 1


@pytest.mark.parametrize("period", [(date(2019, 2, 5), date(2019, 4, 30)), (date(2018, 6, 1), date(2019, 3, 31))])
def test_a_period_that_cannot_be_told_from_months_stands_beside_nothing(year_2019, period):
    start, end = period
    report = read_report(text(figure("A", 100), period=f"{start} to {end}"), "report.toml", COUNTRY)
    assert beside(year_2019.bulletin, [report]) == []
