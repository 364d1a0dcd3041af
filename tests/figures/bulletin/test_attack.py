"""The attack: nothing printed in all bulletins together, revisions included, gives a hidden count away."""

from dataclasses import replace
from datetime import date

import pytest

from marga.figures.bulletin import making
from marga.figures.bulletin.balances import Counts
from marga.figures.bulletin.making import Made
from marga.figures.disclose import Cell, attack, protect
from support.bulletins import COUNTRY, months, without
from support.readers import as_read, flows, said

UP_TO = COUNTRY.disclosure.default.up_to


def told(series: list[Made]) -> set[Cell]:
    """Larger counts of which a reader may know that they are not small, as parts of them were printed before."""
    return {
        cell for made in series for one in made.protected
        for cell, known in zip(one.release.cells, one.told, strict=True) if known
    }  # fmt: skip


def worked_out(series: list[Made]) -> list[Cell]:
    """Hidden counts of which a reader of all bulletins knows more than that they are from 0 to 8."""
    bulletins = [made.bulletin for made in series]
    found = attack(as_read(bulletins), up_to=UP_TO, relations=[*said(bulletins), *flows(series)])
    assert found.intervals, "nothing is hidden: the test shows nothing"
    assert not found.tight(UP_TO), "an interval is narrower than 8"
    return [cell for cell, _ in found.narrow(UP_TO) if cell not in told(series)]


def test_two_years_and_nine_months_between_give_no_hidden_count_away(year_2018, nine_months, year_2019):
    assert worked_out([year_2018, nine_months, year_2019]) == []


def test_a_small_country_gives_no_hidden_count_away(few, few_2018):
    assert worked_out([few_2018, few.bulletin(months(2019, 1, 12), [few_2018])]) == []


def test_a_bulletin_every_month_gives_no_hidden_count_away(records):
    series: list[Made] = []
    for last in range(1, 13):
        series.append(records.bulletin(months(2019, 1, last), series))
    assert worked_out(series) == []


def test_a_revision_gives_no_hidden_count_away(records, year_2018, year_2019, changed):
    later = changed("cases", without(9, "province", "KH-8", date(2019, 2, 1), date(2019, 2, 28)))
    revised = later.bulletin(
        months(2019, 1, 12), [year_2018, year_2019], published=date(2020, 5, 1), reason="Nine cases were entered twice."
    )
    assert revised.bulletin.changes
    assert worked_out([year_2018, year_2019, revised]) == []


def only_small(release, policy, earlier=()):
    """A careless protection: the small counts are hidden, and nothing that would give them away."""
    made = protect(release, replace(policy, method="open"), earlier)
    small = (release.counts <= policy.at_most) & release.printed
    high = made.high.copy()
    high[small] = float("inf")
    low = made.low.copy()
    low[small] = 0
    return replace(made, policy=policy, hidden=small, small=small, low=low, high=high)


def test_hiding_only_small_counts_is_caught(records, monkeypatch):
    monkeypatch.setattr(
        making, "protect",
        lambda release, policy, earlier: (only_small if policy.method == "hide" else protect)(release, policy, earlier),
    )  # fmt: skip
    careless = records.bulletin(months(2018, 1, 12))
    with pytest.raises(AssertionError, match="an interval is narrower than 8"):
        worked_out([careless])


def test_a_stock_that_its_flows_give_away_is_caught(few, few_2018, monkeypatch):
    monkeypatch.setattr(Counts, "_tie_care", lambda *_: None)
    careless = few.bulletin(months(2019, 1, 12), [few_2018])
    with pytest.raises(AssertionError, match="an interval is narrower than 8"):
        worked_out([few_2018, careless])
