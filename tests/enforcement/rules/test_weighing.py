"""Two people, two instruments, and the second never learns the first weight before sealing their own."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.enforcement.rules.weighing import (
    MOVES,
    Instrument,
    Round,
    State,
    Weight,
    begin_refusals,
    can_move,
    cancel_refusals,
    counted,
    goes_to_laboratory,
    is_calibrated,
    may_see,
    open_refusals,
    seal_refusals,
    shown_to,
)

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TODAY = date(2026, 3, 2)
D = Decimal
SCALES = (Instrument("A", date(2026, 1, 1)), Instrument("B", date(2026, 1, 1)))


def weight(by, instrument="A", net="15.02", gross="15.90"):
    return Weight(by, instrument, NOW, D(gross), D(net))


SEALED = Round(1, weight("100", "A"))
BOTH = replace(SEALED, second=weight("200", "B", "14.98"))
OPENED = replace(BOTH, opened=NOW)
CANCELLED = replace(SEALED, cancelled=NOW)


def sealing(decided, rounds, who, instrument=SCALES[1], gross="16", net="15", **rules):
    refusals = seal_refusals(rounds, who, instrument, D(gross), D(net), TODAY, replace(decided.weighing, **rules))
    return " ".join(str(one) for one in refusals)


def test_a_round_says_where_it_is():
    states = [Round(1).state, SEALED.state, BOTH.state, OPENED.state, CANCELLED.state]
    assert states == ["begun", "first_sealed", "both_sealed", "opened", "cancelled"]


@given(st.sampled_from(State), st.sampled_from(State))
def test_a_round_never_goes_back_and_ends_once(old, new):
    order = [State.BEGUN, State.FIRST_SEALED, State.BOTH_SEALED, State.OPENED]
    expected = (old in order[:3]) and (new is State.CANCELLED or new is order[order.index(old) + 1])
    assert can_move(old, new) is expected
    assert MOVES[State.OPENED] == MOVES[State.CANCELLED] == frozenset()


def test_two_people_with_two_instruments_may_seal(decided):
    assert sealing(decided, [Round(1)], "100", SCALES[0]) == ""
    assert sealing(decided, [SEALED], "200", SCALES[1]) == ""


@pytest.mark.parametrize(
    ("rounds", "who", "more", "told"),
    [
        ([], "100", {}, "Begin one first"),
        ([BOTH], "300", {}, "No weighing waits"),
        ([OPENED], "300", {}, "No weighing waits"),
        ([CANCELLED], "300", {}, "No weighing waits"),
        ([SEALED], "100", {}, "You sealed the first weight"),
        ([SEALED], "200", {"instrument": SCALES[0]}, "Instrument A read the first weight"),
        ([OPENED, Round(2)], "200", {}, "in an earlier round"),
        ([OPENED, Round(2)], "100", {}, "in an earlier round"),
        ([CANCELLED, Round(2)], "100", {}, "in an earlier round"),
        ([Round(1)], "1", {"instrument": replace(SCALES[0], in_use=False)}, "is not in use"),
        (
            [Round(1)],
            "1",
            {"instrument": Instrument("C", date(2025, 3, 1))},
            "instrument C is not valid",
        ),
        ([Round(1)], "1", {"net": "16.000001"}, "net weight is more than the gross"),
    ],
)
def test_a_weight_that_is_not_independent_is_refused_with_the_reason(decided, rounds, who, more, told):
    assert told in sealing(decided, rounds, who, **more)


def test_a_country_may_let_the_same_people_try_again(decided):
    assert sealing(decided, [OPENED, Round(2)], "200", retry_by_others=False) == ""


def test_calibration_is_valid_from_its_day_for_a_year(decided):
    scale = Instrument("A", TODAY)
    days = [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=365), TODAY + timedelta(days=366)]
    assert [is_calibrated(scale, day, decided.weighing) for day in days] == [False, True, True, False]


def test_a_station_with_one_good_scale_sends_the_exhibit_to_the_laboratory(decided):
    old = Instrument("B", date(2024, 1, 1))
    assert goes_to_laboratory(SCALES, [], TODAY, decided.weighing) is None
    for station in ([], SCALES[:1], [SCALES[0], old], [SCALES[0], SCALES[0]]):
        assert "Send the exhibit to the laboratory" in str(goes_to_laboratory(station, [], TODAY, decided.weighing))


def test_after_the_most_rounds_the_laboratory_weighs(decided):
    rounds = [replace(OPENED, number=number) for number in (1, 2, 3)]
    assert goes_to_laboratory(SCALES, rounds[:2], TODAY, decided.weighing) is None
    assert "3 rounds" in str(goes_to_laboratory(SCALES, rounds, TODAY, decided.weighing))
    assert "3 rounds" in str(begin_refusals(rounds, "again", SCALES, TODAY, decided.weighing)[0])


def test_the_third_round_may_be_finished_once_it_began(decided):
    rounds = [OPENED, replace(OPENED, number=2), Round(3)]
    assert goes_to_laboratory(SCALES, rounds, TODAY, decided.weighing) is None


@pytest.mark.parametrize(
    ("rounds", "reason", "told"),
    [([], "", ""), ([OPENED], "they differ", ""), ([CANCELLED], "scale fell", ""), ([OPENED], " ", "Write why"),
     ([SEALED], "x", "Finish or cancel"), ([BOTH], "x", "Finish or cancel"), ([Round(1)], "x", "Finish or cancel")],
)  # fmt: skip
def test_another_round_begins_when_the_last_has_ended_and_with_a_reason(decided, rounds, reason, told):
    refusals = " ".join(str(one) for one in begin_refusals(rounds, reason, SCALES, TODAY, decided.weighing))
    assert refusals == "" if told == "" else told in refusals


def test_only_two_sealed_weights_are_opened_and_only_what_is_under_way_is_cancelled():
    assert [open_refusals([one]) == () for one in (Round(1), SEALED, BOTH, OPENED, CANCELLED)] == [
        False, False, True, False, False,
    ]  # fmt: skip
    assert open_refusals([]) != ()
    assert [cancel_refusals([one], "spilt") == () for one in (Round(1), SEALED, BOTH, OPENED, CANCELLED)] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert "Write why" in str(cancel_refusals([SEALED], " ")[0])


def test_nobody_but_the_first_weigher_sees_the_first_weight_before_it_is_opened():
    for one in (SEALED, BOTH, CANCELLED):
        assert may_see([one], one.first, "100")
        assert not any(may_see([one], one.first, viewer) for viewer in ("200", "supervisor", "inspector", ""))
    assert not may_see([BOTH], BOTH.second, "100")
    assert shown_to([BOTH], "200") == ((1, BOTH.second),)


def test_opened_weights_are_seen_and_hidden_again_while_another_round_runs():
    assert len(shown_to([OPENED], "300")) == 2
    assert shown_to([OPENED, Round(2)], "300") == ()
    assert shown_to([OPENED, replace(CANCELLED, number=2)], "300") == ()
    assert shown_to([OPENED, Round(2, weight("300"))], "100") == ((1, OPENED.first),)


def test_what_the_laboratory_has_weighed_hides_nothing_any_more():
    assert shown_to([CANCELLED], "300") == ()
    assert shown_to([CANCELLED], "300", finished=True) == ((1, CANCELLED.first),)


@st.composite
def lives(draw):
    """Rounds as they can come about: all but the last ended; each with its own people."""
    rounds = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        first, second = weight(f"{number}-1", "A"), weight(f"{number}-2", "B")
        ended = [Round(number, first, second, NOW), Round(number, first, second, None, NOW),
                 Round(number, first, None, None, NOW), Round(number, None, None, None, NOW)]  # fmt: skip
        rounds.append(draw(st.sampled_from(ended)))
    last = draw(st.sampled_from([Round(9), Round(9, weight("9-1")), Round(9, weight("9-1"), weight("9-2", "B"))]))
    return [*rounds, last]


@given(lives(), st.sampled_from(["9-2", "9-3", "1-1", "supervisor"]))
def test_while_a_weight_is_awaited_nobody_is_shown_a_weight_of_another(rounds, viewer):
    assert all(one.by == viewer for _, one in shown_to(rounds, viewer))


def test_the_last_opened_round_is_the_one_that_counts():
    again = Round(2, weight("300", net="14.50"), weight("400", "B", net="14.52"), NOW)
    assert counted([OPENED, again]) == (D("14.50"), D("14.52"))
    assert counted([OPENED, replace(CANCELLED, number=2)]) == (D("15.02"), D("14.98"))
    assert counted([BOTH]) is None
