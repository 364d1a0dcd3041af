"""What each number of a bulletin counts, from its definition: the same words on the page and in the docs."""

from __future__ import annotations

from inspect import getdoc

from marga.country import gettext_noop
from marga.figures.counting import DEFINITIONS
from marga.figures.counting.waiting import still_waiting

from .derived import DERIVED, change_a_day

OTHERS = {
    "median_wait": gettext_noop(
        "Days waited by those whose treatment started in the period, days the person was not available left out: the "
        "middle one; the lower of the two middle ones where their number is even. Those still waiting are not in it."
    ),
    "wait_of_nine_in_ten": gettext_noop(
        "Days waited by those whose treatment started in the period: nine in ten waited no longer. Those still waiting "
        "are not in it."
    ),
}  # fmt: skip


def meaning_of(figure: str) -> str:
    """What counts and what does not, in English, as the catalogue has it."""
    if figure in OTHERS:
        return OTHERS[figure]
    if figure in DEFINITIONS:
        return " ".join(DEFINITIONS[figure].meaning.split())
    if figure in DERIVED:
        return DERIVED[figure].meaning
    return " ".join((getdoc(still_waiting if figure == "still_waiting" else change_a_day) or "").split())
