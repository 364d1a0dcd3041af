"""Rounded counts add up everywhere, stay near the truth, and stay as they were printed."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from marga.country import Policy
from marga.figures.disclose import (
    CannotRound,
    Protected,
    Release,
    attack,
    loss_of,
    protect,
    release,
    round_to_base,
)  # fmt: skip
from support.counts import COUNTS, crossed, cubes, releases_of, tables_2d

POLICY = Policy(method="round")
FEW = settings(max_examples=25)


def adds_up(made: Protected) -> bool:
    return all(made.values[tied.total] == made.values[list(tied.parts)].sum() for tied in made.release.sums)


@given(tables_2d())
@FEW
def test_a_table_adds_up_in_neighbouring_multiples(made):
    rounded = round_to_base(made, POLICY)
    assert adds_up(rounded)
    assert (rounded.values % 5 == 0).all()
    assert (np.abs(rounded.values - made.counts) < 5).all()  # always possible in two dimensions (Cox and Ernst 1982)


@given(cubes())
@FEW
def test_months_quarters_and_dimensions_add_up(drawn):
    cube, table = drawn
    rounded = round_to_base(release("1", [cube], [table]), POLICY)
    assert adds_up(rounded)
    assert (rounded.values % 5 == 0).all()
    assert (rounded.values >= 0).all()
    assert np.array_equal(rounded.values, round_to_base(rounded.release, POLICY).values)
    assert not [one for one in attack([rounded.published()]).intervals.values() if one.low > one.high]


@given(cubes(most=1), st.dictionaries(st.integers(0, 11), COUNTS, max_size=2))
@FEW
def test_what_was_printed_stays_and_still_adds_up(drawn, changes):
    cube, table = drawn
    made: list[Protected] = []
    for later in releases_of(cube, table, changes):
        try:
            made.append(round_to_base(later, POLICY, made))
        except CannotRound:
            break
        assert adds_up(made[-1])
    printed: dict[object, int] = {}
    for one in made:
        for cell, value in zip(zip(one.release.cells, one.versions, strict=True), one.values, strict=True):
            assert printed.setdefault(cell, value) == value


def test_multiples_stay_and_deviations_are_least():
    made = crossed([[5, 10], [12, 14]])
    rounded = round_to_base(made, POLICY)
    assert rounded.values[:4].tolist() == [5, 10, 10, 15]
    assert loss_of(rounded).deviation_max == 2


def test_all_zeros_stay_zeros():
    assert not round_to_base(crossed([[0, 0], [0, 0]]), POLICY).values.any()


def test_a_rounded_count_tells_no_more_than_its_neighbours():
    made = protect(Release.of("1", {"x": 3}), POLICY)
    assert made.shown() == {"x": 5}
    assert [(one.low, one.high) for one in attack([made.published()]).intervals.values()] == [(1, 9)]
