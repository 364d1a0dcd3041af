"""What a draft may become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.authority.bulletins.rules import AT_WORK, MADE, MOVES, State, can_move, is_second_person, needs_remark


def test_every_state_says_what_may_follow_it():
    assert set(MOVES) == set(State)


@pytest.mark.parametrize("state", [State.STOPPED, State.FAILED, State.CONTRADICTS, State.PUBLISHED])
def test_nothing_follows_an_end(state):
    assert not MOVES[state]


@given(st.lists(st.sampled_from(list(State)), max_size=12))
def test_nothing_is_published_that_was_not_submitted_and_approved(path):
    """Whatever moves are tried, one after the other."""
    state, seen = State.WAITING, [State.WAITING]
    for wanted in path:
        if can_move(state, wanted):
            state = wanted
            seen.append(state)
    if state is State.PUBLISHED:
        assert seen[-3:] == [State.SUBMITTED, State.APPROVED, State.PUBLISHED]


def test_what_is_at_work_is_not_made_yet():
    assert AT_WORK.isdisjoint(MADE)


def test_the_second_person_is_another_one():
    assert is_second_person("sok-dara", "keo-lina")
    assert not is_second_person("sok-dara", "sok-dara")
    assert not is_second_person("", "sok-dara")


def test_differences_need_a_remark():
    assert needs_remark(1, "  ")
    assert not needs_remark(1, "They count people once a case.")
    assert not needs_remark(0, "")
