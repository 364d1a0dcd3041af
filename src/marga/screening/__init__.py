"""Published instruments of screening and their scores: pure, without a record of anybody.

    given = {Item(Question.EVER, Substance.TOBACCO): Answer.NO}    what was answered so far
    next_item(given)                                               what to ask now; None when everything is answered
    score(given)                                                   of each substance the points and the risk

Answers and scores are of the care side alone. A score is a reason to talk with somebody, never evidence of anything.
"""

from .assist import (
    ADULT,
    POINTS,
    Answer,
    Item,
    Outcome,
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
)

__all__ = [
    "ADULT", "POINTS", "Answer", "Item", "Outcome", "Question", "Result", "Risk", "ScreeningError", "Skips",
    "Substance", "check_age", "items", "next_item", "score", "settled",
]  # fmt: skip
