"""The one word: what is over, in days, and nothing of why."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from marga.care.rules.notices import Attended, Word, word_of

DAY = date(2026, 11, 24)


def day(back):
    return DAY - timedelta(days=back)


def test_who_came_before_today_attends_since_that_day():
    assert word_of([Attended(day(3))], DAY) == Word("attended", day(3))


def test_who_came_today_is_told_of_tomorrow():
    assert word_of([Attended(DAY)], DAY) is None
    assert word_of([Attended(DAY)], DAY + timedelta(days=1)) == Word("attended", DAY)


def test_who_left_today_attends_until_tomorrow():
    stays = [Attended(day(3), DAY, "left")]
    assert word_of(stays, DAY) == Word("attended", day(3))
    assert word_of(stays, DAY + timedelta(days=1)) == Word("stopped", DAY)


def test_only_who_completed_has_completed():
    assert word_of([Attended(day(9), day(2), "completed")], DAY) == Word("completed", day(2))
    for why in ("left", "contact_lost", "prison", "died", "other", ""):
        assert word_of([Attended(day(9), day(2), why)], DAY) == Word("stopped", day(2))


def test_a_transfer_is_no_end():
    moved = [Attended(day(9), day(4), "transferred"), Attended(day(4))]
    assert word_of(moved, DAY) == Word("attended", day(9))
    assert word_of(moved[:1], DAY) is None


def test_who_came_back_attends_since_the_return():
    assert word_of([Attended(day(90), day(60), "left"), Attended(day(5))], DAY) == Word("attended", day(5))


def test_of_who_never_came_nothing_is_told():
    assert word_of([], DAY) is None


ENDS = st.sampled_from(["completed", "left", "transferred"])
STAYS = st.builds(lambda began, length, why: Attended(day(began), day(began - length), why), st.integers(-5, 90),
                  st.integers(0, 40), ENDS)  # fmt: skip


@given(st.lists(STAYS, max_size=4))
def test_nothing_of_today_or_later_is_ever_told(stays):
    word = word_of(stays, DAY)
    assert word is None or word.day < DAY
