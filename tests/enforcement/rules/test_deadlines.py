"""The board: what is due first stands first, in words, and who is alerted when nobody acts."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.country.instants import Clock
from marga.enforcement.rules.custody import Stay
from marga.enforcement.rules.deadlines import Deadline, Standing, Subject, alerts, board, deadlines, next_due, said

ARRIVED = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 8 in the morning in the country
HOME = ZoneInfo("Asia/Phnom_Penh")
DONE = {"prosecutor_told": ARRIVED, "rights_told": ARRIVED}


def at(hours):
    return ARRIVED + timedelta(hours=hours)


def standing(stay, rules, clock):
    return {(one.subject.value, one.number): one.standing.value for one in deadlines(stay, rules, clock)}


def test_at_arrival_the_prosecutor_the_rights_the_first_review_and_the_limit_are_due(custody_rules):
    found = standing(Stay(ARRIVED), custody_rules, Clock(ARRIVED))
    assert found == {
        ("prosecutor", 0): "soon",
        ("rights", 0): "soon",
        ("review", 1): "waiting",
        ("limit", 0): "waiting",
    }


def test_a_minor_s_guardian_is_told_too(custody_rules):
    found = standing(Stay(ARRIVED, minor=True, guardian_told=at(2)), custody_rules, Clock(at(3)))
    assert found["guardian", 0] == "late"


def test_a_deadline_is_in_time_at_its_instant_and_overdue_just_after(custody_rules):
    instant = timedelta(microseconds=1)
    stay = Stay(ARRIVED, **DONE)
    assert standing(stay, custody_rules, Clock(at(5) - instant))["review", 1] == "waiting"
    assert standing(stay, custody_rules, Clock(at(5)))["review", 1] == "soon"
    assert standing(stay, custody_rules, Clock(at(6)))["review", 1] == "soon"
    assert standing(stay, custody_rules, Clock(at(6) + instant))["review", 1] == "overdue"


def test_a_clock_set_back_does_not_make_what_is_overdue_wait_again(custody_rules):
    stay = Stay(ARRIVED, **DONE)
    assert standing(stay, custody_rules, Clock(at(1), at(49)))["limit", 0] == "overdue"


def test_what_was_never_done_when_custody_ended_is_missed_and_nothing_is_open(custody_rules):
    found = deadlines(Stay(ARRIVED, ended=at(7)), custody_rules, Clock(at(99)))
    assert {(one.subject.value, one.standing.value) for one in found} == {
        ("prosecutor", "missed"), ("rights", "missed"), ("review", "missed"), ("limit", "met"),
    }  # fmt: skip
    assert next_due(found) is None


def test_the_board_holds_who_is_held_the_next_deadline_first(custody_rules):
    rows = board(
        [
            ("new", Stay(at(9), **{name: at(9) for name in DONE})),  # review due at 15
            ("left", Stay(ARRIVED, ended=at(3))),
            ("forgotten", Stay(at(-60), prosecutor_told=at(-60), rights_told=at(-60))),  # limit over since -12
            ("review over", Stay(at(2), prosecutor_told=at(2), rights_told=at(2))),  # due at 8
        ],
        custody_rules, Clock(at(10)),
    )  # fmt: skip
    assert [row.key for row in rows] == ["forgotten", "review over", "new"]
    assert rows[0].next.subject is Subject.LIMIT
    assert [one.subject for one in rows[0].overdue] == [Subject.LIMIT, Subject.REVIEW]
    assert rows[2].overdue == ()


@given(st.lists(st.integers(-6000, 600), max_size=30), st.integers(0, 6000))
def test_the_board_is_in_order_whatever_comes_in(custody_rules, minutes, now):
    stays = [(key, Stay(ARRIVED + timedelta(minutes=one))) for key, one in enumerate(minutes)]
    rows = board(stays, custody_rules, Clock(ARRIVED + timedelta(minutes=now), ARRIVED + timedelta(minutes=600)))
    assert sorted(row.key for row in rows) == list(range(len(minutes)))
    assert all(one.next.due <= other.next.due for one, other in pairwise(rows))


@pytest.mark.parametrize(
    ("stay", "hours", "subject", "words"),
    [
        (Stay(ARRIVED), 1, Subject.REVIEW, "Review 1: due 2 March 2026, 14:00, in 5 h 0 min"),
        (Stay(ARRIVED), 5.5, Subject.REVIEW, "Review 1: due soon, 2 March 2026, 14:00, in 30 min"),
        (Stay(ARRIVED), 7.25, Subject.REVIEW, "Review 1: overdue since 2 March 2026, 14:00, by 1 h 15 min"),
        (Stay(ARRIVED), 7, Subject.PROSECUTOR, "The prosecutor is told: overdue since 2 March 2026, 09:00, by "
         "6 h 0 min"),
        (Stay(ARRIVED), 1, Subject.LIMIT, "Custody must end: due 4 March 2026, 08:00, in 1 d 23 h"),
        (Stay(ARRIVED, reviews=(at(5),)), 5, Subject.REVIEW, "Review 1: done in time, 2 March 2026, 13:00"),
        (Stay(ARRIVED, rights_told=at(2)), 5, Subject.RIGHTS, "The rights are told: done late, 2 March 2026, 10:00, by "
         "1 h 0 min"),
        (Stay(ARRIVED, ended=at(9)), 9, Subject.REVIEW, "Review 1: never done, was due 2 March 2026, 14:00"),
    ],
)  # fmt: skip
def test_a_deadline_is_told_in_words(custody_rules, stay, hours, subject, words):
    clock = Clock(at(hours))
    found = next(one for one in deadlines(stay, custody_rules, clock) if one.subject is subject)
    assert str(said(found, clock, HOME)) == words


def reached(custody_rules, hours, acknowledged=None, standing=Standing.OVERDUE):
    deadline = Deadline(Subject.REVIEW, at(6), standing, 1)
    return [step.to for step in alerts(deadline, custody_rules.steps, Clock(at(hours)), acknowledged)]


def test_alerts_begin_before_the_deadline_and_go_higher_while_nobody_acts(custody_rules):
    assert reached(custody_rules, 4.9) == []
    assert reached(custody_rules, 5) == ["supervisor"]
    assert reached(custody_rules, 6) == ["supervisor", "supervisor"]
    assert reached(custody_rules, 6.5) == ["supervisor", "supervisor", "chief"]
    assert reached(custody_rules, 20)[-1] == "inspector"


def test_who_acknowledges_after_the_deadline_stops_the_escalation(custody_rules):
    assert reached(custody_rules, 20, acknowledged=at(6.1)) == ["supervisor", "supervisor"]


def test_who_acknowledges_only_the_warning_does_not_keep_quiet_what_follows(custody_rules):
    assert reached(custody_rules, 6.5, acknowledged=at(5.2)) == ["supervisor", "supervisor", "chief"]


def test_what_is_done_alerts_nobody(custody_rules):
    for standing in (Standing.MET, Standing.LATE, Standing.MISSED):
        assert reached(custody_rules, 20, standing=standing) == []
