"""The attack finds what a reader would: each broken way to hide is caught."""

import math
from dataclasses import replace

import numpy as np
import pytest

from marga.country import Policy
from marga.figures.disclose import (
    Attacked,
    Cell,
    Cube,
    DisclosureError,
    Interval,
    Protected,
    Relation,
    Release,
    Table,
    attack,
    hide,
    release,
)  # fmt: skip
from support.counts import crossed, until

POLICY = Policy()
YEAR = Cube.of(
    "cases", {"sex": ("f", "m")},
    {(f"2019-{month:02d}", sex): count for month in range(1, 13)
     for sex, count in (("f", 3 if month == 2 else 30 + month), ("m", 90 + 3 * month))},
)  # fmt: skip
TABLES = [Table("cases", ("sex",))]


def with_hidden(made: Protected, cells: set[object]) -> Protected:
    """The release as a careless statistician would print it: only these cells hidden."""
    mark = np.array([cell in cells for cell in made.release.cells])
    counts = made.release.counts.astype(float)
    return replace(made, hidden=mark, low=np.where(mark, 0.0, counts), high=np.where(mark, math.inf, counts))


def small_ones(made: Protected) -> set[object]:
    return {cell for cell, count in zip(made.release.cells, made.release.counts, strict=True) if count <= 7}


def ends(attacked: Attacked, cell: object) -> tuple[float, float]:
    interval = attacked.intervals[cell, 0]
    return interval.low, interval.high


def test_a_count_hidden_alone_is_found_by_one_subtraction():
    made = with_hidden(hide(crossed([[3, 20], [30, 40]]), POLICY), {("cell", 0, 0)})
    assert ends(attack([made.published()]), ("cell", 0, 0)) == (3, 3)


def test_hiding_only_small_counts_is_caught():
    protected = hide(release("2019", [YEAR], TABLES), POLICY)
    assert not attack([protected.published()]).narrow(8)
    broken = with_hidden(protected, small_ones(protected))
    assert [cell for cell, _ in attack([broken.published()]).narrow(8)] == [Cell("cases", "2019-02", (("sex", "f"),))]


def test_protecting_months_without_their_quarter_is_caught():
    """In a world without quarters another month would do; the quarter's total takes it apart."""
    whole = release("2019", [YEAR], TABLES)
    apart = release("2019", [YEAR], [replace(TABLES[0], grains=("month", "year"))])
    careless = {cell for cell, value in hide(apart, replace(POLICY, room="small")).shown().items() if value is None}
    assert not any("Q1" in cell.time for cell in careless)
    careless = {cell for cell in careless if cell.time[5:] not in ("01", "03")} | {
        Cell("cases", f"2019-{month}", (("sex", sex),)) for month in ("02", "04") for sex in ("f", "m")
    }
    broken = with_hidden(hide(whole, POLICY), careless)
    assert attack([broken.published()]).narrow(8)


def test_forgetting_an_earlier_release_is_caught():
    """What the second release hides to protect the small count was printed in the first."""
    parts = ["a", "b", "c"]
    first = hide(Release.of("1", {"b": 9, "c": 100}), POLICY)
    later = Release.of("2", {"all": 112, "a": 3, "b": 9, "c": 100}, [("all", parts)])
    forgetful = hide(later, POLICY)
    assert forgetful.shown() == {"all": 112, "a": None, "b": None, "c": 100}
    assert not attack([forgetful.published()]).narrow(8)
    assert {cell for cell, _ in attack([first.published(), forgetful.published()]).narrow(8)} == {"a", "b"}
    careful = hide(later, POLICY, [first])
    assert "a" not in {cell for cell, _ in attack([first.published(), careful.published()]).narrow(8)}


def test_opening_later_what_protected_a_hidden_count_is_caught():
    earlier = hide(release("1", [until(YEAR, 3)], TABLES), POLICY)
    later = hide(release("2", [until(YEAR, 4)], TABLES), POLICY, [earlier])
    assert not attack([earlier.published(), later.published()]).narrow(8)
    broken = with_hidden(later, small_ones(later))
    assert attack([earlier.published(), broken.published()]).narrow(8)


def test_intervals_are_those_worked_out_by_hand():
    """Fréchet bounds of a table of two by two, all cells hidden: at most the smaller margin."""
    made = with_hidden(hide(crossed([[3, 20], [30, 47]]), POLICY), {("cell", i, j) for i in (0, 1) for j in (0, 1)})
    attacked = attack([made.published()])
    assert [ends(attacked, ("cell", i, j)) for i in (0, 1) for j in (0, 1)] == [(0, 23), (0, 23), (10, 33), (44, 67)]
    assert attacked.least_width() == 23


def test_a_stopped_search_says_the_same_about_narrow_counts():
    made = with_hidden(hide(crossed([[3, 20], [30, 47]]), POLICY), {("cell", i, j) for i in (0, 1) for j in (0, 1)})
    full, stopped = (attack([made.published()], up_to=up_to) for up_to in (None, 8))
    assert full.narrow(8) == stopped.narrow(8)
    assert full.tight(8) == stopped.tight(8) == []


def test_whole_counts_can_say_more_than_fractions():
    made = hide(Release.of("1", {"all": 23, "a": 3, "b": 20}, [("all", ["a", "b"])]), POLICY)
    says = [Relation({"a": 2.0}, -math.inf, 7.0)]
    assert ends(attack([made.published()], relations=says), "a") == (0, 3.5)
    assert ends(attack([made.published()], relations=says, whole=True), "a") == (0, 3)


def test_another_number_about_counts_narrows_them():
    made = hide(Release.of("1", {"all": 23, "a": 3, "b": 20}, [("all", ["a", "b"])]), POLICY)
    attacked = attack([made.published()], relations=[Relation({"a": 1.0, "all": -0.2}, -math.inf, 0.0)])
    assert ends(attacked, "a") == (0, pytest.approx(4.6))


def test_releases_that_contradict_each_other_are_reported():
    first, second = (hide(Release.of(name, {"all": count}), POLICY) for name, count in (("1", 20), ("2", 30)))
    tied = hide(Release.of("3", {"all": 20, "a": 9, "b": 11}, [("all", ["a", "b"])]), POLICY)
    attack([first.published(), tied.published()])
    with pytest.raises(DisclosureError, match="contradict"):
        attack([second.published(), with_hidden(tied, {"a"}).published()])


def test_an_interval_spans_only_if_both_ends_do():
    assert Interval(0, 8).spans(8)
    assert not Interval(1, 9).spans(8)
    assert not Interval(0, 7).spans(8)
