"""The one word: what is over, in days, and nothing of why."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from marga.care.rules.notices import Attended, Word, word_of, word_told

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


def test_who_is_still_somewhere_attends_whatever_ended_elsewhere():
    assert word_of([Attended(day(30)), Attended(day(20), day(10), "left")], DAY) == Word("attended", day(30))


def test_how_the_last_stay_ended_is_told_in_whatever_order_they_began():
    stays = [Attended(day(30), day(2), "completed"), Attended(day(20), day(10), "left")]
    assert word_of(stays, DAY) == Word("completed", day(2))
    assert word_of(stays[::-1], DAY) == Word("completed", day(2))


def test_what_nobody_agreed_to_is_never_told_and_never_made_untrue():
    here, ended = [Attended(day(9))], [Attended(day(30), day(20), "left")]
    assert word_told(here, ended, DAY) == Word("attended", day(9))
    assert word_told([], here, DAY) is None
    assert word_told(ended, [], DAY) == Word("stopped", day(20))
    assert word_told(ended, here, DAY) is None
    assert word_told(ended, [Attended(day(15), day(12), "left")], DAY) is None
    assert word_told(ended, [Attended(day(90), day(80), "completed")], DAY) == Word("stopped", day(20))


@given(st.lists(STAYS, max_size=3), st.lists(STAYS, max_size=3))
def test_a_word_is_one_that_was_agreed_to_and_true(agreed, others):
    word = word_told(agreed, others, DAY)
    assert word in (None, word_of(agreed, DAY))
    if word is not None and word.word != "attended":
        assert word == word_of([*agreed, *others], DAY)
