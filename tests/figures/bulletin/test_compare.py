"""Two bulletins beside each other."""

from datetime import date

from marga.figures.bulletin.compare import compare
from support.bulletins import months, without


def test_a_bulletin_compared_with_itself_has_nothing_changed(year_2019):
    made = compare(year_2019.bulletin, year_2019.bulletin)
    assert (made.changed, made.added, made.gone) == ((), 0, 0)
    assert made.same == len(year_2019.bulletin.counts())


def test_a_later_bulletin_adds_numbers_and_changes_none(nine_months, year_2019):
    made = compare(nine_months.bulletin, year_2019.bulletin)
    assert made.changed == ()
    assert made.added == len(year_2019.bulletin.counts()) - made.same > 0
    assert made.gone == len(nine_months.bulletin.counts()) - made.same  # the span that is now a part of the year


def test_a_revision_is_compared_number_by_number(changed, year_2018, year_2019):
    mended = changed("cases", without(9, "province", "KH-8", date(2019, 2, 1), date(2019, 2, 28)))
    revised = mended.bulletin(months(2019, 1, 12), [year_2018, year_2019], reason="A mistake was found.").bulletin
    made = compare(year_2019.bulletin, revised)
    assert made.changed == revised.changes
    assert len(made.changed) + made.same == len(revised.counts())
