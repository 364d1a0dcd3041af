"""WHO ASSIST v3 against its published points and limits, and against what other programs got wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marga.screening import (
    Answer,
    Item,
    Question,
    Result,
    Risk,
    ScreeningError,
    Skips,
    Substance,
    check_age,
    items,
    next_item,
    score,
    settled,
)  # fmt: skip
from marga.screening.assist import POINTS, most, risk

MANUAL = Skips()
HEAVIEST = {question: max(points, key=lambda answer: points[answer]) for question, points in POINTS.items()}
LIGHTEST = {question: min(points, key=lambda answer: points[answer]) for question, points in POINTS.items()}


def answered(choose: dict[Question, Answer], used: set[Substance], skips: Skips = MANUAL) -> dict[Item, Answer]:
    """Every item answered as chosen, substances that were used with yes."""
    told: dict[Item, Answer] = {}
    while (item := next_item(told, skips)) is not None:
        if item.question is Question.EVER:
            told[item] = Answer.YES if item.substance in used else Answer.NO
        else:
            told[item] = choose[item.question]
    return told


def outcome_of(result: Result, substance: Substance) -> tuple[int, Risk]:
    return next((one.points, one.risk) for one in result.outcomes if one.substance is substance)


def test_who_answers_every_question_with_the_most_has_39_points_and_31_for_tobacco() -> None:
    result = score(answered(HEAVIEST, set(Substance)))
    points = {one.substance: one.points for one in result.outcomes}
    assert points == {substance: 31 if substance is Substance.TOBACCO else 39 for substance in Substance}
    assert all(one.points == one.most == most(one.substance) for one in result.outcomes)


@pytest.mark.parametrize("substance", [one for one in Substance if one is not Substance.TOBACCO])
def test_what_was_not_done_counts_5_to_8_points_for_every_substance(substance: Substance) -> None:
    """One public program gives those of another question to "other"."""
    found = []
    for answer in (Answer.NEVER, Answer.ONCE_OR_TWICE, Answer.MONTHLY, Answer.WEEKLY, Answer.DAILY):
        told = answered({**LIGHTEST, Question.OFTEN: Answer.ONCE_OR_TWICE, Question.FAILED: answer}, {substance})
        found.append(outcome_of(score(told), substance)[0] - 2)
    assert found == [0, 5, 6, 7, 8]


def test_there_is_no_sum_over_substances() -> None:
    """Another adds everything up to a total that nobody published."""
    result = score(answered(HEAVIEST, {Substance.ALCOHOL, Substance.OPIOIDS}))
    assert [one.points for one in result.outcomes] == [39, 39]
    assert not {"total", "points", "sum"} & set(Result.__slots__)


@pytest.mark.parametrize(
    ("substance", "points", "expected"),
    [
        (Substance.ALCOHOL, 0, Risk.LOWER), (Substance.ALCOHOL, 10, Risk.LOWER), (Substance.ALCOHOL, 11, Risk.MODERATE),
        (Substance.ALCOHOL, 26, Risk.MODERATE), (Substance.ALCOHOL, 27, Risk.HIGH), (Substance.CANNABIS, 3, Risk.LOWER),
        (Substance.CANNABIS, 4, Risk.MODERATE), (Substance.CANNABIS, 26, Risk.MODERATE),
        (Substance.CANNABIS, 27, Risk.HIGH), (Substance.TOBACCO, 3, Risk.LOWER), (Substance.TOBACCO, 4, Risk.MODERATE),
        (Substance.TOBACCO, 27, Risk.HIGH), (Substance.OTHER, 39, Risk.HIGH),
    ],
)  # fmt: skip
def test_risk_begins_at_the_published_points(substance: Substance, points: int, expected: Risk) -> None:
    assert risk(substance, points) is expected


def test_who_used_nothing_is_asked_nothing_more() -> None:
    told = answered(HEAVIEST, set())
    assert {item.question for item in told} == {Question.EVER}
    assert score(told) == Result((), None, False)


def test_who_used_in_the_past_is_asked_of_concern_and_of_stopping_and_can_have_12_points() -> None:
    told = answered({**HEAVIEST, Question.OFTEN: Answer.NEVER}, {Substance.OPIOIDS})
    asked = {item.question for item in told if item.substance is Substance.OPIOIDS}
    assert asked == {Question.EVER, Question.OFTEN, Question.CONCERN, Question.CUT_DOWN}
    assert outcome_of(score(told), Substance.OPIOIDS) == (12, Risk.MODERATE)
    earlier = {**LIGHTEST, Question.CONCERN: Answer.EARLIER}
    assert outcome_of(score(answered(earlier, {Substance.OPIOIDS})), Substance.OPIOIDS) == (3, Risk.LOWER)


def test_of_tobacco_what_was_expected_is_not_asked_nor_is_injecting() -> None:
    told = answered(HEAVIEST, {Substance.TOBACCO, Substance.ALCOHOL})
    assert Item(Question.FAILED, Substance.TOBACCO) not in told
    assert Item(Question.FAILED, Substance.ALCOHOL) in told
    assert Item(Question.INJECTED) not in told


def test_injecting_of_late_asks_for_a_fuller_assessment_and_adds_no_points() -> None:
    light = {**LIGHTEST, Question.INJECTED: Answer.RECENTLY}
    result = score(answered(light, {Substance.OPIOIDS}))
    assert (result.injected, result.fuller) == (Answer.RECENTLY, True)
    assert outcome_of(result, Substance.OPIOIDS) == (0, Risk.LOWER)
    earlier = score(answered({**light, Question.INJECTED: Answer.EARLIER}, {Substance.OPIOIDS}))
    assert (earlier.injected, earlier.fuller) == (Answer.EARLIER, False)


def test_questions_are_asked_one_after_the_other_each_of_all_its_substances() -> None:
    told = answered(HEAVIEST, {Substance.CANNABIS, Substance.OPIOIDS})
    assert list(told) == sorted(told, key=lambda item: (item.question, list(Substance).index(item.substance))
                                if item.substance else (item.question, 0))  # fmt: skip
    assert list(told)[10:12] == [Item(Question.OFTEN, Substance.CANNABIS), Item(Question.OFTEN, Substance.OPIOIDS)]


def test_a_country_may_have_every_question_asked() -> None:
    told = answered({**LIGHTEST}, {Substance.ALCOHOL}, Skips(unused=False, no_drug=False))
    assert {item.question for item in told} == set(Question)


def test_an_answer_that_is_taken_back_takes_with_it_what_followed() -> None:
    told = answered(HEAVIEST, {Substance.OPIOIDS})
    told[Item(Question.EVER, Substance.OPIOIDS)] = Answer.NO
    assert all(item.question is Question.EVER for item in settled(told))
    assert score(told).outcomes == ()


def test_what_is_missing_is_named() -> None:
    told = answered(HEAVIEST, {Substance.OPIOIDS})
    del told[Item(Question.PROBLEMS, Substance.OPIOIDS)]
    with pytest.raises(ScreeningError, match="Question 4 is not answered yet"):
        score(told)


def test_an_answer_of_another_question_is_refused() -> None:
    with pytest.raises(ScreeningError, match="Question 1 has no answer “daily”"):
        settled({Item(Question.EVER, Substance.COCAINE): Answer.DAILY})


def test_the_young_are_not_asked_and_shown_another_way() -> None:
    check_age(18)
    with pytest.raises(ScreeningError, match=r"this person is 17.*worker for young people"):
        check_age(17)


@settings(max_examples=300)
@given(st.data(), st.builds(Skips, st.booleans(), st.booleans()))
def test_points_are_within_their_bounds_and_risk_follows(data: st.DataObject, skips: Skips) -> None:
    told: dict[Item, Answer] = {}
    while (item := next_item(told, skips)) is not None:
        told[item] = data.draw(st.sampled_from(list(POINTS[item.question])))
    assert list(items(told, skips)) == list(told)
    result = score(told, skips)
    used = [item.substance for item, answer in told.items() if answer is Answer.YES]
    assert [one.substance for one in result.outcomes] == used
    for one in result.outcomes:
        parts = [POINTS[item.question][answer] for item, answer in told.items() if item.substance is one.substance]
        assert one.points == sum(parts) <= one.most
        assert one.risk is risk(one.substance, one.points)
