"""Who is never placed in one ward: children with adults, and people of a sex that a ward does not take.

Whoever may be under age is placed as a child (Convention on the Rights of the Child, article 37 c). No reason of a
worker's overrides this.
"""

from __future__ import annotations

from collections.abc import Collection

from marga.country import Sentence, gettext_noop, say


def separation_refusals(
    sexes: Collection[str], age_from: int, age_to: int | None, sex: str, age: int
) -> tuple[Sentence, ...]:  # fmt: skip
    """Why somebody may not be in a ward.

    sexes              of the people that it takes; `age_from`, `age_to`: their ages in years, both included
    sex, age           of the person; the age is the youngest that they may have
    """
    found = []
    if sex not in sexes:
        found.append(say(gettext_noop("This ward does not take people of this sex.")))
    if age < age_from:
        found.append(say(gettext_noop("This ward takes people from {first} years, and this person may be {age}."),
                         first=age_from, age=age))  # fmt: skip
    if age_to is not None and age > age_to:
        found.append(say(gettext_noop("This ward takes people up to {last} years, and this person is at least {age}."),
                         last=age_to, age=age))  # fmt: skip
    return tuple(found)
