"""WHO ASSIST, version 3: which substances somebody uses, and how much of a risk each is to them.

Eight questions. The first is asked of ten substances, the next six of those that it leaves, the last once for all.
Answers, points and limits of risk are those of the manual (World Health Organization, 2010); when a question may be
skipped is not verified against it, so a country may have every question asked (`Skips`).

Points of one substance are never added to those of another: they are ten results, not one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from marga.country import Value, gettext_noop, say

#: The instrument was tested with adults.
ADULT = 18


class ScreeningError(ValueError):
    """An answer, or a set of them, that cannot be used. `says` is the sentence, for a reader in any language."""

    def __init__(self, template: str, **values: Value) -> None:
        self.says = say(template, **values)
        super().__init__(str(self.says))


class Substance(StrEnum):
    """What is asked about, in the manual's order. Only use for other than medical reasons counts."""

    TOBACCO = "tobacco"
    ALCOHOL = "alcohol"
    CANNABIS = "cannabis"
    COCAINE = "cocaine"
    AMPHETAMINE = "amphetamine"
    INHALANTS = "inhalants"
    SEDATIVES = "sedatives"
    HALLUCINOGENS = "hallucinogens"
    OPIOIDS = "opioids"
    OTHER = "other"


class Question(IntEnum):
    """The questions by their numbers in the manual."""

    EVER = 1
    OFTEN = 2
    URGE = 3
    PROBLEMS = 4
    FAILED = 5
    CONCERN = 6
    CUT_DOWN = 7
    INJECTED = 8


class Answer(StrEnum):
    """What may be answered: yes or no, how often in three months, or how long ago."""

    NO = "no"
    YES = "yes"
    NEVER = "never"
    ONCE_OR_TWICE = "once_or_twice"
    MONTHLY = "monthly"
    WEEKLY = "weekly"
    DAILY = "daily"
    RECENTLY = "recently"  # within the last three months
    EARLIER = "earlier"  # before


class Risk(StrEnum):
    """How much of a risk a substance is to somebody, and with it what is advised."""

    LOWER = "lower"  # general advice
    MODERATE = "moderate"  # a brief intervention
    HIGH = "high"  # a brief intervention, a fuller assessment and referral to a specialist


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One thing to ask. `substance` is None for the question about injecting, which is asked once."""

    question: Question
    substance: Substance | None = None


Given = Mapping[Item, Answer]


@dataclass(frozen=True, slots=True)
class Skips:
    """Which questions are left out. What is said of this in the manual is not verified: a country may switch it off.

    unused       of a substance that was not used for three months, urges, problems and failures are not asked
    no_drug      of whoever never used any drug, injecting is not asked
    """

    unused: bool = True
    no_drug: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is found of one substance. `points` of at most `most`."""

    substance: Substance
    points: int
    most: int
    risk: Risk


@dataclass(frozen=True, slots=True)
class Result:
    """What is found. `injected` says when, or never, and is no part of any score; None if it was not asked.

    fuller   whether a fuller assessment is advised: a high risk, or injecting within three months whatever the points
    """

    outcomes: tuple[Outcome, ...]
    injected: Answer | None
    fuller: bool


_YES_OR_NO = {Answer.NO: 0, Answer.YES: 0}
_WHEN = {Answer.NEVER: 0, Answer.RECENTLY: 6, Answer.EARLIER: 3}
_HOW_OFTEN = (Answer.NEVER, Answer.ONCE_OR_TWICE, Answer.MONTHLY, Answer.WEEKLY, Answer.DAILY)
#: The points of each answer to each question, the same for every substance.
POINTS: Mapping[Question, Mapping[Answer, int]] = {
    Question.EVER: _YES_OR_NO,
    Question.OFTEN: dict(zip(_HOW_OFTEN, (0, 2, 3, 4, 6), strict=True)),
    Question.URGE: dict(zip(_HOW_OFTEN, (0, 3, 4, 5, 6), strict=True)),
    Question.PROBLEMS: dict(zip(_HOW_OFTEN, (0, 4, 5, 6, 7), strict=True)),
    Question.FAILED: dict(zip(_HOW_OFTEN, (0, 5, 6, 7, 8), strict=True)),
    Question.CONCERN: _WHEN,
    Question.CUT_DOWN: _WHEN,
    Question.INJECTED: dict.fromkeys(_WHEN, 0),
}
#: Who was expected to do what is not asked of tobacco.
NOT_ASKED = {Item(Question.FAILED, Substance.TOBACCO)}
#: Injecting is asked of whoever used any of these.
DRUGS = frozenset(Substance) - {Substance.TOBACCO, Substance.ALCOHOL}
_IN_THREE_MONTHS = (Question.URGE, Question.PROBLEMS, Question.FAILED)
_MODERATE, _MODERATE_ALCOHOL, _HIGH = 4, 11, 27


