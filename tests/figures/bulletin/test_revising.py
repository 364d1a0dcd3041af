"""Periods lock: what was published changes only in the open, and what changed is told."""

from datetime import date

import pytest

from marga.country import DataError
from marga.figures.bulletin.bulletin import Change
from support.bulletins import months, shown, without

FEBRUARY = (date(2019, 2, 1), date(2019, 2, 28))


@pytest.fixture
def mended(changed):
    """The records after nine cases of Kandal in February were found to have been entered twice."""
    return changed("cases", without(9, "province", "KH-8", *FEBRUARY))


def test_numbers_that_changed_are_refused_without_a_reason(mended, year_2018, year_2019):
    with pytest.raises(DataError, match=r"numbers of 2019 differ from those published before \(cases of .*say why"):
        mended.bulletin(months(2019, 1, 12), [year_2018, year_2019])


def test_a_revision_says_which_number_changed_from_what_to_what_and_why(mended, year_2018, year_2019):
    why = "Nine cases of Kandal were entered twice in February."
    revised = mended.bulletin(months(2019, 1, 12), [year_2018, year_2019], reason=why).bulletin
    before = year_2019.bulletin
    assert (revised.id, revised.revision, revised.reason) == (before.id, 2, why)
    was, now = (shown(one, "cases-by-offence", "2019-02") for one in (before, revised))
    assert now == was - 9
    assert Change("cases", (), "2019-02", was, now) in revised.changes
    kandal = [shown(one, "cases-by-province", "2019-Q1", province="KH-8") for one in (before, revised)]
    assert Change("cases", (("province", "KH-8"),), "2019-Q1", *kandal) in revised.changes
    assert {change.figure for change in revised.changes} == {"cases", "cases_without_court_file"}
    assert all(change.time in ("2019-02", "2019-Q1", "2019") for change in revised.changes)


def test_what_did_not_change_is_not_said_to_have_changed(mended, year_2018, year_2019):
    revised = mended.bulletin(months(2019, 1, 12), [year_2018, year_2019], reason="A mistake was found.").bulletin
    old, new = year_2019.bulletin.counts(), revised.counts()
    told = {(change.figure, change.where, change.time) for change in revised.changes}
    for cell, value in new.items():
        assert ((cell.measure, cell.where, cell.time) in told) is (old[cell] != value), cell


def test_a_later_bulletin_with_another_number_for_a_month_must_say_so_too(mended, year_2018, nine_months):
    with pytest.raises(DataError, match="differ from those published before"):
        mended.bulletin(months(2019, 1, 10), [year_2018, nine_months])
    later = mended.bulletin(months(2019, 1, 10), [year_2018, nine_months], reason="A mistake was found.").bulletin
    assert later.revision == 1
    assert any(change.time == "2019-02" for change in later.changes)


def test_a_period_that_is_published_is_not_published_again_unchanged(records, year_2018, year_2019):
    with pytest.raises(DataError, match="2019 is published already, and nothing in it changed"):
        records.bulletin(months(2019, 1, 12), [year_2018, year_2019])


def test_a_later_bulletin_of_unchanged_records_changes_nothing(year_2019):
    assert year_2019.bulletin.changes == ()
