"""What is hidden protects: whatever was printed before, the attack leaves every hidden count from 0 to 8."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marga.country import Policy
from marga.figures.disclose import (
    CannotProtect,
    Cell,
    Cube,
    DisclosureError,
    Protected,
    Published,
    Release,
    Table,
    attack,
    hide,
    loss_of,
    protect,
    release,
)  # fmt: skip
from support.counts import COUNTS, crossed, cubes, releases_of, tables_2d, until

POLICY = Policy()
FEW = settings(max_examples=25)


def hidden(made: Protected) -> set[object]:
    return {cell for cell, value in made.shown().items() if value is None}


def seen(*made: Protected) -> list[Published]:
    return [one.published() for one in made]


@given(tables_2d())
@FEW
def test_every_hidden_count_of_a_table_may_be_anything_from_0_to_8(made):
    protected = hide(made, POLICY)
    assert not attack(seen(protected)).narrow(8)
    assert not attack(seen(protected), whole=True).narrow(8)  # in tables of two dimensions, whole counts say no more


@given(cubes())
@FEW
def test_every_hidden_count_of_months_quarters_and_dimensions_may_be_anything_from_0_to_8(drawn):
    cube, table = drawn
    protected = hide(release("1", [cube], [table]), POLICY)
    assert not attack(seen(protected)).narrow(8)


@given(cubes(most=1), st.dictionaries(st.integers(0, 11), COUNTS, max_size=2))
@FEW
def test_hidden_counts_stay_hidden_through_later_releases_and_revisions(drawn, changes):
    cube, table = drawn
    made: list[Protected] = []
    for later in releases_of(cube, table, changes):
        try:
            made.append(hide(later, POLICY, made))
        except CannotProtect:
            break  # it is refused, not printed
        attacked = attack(seen(*made))
        told = {cell for one in made for cell, known in zip(_cells(one), one.told, strict=True) if known}
        assert set(attacked.narrow(8)) <= told
        assert not attacked.tight(8)
        opened = {}
        for one in made:
            opened |= {cell: value for cell, value in zip(_cells(one), one.values, strict=True)
                       if one.shown().get(cell[0]) is not None}  # fmt: skip
        now = made[-1].shown()
        assert all(now[key] == opened[key, version] for key, version in _cells(made[-1]) if (key, version) in opened)


def _cells(made: Protected) -> list[tuple[object, int]]:
    return list(zip(made.release.cells, made.versions, strict=True))


@given(cubes(), st.sampled_from(["all", "small"]), st.sampled_from([0, 60]))
@FEW
def test_open_counts_are_exact_and_small_ones_are_never_open(drawn, room, exact_cells):
    cube, table = drawn
    made = release("1", [cube], [table])
    shown = hide(made, replace(POLICY, room=room), exact_cells=exact_cells).shown()
    for cell, count in zip(made.cells, made.counts.tolist(), strict=True):
        if cell in shown:
            assert shown[cell] in (None, count)
            assert count > 7 or shown[cell] is None


@given(cubes())
@FEW
def test_with_less_room_the_small_counts_still_have_theirs_and_the_others_a_wide_interval(drawn):
    cube, table = drawn
    protected = hide(release("1", [cube], [table]), replace(POLICY, room="small"))
    attacked = attack(seen(protected))
    small = {cell for cell, is_small in zip(protected.release.cells, protected.small, strict=True) if is_small}
    assert not [cell for cell, _ in attacked.narrow(8) if cell in small]
    assert not attacked.tight(8)


@given(cubes())
@FEW
def test_the_same_counts_are_hidden_every_time(drawn):
    cube, table = drawn
    made = release("1", [cube], [table])
    first, second = (hide(made, POLICY, exact_cells=size) for size in (0, 0))
    assert np.array_equal(first.hidden, second.hidden)


@given(tables_2d())
@FEW
def test_linear_programs_lose_no_less_than_the_least_loss(made):
    best, quick = hide(made, POLICY), hide(made, POLICY, exact_cells=0)
    if best.method == "least loss":
        assert loss_of(best).more_count <= loss_of(quick).more_count


def test_the_least_loss_of_a_known_table_is_found():
    """One small count in an ordinary table: it, one in its row, one in its column, and where those two cross."""
    made = crossed([[3, 20, 30], [25, 40, 50], [35, 60, 70]])
    protected = hide(made, replace(POLICY, room="small"))
    assert hidden(protected) == {("cell", 0, 0), ("cell", 0, 1), ("cell", 1, 0), ("cell", 1, 1)}
    assert loss_of(protected).more_count == 85


def test_when_all_hidden_counts_need_the_same_room_the_neighbours_go_too():
    """20 can become 0 only if 3 takes its place and its column gives way: three rows and columns are needed."""
    made = crossed([[3, 20, 30], [25, 40, 50], [35, 60, 70]])
    assert hidden(hide(made, POLICY)) == {("cell", i, j) for i in range(3) for j in range(3)}


def test_nothing_is_hidden_where_nothing_is_small():
    protected = hide(crossed([[10, 20], [30, 40]]), POLICY)
    assert not hidden(protected)
    assert protected.method == "nothing to hide"


def test_a_table_of_zeros_is_hidden_whole():
    assert len(hidden(hide(crossed([[0, 0], [0, 0]]), POLICY))) == 9


def test_a_single_small_count_is_hidden_and_a_large_one_is_not():
    assert hidden(hide(Release.of("1", {"x": 3}), POLICY)) == {"x"}
    assert not hidden(hide(Release.of("1", {"x": 8}), POLICY))


def test_a_row_with_one_small_count_hides_another_with_it():
    made = Release.of("1", {"all": 131, "a": 3, "b": 28, "c": 100}, [("all", ["a", "b", "c"])])
    assert hidden(hide(made, POLICY)) == {"a", "b"}


def test_a_total_too_small_to_hide_its_parts_in_takes_the_next_part_along():
    """3 and 4 make 7: hidden alone, each is known to be 7 or less."""
    made = Release.of("1", {"all": 27, "a": 3, "b": 4, "c": 20}, [("all", ["a", "b", "c"])])
    assert hidden(hide(made, POLICY)) == {"a", "b", "c"}


def test_where_the_whole_table_is_too_small_its_total_is_hidden_too():
    made = Release.of("1", {"all": 7, "a": 3, "b": 4}, [("all", ["a", "b"])])
    assert hidden(hide(made, POLICY)) == {"all", "a", "b"}


def test_a_count_that_was_printed_is_not_taken_back_and_what_it_gives_away_is_refused():
    first = hide(Release.of("1", {"all": 31, "b": 28}), POLICY)
    with pytest.raises(CannotProtect, match="together with what was printed before"):
        hide(Release.of("2", {"all": 31, "a": 3, "b": 28}, [("all", ["a", "b"])]), POLICY, [first])


def test_a_revised_count_may_be_hidden_though_its_old_value_was_printed():
    first = hide(Release.of("1", {"all": 131, "a": 20, "b": 11, "c": 100}, [("all", ["a", "b", "c"])]), POLICY)
    later = Release.of("2", {"all": 116, "a": 5, "b": 11, "c": 100}, [("all", ["a", "b", "c"])])
    second = hide(later, POLICY, [first])
    assert second.shown() == {"all": None, "a": None, "b": 11, "c": 100}
    told = [cell for cell, told in zip(later.cells, second.told, strict=True) if told]
    assert told == ["all"]  # it is 111 at least: b and c were printed


def test_a_quarter_is_hidden_when_its_last_month_is_small_and_the_others_were_printed():
    cube = Cube.of("cases", {}, {("2019-01",): 20, ("2019-02",): 30, ("2019-03",): 3})
    tables = [Table("cases")]
    first = hide(release("1", [until(cube, 2)], tables), POLICY)
    second = hide(release("2", [cube], tables), POLICY, [first])
    assert hidden(second) == {Cell("cases", "2019-03"), Cell("cases", "2019-Q1")}
    assert {cell.time for (cell, _) in attack(seen(first, second)).narrow(8)} == {"2019-Q1"}


def test_a_sum_that_does_not_hold_is_refused():
    with pytest.raises(DisclosureError, match="its 2 parts make 4"):
        Release.of("1", {"all": 5, "a": 1, "b": 3}, [("all", ["a", "b"])])


def test_a_figure_that_is_not_about_people_is_printed_as_counted():
    made = crossed([[0, 3], [1, 9]])
    assert list(protect(made, Policy(method="open")).shown().values()) == made.counts.tolist()