def check_age(years: int) -> None:
    """Raises ScreeningError for whoever is under 18: the instrument says nothing of them."""
    if years < ADULT:
        raise ScreeningError(
            gettext_noop("These questions were tested with adults; this person is {age}. Do not ask them: let a care "
                         "worker for young people talk with them, and write that in the assessment."), age=years,
        )  # fmt: skip


def items(given: Given, skips: Skips = Skips()) -> Iterator[Item]:
    """Everything that is to be asked after these answers, in order. An answer may add to it or take from it."""
    for question in Question:
        if question is Question.INJECTED:
            if not skips.no_drug or any(_used(given, substance) for substance in DRUGS):
                yield Item(question)
            return
        for substance in Substance:
            item = Item(question, substance)
            if _is_asked(item, given, skips):
                yield item


def next_item(given: Given, skips: Skips = Skips()) -> Item | None:
    """What is asked next; None when everything is answered."""
    return next((item for item in items(given, skips) if item not in given), None)


def settled(given: Given, skips: Skips = Skips()) -> dict[Item, Answer]:
    """The answers that count: one that was changed may have left others that are no longer asked.

    Raises ScreeningError for an answer that its question does not have.
    """
    for item, answer in given.items():
        _points(item, answer)
    return {item: given[item] for item in items(given, skips) if item in given}


def score(given: Given, skips: Skips = Skips()) -> Result:
    """What the answers say, of each substance that was ever used. Raises ScreeningError while one is missing."""
    answers = settled(given, skips)
    if (missing := next_item(answers, skips)) is not None:
        raise ScreeningError(gettext_noop("Question {number} is not answered yet. Ask it, then look at the result."),
                             number=int(missing.question))  # fmt: skip
    outcomes = tuple(_outcome(substance, answers) for substance in Substance if _used(answers, substance))
    injected = answers.get(Item(Question.INJECTED))
    high = any(outcome.risk is Risk.HIGH for outcome in outcomes)
    return Result(outcomes, injected, high or injected is Answer.RECENTLY)


def risk(substance: Substance, points: int) -> Risk:
    """The risk that points stand for. Alcohol has a limit of its own."""
    moderate = _MODERATE_ALCOHOL if substance is Substance.ALCOHOL else _MODERATE
    if points < moderate:
        return Risk.LOWER
    return Risk.MODERATE if points < _HIGH else Risk.HIGH


def most(substance: Substance) -> int:
    """The most points that a substance can have: 39, or 31 for tobacco."""
    return sum(max(POINTS[question].values()) for question in Question if Item(question, substance) not in NOT_ASKED)


def _outcome(substance: Substance, answers: Given) -> Outcome:
    points = sum(_points(item, answer) for item, answer in answers.items() if item.substance is substance)
    return Outcome(substance, points, most(substance), risk(substance, points))


def _is_asked(item: Item, given: Given, skips: Skips) -> bool:
    if item.question is Question.EVER:
        return True
    assert item.substance is not None
    if item in NOT_ASKED or not _used(given, item.substance):
        return False
    if item.question in _IN_THREE_MONTHS and skips.unused:
        return given.get(Item(Question.OFTEN, item.substance), Answer.NEVER) is not Answer.NEVER
    return True


def _used(given: Given, substance: Substance) -> bool:
    return given.get(Item(Question.EVER, substance)) is Answer.YES


def _points(item: Item, answer: Answer) -> int:
    known = POINTS[item.question]
    if answer not in known:
        raise ScreeningError(gettext_noop("Question {number} has no answer “{answer}”. Choose one of its own."),
                             number=int(item.question), answer=str(answer))  # fmt: skip
    return known[answer]
